import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { commands, definitionsOf } from '../../commands/index.ts';
import { setStage } from './stage.ts';
import type { Visitor } from './visitor.ts';

const { open } = setStage(true);

/** Somebody types a line, and reads an answer that holds this. A line with a file is given `docs/images/demo.png`. */
interface Typed {
  readonly who: 'Mia' | 'Ben' | 'Omar' | 'Nora';
  readonly line: string;
  readonly reads: RegExp;
}

/** Whatever it says, once Discord shows no waiting any more. */
const answered = /APP\s[\s\S]*\w{3}(?![\s\S]*is thinking)/u;
/** What Easel says of a mistake of its own. */
const mistake = /Something went wrong inside Easel|did not respond/iu;

const lines: readonly Typed[] = [
  { who: 'Mia', line: '/help', reads: /imagine/u },
  { who: 'Mia', line: '/imagine prompt:a fox', reads: /a fox[\s\S]*Again/u },
  { who: 'Mia', line: '/models', reads: /FLUX/u },
  { who: 'Mia', line: '/loras', reads: /LoRA/u },
  { who: 'Mia', line: '/credits balance', reads: /You can spend/u },
  { who: 'Mia', line: '/credits give member:@Ben amount:1', reads: /credit/u },
  { who: 'Mia', line: '/credits history', reads: /credit|nothing/iu },
  { who: 'Mia', line: '/credits top period:day', reads: /Mia|\d/u },
  { who: 'Mia', line: '/jobs list', reads: /\S/u },
  { who: 'Mia', line: '/jobs cancel job:1', reads: /no such|not/iu },
  { who: 'Mia', line: '/jobs favourites', reads: /favourite/iu },
  { who: 'Mia', line: '/preset save name:night style:at night', reads: /night/u },
  { who: 'Mia', line: '/preset use name:night prompt:a boat', reads: /a boat[\s\S]*Again/u },
  { who: 'Mia', line: '/preset list', reads: /night/u },
  { who: 'Mia', line: '/preset remove name:night', reads: /night/u },
  { who: 'Mia', line: '/speech text:good evening', reads: /good evening[\s\S]*Again|moderator/iu },
  { who: 'Mia', line: '/music prompt:a slow song', reads: /a slow song[\s\S]*Again|moderator/iu },
  { who: 'Mia', line: '/3d prompt:a chair', reads: /a chair[\s\S]*Again|moderator/iu },
  { who: 'Mia', line: '/video prompt:a running fox', reads: /a running fox[\s\S]*Again|moderator/iu },
  { who: 'Mia', line: '/run workflow:nothing', reads: /nothing|workflow/iu },
  { who: 'Mia', line: '/privacy show', reads: /\S/u },
  { who: 'Mia', line: '/privacy export', reads: /\S/u },
  { who: 'Ben', line: '/privacy delete', reads: /delete/iu },
  { who: 'Omar', line: '/mod grant member:@Mia credits:5 reason:welcome', reads: /5/u },
  { who: 'Omar', line: '/mod revoke member:@Mia credits:1 reason:a mistake', reads: /1/u },
  { who: 'Omar', line: '/mod suspend member:@Ben duration:1h reason:spam', reads: /Ben|suspend/iu },
  { who: 'Omar', line: '/mod unsuspend member:@Ben reason:sorry', reads: /Ben|again/iu },
  { who: 'Omar', line: '/mod strikes member:@Ben', reads: /strike/iu },
  { who: 'Omar', line: '/mod block phrase:bad word reason:rules', reads: /bad word/u },
  { who: 'Omar', line: '/mod unblock phrase:bad word reason:rules', reads: /bad word/u },
  { who: 'Omar', line: '/mod blocklist profanity:on reason:test', reads: /\S/u },
  { who: 'Omar', line: '/mod history member:@Mia', reads: /Mia|credit/iu },
  { who: 'Omar', line: '/mod cancel job:1 reason:test', reads: /no|not/iu },
  { who: 'Omar', line: '/mod refund job:1 reason:test', reads: /no|not/iu },
  { who: 'Omar', line: '/mod usage period:day', reads: /Mia|credit/iu },
  { who: 'Nora', line: '/setup view', reads: /pool/iu },
  { who: 'Nora', line: '/setup pool action:add credits:100 reason:november', reads: answered },
  { who: 'Nora', line: '/setup allowance credits:50 period:day', reads: answered },
  { who: 'Nora', line: '/setup channels action:everywhere', reads: answered },
  { who: 'Nora', line: '/setup models action:allow model:gpt-image-2', reads: answered },
  { who: 'Nora', line: '/setup kinds kind:video action:on', reads: answered },
  { who: 'Nora', line: '/setup loras add title:Ink file:ink.safetensors model:flux-2-dev-lora', reads: answered },
  { who: 'Nora', line: '/setup loras list', reads: answered },
  { who: 'Nora', line: '/setup loras rename title:Ink new_title:Ink wash', reads: answered },
  { who: 'Nora', line: '/setup loras picture title:Ink wash', reads: answered },
  { who: 'Nora', line: '/setup loras remove title:Ink wash', reads: answered },
  {
    who: 'Nora',
    line: '/setup loras upload title:Paint url:https://nowhere.invalid/x model:flux-2-dev-lora',
    reads: /\S/u,
  },
  { who: 'Nora', line: '/setup workflows list', reads: answered },
  { who: 'Nora', line: '/setup workflows add kind:workflow id:1 name:Fox output:image most:10', reads: answered },
  { who: 'Nora', line: '/setup workflows change workflow:none', reads: answered },
  { who: 'Nora', line: '/setup workflows command workflow:none on:true', reads: answered },
  { who: 'Nora', line: '/setup workflows remove workflow:none', reads: answered },
  { who: 'Nora', line: '/setup log', reads: answered },
  { who: 'Nora', line: '/setup approvals', reads: answered },
  { who: 'Nora', line: '/setup defaults', reads: answered },
  { who: 'Nora', line: '/setup strikes', reads: answered },
];
/** Commands whose picture is brought along. */
const withFile: readonly Typed[] = [
  { who: 'Mia', line: '/edit prompt:in the snow', reads: /in the snow[\s\S]*Again/u },
  { who: 'Mia', line: '/upscale', reads: /Again/u },
];

