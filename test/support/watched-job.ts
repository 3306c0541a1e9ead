import type { Progress } from '#jobs/job.ts';
import { createBudget } from '#polling/budget.ts';
import { createPoller } from '#polling/poller.ts';
import { createDurations, type RunKind } from '#polling/schedule.ts';
import type { Watch } from '#polling/watch.ts';
import type { JobUpdate } from '#providers/provider.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { guild, member, snowflakeAt, startMs } from './requests.ts';
import { createScriptedProvider, type Step } from './scripted-provider.ts';
import { createRecordingLog } from './store/recording-log.ts';

/** What kind of run the watched job is. */
export const watchedKind: RunKind = { route: 'runninghub/route', options: '1k' };

/** A poller and one job at a provider that answers checks as scripted; its route has taken `learntMs` before. */
export function createWatchedJob(
  check: (clock: FakeClock) => readonly Step<JobUpdate>[],
  learntMs: number | null = null,
) {
  const clock = createFakeClock(startMs);
  const provider = createScriptedProvider('runninghub', clock, { check: check(clock) });
  const durations = createDurations();
  for (let run = 0; learntMs !== null && run < 20; run += 1) {
    durations.learn(watchedKind, { fromMs: learntMs - 200, toMs: learntMs + 200 });
  }
  const budget = createBudget(clock);
  const log = createRecordingLog();
  const poller = createPoller({
    providerOf: () => provider,
    budgetOf: () => budget,
    observe: (_name, _call, work) => work,
    durations,
    clock,
    log,
  });
  const shown: Progress[] = [];
  const watch: Watch = {
    id: snowflakeAt(startMs),
    owner: { guildId: guild, userId: member },
    isCalledBack: false,
    ticket: { provider: 'runninghub', remoteId: 'remote' },
    kind: watchedKind,
    submittedAtMs: startMs,
    onProgress: (progress) => void shown.push(progress),
    onOverdue: async () => undefined,
  };
  const stop = new AbortController();
  const follow = (changes: Partial<Watch> = {}, signal = stop.signal) => {
    const images = poller.untilFinished({ ...watch, ...changes }, signal);
    images.catch(() => undefined);
    return images;
  };
  const seconds = () => provider.checks.map(({ atMs }) => Math.round((atMs - startMs) / 10) / 100);
  return { clock, provider, durations, poller, shown, log, stop, follow, seconds };
}
