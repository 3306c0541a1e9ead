import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WrongConfiguration } from '#config/config.ts';
import { createSigningKey } from '../../sandbox/discord/signing-key.ts';
import { runBotProcess, startBotProcess } from '../support/house/bot-process.ts';
import { hasPicture, speaks } from '../support/house/look.ts';
import { type House, openHouse, startBot } from '../support/house/open-house.ts';

/** What a start says is wrong; it has to fail. */
async function problemsOf(
  house: House,
  environment: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const error = await startBot({ ...house, environment: { ...house.environment, ...environment } }).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(WrongConfiguration);
  return error instanceof WrongConfiguration ? error.problems : [];
}

const loginsOf = ({ discord }: House) => discord.gatewayEvents.filter(({ kind }) => kind === 'hello').length;
const pathOf = ({ environment }: House) => (environment.STORE_URL ?? '').replace('sqlite://', '');

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-start-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function occupiedPort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

describe('what Discord would refuse is said before a login is spent', () => {
  test('a development server that the bot is not in is named by its variable', async () => {
    const house = await openHouse();
    const problems = await problemsOf(house, { DISCORD_DEV_GUILD_ID: '123456789012345678' });
    expect(problems).toEqual([
      expect.stringMatching(/^DISCORD_DEV_GUILD_ID is "123456789012345678": .*not in that server/u),
    ]);
    expect(loginsOf(house)).toBe(0);
  });

  test('a public key that is not the application’s is named, with the right one', async () => {
    const house = await openHouse({ isPostedTo: true });
    const problems = await problemsOf(house, { DISCORD_PUBLIC_KEY: createSigningKey().publicKey });
    expect(problems).toEqual([
      `DISCORD_PUBLIC_KEY is not the public key of this application, which is ${house.discord.signingKey.publicKey}`,
    ]);
  });

  test('interactions by HTTP need no login, so they start when the logins of the day are used up', async () => {
    const house = await openHouse({ isPostedTo: true });
    const limit = { total: 1000, remaining: 0, reset_after: 60_000, max_concurrency: 1 };
    const body = { url: 'ws://127.0.0.1', shards: 1, session_start_limit: limit };
    house.discord.faults.add({ kind: 'status', status: 200, body, path: /gateway\/bot/u });
    await startBot(house);
    expect(loginsOf(house)).toBe(0);
  });

  test('a start by the gateway says so where Discord sends everything to an endpoint', async () => {
    const house = await openHouse({ isPostedTo: true });
    const bot = await startBot(house);
    await bot.stop();
    await startBot({ ...house, environment: { ...house.environment, INTERACTIONS: 'gateway' } });
    await house.untilLogged('and none to the gateway');
  });

  test.each([401, 404])('a token or an address that answers %i is named by its variable', async (status) => {
    const house = await openHouse();
    house.discord.faults.add({ kind: 'status', status, path: /gateway\/bot/u, times: 9 });
    expect(await problemsOf(house)).toEqual([
      expect.stringContaining(status === 401 ? 'DISCORD_TOKEN' : 'DISCORD_API_BASE'),
    ]);
    expect(loginsOf(house)).toBe(0);
  });

  test('an address at which something else answers is named by its variable', async () => {
    const house = await openHouse();
    house.discord.faults.add({ kind: 'status', status: 200, body: { hello: 'world' }, path: /gateway\/bot/u });
    expect(await problemsOf(house)).toEqual([expect.stringContaining('DISCORD_API_BASE')]);
  });

  test('no sessions left for the day: it says so, and when there are again', async () => {
    const house = await openHouse();
    const body = {
      url: 'ws://127.0.0.1:1',
      shards: 1,
      session_start_limit: { total: 1000, remaining: 0, reset_after: 5_430_000, max_concurrency: 1 },
    };
    house.discord.faults.add({ kind: 'status', status: 200, body, path: /gateway\/bot/u });
    expect(await problemsOf(house)).toEqual([expect.stringMatching(/DISCORD_TOKEN no more sessions until 20\d\d-/u)]);
    expect(loginsOf(house)).toBe(0);
  });

  test('any other refusal is not taken for a wrong configuration', async () => {
    const house = await openHouse();
    house.discord.faults.add({ kind: 'status', status: 418, path: /guilds\/\d+\/commands/u });
    await expect(
      startBot({ ...house, environment: { ...house.environment, DISCORD_DEV_GUILD_ID: house.guild.id } }),
    ).rejects.not.toBeInstanceOf(WrongConfiguration);
  });

  test('commands of a development server are gone after a start without the variable', async () => {
    const house = await openHouse();
    const dev = await startBot({
      ...house,
      environment: { ...house.environment, DISCORD_DEV_GUILD_ID: house.guild.id },
    });
    expect(house.discord.commands(house.guild.id).length).toBeGreaterThan(5);
    await dev.stop();
    await startBot(house);
    expect(house.discord.commands(house.guild.id)).toEqual([]);
    expect(house.discord.commands().length).toBeGreaterThan(5);
  });
});

