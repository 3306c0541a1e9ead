import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '#db/open-store.ts';
import { openSqliteConnection } from '#db/sqlite-connection.ts';
import { storeFormat } from '#db/store-file.ts';
import { backup, moveStore, restore, type ToolDeps, WrongRequest } from '#store-tools/store-tools.ts';
import { openBank } from '../support/store/bank.ts';
import { engines, type TestDatabase } from '../support/store/engines.ts';
import { fillHouse, houseTerms, paint } from '../support/store/full-house.ts';
import { actOf } from '../support/store/money.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';
import { rowsInTables } from '../support/store/tables.ts';

const deps: ToolDeps = { log: createRecordingLog(), answerWithinMs: 3_000 };
let folder = '';
let places = 0;
const stores: Store[] = [];
const servers: TestDatabase[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'easel-tools-'));
});
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  for (const server of servers.splice(0)) await server.end();
  await rm(folder, { recursive: true, force: true });
});

const at = (name: string) => join(folder, name);
const urlAt = (name: string) => `sqlite://${at(name)}`;

async function open(url: string, guardEveryMs = 60_000): Promise<Store> {
  const store = await openStore({ url, log: createRecordingLog(), guardEveryMs });
  stores.push(store);
  return store;
}

const bankOf = ({ database, namespace }: Store) => openBank(new Map(), { database, namespace });

/** A store with something in every table, closed again. */
async function filled(url: string): Promise<string[]> {
  const store = await open(url);
  await fillHouse(bankOf(store));
  const rows = await rowsIn(store);
  await store.close();
  return rows;
}

/** The same on both engines: the documents are in a table of Keyv's own on SQLite. */
async function rowsIn({ database }: Store): Promise<string[]> {
  const rows = await rowsInTables(database);
  return rows.map((row) => row.replace(/^keyv: /u, 'documents: ')).sort();
}

async function rowsAt(url: string): Promise<string[]> {
  const store = await open(url);
  const rows = await rowsIn(store);
  await store.close();
  return rows;
}

async function placesOn(name: string): Promise<string> {
  places += 1;
  if (name === 'sqlite') return urlAt(`place-${places}`);
  const engine = engines.find((known) => known.name === name);
  if (engine === undefined) throw new Error(`no ${name}`);
  const server = await engine.create();
  servers.push(server);
  return server.url;
}

const pairs = engines.flatMap((from) => engines.map((to) => [from.name, to.name] as const));

describe.each(pairs)('moving a store from %s to %s', (from, to) => {
  it('brings every row, with the same sums, and leaves the source as it is', async () => {
    const [source, target] = [await placesOn(from), await placesOn(to)];
    const rows = await filled(source);
    const { contents } = await moveStore(source, target, deps);
    expect(contents.problems).toEqual([]);
    expect(contents.sums['guilds.spent']).toBe(14);
    expect(await rowsAt(target)).toEqual(rows);
    expect(await rowsAt(source)).toEqual(rows);
  });

  it('goes on with credits, jobs and numbers of members', async () => {
    const [source, target] = [await placesOn(from), await placesOn(to)];
    await filled(source);
    await moveStore(source, target, deps);
    const bank = bankOf(await open(target));
    await paint(bank, 'after');
    expect(await bank.ledger.grant(actOf('g9', 3, houseTerms))).toMatchObject({ held: 0 });
  });

  it('refuses a target that is not empty, and changes neither', async () => {
    const [source, target] = [await placesOn(from), await placesOn(to)];
    const rows = await filled(source);
    const others = await filled(target);
    await expect(moveStore(source, target, deps)).rejects.toThrow('is not empty');
    expect(await rowsAt(target)).toEqual(others);
    expect(await rowsAt(source)).toEqual(rows);
  });

  it('writes nothing where a table differs', async () => {
    const [source, target] = [await placesOn(from), await placesOn(to)];
    await filled(source);
    const store = await open(target);
    await store.database.query('ALTER TABLE presets ADD COLUMN surplus BIGINT');
    const before = await rowsIn(store);
    await store.close();
    await expect(moveStore(source, target, deps)).rejects.toThrow('different tables');
    expect(await rowsAt(target)).toEqual(before);
  });
});

