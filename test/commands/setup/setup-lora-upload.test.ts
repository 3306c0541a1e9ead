import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { composeLoraUploads } from '#compose-providers.ts';
import { readConfig } from '#config/config.ts';
import { guildId } from '#core/ids.ts';
import { type OpenAgent, openAgent } from '#http/agent.ts';
import type { AddressRules } from '#http/guarded-agent.ts';
import type { Person } from '../../../sandbox/discord/person.ts';
import { type SandboxRunningHub, startSandboxRunningHub } from '../../../sandbox/services/start-runninghub.ts';
import { createSystemClock } from '../../discord/support/clock.ts';
import { createRecordingLog } from '../../discord/support/log.ts';
import { createScriptedBot } from '../../discord/support/scripted-bot.ts';
import { type Stage, startStage } from '../../discord/support/stage.ts';
import { guildLoraOf } from '../../support/guild-loras.ts';
import { status } from '../../support/http/download-bench.ts';
import { picture } from '../../support/http/pictures.ts';
import { safetensors } from '../../support/http/safetensors.ts';
import { type ScriptedServer, startScriptedServer } from '../../support/http/scripted-server.ts';
import { createMemoryStore } from '../../support/store/memory-store.ts';
import { createSetupBench, type SetupBench } from '../support/setup-bench.ts';

/** What the open internet is to these tests: this machine, without https. */
const here: AddressRules = {
  mayFetch: ({ protocol }) => protocol === 'http:',
  mayConnect: (address) => address === '127.0.0.1',
};

const bot = createScriptedBot();
const log = createRecordingLog();
const small = safetensors(300_000);
/** What survives in the store of a test. */
let rows = new Map<string, string>();
let stage: Stage;
let agent: OpenAgent;
let hub: SandboxRunningHub;
let web: ScriptedServer;
let olga: Person;
let bench: SetupBench;

beforeAll(async () => {
  [stage, hub, web] = await Promise.all([startStage(bot), startSandboxRunningHub(), startScriptedServer()]);
  agent = openAgent();
  olga = stage.server.member({ name: 'Olga', permissions: ['ManageGuild'] });
});
afterAll(async () => {
  await Promise.all([stage.stop(), hub.stop(), web.close(), agent.close()]);
});
beforeEach(() => {
  rows = new Map();
  bench = createSetupBench();
  Object.assign(bot, bench.bot);
  bot.now = Date.now;
  bot.loraUploads = uploads();
  web.requests.length = 0;
  web.react = () => ({ kind: 'answer', status: 200, headers: { 'content-length': String(small.length) }, body: small });
});

function uploads(key: string | null = hub.apiKey) {
  const keys = key === null ? { RUNCOMFY_API_TOKEN: 'x' } : { RUNNINGHUB_API_KEY: key };
  const read = readConfig({ DISCORD_TOKEN: 'x', RUNNINGHUB_BASE_URL: hub.baseUrl, ...keys });
  if (!read.ok) throw new Error(read.problems.join());
  const { dispatcher } = agent;
  const clock = createSystemClock();
  const store = createMemoryStore(rows);
  const funding = { watchCall: <Result>(_name: string, _call: string, work: Promise<Result>) => work };
  return composeLoraUploads({ config: read.config, dispatcher, addressRules: here, store, clock, log, funding });
}

/** The last word, which comes after how far it was. */
const lastWord = /Changed|Nothing was changed|cannot be kept/;
const say = async (line: string, attachments = {}) =>
  (await olga.slash(line, attachments).until(({ content }) => lastWord.test(content))).content;
const upload = (changes: { title?: string; url?: string; more?: string } = {}) => {
  const { title = 'Ink Wash', url = `${web.url}/ink.safetensors?token=secret`, more = '' } = changes;
  return `/setup loras upload title:${title} url:${url} model:flux-2-dev-lora ${more}`;
};

