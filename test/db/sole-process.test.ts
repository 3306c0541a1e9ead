import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isInUse, isUnusable, openStore, type Store, withoutPassword } from '#db/open-store.ts';
import { engines, type TestDatabase } from '../support/store/engines.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';

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
    expect(withoutPassword('sqlite://data/easel.sqlite')).toBe('sqlite://data/easel.sqlite');
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
