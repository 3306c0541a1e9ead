import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { asBotError } from '#core/errors.ts';
import type { RawOption } from '#discord/interactions/interaction.ts';
import { openSubcommand } from '#discord/interactions/options.ts';
import type { Command } from '../../commands/command.ts';
import { commands } from '../../commands/index.ts';
import { caller, noEntities, recordAnswers } from '../discord/support/samples.ts';
import { createScriptedBot } from '../discord/support/scripted-bot.ts';
import { admissionOf } from '../support/requests.ts';

const definitionSchema = z.object({
  type: z.number(),
  name: z.string(),
  required: z.boolean().optional(),
  choices: z.array(z.object({ value: z.union([z.string(), z.number()]) })).optional(),
  get options() {
    return z.array(definitionSchema).optional();
  },
});
type Definition = z.infer<typeof definitionSchema>;

type Value = NonNullable<RawOption['value']>;

const odd: readonly Value[] = [
  -5,
  0,
  1.5,
  1e300,
  Number.NaN,
  Number.NEGATIVE_INFINITY,
  'nonsense',
  '',
  '\u200b',
  'x'.repeat(7000),
  '../../../users/@me',
  '\u202e\ud800',
  true,
  false,
];
const fine: Readonly<Record<number, Value>> = { 3: 'a fox', 4: 1, 5: true, 6: '1', 7: '1', 8: '1', 10: 0.5, 11: '1' };
const fineValue = ({ type, choices }: Definition): Value => choices?.[0]?.value ?? fine[type] ?? 'a fox';

/** Every option of a command, alone and beside its required neighbours, with every odd value. */
function* callsOf(definition: Definition, wrap: (options: RawOption[]) => RawOption[]): Generator<RawOption[]> {
  const options = definition.options ?? [];
  for (const option of options) {
    if (option.type <= 2) {
      yield* callsOf(option, (inner) => wrap([{ name: option.name, options: inner }]));
      continue;
    }
    const needed = options.filter(({ name, required }) => required === true && name !== option.name);
    const beside = needed.map((each) => ({ name: each.name, value: fineValue(each) }));
    for (const value of odd) yield wrap([...beside, { name: option.name, value }]);
  }
}

async function codeOf(command: Command, raw: readonly RawOption[]): Promise<string> {
  const { answering } = recordAnswers();
  const call = {
    ...answering,
    announce: answering.answer,
    openForm: async () => undefined,
    reply: () => nowhere,
    caller: { ...caller, isModerator: true, isManager: true },
    ...noEntities,
    ...openSubcommand(raw),
  };
  const bot = {
    ...createScriptedBot(),
    gate: () => Promise.resolve({ kind: 'go' as const, admission: admissionOf() }),
  };
  try {
    await command.run(call, bot);
    return 'answered';
  } catch (error) {
    return asBotError(error).code;
  }
}

/** `/help`, `/privacy` and the like take no values. */
const withOptions = commands.filter(
  ({ data }) =>
    JSON.stringify(data.options ?? []).includes('"required"') || (data.options ?? []).some(({ type }) => type > 2),
);

const nowhere = {
  address: () => {
    throw new Error('not asked for');
  },
  accept: () => Promise.reject(new Error('not asked for')),
  show: () => undefined,
  rest: async () => undefined,
  deliver: () => Promise.reject(new Error('not asked for')),
  fail: () => Promise.resolve(),
};

describe('an odd value', () => {
  it.each(withOptions.map((command) => [command.data.name, command] as const))(
    'of /%s is answered or refused by name, and never a mistake inside Easel',
    async (_name, command) => {
      const wrong: string[] = [];
      let count = 0;
      for (const raw of callsOf(definitionSchema.parse({ type: 1, ...command.data }), (options) => options)) {
        count += 1;
        const code = await codeOf(command, raw);
        if (code !== 'answered' && !code.startsWith('refused.'))
          wrong.push(`${code}: ${JSON.stringify(raw).slice(0, 200)}`);
      }
      expect(wrong).toEqual([]);
      expect(count).toBeGreaterThan(odd.length - 1);
    },
  );
});