describe('moving a store', () => {
  it('names what is wrong with the request', async () => {
    await filled(urlAt('a'));
    await expect(moveStore(urlAt('none'), urlAt('b'), deps)).rejects.toThrow(WrongRequest);
    await expect(moveStore(urlAt('a'), urlAt('a'), deps)).rejects.toThrow('the same store');
    await open(urlAt('a'));
    await expect(moveStore(urlAt('a'), urlAt('b'), deps)).rejects.toThrow('an Easel runs on the store');
  });
});

describe('a backup', () => {
  it('of a store that nobody uses is a whole copy, for its owner alone', async () => {
    const rows = await filled(urlAt('store'));
    const { bytes, contents } = await backup(urlAt('store'), at('copy'), deps);
    expect(contents.rows.guilds).toBe(1);
    expect((await stat(at('copy'))).mode & 0o777).toBe(0o600);
    expect(bytes).toBe((await stat(at('copy'))).size);
    expect((await readdir(folder)).sort()).toEqual(['copy', 'store']);
    expect(await rowsAt(urlAt('copy'))).toEqual(rows);
  });

  it('of a store on which Easel runs holds at one moment, while credits move', async () => {
    const store = await open(urlAt('store'), 20);
    const bank = bankOf(store);
    await fillHouse(bank);
    let isOver = false;
    const moving = (async () => {
      for (let count = 0; !isOver; count += 1) await bank.ledger.grant(actOf(`more${count}`, 1, houseTerms));
      return bank.ledger.totals(actOf('x', 1, houseTerms).guildId);
    })();
    const { contents } = await backup(urlAt('store'), at('copy'), deps);
    isOver = true;
    const after = await moving;
    expect(contents.problems).toEqual([]);
    expect(contents.sums['guilds.bonuses']).toBeLessThanOrEqual(after.bonuses);
    expect((await readdir(folder)).filter((name) => /backup|part/u.test(name))).toEqual([]);
    await bank.ledger.grant(actOf('later', 1, houseTerms));
  });

  it('says so where the running Easel does not answer, or cannot copy', async () => {
    await open(urlAt('store'));
    const impatient = { ...deps, answerWithinMs: 200 };
    await expect(backup(urlAt('store'), at('copy'), impatient)).rejects.toThrow('does not answer');
    expect((await readdir(folder)).filter((name) => name.includes('wanted'))).toEqual([]);

    await open(urlAt('other'), 20);
    await mkdir(join(`${at('other')}.backup-part`, 'in the way'), { recursive: true });
    await expect(backup(urlAt('other'), at('copy'), deps)).rejects.toThrow('Easel could not copy its store');
  });

  it('is thrown away by the running Easel where nobody waits for it any more', async () => {
    const store = await open(urlAt('store'), 20);
    const { namespace, database } = store;
    await fillHouse(openBank(new Map(), { database, namespace }));
    await expect(backup(urlAt('store'), at('copy'), { ...deps, answerWithinMs: 0 })).rejects.toThrow('does not answer');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await readdir(folder)).filter((name) => name.includes('backup'))).toEqual([]);
  });

  it('names an address at which there is no server', async () => {
    const url = 'postgres://easel@nowhere.invalid/easel';
    await expect(backup(url, at('copy'), deps)).rejects.toThrow(WrongRequest);
    await expect(backup(url, at('copy'), deps)).rejects.toThrow('names a host that does not exist');
  });

  it('never overwrites, and names a store that is not there', async () => {
    await filled(urlAt('store'));
    await writeFile(at('copy'), 'mine');
    await expect(backup(urlAt('store'), at('copy'), deps)).rejects.toThrow('exists already');
    expect(await readFile(at('copy'), 'utf8')).toBe('mine');
    await expect(backup(urlAt('none'), at('b'), deps)).rejects.toThrow('there is no store');
    expect((await readdir(folder)).sort()).toEqual(['copy', 'store']);
  });
});

describe.each(engines)('a backup of $name', ({ name }) => {
  it('comes back as it was', async () => {
    const url = await placesOn(name);
    const rows = await filled(url);
    await backup(url, at('copy'), deps);
    await restore(at('copy'), urlAt('restored'), false, deps);
    expect(await rowsAt(urlAt('restored'))).toEqual(rows);
    const fresh = await placesOn(name);
    await restore(at('copy'), fresh, false, deps);
    expect(await rowsAt(fresh)).toEqual(rows);
  });

  it('is made where an interrupted one has left its parts, and needs nothing beside it to be read', async () => {
    const url = await placesOn(name);
    await filled(url);
    for (const suffix of ['', '-wal', '-journal']) await writeFile(`${at('copy')}.part${suffix}`, 'left over');
    await backup(url, at('copy'), deps);
    expect((await readdir(folder)).filter((file) => file.startsWith('copy'))).toEqual(['copy']);
    // Of a file in the mode of a write-ahead file, which is read only where such a file can be made.
    expect((await readFile(at('copy')))[18]).toBe(1);
  });

  it('is not restored over what is there', async () => {
    const url = await placesOn(name);
    await filled(url);
    await backup(url, at('copy'), deps);
    const before = await rowsAt(url);
    await expect(restore(at('copy'), url, false, deps)).rejects.toThrow(WrongRequest);
    expect(await rowsAt(url)).toEqual(before);
  });
});

