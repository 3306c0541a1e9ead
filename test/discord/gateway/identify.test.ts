import { describe, expect, it } from 'vitest';
import { createIdentifyThrottler } from '#discord/gateway/identify.ts';
import { createRecordingLog } from '../support/log.ts';

function throttlerOf(takeIdentifySlot: (bucket: number) => Promise<number>, isAlone = false) {
  const waits: number[] = [];
  const log = createRecordingLog();
  const clock = {
    wait: async (ms: number, signal: AbortSignal) => {
      signal.throwIfAborted();
      waits.push(ms);
    },
  };
  const store = { isAlone, takeIdentifySlot };
  return { throttler: createIdentifyThrottler({ concurrency: 4, store, clock, log }), waits, log };
}

const goOn = () => new AbortController().signal;

describe('a shard that opens a session', () => {
  it('waits for its turn in its bucket', async () => {
    const buckets: number[] = [];
    const { throttler, waits } = throttlerOf(async (bucket) => {
      buckets.push(bucket);
      return 5000;
    });
    await throttler.waitForIdentify(6, goOn());
    expect([buckets, waits]).toEqual([[2], [5000]]);
  });

  it('asks no store while its process is alone', async () => {
    const { throttler, waits } = throttlerOf(() => Promise.reject(new Error('asked')), true);
    await throttler.waitForIdentify(0, goOn());
    expect(waits).toEqual([]);
  });

  it('takes its turn by itself while the store is away', async () => {
    const { throttler, log } = throttlerOf(() => Promise.reject(new Error('away')));
    await throttler.waitForIdentify(0, goOn());
    expect(log.lines).toMatchObject([{ level: 'warn', facts: { shard: 0, error: { message: 'away' } } }]);
  });

  it('stops waiting when its connection has ended', async () => {
    const { throttler, log } = throttlerOf(async () => 5000);
    await expect(throttler.waitForIdentify(0, AbortSignal.abort(new Error('closed')))).rejects.toThrow('closed');
    expect(log.lines).toEqual([]);
  });
});
