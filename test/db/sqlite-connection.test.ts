import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteConnection, type SqliteConnection } from '#db/sqlite-connection.ts';

let connection: SqliteConnection;
beforeEach(async () => {
  connection = await openSqliteConnection(':memory:', 0);
  await connection.query('CREATE TABLE words (word TEXT PRIMARY KEY)');
});
afterEach(() => connection.close());

describe('a connection to SQLite', () => {
  it('takes parameters one by one or as a list, and gives back what RETURNING names', async () => {
    const insert = 'INSERT INTO words (word) VALUES (?1) RETURNING word';
    expect(await connection.query(insert, 'one')).toEqual([{ word: 'one' }]);
    expect(await connection.query(insert, ['two'])).toEqual([{ word: 'two' }]);
  });

  it('answers the same statement many times at once', async () => {
    const numbers = Array.from({ length: 50 }, (_, index) => index);
    const rows = await Promise.all(numbers.map((number) => connection.query('SELECT ?1 AS number', number)));
    expect(rows.flat()).toEqual(numbers.map((number) => ({ number })));
  });

  it('sees a column that was added after the statement was prepared', async () => {
    await connection.query('INSERT INTO words (word) VALUES (?1)', 'one');
    expect(await connection.query('SELECT * FROM words')).toEqual([{ word: 'one' }]);
    await connection.query('ALTER TABLE words ADD COLUMN letters INTEGER');
    expect(await connection.query('SELECT * FROM words')).toEqual([{ word: 'one', letters: null }]);
  });

  it('prepares a statement again that failed before its table was there', async () => {
    await expect(connection.query('SELECT * FROM later')).rejects.toMatchObject({ code: 'SQLITE_ERROR' });
    await connection.query('CREATE TABLE later (word TEXT)');
    expect(await connection.query('SELECT * FROM later')).toEqual([]);
  });

  it('runs a statement again that broke a constraint', async () => {
    const insert = 'INSERT INTO words (word) VALUES (?1)';
    await connection.query(insert, 'one');
    await expect(connection.query(insert, 'one')).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT' });
    await connection.query(insert, 'two');
    expect(await connection.query('SELECT word FROM words ORDER BY word')).toEqual([{ word: 'one' }, { word: 'two' }]);
  });

  it('goes on with more statements than stay prepared, and with the first of them', async () => {
    const texts = Array.from({ length: 450 }, (_, index) => `SELECT ${index} AS number`);
    const rows = await Promise.all(texts.map((sql) => connection.query(sql)));
    expect(rows.flat()).toHaveLength(450);
    expect(await connection.query('SELECT 0 AS number')).toEqual([{ number: 0 }]);
  });

  it('refuses a path that cannot be opened, with the code of the driver', async () => {
    await expect(openSqliteConnection('/no/such/folder/store.sqlite', 0)).rejects.toMatchObject({
      code: 'SQLITE_CANTOPEN',
    });
  });

  it('refuses statements, and a second end, after its end', async () => {
    const other = await openSqliteConnection(':memory:', 0);
    await other.query('SELECT 1');
    await other.close();
    await expect(other.query('SELECT 1')).rejects.toThrow('SQLITE_MISUSE');
    await expect(other.close()).rejects.toThrow('SQLITE_MISUSE');
  });
});
