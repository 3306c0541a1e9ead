import { expect, test } from 'vitest';
import { BotError } from '#core/errors.ts';
import { refreshCatalogueForEver } from '#providers/runcomfy/live-catalogue.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { createRecordingLog } from '../../support/http/recording-log.ts';

const hourMs = 60 * 60_000;
const reload = async () => undefined;

test('the catalogue is read at once and daily, and an hour after a failure', async () => {
  const clock = createFakeClock(0);
  const log = createRecordingLog();
  const stopping = new AbortController();
  const readAtHours: number[] = [];
  const refresh = async () => {
    readAtHours.push(clock.now() / hourMs);
    if (readAtHours.length === 2) throw new BotError('provider.unavailable', 'no network');
  };
  const reading = refreshCatalogueForEver({ refresh, reload }, { clock, log, signal: stopping.signal });
  await clock.advance(50 * hourMs);
  expect(readAtHours).toEqual([0, 24, 25, 49]);
  expect(log.lines).toEqual([expect.objectContaining({ level: 'warn', facts: { detail: 'no network' } })]);
  stopping.abort(new Error('stopping'));
  await clock.advanceUntil(reading);
});

test('a read that is cut off by the stop is no failure', async () => {
  const clock = createFakeClock(0);
  const log = createRecordingLog();
  const stopping = new AbortController();
  const refresh = (signal: AbortSignal) =>
    new Promise<void>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const reading = refreshCatalogueForEver({ refresh, reload }, { clock, log, signal: stopping.signal });
  stopping.abort(new Error('stopping'));
  await reading;
  expect(log.lines).toEqual([]);
});

test('without a service to ask there is nothing to do', async () => {
  const { signal } = new AbortController();
  await refreshCatalogueForEver(
    { refresh: null, reload },
    { clock: createFakeClock(0), log: createRecordingLog(), signal },
  );
});

test('of several processes one reads it, and the others take over what was read', async () => {
  const clock = createFakeClock(0);
  const stopping = new AbortController();
  const done: string[] = [];
  const turns = [false, false, true];
  const reading = refreshCatalogueForEver(
    {
      refresh: async () => void done.push(`read ${clock.now() / 60_000}`),
      reload: async () => void done.push('reload'),
    },
    {
      clock,
      log: createRecordingLog(),
      signal: stopping.signal,
      isOurTurn: async () => turns.shift() ?? false,
    },
  );
  await clock.advance(24 * hourMs + 12 * 60_000);
  expect(done).toEqual(['reload', 'reload', 'read 10', 'reload']);
  stopping.abort(new Error('stopping'));
  await clock.advanceUntil(reading);
});
