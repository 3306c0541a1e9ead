import { describe, expect, it } from 'vitest';
import { listFiles, readText } from '../support/repository.ts';
import { sentencesIn } from '../support/sentences.ts';

/** Words that are no text of a language, by where they stand. */
const unread: readonly string[] = [
  // Names: of formats, files, fonts, columns of a table for machines, and of commands.
  'commands/imagine/command.ts: WebP',
  'commands/setup/lora-upload.ts: upload …',
  'src/discord/gateway/gateway-relay.ts: GET … HTTP/1.1',
  'src/discord/gateway/gateway-relay.ts: Host: …',
  'commands/mod/usage/chart.ts: DejaVu Sans, Noto Sans, Noto Sans CJK SC, Arial, sans-serif',
  'commands/mod/usage/chart.ts: <svg xmlns="http://www.w3.org/2000/svg" width="…" height="…" font-family="…">…</svg>',
  'commands/mod/usage/chart.ts: <text … font-size="…" fill="…"……>…</text>',
  'commands/mod/usage/table.ts: member id',
  'src/discord/replies/deliver.ts: … at …',
  'src/discord/replies/deliver.ts: Negative prompt: …',
  'commands/setup/loras.ts: /setup loras list page:…',
  // Lines of the log, and what an operator reads at the start.
  'src/discord/interactions/dispatch.ts: an interaction was answered with an error',
  'src/discord/gateway/gateway-refused.ts: Discord does not accept DISCORD_TOKEN; copy the bot token again from the Developer Portal',
  'src/discord/gateway/gateway-refused.ts: check SHARDS, and DISCORD_API_BASE: its gateway expects another number of connections',
  'src/discord/gateway/gateway-refused.ts: the bot of DISCORD_TOKEN is in too many servers for so few connections: raise SHARDS, or leave it at auto',
  'src/discord/gateway/gateway-refused.ts: check DISCORD_API_BASE: it must lead to version 10 of the API',
  'src/discord/gateway/gateway-refused.ts: check the application of DISCORD_TOKEN: Easel asks for no intents',
  'src/discord/gateway/gateway-refused.ts: check the application of DISCORD_TOKEN: Easel asks for no intents',
  'src/discord/gateway/preflight.ts: there is no API of Discord at that address',
  "src/discord/gateway/preflight.ts: the answer to … is not one of Discord's",
  'src/discord/gateway/preflight.ts: invite it with the scopes bot and applications.commands, correct the id, or unset the variable',
  'src/discord/gateway/preflight.ts: under General Information in the Developer Portal',
  'src/discord/gateway/preflight.ts: clear Interactions Endpoint URL …, or set INTERACTIONS to http',
  'src/discord/gateway/preflight.ts: Discord sends all interactions to …, and none to the gateway',
  'src/discord/gateway/preflight.ts: the https address that leads to /interactions of HTTP_PORT',
  'src/discord/gateway/preflight.ts: set Interactions Endpoint URL … to …, while Easel runs',
  'src/discord/gateway/preflight.ts: Discord sends no interactions by HTTP',
  'src/discord/gateway/preflight.ts: Discord sends interactions to …',
  // What answers a request that is none of Discord's.
  'src/discord/http/endpoint.ts: no interactions are taken now',
  'src/discord/http/endpoint.ts: POST only',
  'src/discord/http/endpoint.ts: no signature',
  'src/discord/http/endpoint.ts: the signature does not fit',
  'src/discord/http/endpoint.ts: the signature is from another time',
  'src/discord/http/endpoint.ts: the body came too slowly',
  'src/discord/http/endpoint.ts: too large',
  'src/discord/http/endpoint.ts: the sender went away',
  'src/discord/http/endpoint.ts: JSON only',
  'src/discord/http/endpoint.ts: no interaction',
  'src/discord/messages/post.ts: discord: …',
  'src/discord/replies/reply.ts: a failure could not be told',
  'src/discord/replies/tokens.ts: interaction token',
];

/** The same of the topics below. */
const unreadBelow: readonly string[] = [
  // A unit and a name of its own, the same in every language.
  'src/catalog/fit-form.ts: … MB',
  'src/catalog/fit-route.ts: … MB',
  // Looked for in prompts.
  'src/catalog/prompt-flags.ts: citation needed',
  // Sent to a service that tries a LoRA.
  'src/catalog/request.ts: a red apple on a table',
  // Said by zod of what is stored, to whoever runs Easel.
  'src/loras/guild-lora.ts: one line of text',
  'src/loras/guild-lora.ts: steps of 0.01',
  'src/loras/guild-lora.ts: a file name of 1–200 characters',
  'src/loras/guild-lora.ts: a strength of 0 has no effect',
  'src/loras/guild-lora.ts: the usual strength lies between the lowest and the highest',
  // Lines of the log.
  'src/generation/follow.ts: one of several pictures did not come',
  'src/generation/submit.ts: one of several pictures was not handed over',
  'src/lora-upload/lora-upload.ts: a LoRA could not be uploaded',
  'src/lora-upload/lora-upload.ts: no answer',
  'src/lora-upload/lora-upload.ts: …: an upload address at …',
];

/** Rows of the catalogue, words that a filter looks for, and what is wrong with a file of the operators'. */
const ofOperators = [
  'catalog/models/',
  'catalog/remote/',
  'catalog/catalog-file.ts',
  'catalog/workflow-file.ts',
  'catalog/check-route.ts',
  'catalog/models/route-rows.ts',
  'catalog/unverified.ts',
  'moderation/word-filter/',
].map((name) => `src/${name}`);

const catalogue = ['src/i18n/en/', 'src/i18n/languages/'];

/** What hands on what there is to say. */
const topicsBelow = [
  'catalog',
  'generation',
  'approvals',
  'polling',
  'jobs',
  'moderation',
  'members',
  'loras',
  'lora-upload',
  'guilds',
];

describe('texts for people', () => {
  const paths = ['commands', 'src/discord', 'src/i18n']
    .flatMap(listFiles)
    .filter((path) => path.endsWith('.ts') && !catalogue.some((folder) => path.startsWith(folder)));

  it('are nowhere but in the message catalogue', () => {
    const found = paths.flatMap((path) => sentencesIn({ path, text: readText(path) }));
    expect(found.filter((sentence) => !unread.includes(sentence))).toEqual([]);
    expect(unread.filter((sentence) => !found.includes(sentence))).toEqual([]);
  });

  it('are not made by the topics below, which hand on what there is to say', () => {
    const below = topicsBelow
      .flatMap((topic) => listFiles(`src/${topic}`))
      .filter((path) => path.endsWith('.ts') && !ofOperators.some((start) => path.startsWith(start)));
    // Files that speak to the database hold SQL, which reads like sentences.
    const files = below.map((path) => ({ path, text: readText(path) })).filter(({ text }) => !text.includes("'#db/"));
    const found = files.flatMap(sentencesIn);
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