describe('what this machine refuses', () => {
  test('is told all at once, by variable, and ends with 78 and nothing else', async () => {
    const house = await openHouse();
    const folder = await emptyFolder();
    await writeFile(join(folder, 'file'), '');
    const port = await occupiedPort();
    const { code, output } = await runBotProcess({
      ...house.environment,
      STORE_URL: `sqlite://${join(folder, 'file', 'easel.sqlite')}`,
      CATALOG_FILE: join(folder, 'none.json'),
      HTTP_PORT: String(port),
    });
    expect(code).toBe(78);
    expect(output).toMatch(/- STORE_URL is ".*": the folder .* cannot be made \(a file is in the way, EEXIST\)/u);
    expect(output).toMatch(/- CATALOG_FILE is ".*none.json": cannot be read \(ENOENT\); see docs\/catalog\.md/u);
    expect(output).toMatch(new RegExp(`- HTTP_PORT is ${port}: another program listens`, 'u'));
    expect(output.trim().split('\n')).toHaveLength(5);
    expect(house.discord.requests).toEqual([]);
  });

  test('an address that is not this machine’s is named', async () => {
    const house = await openHouse();
    const [problem] = await problemsOf(house, { HTTP_HOST: '203.0.113.7', HTTP_PORT: '18080' });
    expect(problem).toMatch(/^HTTP_HOST is "203.0.113.7": .*EADDRNOTAVAIL/u);
  });

  test('a store of a newer Easel is left as it is, and ends with 78', async () => {
    const house = await openHouse();
    await (await startBot(house)).stop();
    const bytes = await readFile(pathOf(house));
    bytes.writeUInt32BE(99, 60);
    await writeFile(pathOf(house), bytes);
    const { code, output } = await runBotProcess(house.environment);
    expect(code).toBe(78);
    expect(output).toMatch(/- STORE_URL is ".*newer Easel \(format 99/u);
    expect((await readFile(pathOf(house))).equals(bytes)).toBe(true);
  });

  test('a start that fails at the last moment reports no error of a closed store', async () => {
    const house = await openHouse();
    house.discord.faults.add({ kind: 'status', status: 401, path: /applications\/@me/u, times: 9 });
    expect(await problemsOf(house)).toEqual([expect.stringContaining('DISCORD_TOKEN')]);
    expect(house.logLines.filter((line) => /SQLITE|"level":"error"/u.test(line))).toEqual([]);
  });
});

describe('a store whose file goes away', () => {
  test('ends the process with 78 and says so, and the copy brings everything back', async () => {
    const house = await openHouse({ environment: { RUNCOMFY_API_TOKEN: '' } });
    const bot = await startBotProcess(house);
    await house.guild.member({ name: 'Ada' }).slash('/imagine prompt:a fox').until(hasPicture);
    await rm(pathOf(house));
    expect(await bot.ended()).toBe(78);
    expect(bot.output()).toContain('Easel had to stop:');
    expect(bot.output()).toMatch(/- STORE_URL is ".*was deleted or renamed while Easel was running/u);
    expect(bot.output()).not.toContain('SQLITE_MISUSE');

    expect(await problemsOf(house)).toEqual([expect.stringContaining('easel.sqlite.rescued lies beside it')]);
  }, 60_000);

  test('answers members that it restarts, instead of working on in the dark', async () => {
    const house = await openHouse();
    const bot = await startBot(house);
    await rm(pathOf(house));
    expect((await bot.refused).message).toContain('STORE_URL');
    const { content } = await house.guild.member({ name: 'Ada' }).slash('/imagine prompt:a fox').until(speaks);
    expect(content).toContain('restarting');
  });
});

describe('what was erased', () => {
  test('lies in no file while Easel runs', async () => {
    const house = await openHouse({ environment: { RUNCOMFY_API_TOKEN: '' } });
    await startBot(house);
    const ada = house.guild.member({ name: 'Ada' });
    await ada.slash('/imagine prompt:a velvet otter in a teapot').until(hasPicture);
    await house.untilLogged('"outcome":"delivered"');
    const folder = dirname(pathOf(house));
    const holds = async () => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
      // A file of a result is gone once it is posted.
      const files = await Promise.all(paths.map((path) => readFile(path, 'latin1').catch(() => '')));
      return files.some((text) => text.includes('velvet otter'));
    };
    expect(await holds()).toBe(true);
    const question = await ada.slash('/privacy delete').until(speaks);
    await ada.press(question, 'Delete it all').until(({ content }) => content.startsWith('Done'));
    await expect.poll(holds, { timeout: 5_000 }).toBe(false);
  });

  test('nobody else on the machine can read what Easel writes', async () => {
    const house = await openHouse();
    const folder = join(await emptyFolder(), 'new', 'data');
    await startBotProcess({
      ...house,
      environment: { ...house.environment, STORE_URL: `sqlite://${folder}/easel.sqlite` },
    });
    for (const name of ['', ...(await readdir(folder, { recursive: true }))]) {
      expect([name, (await stat(join(folder, name))).mode & 0o077]).toEqual([name, 0]);
    }
  });
});
