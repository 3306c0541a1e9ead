import { outputOf } from '#catalog/model.ts';
import type { LedgerEntry } from '#credits/credits.ts';
import type { ActiveJob } from '#generation/flow.ts';
import { creditsOf } from '#jobs/actual-cost.ts';
import type { JobCursor, ListedJob } from '#jobs/job-list.ts';
import type { OperatorDeps } from './deps.ts';
import type { EntryLine, JobDetails, JobLine } from './wire.ts';

/** @see JobLine */
export function jobLine({ job, refunded, settledAtMs }: ListedJob, active: ActiveJob | null): JobLine {
  return {
    id: job.id,
    guild: job.guildId,
    member: job.userId,
    state: job.state,
    model: job.modelTitle,
    kind: job.output ?? 'image',
    service: job.provider,
    error: job.error,
    openedAtMs: job.openedAtMs,
    submittedAtMs: job.submittedAtMs,
    readyAtMs: settledAtMs,
    endedAtMs: job.endedAtMs,
    credits: job.credits,
    charged: job.charged,
    refunded,
    took: creditsOf(job.costs ?? []),
    progress: active?.progress.kind ?? null,
  };
}

/** @see JobDetails */
export function jobDetails(listed: ListedJob, active: ActiveJob | null): JobDetails {
  const { job } = listed;
  const { messageId, channelId, isPrivate } = job.replyTo;
  const hasLink = messageId !== null && !isPrivate;
  return {
    ...jobLine(listed, active),
    prompt: job.settings.prompt,
    endpoint: job.endpoint,
    pictures: job.settings.count,
    came: job.came,
    costs: job.costs ?? [],
    remoteIds: job.tickets.map(({ remoteId }) => remoteId),
    cancelledBy: job.cancelledBy,
    isPrivate,
    link: hasLink ? `https://discord.com/channels/${job.guildId}/${channelId}/${messageId}` : null,
    isRemoved: job.isRemoved === true,
  };
}

/** As the page hands it back. */
export function cursorText(cursor: JobCursor | null): string | null {
  return cursor && `${cursor.atMs}.${cursor.id}`;
}

/** An entry of a journal as the page lists it. */
export function entryLine({
  seq,
  kind,
  atMs,
  id,
  byUserId,
  userId,
  credits,
  reason,
  poolAfter,
}: LedgerEntry): EntryLine {
  return { seq, kind, atMs, id, by: byUserId, member: userId, credits, reason, poolAfter };
}

/** Each model's title and kind, by its id. */
export function modelsOf({
  catalog,
}: Pick<OperatorDeps, 'catalog'>): ReadonlyMap<string, { title: string; kind: string }> {
  const models = [...catalog.optionalModels, ...catalog.everyModel];
  return new Map(models.map((model) => [model.id, { title: model.title, kind: outputOf(model) }]));
}
