import { describe, expect, it } from 'vitest';
import { listFiles, readText } from '../../support/repository.ts';
import { sentencesIn } from '../../support/sentences.ts';

/** Words that are no text of a language, by where they stand. */
const unread: readonly string[] = [
  // Names: of formats, files, fonts, columns of a table for machines, and of commands.
  'commands/imagine.ts: WebP',
  'commands/setup/lora-upload.ts: upload …',
  'commands/setup/loras.ts: loras add',
  'commands/setup/loras.ts: loras upload',
  'commands/setup/loras.ts: loras picture',
  'commands/setup/loras.ts: loras remove',
  'commands/setup/loras.ts: loras rename',
  'commands/setup/loras.ts: loras list',
  'src/discord/gateway-relay.ts: GET … HTTP/1.1',
  'src/discord/gateway-relay.ts: Host: …',
  'src/discord/svg.ts: DejaVu Sans, Noto Sans, Noto Sans CJK SC, Arial, sans-serif',
  'src/discord/svg.ts: <svg xmlns="http://www.w3.org/2000/svg" width="…" height="…" font-family="…">…</svg>',
  'src/discord/svg.ts: <text … font-size="…" fill="…"……>…</text>',
  'src/discord/usage-csv.ts: member id',
  'src/discord/wording/settings-in-file.ts: … at …',
  'src/discord/wording/loras.ts: /setup loras list page:…',
  // Lines of the log, and what an operator reads at the start.
  'src/discord/dispatch.ts: an interaction was answered with an error',
  'src/discord/gateway-refused.ts: Discord does not accept DISCORD_TOKEN; copy the bot token again from the Developer Portal',
  'src/discord/gateway-refused.ts: check DISCORD_API_BASE: its gateway expects another number of connections',
  'src/discord/gateway-refused.ts: the bot of DISCORD_TOKEN is in too many servers for one connection',
  'src/discord/gateway-refused.ts: check DISCORD_API_BASE: it must lead to version 10 of the API',
  'src/discord/gateway-refused.ts: check the application of DISCORD_TOKEN: Easel asks for no intents',
  'src/discord/gateway-refused.ts: check the application of DISCORD_TOKEN: Easel asks for no intents',
  'src/discord/preflight.ts: there is no API of Discord at that address',
  "src/discord/preflight.ts: the answer to … is not one of Discord's",
  'src/discord/preflight.ts: invite it with the scopes bot and applications.commands, correct the id, or unset the variable',
  'src/discord/reply-message.ts: discord: …',
  'src/discord/reply.ts: a failure could not be told',
  'src/discord/seal.ts: interaction token',
];

/** The same of the domain and the flow. */
const unreadBelow: readonly string[] = [
  // A unit and a name of its own, the same in every language.
  'src/domain/fit-images.ts: … MB',
  // Looked for in prompts.
  'src/domain/prompt-flags.ts: citation needed',
  // Sent to a service that tries a LoRA, and names of what is stored.
  'src/domain/plain-request.ts: a red apple on a table',
  'src/domain/preset.ts: last choice',
  // Said by zod of what is stored, to whoever runs Easel.
  'src/domain/guild-lora.ts: one line of text',
  'src/domain/guild-lora.ts: steps of 0.01',
  'src/domain/guild-lora.ts: a file name of 1–200 characters',
  'src/domain/guild-lora.ts: a strength of 0 has no effect',
  'src/domain/guild-lora.ts: the usual strength lies between the lowest and the highest',
  // Lines of the log.
  'src/flow/gather.ts: one of several pictures did not come',
  'src/flow/submit-rest.ts: one of several pictures was not handed over',
  'src/flow/upload-lora.ts: a LoRA could not be uploaded',
];

/** Rows of the catalogue, words that a filter looks for, and what is wrong with a file of the operators'. */
const ofOperators = ['models/', 'listing/', 'word-filter/', 'catalog-file.ts', 'check-route.ts'].map(
  (name) => `src/domain/${name}`,
);

const catalogue = ['src/discord/wording/english/', 'src/discord/wording/languages/'];

describe('texts for people', () => {
  const paths = ['commands', 'src/discord']
    .flatMap(listFiles)
    .filter((path) => path.endsWith('.ts') && !catalogue.some((folder) => path.startsWith(folder)));

  it('are nowhere but in the message catalogue', () => {
    const found = paths.flatMap((path) => sentencesIn({ path, text: readText(path) }));
    expect(found.filter((sentence) => !unread.includes(sentence))).toEqual([]);
    expect(unread.filter((sentence) => !found.includes(sentence))).toEqual([]);
  });

  it('are not made by the domain and the flow, which hand on what there is to say', () => {
    const below = ['src/domain', 'src/flow']
      .flatMap(listFiles)
      .filter((path) => path.endsWith('.ts') && !ofOperators.some((start) => path.startsWith(start)));
    const found = below.flatMap((path) => sentencesIn({ path, text: readText(path) }));
    expect(found.filter((sentence) => !unreadBelow.includes(sentence))).toEqual([]);
    expect(unreadBelow.filter((sentence) => !found.includes(sentence))).toEqual([]);
  });

  it.each([
    "await answer({ content: 'Done.', buttons: [] });",
    "const text = 'It is over.';",
    `return \`for \${name}\`;`,
    "{ type, name: 'list', description: 'Show', options }",
    "choices: [{ name: 'today', value: 'day' }]",
    "return { id, label: 'Older', look: 'plain' };",
  ])('are found in %s', (code) => {
    expect(sentencesIn({ path: 'commands/a.ts', text: code })).toHaveLength(1);
  });

  it.each([
    "throw new BotError('refused.options', 'no amount given', { option: 'amount' });",
    "log.warn({ id }, 'an answer was lost');",
    "import { a } from './b c.ts';",
    '/** Said to `whoever reads this`. */',
    "// It's nothing that anybody reads, isn't it?",
    "say('cancel.asked');",
    `return \`\${one} · \${other}\`;`,
    "{ type, name: 'list', look: 'plain' }",
  ])('are not found in %s', (code) => {
    expect(sentencesIn({ path: 'commands/a.ts', text: code })).toEqual([]);
  });
});
