import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '#db/open-store.ts';
import { examine } from '#doctor/examine.ts';
import { openAgent } from '#http/agent.ts';
import { createSend } from '#http/send.ts';
import { createSigningKey } from '../../sandbox/discord/signing-key.ts';
import { runBotProcess } from '../support/house/bot-process.ts';
import { type House, type HouseOptions, openHouse, startBot } from '../support/house/open-house.ts';
import { createRecordingLog } from '../support/http/recording-log.ts';

async function diagnose(house: House, changes: Readonly<Record<string, string>> = {}) {
  const agent = openAgent();
  onTestFinished(agent.close);
  const { signal } = new AbortController();
  const environment = { ...house.environment, ...changes };
  const { report, exitCode } = await examine(environment, {
    send: createSend(agent),
    log: createRecordingLog(),
    signal,
  });
  for (const name of ['DISCORD_TOKEN', 'RUNNINGHUB_API_KEY', 'RUNCOMFY_API_TOKEN']) {
    if (environment[name]) expect(report).not.toContain(environment[name]);
  }
  const lines = report.split('\n');
  return { exitCode, report, lines, wrong: lines.filter((line) => line.startsWith('✗')) };
}

async function open(options: HouseOptions = {}) {
  const house = await openHouse(options);
  return { house, path: (house.environment.STORE_URL ?? '').replace('sqlite://', '') };
}