const definitionSchema = z.object({
  name: z.string(),
  type: z.number().optional(),
  options: z
    .array(z.object({ name: z.string(), type: z.number(), options: z.array(z.unknown()).optional() }))
    .optional(),
});
const [subcommand, group] = [1, 2];

/** `/mod grant`, `/setup loras add`: everything that can be typed. */
function everyCommand(): readonly string[] {
  return z
    .array(definitionSchema)
    .parse(JSON.parse(JSON.stringify(definitionsOf(commands))))
    .filter(({ type = 1 }) => type === 1)
    .flatMap(({ name, options = [] }) => {
      const below = options.flatMap((option) => {
        if (option.type === subcommand) return [`/${name} ${option.name}`];
        const inner = z.array(z.object({ name: z.string() })).parse(option.type === group ? option.options : []);
        return inner.map((each) => `/${name} ${option.name} ${each.name}`);
      });
      return below.length > 0 ? below : [`/${name}`];
    });
}

const patienceMs = 15_000;

/** The file is picked first: its field has the focus as soon as the command is chosen. */
async function typeWithFile(page: Visitor['page'], line: string, file: string): Promise<void> {
  const [name = '', ...rest] = line.split(' ');
  await page.keyboard.type(`${name} `);
  await page.locator('.chip input[type="file"]').first().setInputFiles(file);
  const [, prompt] = /^prompt:(.*)$/u.exec(rest.join(' ')) ?? [];
  if (prompt !== undefined) await page.locator('.chip input[type="text"]').first().fill(prompt);
}

/** Types, sends, and resolves with what the answer says once it says what it should, or patience ends. */
async function answerTo(visitor: Visitor, { line, reads }: Typed, file?: string): Promise<string> {
  const { page } = visitor;
  const [name = ''] = line.slice(1).split(' ');
  const answers = page.locator('.message', { has: page.locator('.origin', { hasText: `used /${name}` }) });
  const before = await answers.count();
  await page.locator('#command-box').fill('');
  if (file === undefined) await page.keyboard.type(`${line} `);
  else await typeWithFile(page, line, file);
  await page.locator('.send').click();
  await answers.nth(before).waitFor({ timeout: patienceMs });
  const deadlineMs = performance.now() + patienceMs;
  for (;;) {
    const text = await answers.last().innerText();
    if (reads.test(text) || performance.now() > deadlineMs) return text;
    await page.waitForTimeout(50);
  }
}

describe('every command', () => {
  it('is among those that are typed here', () => {
    const typed = [...lines, ...withFile].map(({ line }) => line);
    const isTyped = (command: string) => typed.some((line) => line === command || line.startsWith(`${command} `));
    expect(everyCommand().filter((command) => !isTyped(command))).toEqual([]);
  });

  it('is typed once in the browser, and answered, with nothing broken', async () => {
    const visitor = await open();
    await visitor.goesTo('art');
    let person = '';
    for (const [index, typed] of [...withFile, ...lines].entries()) {
      const { who, line, reads } = typed;
      if (who !== person) await visitor.becomes(who);
      person = who;
      const file = index < withFile.length ? 'docs/images/demo.png' : undefined;
      const answer = await answerTo(visitor, typed, file);
      expect(answer, line).toMatch(reads);
      expect(answer, line).not.toMatch(mistake);
    }
    expect(visitor.complaints).toEqual([]);
    expect(await visitor.page.getByRole('button', { name: 'Checks: none broken' }).count()).toBe(1);
    await visitor.leave();
  }, 180_000);
});
