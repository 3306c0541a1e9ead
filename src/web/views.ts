import { outputOf } from '#catalog/model.ts';
import type { LedgerEntry } from '#credits/credits.ts';
import type { ActiveJob } from '#generation/flow.ts';
import { creditsOf } from '#jobs/actual-cost.ts';
import type { JobCursor, ListedJob } from '#jobs/job-list.ts';
import type { OperatorDeps } from './deps.ts';

/** A job as the page lists it. Moments are Unix milliseconds, and null until they come. */
export interface JobLine {
  readonly id: string;
  readonly guild: string;
  readonly member: string;
  readonly state: string;
  readonly model: string;
  readonly kind: string;
  readonly service: string;
  readonly error: string | null;
  readonly openedAtMs: number;
  readonly submittedAtMs: number | null;
  readonly endedAtMs: number | null;
  /** What the member pays at most; what was charged in the end, null while that is open; what of it was given back. */
  readonly credits: number;
  readonly charged: number | null;
  readonly refunded: number;
  /** What the service says that it took, in credits of the price list; null where it says nothing. */
  readonly took: number | null;
  /** What its member reads at the moment; null for one that this process does not follow. */
  readonly progress: string | null;
}

/** Everything about one job. */
export interface JobDetails extends JobLine {
  /** Empty once it is deleted. */
  readonly prompt: string;
  readonly endpoint: string;
  readonly pictures: number;
  readonly came: number | null;
  readonly costs: readonly { readonly currency: string; readonly amount: number }[];
  readonly remoteIds: readonly string[];
  readonly cancelledBy: string | null;
  readonly isPrivate: boolean;
  /** Where its message is, at Discord; null for one that is not there, or that only its member sees. */
  readonly link: string | null;
  readonly isRemoved: boolean;
}

/** @see JobLine */
export function jobLine({ job, refunded }: ListedJob, active: ActiveJob | null): JobLine {
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
export function entryLine({ seq, kind, atMs, id, byUserId, userId, credits, reason, poolAfter }: LedgerEntry) {
  return { seq, kind, atMs, id, by: byUserId, member: userId, credits, reason, poolAfter };
}

/** Each model's title and kind, by its id. */
export function modelsOf({
  catalog,
}: Pick<OperatorDeps, 'catalog'>): ReadonlyMap<string, { title: string; kind: string }> {
  const models = [...catalog.optionalModels, ...catalog.everyModel];
  return new Map(models.map((model) => [model.id, { title: model.title, kind: outputOf(model) }]));
}
