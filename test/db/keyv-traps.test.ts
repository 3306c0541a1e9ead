import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isUnreadableRow, openDocuments, openNamespace } from '#db/documents.ts';
import { openStore, type Store } from '#db/open-store.ts';
import { createMemoryStore, rowsOn } from '../support/store/memory-store.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';

const schema = z.object({ amount: z.int() });
const script = fileURLToPath(new URL('../support/store/open-unopenable.ts', import.meta.url));
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'easel-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function closedStore(log = createRecordingLog()): Promise<Store> {
  const store = await openStore({ url: 'sqlite://:memory:', log });
  await store.close();
  return store;
}

async function openInAnotherProcess(url: string) {
  const child = spawn(process.execPath, ['--import', 'tsx', script, url], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const [exitCode] = await once(child, 'close');
  return { exitCode, output };
}

describe('keyv and SQLite', () => {
  it('a closed database makes a read throw, it is not "no value"', async () => {
    const table = openDocuments((await closedStore()).namespace('things'), schema);
    await expect(table.get('key')).rejects.toMatchObject({ code: 'store.unavailable' });
    await expect(table.getMany(['key'])).rejects.toMatchObject({ code: 'store.unavailable' });
  });

  it('a closed database makes a write and a delete throw, and the log hears of it', async () => {
    const log = createRecordingLog();
    const table = openDocuments((await closedStore(log)).namespace('things'), schema);
    await expect(table.set('key', { amount: 1 })).rejects.toMatchObject({ code: 'store.unavailable' });
    await expect(table.delete('key')).rejects.toMatchObject({ code: 'store.unavailable' });
    expect(log.lines).toMatchObject([
      { level: 'error', facts: { namespace: 'things' } },
      { level: 'error', facts: { namespace: 'things' } },
    ]);
  });

  it('a file that cannot be opened is an error, and the process lives', async () => {
    const { exitCode, output } = await openInAnotherProcess(`sqlite://${folder}`);
    expect(output).toContain('BotError: cannot open');
    expect(exitCode).toBe(3);
  });

  it('a second process is refused, and the first goes on', async () => {
    const url = `sqlite://${join(folder, 'used.sqlite')}`;
    const store = await openStore({ url, log: createRecordingLog() });
    const { exitCode, output } = await openInAnotherProcess(url);
    expect(output).toContain('another process uses the file');
    expect(exitCode).toBe(3);
    await store.namespace('things').set('key', 1);
    expect(await store.namespace('things').get('key')).toBe(1);
    await store.close();
  });

  it('a missing row is null, and deleting it is no failure', async () => {
    const store = await openStore({ url: 'sqlite://:memory:', log: createRecordingLog() });
    const table = openDocuments(store.namespace('things'), schema);
    expect(await table.get('key')).toBeNull();
    await table.delete('key');
    await store.close();
  });

  it('many rows come in the order asked for, with one query', async () => {
    const store = await openStore({ url: 'sqlite://:memory:', log: createRecordingLog() });
    const table = openDocuments(store.namespace('things'), schema);
    await table.set('one', { amount: 1 });
    await table.set('two', { amount: 2 });
    expect(await table.getMany(['two', 'none', 'one'])).toEqual([{ amount: 2 }, null, { amount: 1 }]);
    expect(await table.getMany([])).toEqual([]);
    await store.close();
  });

  it('namespaces on one connection do not meet', async () => {
    const store = await openStore({ url: 'sqlite://:memory:', log: createRecordingLog() });
    const [one, other] = [
      openDocuments(store.namespace('one'), schema),
      openDocuments(store.namespace('other'), schema),
    ];
    await one.set('key', { amount: 1 });
    await other.set('key', { amount: 2 });
    await other.delete('key');
    expect(await one.get('key')).toEqual({ amount: 1 });
    await store.close();
  });

  it('more than ten namespaces raise no warning', async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error) => warnings.push(warning);
    process.on('warning', listen);
    const store = await openStore({ url: 'sqlite://:memory:', log: createRecordingLog() });
    for (const letter of 'abcdefghijklmnopqrst') store.namespace(letter);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', listen);
    expect(warnings).toEqual([]);
    await store.close();
  });

  it('texts survive as they are, also those that keyv would escape', async () => {
    const table = openDocuments(createMemoryStore().namespace('texts'), z.string());
    for (const text of [':base64:AAAA', '::', '', '"', '\u0000 ünï😀']) {
      await table.set('key', text);
      expect(await table.get('key')).toBe(text);
    }
  });

  describe.each([
    ['no JSON', 'a private prompt'],
    ['null', 'null'],
    ['no value', '{}'],
    ['of another shape', '{"value":{"amount":"a private prompt"}}'],
  ])('a row that is %s', (_name, row) => {
    it('is an error that names the key and tells nothing of the row', async () => {
      const table = openDocuments(createMemoryStore(new Map([['things:key', row]])).namespace('things'), schema);
      const errors = [await rejectionOf(table.get('key')), await rejectionOf(table.getMany(['other', 'key']))];
      for (const error of errors) {
        expect(error).toMatchObject({ code: 'store.unavailable', message: expect.stringContaining('things:key') });
        expect(isUnreadableRow(error)).toBe(true);
        expect(`${error} ${error instanceof Error ? error.cause : ''}`).not.toContain('private');
      }
    });
  });

  it('an outage is no corrupt row', async () => {
    const table = openDocuments((await closedStore()).namespace('things'), schema);
    expect(isUnreadableRow(await rejectionOf(table.get('key')))).toBe(false);
    expect(isUnreadableRow(new Error('something else'))).toBe(false);
  });

  it('an error without words still reaches the log', () => {
    const log = createRecordingLog();
    openNamespace(rowsOn(new Map()), 'things', log).emit('error', 'SQLITE_FULL');
    expect(log.lines).toMatchObject([{ level: 'error', facts: { namespace: 'things', reason: 'SQLITE_FULL' } }]);
  });
});

async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (error: unknown) => error,
  );
}
