import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { contentsOf } from '#db/copy-tables.ts';
import { openStore } from '#db/open-store.ts';
import { runBotProcess, startBotProcess } from '../support/house/bot-process.ts';
import { hasPicture } from '../support/house/look.ts';
import { openHouse } from '../support/house/open-house.ts';
import { openBank } from '../support/store/bank.ts';
import { houseTerms } from '../support/store/full-house.ts';
import { actOf } from '../support/store/money.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';

const entry = (...words: string[]) => ['--import', 'tsx', 'src/store-tools/main.ts', ...words];
const pathIn = (url: string) => url.replace('sqlite://', '');

describe('the tools of the store, as processes', () => {
  it('back up under a running bot, and restore when it has stopped', async () => {
    const house = await openHouse({ pace: { queueMs: 10, runMs: 50 } });
    const bot = await startBotProcess(house);
    const ada = house.guild.member({ name: 'Ada' });
    await ada.slash('/imagine prompt:a fox').until(hasPicture, 15_000);
    const path = pathIn(house.environment.STORE_URL ?? '');
    const copy = `${path}.copy`;

    const saved = await runBotProcess(house.environment, entry('backup', '--to', copy));
    expect(saved.output).toMatch(
      /Backed up: .*\n1 servers, 1 members, 1 jobs, \d+ journal entries\ncredits: 7 added = /u,
    );
    expect(saved.code).toBe(0);
    const refused = await runBotProcess(house.environment, entry('restore', '--from', copy, '--replace'));
    expect(refused).toMatchObject({ code: 78, output: expect.stringContaining('stop it first') });

    await ada.slash('/imagine prompt:a second fox').until(hasPicture, 15_000);
    await bot.end('SIGTERM');
    const restored = await runBotProcess(house.environment, entry('restore', '--from', copy, '--replace'));
    expect(restored.output).toContain('The store that was there is kept as');
    expect(restored.code).toBe(0);
    const again = await startBotProcess(house);
    const balance = await ada.slash('/credits balance').until(({ content }) => content.includes('credits'));
    expect(balance.content).toContain('93');
    await again.end('SIGTERM');
  });

  it.each([
    [['backup', '--too', 'x'], 'Unknown option'],
    [['backup', '--from', 'x'], 'backup has no option --from'],
    [['save'], 'is none of backup, restore, move-store'],
    [['restore'], 'add --from FILE'],
    [['move-store', '--from', 'sqlite://a'], 'add --to URL'],
    [['move-store', '--from', 'mysql://a', '--to', 'sqlite://b'], '--from is "mysql://a"; allowed: '],
    [['restore', '--from', 'no/such/file'], 'there is no backup at no/such/file'],
  ])('answer the wrong words %j with what to change', async (words, text) => {
    const { code, output } = await runBotProcess({ STORE_URL: 'sqlite://no/such/store' }, entry(...words));
    expect(output).toContain(text);
    expect(code).toBe(78);
  });

  it('print how they are used', async () => {
    const { code, output } = await runBotProcess({}, entry('backup', '--help'));
    expect(output).toContain('npm run move-store');
    expect(code).toBe(0);
  });

  it('leave the old store or the new one when they are killed, never half of one', async () => {
    const house = await openHouse();
    const path = pathIn(house.environment.STORE_URL ?? '');
    await fill(path, 1);
    await fill(`${path}.copy`, 300);
    let killed = 0;
    for (const afterMs of [0, 3, 6, 12, 25, 50, 100]) {
      if ((await killRestore(path, afterMs)) === 'SIGKILL') killed += 1;
      const store = await openStore({ url: `sqlite://${path}`, log: createRecordingLog() });
      const { problems, sums } = await contentsOf(store.database, 'sqlite');
      await store.close();
      expect(problems).toEqual([]);
      expect([1, 300]).toContain(sums['guilds.bonuses']);
    }
    expect(killed).toBeGreaterThan(2);
  });
});

/** Ada is granted so many single credits. */
async function fill(path: string, acts: number): Promise<void> {
  const store = await openStore({ url: `sqlite://${path}`, log: createRecordingLog() });
  const { ledger } = openBank(new Map(), { database: store.database });
  for (let act = 0; act < acts; act += 1) await ledger.grant(actOf(`g${act}`, 1, houseTerms));
  await store.close();
}

/** Kills a restore so long after it has begun to write; resolves with the signal that ended it, null where it was faster. */
async function killRestore(path: string, afterMs: number): Promise<unknown> {
  const child = spawn(process.execPath, entry('restore', '--from', `${path}.copy`, '--replace'), {
    env: { PATH: process.env.PATH, STORE_URL: `sqlite://${path}` },
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  const isWorking = async () => (await readdir(dirname(path))).some((name) => name.endsWith('.restoring'));
  while (child.exitCode === null && !(await isWorking())) await setTimeout(1);
  await setTimeout(afterMs);
  child.kill('SIGKILL');
  const [, signal] = await ended;
  return signal;
}
