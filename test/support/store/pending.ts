import type { GenerationRequest } from '#catalog/request.ts';
import { channelId, type JobId, jobId } from '#core/ids.ts';
import type { Store } from '#db/open-store.ts';
import type { PendingRequest } from '#moderation/pending-requests.ts';
import { createPendingRequests, type StoredPendingRequests } from '#moderation/pending-requests.ts';
import { ada, dayMs, guild, moderator, wednesdayMs } from './money.ts';
import { createRecordingLog } from './recording-log.ts';

/** A moderator's yes. */
export const approval = { state: 'approved', decidedBy: moderator, decisionReason: 'go on', todo: ['run'] } as const;
/** Another decision, after which nothing is to do. */
export const over = (state: 'declined' | 'dropped') => ({ ...approval, state, todo: [] }) as const;

/** A request of Ada's unless told. */
export function requestOf(id: string, changes: Partial<GenerationRequest> = {}): GenerationRequest {
  return {
    id: jobId(id),
    guildId: guild,
    guildLocale: null,
    channelId: channelId('800000000000000001'),
    parentChannelId: null,
    isAgeRestricted: false,
    userId: ada,
    roleIds: [],
    joinedAtMs: wednesdayMs - dayMs,
    accountMadeAtMs: 0,
    model: null,
    prompt: 'a lighthouse',
    images: [],
    options: {
      size: '16:9',
      quality: null,
      resolution: null,
      steps: 4,
      lora: null,
      loraStrength: null,
      format: null,
      count: null,
    },
    isPrivate: false,
    askedAtMs: wednesdayMs,
    ...changes,
  };
}

/** A request that waits for an approval until tomorrow, unless told. */
export function pendingOf(id: string, changes: Partial<PendingRequest> = {}): PendingRequest {
  return {
    id: jobId(id),
    request: requestOf(id),
    reason: 'threshold',
    credits: 40,
    state: 'waiting',
    expiresAtMs: wednesdayMs + dayMs,
    notice: null,
    decidedBy: null,
    decisionReason: '',
    todo: [],
    replyTo: null,
    ...changes,
  };
}

/** The requests that wait in a store, on a Wednesday, with the log. */
export function openParked(store: Pick<Store, 'database'>) {
  const log = createRecordingLog();
  return { ...createPendingRequests({ store, now: () => wednesdayMs, log }), log };
}

/** Approves a request, and closes it as what was carried out. */
export async function endParked(pending: StoredPendingRequests, id: JobId): Promise<void> {
  await pending.decide(id, approval);
  await pending.done(id, ['run']);
}

/** As it is kept once it has ended. */
export function withoutPrompt(pending: PendingRequest): PendingRequest {
  return { ...pending, todo: [], request: { ...pending.request, prompt: '' } };
}