describe('the doctor', () => {
  it('finds nothing wrong where everything is right, and starts no job', async () => {
    const { house } = await open();
    const { exitCode, report, wrong } = await diagnose(house);
    expect(wrong).toEqual([]);
    expect(exitCode).toBe(0);
    for (const text of [
      '✓ Configuration: every variable can be read',
      '✓ Discord: the token is that of the bot ',
      `✓ Discord: the application is Easel, ${house.discord.applicationId}`,
      '✓ Permissions: enough in 1 server',
      '✓ RunningHub account: balance 8850 CNY, 30 at once, 0 running, 0 queued',
      '✓ RunComfy account: balance ',
      '✓ flux-2-klein-9b at rhart-image/f-2-klein-9b/text-to-image: node form taken, flat form taken: 0.05 CNY, as in',
      '– flux-2-klein-9b at rhart-image/f-2-klein-9b/text-to-image-lora: not asked: it runs with a LoRA or a picture only',
      '✓ flux-2-klein-9b at blackforestlabs/flux-2-klein/9b/text-to-image: from 0.015 USD by RunComfy’s catalogue',
      '✓ Limits: the servers in which the application’s owner or a member of its team is a member; all servers together spend at most 20000 credits a day; 2 pictures at once per member, 20 per server',
      '– Image hosts: ',
      '– Webhooks: off',
      ' routes are unverified',
      'Nothing is wrong.',
    ]) {
      expect(report).toContain(text);
    }
    expect(report).toMatch(/✓ Store: sqlite:.* opens/);
    expect(house.runninghub.tasks.size).toBe(0);
  });

  it.each([
    [
      { ALLOWED_GUILDS: '123456789012345678', GUILD_DAILY_SPEND_LIMIT: '5' },
      '✓ Limits: 1 server (ALLOWED_GUILDS); all servers together spend at most 20000 credits a day, each at most 5; ',
    ],
    [
      { ALLOWED_GUILDS: '123456789012345678,123456789012345679', DAILY_SPEND_LIMIT: 'unlimited' },
      '– Limits: 2 servers (ALLOWED_GUILDS); no limit for a day of all servers together; ',
    ],
    [{ ALLOWED_GUILDS: '*', DAILY_SPEND_LIMIT: 'unlimited' }, 'set DAILY_SPEND_LIMIT: any server may use your keys'],
  ])('says what bounds the operator’s money: %j', async (changes, text) => {
    const { house } = await open();
    expect((await diagnose(house, changes)).report).toContain(text);
  });

  it('runs as a process, with its own exit code', async () => {
    const { house } = await open();
    const entry = ['--import', 'tsx', 'src/doctor/main.ts'];
    const { code, output } = await runBotProcess(house.environment, entry);
    expect(output).toContain('Nothing is wrong.');
    expect(code).toBe(0);
    expect(await runBotProcess({ ...house.environment, STORE_URL: 'nowhere' }, entry)).toMatchObject({ code: 78 });
  });

  it('names every problem of the configuration and asks nobody', async () => {
    const { house } = await open();
    const { exitCode, wrong } = await diagnose(house, { STORE_URL: 'nowhere', HTTP_PORT: 'x' });
    expect(wrong).toHaveLength(2);
    expect(exitCode).toBe(78);
    expect(house.discord.requests).toEqual([]);
    expect((await diagnose(house, { CATALOG_FILE: '/none/at/all.json' })).exitCode).toBe(78);
  });

  it('tells a wrong key from everything else, once per service', async () => {
    const { house } = await open();
    const wrongKeys = { DISCORD_TOKEN: 'not-it', RUNNINGHUB_API_KEY: 'not-it-1', RUNCOMFY_API_TOKEN: 'not-it-2' };
    const { exitCode, wrong } = await diagnose(house, wrongKeys);
    expect(exitCode).toBe(1);
    expect(wrong).toEqual([
      expect.stringContaining('Discord: refuses the token → reset it'),
      '✗ RunningHub account: the key is refused → check RUNNINGHUB_API_KEY',
      expect.stringMatching(/^✗ RunComfy account: the key is refused → check RUNCOMFY_API_TOKEN$/),
    ]);
  });

  it('says what becomes of a node form that is refused', async () => {
    const { house } = await open({ runninghub: { acceptNodeKeys: false } });
    const byItself = await diagnose(house);
    expect(byItself.exitCode).toBe(0);
    expect(byItself.report).toContain('node form refused (1007), flat form taken: 0.05 CNY, as in the list');
    const fixed = await diagnose(house, { RUNNINGHUB_BODY_FORM: 'nodes' });
    expect(fixed.exitCode).toBe(1);
    expect(fixed.wrong[0]).toContain('refused (1007), flat form taken → set RUNNINGHUB_BODY_FORM to the form that is');
    expect((await diagnose(house, { RUNNINGHUB_BODY_FORM: 'flat' })).exitCode).toBe(0);
  });

  it.each([
    ['required', '1007'],
    ['chinese', '1007'],
    ['params_invalid', '301'],
  ] as const)('knows a refused node form in other words: %s', async (nodeKeyRefusal, code) => {
    const { house } = await open({ runninghub: { acceptNodeKeys: false, nodeKeyRefusal } });
    const { exitCode, report } = await diagnose(house);
    expect(report).toContain(`node form refused (${code}), flat form taken: 0.05 CNY, as in the list`);
    expect(exitCode).toBe(0);
  });

  it('notes a row for which no price is stated, and finds nothing wrong with it', async () => {
    const endpoint = 'rhart-image/f-2-klein-9b/text-to-image';
    const { house } = await open({ runninghub: { unpriced: [endpoint] } });
    const { exitCode, lines } = await diagnose(house);
    expect(lines.find((line) => line.includes(`${endpoint}:`))).toMatch(
      /^– .*node form taken, flat form taken: no price is stated, the list says 0.05 CNY$/,
    );
    expect(exitCode).toBe(0);
  });

  it('says when a price is not the one in the list', async () => {
    const { house, path } = await open();
    const endpoint = 'rhart-image/f-2-klein-9b/text-to-image';
    const listed = async (currency: string, amount: number) => {
      const row = { model: 'flux-2-klein-9b', provider: 'runninghub', endpoint, price: { currency, amount } };
      await writeFile(`${path}.json`, JSON.stringify({ prices: [row] }));
      const { exitCode, lines } = await diagnose(house, { CATALOG_FILE: `${path}.json` });
      return { exitCode, line: lines.find((text) => text.includes(`${endpoint}:`)) };
    };
    expect(await listed('CNY', 0.04)).toEqual({
      exitCode: 1,
      line: expect.stringMatching(
        /^✗ .*states 0.05 CNY, the list says 0.04 CNY → put the stated price into CATALOG_FILE/,
      ),
    });
    expect(await listed('USD', 0.1)).toEqual({
      exitCode: 0,
      line: expect.stringMatching(/^– .*states 0.05 CNY, the list says 0.1 USD: members pay more than it costs$/),
    });
    expect((await listed('USD', 0.007)).line).toMatch(/^✓ /);
  });

  it('looks at the key and the address of interactions by HTTP, and counts no sessions', async () => {
    const { house } = await open({ isPostedTo: true });
    const before = await diagnose(house);
    const url = `${house.environment.PUBLIC_URL}/interactions`;
    const toSet = `set Interactions Endpoint URL under General Information in the Developer Portal to ${url}, while Easel runs`;
    expect(before.wrong).toEqual([`✗ INTERACTIONS: Discord sends no interactions by HTTP → ${toSet}`]);
    expect(before.report).toContain('✓ DISCORD_PUBLIC_KEY: it is the application’s');
    expect(before.report).not.toContain('sessions');

    const bot = await startBot(house);
    expect((await diagnose(house)).report).toContain(`✓ INTERACTIONS: Discord sends interactions to ${url}`);
    const elsewhere = await diagnose(house, { PUBLIC_URL: 'https://easel.example.com' });
    expect(elsewhere.wrong).toEqual([
      `✗ INTERACTIONS: Discord sends interactions to ${url} → ${toSet.replace(url, 'https://easel.example.com/interactions')}`,
    ]);
    expect((await diagnose(house, { PUBLIC_URL: '' })).wrong).toEqual([]);
    await house.discord.setInteractionsEndpoint(null);
    expect((await diagnose(house, { PUBLIC_URL: '' })).wrong).toEqual([
      expect.stringContaining('to the https address that leads to /interactions of HTTP_PORT, while Easel runs'),
    ]);
    await bot.stop();
  });

  it('names a public key that is another application’s, and the right one', async () => {
    const { house } = await open({ isPostedTo: true });
    const { publicKey } = createSigningKey();
    const { wrong, exitCode } = await diagnose(house, { DISCORD_PUBLIC_KEY: publicKey });
    expect(wrong[0]).toBe(
      `✗ DISCORD_PUBLIC_KEY: it is not the public key of this application → set it to ${house.discord.signingKey.publicKey}`,
    );
    expect(exitCode).toBe(1);
  });

  it('says that the gateway brings nothing while Discord posts to an endpoint', async () => {
    const { house } = await open({ isPostedTo: true });
    const bot = await startBot(house);
    expect((await diagnose(house, { INTERACTIONS: 'gateway' })).wrong).toEqual([
      expect.stringMatching(
        /^✗ INTERACTIONS: Discord sends all interactions to http.*, and none to the gateway → clear/u,
      ),
    ]);
    await bot.stop();
  });

  it('says when Discord is down, or half of it', async () => {
    const { house } = await open();
    house.discord.faults.add({ kind: 'reset_before', path: /users\/@me/ });
    expect((await diagnose(house)).wrong).toEqual([expect.stringContaining('✗ Discord: cannot be reached')]);
    house.discord.faults.add({ kind: 'status', status: 503, body: 'down', path: /applications\/@me/ });
    expect((await diagnose(house)).wrong).toEqual([expect.stringContaining('/applications/@me with status 503')]);
  });

  it('names the servers in which the bot lacks a permission', async () => {
    const { house } = await open();
    const answerWith = (guilds: object) =>
      house.discord.faults.add({
        kind: 'status',
        status: 200,
        body: guilds,
        path: /users\/@me\/guilds/,
      });
    answerWith([
      { id: '1', name: 'Red', permissions: '274878024704' },
      { id: '2', name: 'Blue', permissions: '274877959168' },
      { id: '3', name: 'Boss', permissions: '8' },
      { id: '4', name: 'Grey' },
    ]);
    const { wrong, report, exitCode } = await diagnose(house);
    expect(wrong).toEqual([
      expect.stringContaining('✗ Permissions: Blue lacks Read Message History → allow it'),
      expect.stringContaining(
        'Grey lacks View Channel, Send Messages, Send Messages in Threads, Embed Links, Attach Files, Read',
      ),
    ]);
    expect([exitCode, report]).toEqual([1, expect.stringContaining('✓ Permissions: enough in 2 servers')]);
    answerWith([]);
    expect((await diagnose(house)).report).toContain('– Permissions: the bot is in no server yet');
    house.discord.faults.add({ kind: 'status', status: 503, body: 'down', path: /users\/@me\/guilds/ });
    expect((await diagnose(house)).wrong).toEqual([expect.stringContaining('/users/@me/guilds with status 503')]);
  });

  it('says when a service is left out, is empty, or is down', async () => {
    const { house } = await open({ runninghub: { balance: 0 } });
    const { wrong, report } = await diagnose(house, { RUNCOMFY_API_TOKEN: '' });
    expect(wrong).toEqual([expect.stringContaining('pay into the account')]);
    expect(report).toContain('– RunComfy: no RUNCOMFY_API_TOKEN');
    house.runcomfy.faults.add({ kind: 'status', status: 500, path: /\/v1\/models/ });
    const other = await diagnose(house, { RUNNINGHUB_API_KEY: '' });
    expect(other.wrong).toEqual([expect.stringContaining('✗ RunComfy catalogue: ')]);
    expect(other.report).toContain('– RunningHub: no RUNNINGHUB_API_KEY');
  });

  it('knows a store in use from one that cannot be opened', async () => {
    const { house, path } = await open();
    const store = await openStore({ url: house.environment.STORE_URL ?? '', log: createRecordingLog() });
    const inUse = await diagnose(house);
    await store.close();
    expect(inUse.report).toContain('is in use, by a running Easel');
    expect(inUse.exitCode).toBe(0);
    await writeFile(`${path}.text`, 'no database at all, and long enough to be one. '.repeat(50));
    const broken = await diagnose(house, { STORE_URL: `sqlite://${path}.text` });
    expect(broken.wrong).toEqual([expect.stringContaining('✗ Store: ')]);
  });

  it('looks at what a start would stumble over: sessions, the development server, the port, the proxy', async () => {
    const { house } = await open();
    const right = await diagnose(house, { DISCORD_DEV_GUILD_ID: house.guild.id });
    expect(right.wrong).toEqual([]);
    expect(right.report).toContain(`– DISCORD_DEV_GUILD_ID: the commands are in server ${house.guild.id} only`);
    expect(right.report).toMatch(/✓ Discord: \d+ of 1000 sessions are left today/u);
    expect(right.report).toContain('– Operations server: off');

    const limit = { session_start_limit: { total: 1000, remaining: 0, reset_after: 1, max_concurrency: 1 } };
    house.discord.faults.add({
      kind: 'status',
      status: 200,
      body: { url: '', shards: 1, ...limit },
      path: /gateway\/bot/,
    });
    const wrong = await diagnose(house, {
      DISCORD_DEV_GUILD_ID: '123456789012345678',
      HTTP_HOST: '203.0.113.7',
      HTTP_PORT: '18080',
      HTTPS_PROXY: 'http://ada:sesame@proxy.example:3128',
    });
    expect(wrong.wrong).toEqual([
      expect.stringContaining('DISCORD_DEV_GUILD_ID: the commands cannot be registered in server 123456789012345678'),
      expect.stringContaining('0 of 1000 sessions are left'),
      expect.stringContaining('cannot listen on 203.0.113.7:18080 (EADDRNOTAVAIL)'),
    ]);
    expect(wrong.report).toContain('– Proxy: outgoing connections go through proxy.example:3128');
    expect(wrong.report).not.toContain('sesame');
  });

  it('knows a port that can be listened at from one that a running Easel has', async () => {
    const { house } = await open({
      isCalledBack: true,
      environment: { NO_PROXY: 'localhost', HTTPS_PROXY: 'p.example:1' },
    });
    const free = await diagnose(house);
    expect(free.report).toContain('✓ Operations server: can listen on 127.0.0.1:');
    expect(free.report).toContain('p.example:1 (HTTPS_PROXY), except localhost');
    const server = createServer().listen(Number(house.environment.HTTP_PORT), '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    expect((await diagnose(house)).report).toContain('a running Easel as it seems → where Easel is not running');
  });

  it('shows what is trusted and where webhooks arrive', async () => {
    const { house } = await open({ isCalledBack: true, environment: { IMAGE_HOSTS: 'pictures.example' } });
    const { report } = await diagnose(house);
    expect(report).toContain('of private hosts pictures.example');
    expect(report).toContain(`– Webhooks: on at ${house.environment.PUBLIC_URL}`);
  });
});
