import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { openFollowQueue } from '#cluster/follow-queue.ts';
import { openRedis } from '#cluster/redis.ts';
import { openSharedTexts } from '#cluster/shared-texts.ts';
import { openSignals, type Signal } from '#cluster/signals.ts';
import { guildId, jobId } from '#core/ids.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';
import { redisUrlFor } from '../support/store/redis.ts';

const url = redisUrlFor(6);
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

function open(address: string, isWaiting = false) {
  const log = createRecordingLog();
  const redis = openRedis({ url: address, log }, isWaiting);
  closers.push(() => redis.disconnect());
  return { redis, log };
}

/** A name that no other run uses. */
const own = () => `easel-test-${randomBytes(6).toString('hex')}`;

/** Resolves with the first `count` things that it was called with. */
function collect<T>(count: number) {
  const things: T[] = [];
  let tell: (all: readonly T[]) => void = () => undefined;
  const all = new Promise<readonly T[]>((resolve) => {
    tell = resolve;
  });
  const take = (thing: T) => {
    things.push(thing);
    if (things.length === count) tell(things);
  };
  return { take, all };
}

async function untilReady(redis: ReturnType<typeof open>['redis']): Promise<void> {
  if (redis.status !== 'ready') await new Promise((resolve) => redis.once('ready', resolve));
}

describe.each(url === null ? [] : [url])('on Redis', (address) => {
  it('signals reach the other processes, and unknown ones are left alone', async () => {
    const channel = own();
    const { take, all } = collect<Signal>(3);
    const ends = await Promise.all(
      ['a', 'b'].map(async (name) => {
        const [redis, listener] = [open(address).redis, open(address, true).redis];
        await Promise.all([untilReady(redis), untilReady(listener)]);
        const { log } = open(address);
        const onSignal = name === 'b' ? take : () => expect.unreachable('its own signals are not heard');
        return { redis, signals: openSignals({ redis, listener, channel, name, onSignal, log }) };
      }),
    );
    const [a] = ends;
    while ((await a?.redis.pubsub('NUMSUB', channel))?.at(-1) !== 2) await new Promise((next) => setImmediate(next));
    await a?.redis.publish(channel, 'no JSON');
    await a?.redis.publish(channel, JSON.stringify({ from: 'c', signal: { kind: 'of tomorrow' } }));
    const sent: readonly Signal[] = [
      { kind: 'stop', id: jobId('1'), by: 'user' },
      { kind: 'spent', id: jobId('1'), guildId: guildId('2'), credits: 7 },
      { kind: 'pauses' },
    ];
    for (const signal of sent) a?.signals.send(signal);
    expect(await all).toEqual(sent);
  });

  it('texts are found by key and field until they are dropped', async () => {
    const { redis } = open(address);
    await untilReady(redis);
    const texts = openSharedTexts(redis, own());
    texts.put('ada', '1', 'a fox', 60_000);
    texts.put('ada', '2', 'an owl', 60_000);
    expect([await texts.find('ada', '1'), await texts.find('ada', '2'), await texts.find('bob', '1')]).toEqual([
      'a fox',
      'an owl',
      null,
    ]);
    texts.drop('ada');
    expect(await texts.find('ada', '1')).toBeNull();
  });

  it('the queue hands each job to one process, once for each time that it was left, the quiet ones first', async () => {
    const prefix = own();
    const { redis, log } = open(address);
    await untilReady(redis);
    const queue = openFollowQueue({ redis, openWaiting: () => open(address, true).redis, prefix, log });
    closers.push(queue.close);
    const jobs = [
      { id: jobId('1'), epoch: 1, priority: 90 },
      { id: jobId('2'), epoch: 1, priority: 2 },
      { id: jobId('1'), epoch: 1, priority: 90 },
      { id: jobId('1'), epoch: 2, priority: 4_000_000 },
    ];
    expect(await queue.add(jobs)).toBe(true);
    expect(await queue.counts()).toEqual({ waiting: 3, active: 0 });
    const { take, all } = collect<string>(3);
    queue.take(async (id) => take(id));
    expect(await all).toEqual(['2', '1', '1']);
    await queue.pause();
  });

  it('a job whose follower throws is gone from the queue: the database knows it', async () => {
    const { redis, log } = open(address);
    await untilReady(redis);
    const queue = openFollowQueue({ redis, openWaiting: () => open(address, true).redis, prefix: own(), log });
    closers.push(queue.close);
    const { take, all } = collect<string>(1);
    queue.take(async (id) => {
      take(id);
      throw new Error('the store is away');
    });
    await queue.add([{ id: jobId('1'), epoch: 1, priority: 1 }]);
    await all;
    for (;;) {
      const counts = await queue.counts();
      if (counts?.active === 0 && counts.waiting === 0) break;
      await new Promise((next) => setImmediate(next));
    }
  });
});

it('without Redis nothing is thrown: jobs are not queued, texts are not there, and the log says so once', async () => {
  const { redis, log } = open('redis://127.0.0.1:9');
  const queue = openFollowQueue({
    redis,
    openWaiting: () => open('redis://127.0.0.1:9', true).redis,
    prefix: own(),
    log,
  });
  closers.push(queue.close);
  expect(await queue.add([{ id: jobId('1'), epoch: 1, priority: 1 }])).toBe(false);
  expect(await queue.counts()).toBeNull();
  const texts = openSharedTexts(redis, own());
  texts.put('ada', '1', 'a fox', 60_000);
  texts.drop('ada');
  expect(await texts.find('ada', '1')).toBeNull();
  const told = () => log.lines.filter(({ message }) => message.startsWith('Redis cannot be reached'));
  while (told().length === 0) await new Promise((next) => setImmediate(next));
  await new Promise((resolve) => redis.once('reconnecting', resolve));
  expect(told()).toHaveLength(1);
});