describe('/setup loras upload', () => {
  it('brings the file to the service and puts the row into the library, and is honest about what is not known', async () => {
    const answer = await say(upload({ more: 'strength:0.7 trigger_words:ink' }));
    const [[file, lora] = ['', null]] = [...hub.loras];
    expect(Buffer.from(lora?.bytes ?? []).equals(small)).toBe(true);
    expect(lora?.name).toBe('Ink Wash');
    expect(bench.settings.loras).toMatchObject([
      { title: 'Ink Wash', file, modelId: 'flux-2-dev-lora', defaultStrength: 0.7, triggerWords: ['ink'] },
    ]);
    expect(answer).toContain(`RunningHub's name for it is \`${file}\``);
    expect(answer).toContain('RHLoraLoader');
    expect(answer).toContain("can use them isn't confirmed.");
    expect(JSON.stringify([answer, log, bench.acts])).not.toContain('secret');
  });

  it('tells how far it is', async () => {
    const exchange = olga.slash(upload());
    expect((await exchange.firstAnswer()).kind).toBe('message');
    await exchange.until(({ content }) => lastWord.test(content));
    const texts = stage.sandbox.requests
      .filter(({ path }) => path.includes(exchange.token))
      .map(({ body }) => JSON.stringify(body));
    expect(texts.some((text) => /Fetching the file: \d+ %/.test(text))).toBe(true);
  });

  it('keeps the picture that comes with it', async () => {
    const answer = await say(upload(), { picture: { name: 'a.png', bytes: await picture('png') } });
    // The bench takes no pictures: it is refused before the file is fetched.
    expect(answer).toContain("The picture couldn't be fetched from Discord.");
    expect(web.requests).toEqual([]);
    bot.loraPreviews = {
      ...bot.loraPreviews,
      take: () => Promise.resolve({ kind: 'picture', bytes: Buffer.from('small') }),
    };
    const taken = await say(upload(), { picture: { name: 'a.png', bytes: await picture('png') } });
    expect(taken).toContain('Its picture is shown in');
    const [bytes] = await bot.loraPreviews.find(guildId(stage.server.id), bench.settings.loras);
    expect(Buffer.from(bytes ?? []).toString()).toBe('small');
  });

  it.each([
    [{ title: 'OIL' }, 'The library already has a LoRA `Oil`'],
    [{ title: 'a\u0007b' }, "this value can't be saved (one line of text)"],
    [{ more: 'strength:0' }, 'a strength of 0 has no effect'],
  ])('refuses what cannot be kept before it fetches anything: %j', async (changes, why) => {
    bench.settings = { ...bench.settings, loras: [guildLoraOf({ title: 'Oil', file: 'oil' })] };
    expect(await say(upload(changes))).toContain(why);
    expect(web.requests).toEqual([]);
  });

  it('takes titles of 100 characters, and Discord sends no longer ones', async () => {
    expect(() => olga.slash(upload({ title: 'x'.repeat(300) }))).toThrow('1 to 100 characters');
    const options = { title: 'x'.repeat(300), url: `${web.url}/a.safetensors`, model: 'flux-2-dev-lora' };
    bench.bot.loraUploads = uploads();
    expect(await bench.run('loras upload', options)).toContain("this value can't be saved (");
    expect(web.requests).toEqual([]);
  });

  it('refuses a model that RunningHub runs without LoRAs, or not at all', async () => {
    const line = upload().replace('flux-2-dev-lora', 'gpt-image-2');
    expect(await say(line)).toContain('support LoRAs');
    const flux = bot.catalog.find('flux-2-dev-lora');
    if (flux === null) throw new Error('no such model');
    const elsewhere = { ...flux, routes: flux.routes.map((route) => ({ ...route, provider: 'runcomfy' as const })) };
    bot.catalog = { ...bot.catalog, find: () => elsewhere };
    expect(await say(upload())).toContain(
      "LoRAs are uploaded to RunningHub, and `flux-2-dev-lora` doesn't support them there",
    );
    expect(web.requests).toEqual([]);
  });

  it.each([
    ['http://10.0.0.1/ink.safetensors', "Easel can't fetch the file from there"],
    ['http://[::1]/ink.safetensors', "Easel can't fetch the file from there"],
    [
      'https://example.com/ink.safetensors',
      'The `url` and every address it redirects to must be a complete https:// address without a user name.',
    ],
    [
      'ink.safetensors',
      'The `url` and every address it redirects to must be a complete https:// address without a user name.',
    ],
  ])('refuses the address %s', async (url, why) => {
    expect(await say(upload({ url }))).toContain(why);
    expect(bench.settings.loras).toEqual([]);
  });

  it('refuses what is not there, leads astray, or is no LoRA, and keeps nothing', async () => {
    const uploaded = hub.loras.size;
    for (const [reaction, why] of [
      [status(404), 'answered with status 404'],
      [
        { kind: 'answer', status: 302, headers: { location: 'http://169.254.169.254/a' }, body: '' },
        "Easel can't fetch the file from there",
      ],
      [{ kind: 'hang_up' }, "Easel can't fetch the file from there"],
      [{ kind: 'answer', status: 200, body: '<html>' }, "That isn't a valid `.safetensors` LoRA file."],
      [{ kind: 'answer', status: 200, headers: { 'content-length': '3000000000' }, body: '' }, 'larger than 2 GiB'],
    ] as const) {
      web.react = () => reaction;
      expect(await say(upload())).toContain(why);
    }
    expect([bench.settings.loras, bench.acts, hub.loras.size]).toEqual([[], [], uploaded]);
  });

  it('says when the service does not take it, or there is none', async () => {
    bot.loraUploads = uploads('0000000000000000000000000000000f');
    expect(await say(upload())).toContain("RunningHub didn't accept the file.");
    bot.loraUploads = uploads();
    hub.faults.add({ kind: 'status', status: 500, path: /^\/lora-upload\// });
    expect(await say(upload())).toContain("RunningHub can't be reached right now, or the connection broke.");
    bot.loraUploads = uploads(null);
    expect(await say(upload())).toContain('LoRAs can only be uploaded to RunningHub, and this bot has no key for it.');
    expect(bench.settings.loras).toEqual([]);
  });

  it('takes the same file once for a model', async () => {
    await say(upload());
    const again = await say(upload({ title: 'Other' }));
    expect(again).toContain('Uploaded 1 MiB');
    expect(again).toContain('That file is already in the library, as `Ink Wash`. Nothing was changed.');
  });

  it('goes through five times within 24 hours on one server, also after a restart', async () => {
    for (let count = 0; count < 5; count += 1) {
      web.react = () => ({ kind: 'answer', status: 200, body: safetensors(100 + count) });
      expect(await say(upload({ title: `Style ${count}` }))).toContain('Uploaded');
    }
    web.requests.length = 0;
    bot.loraUploads = uploads();
    expect(await say(upload({ title: 'One more' }))).toMatch(/can upload 5 LoRAs within 24 hours.*from <t:\d+:f> on/);
    expect(web.requests).toEqual([]);
  });

  it('answers alike for a private address, a name that nobody has, and a host that is silent', async () => {
    web.react = () => ({ kind: 'hang_up' });
    const urls = [
      'http://10.0.0.1/a.safetensors',
      'http://no-such-host.invalid/a.safetensors',
      `${web.url}/a.safetensors`,
    ];
    const answers = new Set<string>();
    for (const url of urls) answers.add(await say(upload({ url })));
    expect(answers.size).toBe(1);
  });

  it('is refused after ten failures within 24 hours on one server, before anything is fetched', async () => {
    web.react = () => status(404);
    for (let count = 0; count < 10; count += 1) expect(await say(upload())).toContain('answered with status 404');
    web.requests.length = 0;
    bot.loraUploads = uploads();
    expect(await say(upload())).toMatch(
      /^This server already has 10 failed uploads within 24 hours, which is the limit\..*from <t:\d+:f> on/,
    );
    expect(web.requests).toEqual([]);
  });

  it('ends when Easel does', async () => {
    web.react = () => ({ kind: 'silence' });
    const asked = web.nextRequest();
    const ended = say(upload());
    await asked;
    expect(await say(upload({ title: 'Other' }))).toContain('This server is already uploading a LoRA.');
    bot.loraUploads?.stop();
    expect(await ended).toContain('Easel is restarting');
  });
});
