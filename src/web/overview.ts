import { guildId } from '#core/ids.ts';
import type { ActiveJob } from '#generation/flow.ts';
import { wholeBot } from '#operations/pauses.ts';
import type { OperatedService, OperatorDeps } from './deps.ts';
import { modelsOf } from './views.ts';
import type { Overview } from './wire.ts';

/** How far back the ends of jobs are counted. */
const endsForMs = 24 * 60 * 60_000;

/** What an operator looks at first. */
export async function overviewOf(deps: OperatorDeps): Promise<Overview> {
  const { jobs, active, services, troubled, pauses, spentToday, deliveryLag, clock } = deps;
  const nowMs = clock.now();
  const { all, limits, renewsAtMs } = spentToday(guildId(''));
  const underWay = active();
  const [ends, lag] = await Promise.all([jobs.ends(nowMs - endsForMs), deliveryLag()]);
  return {
    nowMs,
    spent: { today: all, limit: limits.all, renewsAtMs },
    open: underWay.length,
    waitingInLine: underWay.filter(({ line }) => line !== null).length,
    services: services.map((service) => ({
      name: service.name,
      title: service.title,
      ...queueOf(service, underWay),
      restsForMs: service.pausedForMs(),
      pause: pauses.all().get(service.name) ?? null,
    })),
    troubled: troubled(),
    pause: pauses.all().get(wholeBot) ?? null,
    acts: pauses.acts().slice(0, 10),
    ends,
    lag,
    models: Array.from(modelsOf(deps), ([id, { title, kind }]) => ({ id, title, kind })),
    promptRetentionDays: deps.promptRetentionDays,
  };
}

/** How the jobs of one service stand: handed over and not finished, waiting there, being made; and not handed over yet. */
function queueOf({ name }: OperatedService, underWay: readonly ActiveJob[]) {
  const own = underWay.filter(({ job }) => job?.provider === name);
  const sent = own.filter(({ job }) => job?.state === 'submitted');
  return {
    submitted: sent.length,
    queued: sent.filter(({ progress }) => progress.kind === 'queued').length,
    running: sent.filter(({ progress }) => progress.kind === 'running').length,
    waiting: own.filter(({ job, line }) => line === null && (job?.state === 'opened' || job?.state === 'sending'))
      .length,
    delivering: own.filter(({ job }) => job?.state === 'delivering').length,
  };
}
