import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isInUse, isUnusable, openStore, type Store, withoutPassword } from '#db/open-store.ts';
import { engines, type TestDatabase } from '../support/store/engines.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';
import { answers, openRefusingServer } from '../support/store/refusing-server.ts';

const log = createRecordingLog();
const [postgres] = engines.filter(({ name }) => name === 'postgres');

describe.each(postgres === undefined ? [] : [postgres])('a bot on $name', ({ create }) => {
  let server: TestDatabase;
  const opened: Store[] = [];
  const losses: Error[] = [];

  beforeEach(async () => {
    server = await create();
    losses.length = 0;
  });
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
    await server.end();
  });

  it('names a schema that is not there, rather than another Easel', async () => {
    const url = new URL(server.url);
    url.searchParams.set('options', '-c search_path=nowhere');
    const refusal = await openStore({ url: url.href, log, claim: 'alone' }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ message: expect.stringContaining('no schema') });
    expect([isInUse(refusal), isUnusable(refusal)]).toEqual([false, true]);
  });

  async function openAlone() {
    const store = await openStore({ url: server.url, log, claim: 'alone', onLost: (reason) => losses.push(reason) });
    opened.push(store);
    return store;
  }

  const endClaims = (store: Store) =>
    store.database.query(
      "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = CAST(hashtext(current_schema()) AS oid)",
    );

  it('is alone: a second one is refused by name, and starts once the first has ended', async () => {
    const first = await openAlone();
    const refusal = await openAlone().catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: 'store.unavailable',
      message: expect.stringContaining('another Easel uses'),
    });
    expect([isInUse(refusal), isUnusable(refusal)]).toEqual([true, false]);
    await first.close();
    expect(await (await openAlone()).isHealthy()).toBe(true);
  });

  it('goes on where its claim was lost and nobody else has come', async () => {
    const store = await openAlone();
    await endClaims(store);
    await expect.poll(() => openAlone().catch(isInUse), { timeout: 10_000, interval: 100 }).toBe(true);
    expect(losses).toEqual([]);
  });

  it('stops where another one has taken the database meanwhile', async () => {
    const store = await openAlone();
    await endClaims(store);
    await openAlone();
    await expect.poll(() => losses, { timeout: 10_000 }).toMatchObject([{ name: 'DatabaseInUse' }]);
    expect(await store.isHealthy()).toBe(true);
  });
});

describe('an address of a database', () => {
  it('is shown without its password', () => {
    expect(withoutPassword('postgres://easel:se:cret@db.example:5432/easel')).toBe(
      'postgres://easel:***@db.example:5432/easel',
    );
    expect(withoutPassword('postgres://easel:a@b@db.example/easel')).toBe('postgres://easel:***@db.example/easel');
    expect(withoutPassword('postgres://db.example/easel?user=easel&password=se%26cret&sslmode=disable')).toBe(
      'postgres://db.example/easel?user=easel&password=***&sslmode=disable',
    );
    expect(withoutPassword('sqlite://data/easel.sqlite')).toBe('sqlite://data/easel.sqlite');
  });

  it.each([
    ['noTls', '?sslmode=verify-full', 'offers no TLS'],
    ['asksForPassword', '', 'asks for a password'],
    ['demandsTls', '', 'refuses the login: no entry for host "::1", user "easel", no encryption'],
    ['demandsTls', '?sslrootcert=/nowhere/ca.pem', "no such file or directory, open '/nowhere/ca.pem'"],
  ] as const)('that the server takes from nobody so is refused for good: %s %s', async (answer, query, words) => {
    const server = await openRefusingServer(answers[answer]);
    const url = `postgres://easel@127.0.0.1:${server.port}/easel${query}`;
    const error = await openStore({ url, log, claim: 'alone' }).catch((thrown: unknown) => thrown);
    await server.close();
    expect(error).toMatchObject({ code: 'store.unavailable', message: expect.stringContaining(words) });
    expect(isUnusable(error)).toBe(true);
  });

  it.each([
    ['postgres://127.0.0.1:1/easel', 'no database server answers there', false],
    ['postgres://nowhere.invalid/easel', 'host', true],
  ])('where nothing answers is named: %s', async (url, words, isForGood) => {
    const error = await openStore({ url, log }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'store.unavailable', message: expect.stringContaining(words) });
    expect(isUnusable(error)).toBe(isForGood);
  });
});
