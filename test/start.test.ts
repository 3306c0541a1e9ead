import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { WrongConfiguration } from '#config/config.ts';
import { textOf } from '../sandbox/discord/wire.ts';
import { hasPicture, speaks, spendableOf } from './support/house/look.ts';
import { type House, openHouse, startBot } from './support/house/open-house.ts';

/** As `startBot`, with other variables. */
function startWith(house: House, environment: Readonly<Record<string, string>>) {
  return startBot({ ...house, environment: { ...house.environment, ...environment } });
}

async function writeCatalog(catalog: unknown): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-catalog-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'catalog.json');
  await writeFile(path, JSON.stringify(catalog));
  return path;
}

describe('a start that fails', () => {
  test('for a token that Discord does not know is a wrong configuration', async () => {
    const house = await openHouse();
    await expect(startWith(house, { DISCORD_TOKEN: 'another' })).rejects.toThrow(WrongConfiguration);
  });

  test('gives the store back, so that the next start takes it at once', async () => {
    const house = await openHouse({ isCalledBack: true });
    const other = await openHouse({ environment: { HTTP_PORT: house.environment.HTTP_PORT ?? '' } });
    await startBot(house);
    await expect(startBot(other)).rejects.toThrow(/HTTP_PORT .*EADDRINUSE/u);
    await startWith(other, { HTTP_PORT: '0' });
    expect(await spendableOf(other.guild.member({ name: 'Ada' }))).toBe(100);
  });

  test('names everything that is wrong with the catalogue', async () => {
    const house = await openHouse();
    const path = await writeCatalog({ prices: [{ model: 'flux-9', provider: 'nobody' }], loras: 7 });
    const error = await startWith(house, { CATALOG_FILE: path }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WrongConfiguration);
    const problems = error instanceof WrongConfiguration ? error.problems : [];
    expect(problems.length).toBeGreaterThan(1);
    for (const problem of problems)
      expect(problem).toMatch(/^CATALOG_FILE is ".*catalog.json": .*; see docs\/catalog\.md$/u);
    await expect(startWith(house, { CATALOG_FILE: `${path}.none` })).rejects.toMatchObject({
      problems: [expect.stringMatching(/^CATALOG_FILE is ".*none": cannot be read \(ENOENT\)/u)],
    });
  });
});

test('a catalogue’s price is what a picture costs', async () => {
  const house = await openHouse({ isCalledBack: true });
  const price = { currency: 'USD', amount: 0.002 };
  const path = await writeCatalog({ prices: [{ model: 'flux-2-klein-9b', provider: 'runninghub', price }] });
  await startWith(house, { CATALOG_FILE: path });
  const ada = house.guild.member({ name: 'Ada' });
  await ada.slash('/imagine prompt:a fox').until(hasPicture);
  expect(await spendableOf(ada)).toBe(98);
});

test('while Discord is down at the start the bot waits for it', async () => {
  const house = await openHouse();
  house.discord.faults.add({ path: /gateway\/bot/u, kind: 'status', status: 503, times: 4 });
  await startBot(house);
  expect(house.logLines.join('')).toContain('discord cannot be reached, trying again');
  expect(textOf(await house.guild.member({ name: 'Ada' }).slash('/help').until(speaks))).toContain('/imagine');
});

test('a stop tells late members that Easel restarts, and a second one is the same', async () => {
  const house = await openHouse({ isCalledBack: true });
  house.runninghub.faults.add({ path: /klein/u, kind: 'delay', delayMs: 600 });
  const bot = await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });
  await ada.slash('/imagine prompt:a fox').firstAnswer();
  await expect.poll(() => house.runninghub.tasks.size, { interval: 5 }).toBe(1);

  const stopping = bot.stop();
  const late = await ada.slash('/imagine prompt:another').until(speaks);

  expect(late.content).toBe("Easel is restarting. Try again in a minute. You weren't charged.");
  await Promise.all([stopping, bot.stop()]);
  expect(house.logLines.filter((line) => line.includes('Easel has stopped'))).toHaveLength(1);
});

test('a job whose service lost its key waits for it, and is delivered and charged once when the key is back', async () => {
  const house = await openHouse({ pace: { queueMs: 10, runMs: 1_000 } });
  const first = await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });
  const exchange = ada.slash('/imagine prompt:a fox');
  await vi.waitFor(() => expect(house.runninghub.tasks.size).toBe(1), 5_000);
  await first.stop();

  const without = await startWith(house, { RUNNINGHUB_API_KEY: '' });
  expect(await spendableOf(ada)).toBe(93);
  await without.stop();
  await startBot(house);

  await exchange.until(hasPicture);
  expect(house.runninghub.tasks.size).toBe(1);
  expect(await spendableOf(ada)).toBe(93);
});

test('RunComfy’s catalogue is read in the background, and stops nothing while it is down', async () => {
  const house = await openHouse();
  house.runcomfy.faults.add({ kind: 'status', status: 503, path: /\/v1\/models\?/ });
  const first = await startBot(house);
  await house.untilLogged('the catalogue of RunComfy could not be read');
  await first.stop();
  await startBot(house);
  await house.untilLogged('RunComfy states other prices than before');
});
