import { describe, expect, it } from 'vitest';
import type { Row } from '#db/database.ts';
import { createSqliteDatabase } from '#db/sqlite.ts';

/** A connection that notes its statements, and fails as it is told. */
function createConnection(failures: Readonly<Record<string, Error>> = {}) {
  const statements: string[] = [];
  const connection = async (sql: string): Promise<Row[]> => {
    statements.push(sql);
    const failure = failures[sql];
    if (failure !== undefined) throw failure;
    return [];
  };
  return { statements, database: createSqliteDatabase(connection) };
}

const full = () => Object.assign(new Error('SQLITE_FULL: database or disk is full'), { code: 'SQLITE_FULL' });
const outcomesOf = async (all: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(all)).map((each) => (each.status === 'fulfilled' ? 'done' : String(each.reason.message)));

describe('the queue in front of SQLite', () => {
  it('commits what waits together once, and reads beside it', async () => {
    const { statements, database } = createConnection();
    await Promise.all([
      database.query('INSERT a'),
      database.query('SELECT 1'),
      database.plainQuery('UPDATE b'),
      database.transaction(({ query }) => query('DELETE c')),
      database.plainQuery('PRAGMA wal_checkpoint(TRUNCATE)'),
    ]);
    expect(statements).toEqual([
      ...[
        'SELECT 1',
        'PRAGMA wal_checkpoint(TRUNCATE)',
        'BEGIN IMMEDIATE',
        'INSERT a',
        'UPDATE b',
        'DELETE c',
        'COMMIT',
      ],
    ]);
  });

  it('lets what is in no hurry share the next commit, and gives it one where nothing else comes', async () => {
    const { statements, database } = createConnection();
    const later = (sql: string) => database.transaction(({ query }) => query(sql), { isUrgent: false });
    const first = later('INSERT later');
    await database.query('SELECT 1');
    expect(statements).toEqual(['SELECT 1']);
    await Promise.all([first, database.query('INSERT a')]);
    expect(statements.splice(0)).toEqual(['SELECT 1', 'BEGIN IMMEDIATE', 'INSERT later', 'INSERT a', 'COMMIT']);
    await Promise.all([later('INSERT b'), later('INSERT c')]);
    expect(statements).toEqual(['BEGIN IMMEDIATE', 'INSERT b', 'INSERT c', 'COMMIT']);
  });

  it('commits 32 at a time', async () => {
    const { statements, database } = createConnection();
    await Promise.all(Array.from({ length: 70 }, (_, index) => database.query(`INSERT ${index}`)));
    expect(statements.filter((sql) => sql === 'COMMIT')).toHaveLength(3);
  });

  it('undoes nothing for a transaction that refuses before it has changed anything', async () => {
    const { statements, database } = createConnection();
    const refusing = database.transaction(async ({ query }) => {
      await query('SELECT balance');
      throw new Error('too few');
    });
    expect(await outcomesOf([database.query('INSERT a'), refusing, database.query('INSERT b')])).toEqual([
      ...['done', 'too few', 'done'],
    ]);
    expect(statements).toEqual(['BEGIN IMMEDIATE', 'SELECT balance', 'INSERT a', 'INSERT b', 'COMMIT']);
  });

  it('runs the others again where the disk was full for one, which ends the whole transaction', async () => {
    const { statements, database } = createConnection({ 'INSERT b': full() });
    const outcomes = await outcomesOf([
      database.query('INSERT a'),
      database.query('INSERT b'),
      database.query('INSERT c'),
    ]);
    expect(outcomes).toEqual(['done', 'the disk that holds the store is full', 'done']);
    expect(statements).toEqual([
      ...['BEGIN IMMEDIATE', 'INSERT a', 'INSERT b', 'ROLLBACK'],
      ...['BEGIN IMMEDIATE', 'INSERT a', 'INSERT c', 'COMMIT'],
    ]);
  });

  it('goes on in no transaction that a failing read may have ended', async () => {
    const { statements, database } = createConnection({ 'SELECT b': full() });
    const reading = database.transaction(({ query }) => query('SELECT b'));
    expect((await outcomesOf([reading, database.query('INSERT c')])).at(1)).toBe('done');
    expect(statements).toEqual(['BEGIN IMMEDIATE', 'SELECT b', 'ROLLBACK', 'BEGIN IMMEDIATE', 'INSERT c', 'COMMIT']);
  });

  it.each(['BEGIN IMMEDIATE', 'COMMIT'])('fails all of those that wait for a %s that fails', async (statement) => {
    const { statements, database } = createConnection({ [statement]: full() });
    const outcomes = await outcomesOf([database.query('INSERT a'), database.query('INSERT b')]);
    expect(outcomes).toEqual(Array(2).fill('the disk that holds the store is full'));
    expect(statements.at(-1)).toBe('ROLLBACK');
  });

  it('takes a rejection without an error for a failure', async () => {
    const { database } = createConnection();
    await expect(database.transaction(() => Promise.reject())).rejects.toMatchObject({ code: 'bug' });
  });
});
