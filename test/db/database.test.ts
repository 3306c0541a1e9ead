import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import type { Database } from '#db/database.ts';
import { migrate } from '#db/migrate.ts';
import { engines, type TestDatabase } from '../support/store/engines.ts';

const things = {
  number: 1_000,
  name: 'things',
  statements: ['CREATE TABLE things (name TEXT PRIMARY KEY, amount BIGINT NOT NULL CHECK (amount >= 0))'],
};

describe.each(engines)('a database on $name', ({ name: engine, create }) => {
  let server: TestDatabase;
  let database: Database;

  beforeEach(async () => {
    server = await create();
    ({ database } = await server.open());
    await database.query(things.statements[0] ?? '');
    await database.query('INSERT INTO things (name, amount) VALUES ($1, $2)', ['pool', 100]);
  });
  afterEach(() => server.end());

  const amountOf = async (name: string) =>
    (await database.query('SELECT amount FROM things WHERE name = $1', [name]))[0]?.amount ?? null;

  const take = (from: Database, amount: number) =>
    from.transaction(async (transaction) => {
      const [row] = await transaction.query(`SELECT amount FROM things WHERE name = $1${transaction.forUpdate}`, [
        'pool',
      ]);
      const left = Number(row?.amount) - amount;
      if (left < 0) throw new BotError('refused.quota', 'too few');
      await transaction.query('UPDATE things SET amount = $2 WHERE name = $1', ['pool', left]);
      return left;
    });

  it('says which engine it is', () => {
    expect(database.engine).toBe(engine);
  });

  it('binds parameters by number, in any order and more than once', async () => {
    const rows = await database.query('SELECT $2 AS second, $1 AS first, $2 AS again', ['one', 'two']);
    expect(rows).toEqual([{ first: 'one', second: 'two', again: 'two' }]);
  });

  it('gives whole numbers as numbers, and null as null', async () => {
    await database.query('INSERT INTO things (name, amount) VALUES ($1, $2)', ['much', 2 ** 53 - 1]);
    const rows = await database.query('SELECT amount, NULL AS missing FROM things WHERE name = $1', ['much']);
    expect(rows).toEqual([{ amount: 2 ** 53 - 1, missing: null }]);
  });

  it('takes a text with a character that nobody sees, and finds it by the same text', async () => {
    await database.query('INSERT INTO things (name, amount) VALUES ($1, $2)', ['a\0fox', 3]);
    expect(await amountOf('a\0fox')).toBe(3);
  });

  it('gives the rows of RETURNING', async () => {
    const rows = await database.query('UPDATE things SET amount = amount - 1 WHERE name = $1 RETURNING amount', [
      'pool',
    ]);
    expect(rows).toEqual([{ amount: 99 }]);
  });

  it('keeps what a transaction has done', async () => {
    expect(await take(database, 30)).toBe(70);
    expect(await amountOf('pool')).toBe(70);
  });

  it('undoes all of a transaction that throws, and throws what it threw', async () => {
    const work = database.transaction(async (transaction) => {
      await transaction.query('INSERT INTO things (name, amount) VALUES ($1, $2)', ['hold', 7]);
      throw new BotError('refused.quota', 'too few');
    });
    await expect(work).rejects.toMatchObject({ code: 'refused.quota' });
    expect(await amountOf('hold')).toBeNull();
  });

  it('undoes all of a transaction with a statement that breaks a constraint, which is a bug', async () => {
    const work = database.transaction(async (transaction) => {
      await transaction.query('INSERT INTO things (name, amount) VALUES ($1, $2)', ['hold', 7]);
      await transaction.query('UPDATE things SET amount = -1 WHERE name = $1', ['pool']);
    });
    await expect(work).rejects.toMatchObject({ code: 'bug' });
    expect([await amountOf('hold'), await amountOf('pool')]).toEqual([null, 100]);
  });

  it('calls a statement that it does not understand a failure of the store', async () => {
    await expect(database.query('SELECT * FROM nowhere')).rejects.toMatchObject({ code: 'store.unavailable' });
  });

  it('lets one of many that run at once fail alone', async () => {
    const all = await Promise.allSettled(Array.from({ length: 40 }, () => take(database, 7)));
    const refused = all.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(26);
    expect(await amountOf('pool')).toBe(100 - 14 * 7);
  });

  it('runs those again that shared a commit with one that failed after a change, once each', async () => {
    const add = (name: string, amount: number) =>
      database.transaction(async (transaction) => {
        await transaction.query('INSERT INTO things (name, amount) VALUES ($1, $2)', [name, 1]);
        await transaction.query('UPDATE things SET amount = amount + $2 WHERE name = $1', [name, amount]);
      });
    const all = await Promise.allSettled([add('a', 1), add('b', -9), add('c', 2), add('d', -9), add('e', 3)]);
    expect(all.map(({ status }) => status === 'fulfilled')).toEqual([true, false, true, false, true]);
    const rows = await database.query("SELECT name, amount FROM things WHERE name <> 'pool' ORDER BY name");
    expect(rows.map(({ name, amount }) => `${String(name)}${String(amount)}`)).toEqual(['a2', 'c3', 'e4']);
  });

  it('gives out what is there once, between processes too', async () => {
    const others = await Promise.all([server.open(), server.open()]);
    const processes = [database, ...others.map((store) => store.database)];
    const all = await Promise.allSettled(processes.flatMap((each) => Array.from({ length: 4 }, () => take(each, 60))));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await amountOf('pool')).toBe(40);
  });

  it('lets one of those who lock a name count and add at a time, between processes too', async () => {
    await database.query('DELETE FROM things');
    const { database: other } = await server.open();
    const add = (to: Database, name: string) =>
      to.transaction(async (transaction) => {
        await transaction.lock('things');
        const [row] = await transaction.query('SELECT COUNT(*) AS count FROM things');
        if (Number(row?.count) >= 3) return false;
        await transaction.query('INSERT INTO things (name, amount) VALUES ($1, $2)', [name, 1]);
        return true;
      });
    const names = Array.from({ length: 8 }, (_, index) => `thing ${index}`);
    const added = await Promise.all(names.map((name, index) => add(index % 2 === 0 ? database : other, name)));
    expect(added.filter(Boolean)).toHaveLength(3);
  });

  it('does not let others see a transaction that is open', async () => {
    let seen: unknown = 'nothing';
    let look: Promise<void> = Promise.resolve();
    await database.transaction(async (transaction) => {
      await transaction.query('UPDATE things SET amount = 1 WHERE name = $1', ['pool']);
      look = amountOf('pool').then((amount) => {
        seen = amount;
      });
      await transaction.query('UPDATE things SET amount = 55 WHERE name = $1', ['pool']);
    });
    await look;
    expect([100, 55]).toContain(seen);
    expect(await amountOf('pool')).toBe(55);
  });

  it('refuses a statement after its transaction', async () => {
    const transaction = await database.transaction(async (open) => open);
    await expect(transaction.query('SELECT 1 AS one')).rejects.toMatchObject({ code: 'bug' });
  });

  it('makes each step of the schema once, also where processes start together', async () => {
    const steps = [{ ...things, statements: ['CREATE TABLE others (name TEXT PRIMARY KEY)'] }];
    const { database: other } = await server.open();
    const made = await Promise.all([migrate(database, steps), migrate(other, steps)]);
    expect(made.toSorted()).toEqual([0, 1]);
    expect(await migrate(database, steps)).toBe(0);
  });

  it('undoes a step of the schema that fails', async () => {
    const broken = { ...things, statements: ['CREATE TABLE others (name TEXT PRIMARY KEY)', 'CREATE NONSENSE'] };
    await expect(migrate(database, [broken])).rejects.toMatchObject({ code: 'store.unavailable' });
    await expect(database.query('SELECT * FROM others')).rejects.toMatchObject({ code: 'store.unavailable' });
  });

  it('refuses a schema of a newer Easel, and leaves it as it is', async () => {
    await database.query('INSERT INTO migrations (number, name) VALUES ($1, $2)', [999, 'of tomorrow']);
    await expect(server.open().then(() => migrate(database, []))).rejects.toThrow(/newer Easel \(schema 999/);
  });
});
