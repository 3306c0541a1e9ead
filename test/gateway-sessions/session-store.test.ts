import { describe, expect, it } from 'vitest';
import { botKey, createSessionStore, type KeptSession } from '#gateway-sessions/session-store.ts';
import { idsOf } from '#gateway-sessions/shards.ts';
import { engines } from '../support/store/engines.ts';
import { storesOn } from '../support/store/on-engine.ts';

const bot = botKey('https://discord.com/api', 'token');
const two = { first: 0, last: 1, of: 2 };
const resumeUrl = 'wss://gateway-us-east1-b.discord.gg';
const sessionOf = (shardId: number, more: Partial<KeptSession> = {}): KeptSession => ({
  shardId,
  sessionId: `session of ${shardId}`,
  sequence: 7,
  resumeUrl,
  applicationId: '1100000000000000001',
  ...more,
});

describe('the key of a bot', () => {
  it('is another one for another token or address, and tells neither', () => {
    expect(
      new Set([bot, botKey('http://127.0.0.1/api', 'token'), botKey('https://discord.com/api', 'other')]).size,
    ).toBe(3);
    expect(bot).not.toContain('token');
  });
});

describe('the shards', () => {
  it('are counted from the first to the last', () => {
    expect(idsOf({ first: 2, last: 4, of: 16 })).toEqual([2, 3, 4]);
  });
});

describe.each(engines)('the sessions of the gateway on $name', (engine) => {
  const stores = storesOn(engine);
  const processOf = (owner: string, isAlone = false) =>
    createSessionStore({ database: stores.other.database, bot, owner, isAlone });
  /** As after a process that has died that long ago. */
  const endLeases = (agoMs: number) =>
    stores.store.database.query('UPDATE gateway_sessions SET lease_until_ms = lease_until_ms - $1', [10_000 + agoMs]);
  const count = async () => {
    const [row] = await stores.store.database.query('SELECT COUNT(*) AS count FROM gateway_sessions');
    return Number(row?.count);
  };

  it('go from a process that has let go of them to the next one, as they were last', async () => {
    const first = processOf('first');
    expect(await first.claim(two)).toEqual([]);
    expect(await first.write([sessionOf(0), sessionOf(1)], 2, [])).toEqual(new Set(['session of 0', 'session of 1']));
    await first.write([sessionOf(0, { sequence: 8 })], 2, []);
    await first.release([sessionOf(0, { sequence: 9 }), sessionOf(1)]);
    const claimed = await processOf('second').claim(two);
    expect(claimed).toHaveLength(2);
    expect(claimed).toEqual(expect.arrayContaining([sessionOf(0, { sequence: 9 }), sessionOf(1)]));
  });

  it('stay with a process that lives, and go on with the next one once it has died', async () => {
    await processOf('first').write([sessionOf(0), sessionOf(1)], 2, []);
    expect(await processOf('second').claim(two)).toEqual([]);
    await endLeases(1);
    expect(await processOf('second').claim(two)).toHaveLength(2);
    expect(await processOf('third').claim(two)).toEqual([]);
  });

  it('are taken at once by a process that is alone', async () => {
    await processOf('first', true).write([sessionOf(0)], 2, []);
    expect(await processOf('second', true).claim(two)).toEqual([sessionOf(0)]);
  });

  it('are no longer written by a process whose sessions another one has taken', async () => {
    const first = processOf('first');
    await first.write([sessionOf(0)], 2, []);
    await endLeases(1);
    await processOf('second').claim(two);
    expect(await first.write([sessionOf(0, { sequence: 99 })], 2, ['session of 0'])).toEqual(new Set());
    await first.release([sessionOf(0, { sequence: 99 })]);
    await endLeases(1);
    expect(await processOf('third').claim(two)).toEqual([sessionOf(0)]);
  });

  it('are those of the same bot, of as many shards and of the shards that are asked for', async () => {
    const first = processOf('first');
    await first.write([sessionOf(0), sessionOf(1)], 2, []);
    await first.release([sessionOf(0), sessionOf(1)]);
    const { database } = stores.store;
    const stranger = createSessionStore({ database, bot: botKey('x', 'y'), owner: 'stranger', isAlone: true });
    expect(await stranger.claim(two)).toEqual([]);
    expect(await processOf('second').claim({ first: 0, last: 1, of: 4 })).toEqual([]);
    expect(await processOf('second').claim({ first: 1, last: 1, of: 2 })).toEqual([sessionOf(1)]);
  });

  it('are forgotten where Discord has refused them, and an hour after their process has ended', async () => {
    const first = processOf('first');
    await first.write([sessionOf(0), sessionOf(1)], 2, []);
    await first.write([], 2, ['session of 0']);
    expect(await count()).toBe(1);
    await endLeases(60 * 60_000 + 60_000);
    expect(await processOf('second').claim(two)).toEqual([]);
    expect(await count()).toBe(0);
  });

  it('of a shard are several during a rolling update, and the newest is taken', async () => {
    const [old, young] = [sessionOf(0, { sessionId: 'old' }), sessionOf(0, { sessionId: 'young' })];
    await processOf('first').write([old], 2, []);
    await processOf('first').release([old]);
    await stores.store.database.query('UPDATE gateway_sessions SET lease_until_ms = lease_until_ms - 60000');
    await processOf('second').write([young], 2, []);
    await processOf('second').release([young]);
    expect(await processOf('third').claim(two)).toEqual([young]);
    expect(await processOf('fourth').claim(two)).toEqual([old]);
  });

  it('tell whether other live processes serve every one of the shards', async () => {
    const [first, second] = [processOf('first'), processOf('second')];
    await first.write([sessionOf(0), sessionOf(1)], 2, []);
    expect(await first.isServedElsewhere(two)).toBe(false);
    await second.write([sessionOf(0, { sessionId: 'twin' })], 2, []);
    expect(await first.isServedElsewhere(two)).toBe(false);
    await processOf('third').write([sessionOf(1, { sessionId: 'third' })], 2, []);
    expect(await first.isServedElsewhere(two)).toBe(true);
    await endLeases(1);
    expect(await first.isServedElsewhere(two)).toBe(false);
  });

  it('are opened one after the other in a bucket, by all processes together', async () => {
    const [first, second] = [processOf('first'), processOf('second')];
    expect(await first.takeIdentifySlot(0)).toBe(0);
    expect(await first.takeIdentifySlot(1)).toBe(0);
    const [next, afterNext] = [await second.takeIdentifySlot(0), await first.takeIdentifySlot(0)];
    expect(next).toBeGreaterThan(4_000);
    expect(next).toBeLessThanOrEqual(5_500);
    expect(afterNext).toBeGreaterThan(9_500);
    await stores.store.database.query('UPDATE gateway_identifies SET next_at_ms = next_at_ms - 60000');
    expect(await second.takeIdentifySlot(0)).toBe(0);
  });
});
