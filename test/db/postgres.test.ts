import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '#db/database.ts';
import { migrate } from '#db/migrate.ts';
import { createPostgresDatabase, type PostgresDatabase } from '#db/postgres.ts';
import { engines, type TestDatabase } from '../support/store/engines.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';
import { answers, openRefusingServer } from '../support/store/refusing-server.ts';
import { openWire } from '../support/store/wire.ts';

const log = createRecordingLog();
const [postgres] = engines.filter(({ name }) => name === 'postgres');

describe.each(postgres === undefined ? [] : [postgres])('a server of $name', ({ create }) => {
  let server: TestDatabase;
  let database: PostgresDatabase;
  let other: PostgresDatabase;

  beforeEach(async () => {
    server = await create();
    database = createPostgresDatabase({ url: server.url, log });
    other = createPostgresDatabase({ url: server.url, log });
    await other.query('CREATE TABLE things (name TEXT PRIMARY KEY)');
  });
  afterEach(async () => {
    await database.close();
    await other.close();
    await server.end();
  });

  const names = async (from: Database) =>
    (await from.query('SELECT name FROM things ORDER BY name')).map(({ name }) => name);
  const end = (pid: unknown) => other.query('SELECT pg_terminate_backend($1)', [Number(pid)]);
  const pidOf = async ({ query }: Pick<Database, 'query'>) => (await query('SELECT pg_backend_pid() AS pid'))[0]?.pid;
  /** Until the client has read that its connection is gone. */
  const aMoment = () => new Promise((resolve) => setTimeout(resolve, 50));

  it.each([0, 1, 2])('that ends a connection before statement %i of a transaction undoes it alone', async (at) => {
    const work = database.transaction(async (transaction) => {
      const pid = await pidOf(transaction);
      for (const [index, name] of ['a', 'b', 'c'].entries()) {
        if (index === at) {
          await end(pid);
          await aMoment();
        }
        await transaction.query('INSERT INTO things (name) VALUES ($1)', [name]);
      }
    });
    await expect(work).rejects.toMatchObject({ code: 'store.unavailable' });
    expect(await names(database)).toEqual([]);
    await database.transaction(({ query }) => query('INSERT INTO things (name) VALUES ($1)', ['after']));
    expect(await names(database)).toEqual(['after']);
  });

  it('that ends a connection before the commit, or during a statement, undoes the transaction', async () => {
    const beforeCommit = database.transaction(async (transaction) => {
      await transaction.query('INSERT INTO things (name) VALUES ($1)', ['a']);
      await end(await pidOf(transaction));
      await aMoment();
    });
    await expect(beforeCommit).rejects.toMatchObject({ code: 'store.unavailable' });
    const during = database.transaction(async (transaction) => {
      const pid = await pidOf(transaction);
      void aMoment().then(() => end(pid));
      await transaction.query('SELECT pg_sleep(3)');
    });
    await expect(during).rejects.toMatchObject({ code: 'store.unavailable' });
    expect(await names(database)).toEqual([]);
  });

  it('that takes longer than a statement may is waited for by a migration, and by nothing else', async () => {
    const url = new URL(server.url);
    url.searchParams.set('statement_timeout', '200');
    const slow = createPostgresDatabase({ url: url.href, log, answerTimeoutMs: 300 });
    try {
      await expect(slow.query('SELECT pg_sleep(0.5)')).rejects.toThrow('did not answer in time');
      const step = { number: 1, name: 'slow', statements: ['SELECT pg_sleep(0.5)', 'CREATE TABLE others (name TEXT)'] };
      expect(await migrate(slow, [step])).toBe(1);
    } finally {
      await slow.close();
    }
  });

  it('that is silent is given up, in a transaction and outside, and used again once it answers', async () => {
    const wire = await openWire(server.url);
    const far = createPostgresDatabase({ url: wire.url, log, answerTimeoutMs: 100 });
    try {
      const work = far.transaction(async ({ query }) => {
        await query('INSERT INTO things (name) VALUES ($1)', ['a']);
        wire.isSilent = true;
        await query('INSERT INTO things (name) VALUES ($1)', ['b']);
      });
      await expect(work).rejects.toMatchObject({ code: 'store.unavailable' });
      wire.isSilent = false;
      const looking = far.query('SELECT name FROM things').then(() => (wire.isSilent = true));
      await looking;
      await expect(far.query('SELECT name FROM things')).rejects.toMatchObject({ code: 'store.unavailable' });
      wire.isSilent = false;
      expect(await names(far)).toEqual([]);
    } finally {
      await far.close();
      await wire.close();
    }
  });
});

describe('a server that is away', () => {
  it('and goes in the moment in which it lets somebody in fails the transaction, and ends no process', async () => {
    const server = await openRefusingServer(answers.letsInAndEnds);
    const database = createPostgresDatabase({ url: `postgres://easel@127.0.0.1:${server.port}/easel`, log });
    await expect(database.transaction(async () => 1)).rejects.toMatchObject({ code: 'store.unavailable' });
    await expect(database.query('SELECT 1 AS one')).rejects.toMatchObject({ code: 'store.unavailable' });
    await database.close();
    await server.close();
  });

  it('fails each statement and each transaction as the store does, and can be closed', async () => {
    const database = createPostgresDatabase({ url: 'postgres://127.0.0.1:1/easel', log });
    await expect(database.query('SELECT 1 AS one')).rejects.toMatchObject({ code: 'store.unavailable' });
    await expect(database.transaction(async () => 1)).rejects.toMatchObject({ code: 'store.unavailable' });
    await database.close();
    await database.close();
  });
});
