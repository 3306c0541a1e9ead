import { beforeEach, describe, expect, it } from 'vitest';
import { BotError, type ErrorCode } from '#core/errors.ts';
import { createFunding, type Funding } from '#operations/funding.ts';
import { createMetrics, type Metrics } from '#operations/metrics.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';

let metrics: Metrics;
let log: ReturnType<typeof createRecordingLog>;
let funding: Funding;
beforeEach(() => {
  metrics = createMetrics();
  log = createRecordingLog();
  funding = createFunding(metrics, log);
});

const works = (call: string) => funding.watchCall('runninghub', call, Promise.resolve(1));
const fails = (call: string, reason: string | undefined, code: ErrorCode = 'provider.unfunded') => {
  const error = new BotError(code, 'no', reason === undefined ? {} : { reason });
  return expect(funding.watchCall('runninghub', call, Promise.reject(error))).rejects.toBe(error);
};
const told = () => log.lines.map(({ level, facts }) => [level, Reflect.get(facts, 'reason')]);
const gauge = async (reason: string) =>
  new RegExp(`easel_provider_unfunded\\{provider="runninghub",reason="${reason}"\\} (\\d)`).exec(
    (await metrics.render()).text,
  )?.[1];

describe('a service that refuses the key or has no money', () => {
  it('is told once, however many jobs meet it, with the variable to look at', async () => {
    for (let job = 0; job < 5; job += 1) await fails('submit', 'balance');
    expect(log.lines).toMatchObject([
      { level: 'error', facts: { provider: 'runninghub', reason: 'balance', variable: 'RUNNINGHUB_API_KEY' } },
    ]);
    expect([await gauge('balance'), await gauge('auth')]).toEqual(['1', '0']);
  });

  it('is told again when it is another trouble, and when it works again', async () => {
    await fails('submit', 'balance');
    await fails('submit', 'auth');
    expect([await gauge('balance'), await gauge('auth')]).toEqual(['0', '1']);
    await works('submit');
    await works('submit');
    await fails('submit', 'auth');
    expect(told()).toEqual([
      ['error', 'balance'],
      ['error', 'auth'],
      ['info', undefined],
      ['error', 'auth'],
    ]);
    expect(funding.outagesOf('runninghub')).toBe(3);
    expect(funding.outagesOf('runcomfy')).toBe(0);
  });

  it('is not mended by a call of another kind that works', async () => {
    await fails('submit', 'auth');
    for (const call of ['check', 'account', 'upload']) await works(call);
    await fails('submit', 'auth');
    expect(told()).toEqual([['error', 'auth']]);
  });

  it('is seen by a check as well, which says nothing else of it', async () => {
    await fails('check', 'auth', 'provider.unavailable');
    await fails('account', 'auth');
    await works('check');
    expect(told()).toEqual([['error', 'auth']]);
    await works('account');
    expect(told()).toEqual([
      ['error', 'auth'],
      ['info', undefined],
    ]);
  });

  it('has nothing to do with other failures', async () => {
    await fails('submit', undefined);
    await fails('submit', 'unserved', 'provider.unavailable');
    await fails('submit', 'auth', 'provider.rejected');
    await works('submit');
    expect(log.lines).toEqual([]);
  });
});