describe('restoring', () => {
  async function withBackup(): Promise<string[]> {
    const rows = await filled(urlAt('old'));
    await backup(urlAt('old'), at('copy'), deps);
    return rows;
  }

  it('keeps the replaced store aside, also one that is damaged, with its write-ahead file', async () => {
    const rows = await withBackup();
    await filled(urlAt('store'));
    const { keptAside } = await restore(at('copy'), urlAt('store'), true, deps);
    expect(keptAside).toBe(`${at('store')}.before-restore`);
    await writeFile(at('store'), 'damaged');
    await writeFile(`${at('store')}-wal`, 'stale');
    const again = await restore(at('copy'), urlAt('store'), true, deps);
    expect(again.keptAside).toBe(`${at('store')}.before-restore-2`);
    expect(await readFile(`${at('store')}.before-restore-2-wal`, 'utf8')).toBe('stale');
    expect(await rowsAt(urlAt('store'))).toEqual(rows);
  });

  it('moves a write-ahead file aside whose store is gone, and only where it may replace', async () => {
    const rows = await withBackup();
    const store = await open(urlAt('store'));
    await fillHouse(bankOf(store));
    await cp(`${at('store')}-wal`, at('left'));
    await store.close();
    await rm(at('store'));
    await cp(at('left'), `${at('store')}-wal`);
    await rm(at('left'));
    await expect(restore(at('copy'), urlAt('store'), false, deps)).rejects.toThrow('or a part of it');
    const { keptAside } = await restore(at('copy'), urlAt('store'), true, deps);
    expect(await readdir(folder)).toContain(`${keptAside?.split('/').at(-1)}-wal`);
    expect(await rowsAt(urlAt('store'))).toEqual(rows);
  });

  it('refuses a store on which an Easel runs', async () => {
    await withBackup();
    await open(urlAt('store'));
    await expect(restore(at('copy'), urlAt('store'), true, deps)).rejects.toThrow('stop it first');
  });

  it.each(['', 'not a database', 'SQLite format 3\0 and so on'])(
    'refuses the backup %j and touches nothing',
    async (text) => {
      await writeFile(at('copy'), text);
      await filled(urlAt('store'));
      const before = await readFile(at('store'));
      await expect(restore(at('copy'), urlAt('store'), true, deps)).rejects.toThrow();
      expect(await readFile(at('store'))).toEqual(before);
      expect((await readdir(folder)).sort()).toEqual(['copy', 'store']);
    },
  );

  it.each([
    'UPDATE members SET bonus = bonus + 1 WHERE number = 1',
    "UPDATE holds SET state = 'held' WHERE job_id = 'j1'",
  ])('refuses books that do not add up: %s', async (sql) => {
    await withBackup();
    const connection = await openSqliteConnection(at('copy'), 0);
    await connection.query('DROP TRIGGER IF EXISTS ledger_changes_write');
    await connection.query(sql);
    await connection.close();
    await expect(restore(at('copy'), urlAt('store'), false, deps)).rejects.toThrow('does not add up: server');
    expect((await readdir(folder)).includes('store')).toBe(false);
  });

  it('refuses the database of another program', async () => {
    const connection = await openSqliteConnection(at('copy'), 0);
    await connection.query('CREATE TABLE cats (name TEXT PRIMARY KEY)');
    await connection.query(`PRAGMA user_version=${storeFormat}`);
    await connection.close();
    await expect(restore(at('copy'), urlAt('store'), false, deps)).rejects.toThrow('another program');
    expect(await readdir(folder)).toEqual(['copy']);
  });

  it('names a backup that is not there', async () => {
    await expect(restore(at('none'), urlAt('store'), false, deps)).rejects.toThrow('there is no backup');
  });
});
