import { z } from 'zod';
import { outputOf, type Settings } from '#catalog/model.ts';
import type { Plan, RouteQuote } from '#catalog/plan.ts';
import { creditsPerSecond } from '#catalog/price.ts';
import type { GenerationRequest } from '#catalog/request.ts';
import type { BotError, ErrorCode } from '#core/errors.ts';
import {
  type ChannelId,
  channelId,
  type GuildId,
  type JobId,
  type MessageId,
  messageId,
  type ProviderName,
  type UserId,
} from '#core/ids.ts';
import type { HoldRequest, Reservation, Settlement, SettleOrder } from '#credits/credits.ts';
import type { MediaFile, MediaKind } from '#media/media.ts';
import type { ActualCost, Ticket } from '#providers/provider.ts';

/** Where a reply lives, so that another process can find it, as it is stored. */
export const replyAddressSchema = z.object({
  applicationId: z.string(),
  channelId: z.string().transform(channelId),
  /** Null until Discord has told it. */
  messageId: z.string().transform(messageId).nullable(),
  /** The interaction's token, sealed; null once it has expired. */
  sealedToken: z.string().nullable(),
  tokenExpiresAtMs: z.number(),
  isPrivate: z.boolean(),
  /** The language of the reply, as Discord names it: the member's where only they see it, else the server's; null where it is not known. */
  locale: z.string().nullable(),
  /** The server's, for its log channel. */
  guildLocale: z.string().nullable(),
  /** The parent of a public thread, which takes the pictures that the thread no longer takes; left out elsewhere. */
  fallbackChannelId: z.string().transform(channelId).optional(),
  /** What one uploaded file may weigh in this channel. */
  attachmentLimitBytes: z.number(),
  /** False where the bot may not post or attach through the channel (no permission, or it is not there). */
  canUseChannel: z.boolean(),
});
/** @see replyAddressSchema */
export type ReplyAddress = Readonly<z.output<typeof replyAddressSchema>>;

/**
 * `opened` written down, nothing sent for certain; `sending` the submit may have left; `submitted` the ticket is known;
 * `delivering` settled, the picture is on its way; `unsure` a job may exist that can't be asked for; the rest are final.
 */
export const jobStates = [
  'opened',
  'sending',
  'submitted',
  'delivering',
  'unsure',
  'delivered',
  'failed',
  'cancelled',
] as const;
/** @see jobStates */
export type JobState = (typeof jobStates)[number];

/** States in which a job still needs Easel. `unsure` waits for its hold to be returned. */
export const openStates: ReadonlySet<JobState> = new Set<JobState>([
  'opened',
  'sending',
  'submitted',
  'delivering',
  'unsure',
]);

/** Whether there is still something to do: it is under way, or its member does not know yet how it ended. */
export function isOpenJob({ state, isUntold }: Pick<Job, 'state' | 'isUntold'>): boolean {
  return openStates.has(state) || isUntold === true;
}

/** The life of what was asked for, a picture or several, as it is stored. */
export interface Job {
  readonly id: JobId;
  readonly guildId: GuildId;
  readonly channelId: ChannelId;
  readonly userId: UserId;
  readonly modelId: string;
  readonly modelTitle: string;
  readonly provider: ProviderName;
  readonly endpoint: string;
  readonly settings: Settings;
  /** What all pictures asked for will cost when they come; never more than what is held. */
  readonly credits: number;
  /** What its results show, play or hold; pictures when left out. */
  readonly output?: MediaKind | undefined;
  /** True where less is charged when the service says that it took less. */
  readonly isMetered?: boolean | undefined;
  /** Credits for each second of a result, where only its file tells how long it is. */
  readonly creditsPerSecond?: number | undefined;
  /** The same by the operator's price list, whatever the guild asks for it: what counts against the operator's limits. */
  readonly listCredits?: number | undefined;
  readonly replyTo: ReplyAddress;
  /** The picture and its prompt are put behind a spoiler. */
  readonly isSpoiler: boolean;
  /** The file does not say how the picture was made: the guild did not want that when the job was opened. */
  readonly isUnlabelled?: boolean | undefined;
  /** Its remote jobs in the order in which they were taken; several where the route makes one picture at a time. */
  readonly tickets: readonly Ticket[];
  /** How many pictures each of the remote jobs was asked for. */
  readonly picturesPerTicket: number;
  readonly state: JobState;
  readonly openedAtMs: number;
  readonly submittedAtMs: number | null;
  readonly endedAtMs: number | null;
  /** Who asked to stop it; the provider may not have obeyed. */
  readonly cancelledBy: 'user' | 'moderator' | null;
  readonly error: ErrorCode | null;
  /** What the provider says that it took, one sum per currency; left out where it says nothing. */
  readonly costs?: readonly ActualCost[] | undefined;
  /** How many of the pictures asked for came; null until that is known, and where none did. */
  readonly came: number | null;
  /** Spent in the end; null while open. */
  readonly charged: number | null;
  /** True once its picture was deleted through Easel, or found gone when it was to be deleted. */
  readonly isRemoved?: boolean | undefined;
  /** True from the moment at which its end is written down until the member has been told. */
  readonly isUntold?: boolean | undefined;
  /** True once it was made again after it had failed. */
  readonly isRetried?: boolean | undefined;
}

/** Where a picture was posted: mostly in the channel of its request. */
export interface Posted {
  readonly channelId: ChannelId;
  readonly messageId: MessageId;
}

/** A finished job on its way to the member. */
export interface Delivery {
  readonly job: Job;
  readonly media: readonly MediaFile[];
  /** From the command to the finished picture. */
  readonly tookMs: number;
  /** Why fewer pictures came than were asked for; null where it is not known any more. Left out where all came. */
  readonly missed?: BotError | null;
  /** How many of the missing ones are charged: they were stopped, and the provider takes money for them. Left out for none. */
  readonly billed?: number;
}

/** What admission decides about a job beyond its plan. */
export type Wrapping = Pick<Job, 'isSpoiler' | 'isUnlabelled' | 'listCredits'>;

/** A job as it is first written down, before anything is submitted. */
export function openJob(request: GenerationRequest, plan: Plan, replyTo: ReplyAddress, wrapping: Wrapping): Job {
  const [quote] = plan.quotes;
  const output = outputOf(plan.model);
  return {
    id: request.id,
    guildId: request.guildId,
    channelId: request.channelId,
    userId: request.userId,
    modelId: plan.model.id,
    modelTitle: plan.model.title,
    provider: quote.route.provider,
    endpoint: quote.route.endpoint,
    settings: quote.settings,
    credits: plan.credits,
    ...(output !== 'image' && { output }),
    ...metering(quote),
    replyTo,
    ...wrapping,
    tickets: [],
    picturesPerTicket: 1,
    state: 'opened',
    openedAtMs: request.askedAtMs,
    submittedAtMs: null,
    endedAtMs: null,
    cancelledBy: null,
    error: null,
    came: null,
    charged: null,
  };
}

/** How the job of a quote is settled. A guild's own price is settled as it is. */
export function metering({ route, settings, listCredits }: RouteQuote): Pick<Job, 'isMetered' | 'creditsPerSecond'> {
  if (route.price.meter === undefined || listCredits !== undefined) return {};
  const perSecond = creditsPerSecond(route.price, settings);
  return { isMetered: true, ...(perSecond !== null && { creditsPerSecond: perSecond }) };
}

/** What a member is shown while waiting. */
export type Progress =
  | { readonly kind: 'starting' }
  /** Approved, and `place` (1 is next) in the line of those that wait until the member or the guild has room for one more. */
  | { readonly kind: 'in_line'; readonly place: number }
  /** The pictures to edit are fetched, checked and handed over. */
  | { readonly kind: 'looking'; readonly pictures: number }
  | { readonly kind: 'queued'; readonly ahead: number | null; readonly expectedAtMs: number | null }
  | {
      readonly kind: 'running';
      readonly fraction: number | null;
      readonly expectedAtMs: number | null;
      /** Where the pictures are made one by one: how many of them are there. */
      readonly done?: { readonly jobs: number; readonly of: number };
    }
  | { readonly kind: 'cancelling' }
  | { readonly kind: 'overdue'; readonly untilMs: number };

/** What the end of a job did to the money. Texts about credits are made from this, never guessed. */
export interface MoneyOutcome {
  readonly charged: number;
  readonly returned: number;
  /** Still held, until `heldUntilMs`. */
  readonly held: number;
  readonly heldUntilMs: number | null;
}

/** The one reply that a request has. It is never the reason why money or a job is lost: failures to show are swallowed and logged. */
export interface Reply {
  /** Where the reply will be, as far as that is known before anything was said: what is written down first. */
  address(): ReplyAddress;
  /** Tells the member that the request was taken. Resolves with the address to store. @throws {@link BotError} `delivery.expired` when Discord no longer takes the answer */
  accept(): Promise<ReplyAddress>;
  /** Shows progress: on change only, throttled, in the background. Never throws. */
  show(job: Job, progress: Progress): void;
  /** Drops progress that is still to be shown; resolves when none is on its way, so that another process can go on. Never throws. */
  rest(): Promise<void>;
  /** Posts the picture; null where Discord does not tell where. @throws {@link BotError} `delivery.*` when it could not be posted in any way */
  deliver(delivery: Delivery): Promise<Posted | null>;
  /** Tells what went wrong and what happened to the credits. Never throws. */
  fail(error: BotError, money: MoneyOutcome): Promise<void>;
}

/** How many jobs may be open at once. */
export interface JobLimits {
  readonly perMember: number;
  readonly perGuild: number;
}

/** Credits and the job that they are for, in one transaction: neither is written down without the other. */
export interface Bookings {
  /**
   * Holds credits as {@link Ledger.reserve} does, and writes down the job that `jobOf` makes of the hold. Resolves with the job.
   * Harmless when repeated; `jobOf` may be called several times. Where several processes share the jobs the limits are checked in the same
   * step, unless they are null.
   *
   * @throws {@link BotError} `refused.quota`, `refused.busy`, `store.unavailable`, `bug` for a hold that was settled;
   * `cancelled.shutdown` where another process has the job
   */
  open(hold: HoldRequest, jobOf: (held: Reservation) => Job, limits: JobLimits | null): Promise<Job>;
  /** Settles as {@link Ledger.settle} does, and writes down the job that `jobOf` makes of it; null for none. @throws {@link BotError} `store.unavailable` */
  settle(
    order: SettleOrder,
    jobOf: (settlement: Settlement) => Job | null,
  ): Promise<{ readonly settlement: Settlement; readonly job: Job | null }>;
}

/** The jobs as they are written down. */
export interface Jobs {
  /**
   * A late write changes nothing: once a job is closed (see {@link isOpenJob}) it stays as it is. The member, the guild and the
   * start of a job never change. @throws {@link BotError} `store.unavailable`
   */
  save(job: Job): Promise<void>;
  /**
   * Notes who wants to stop the job, unless it has ended or its picture is on its way. Resolves with the job as it is stored
   * now; null where there is none. @throws {@link BotError} `store.unavailable`
   */
  markCancelled(id: JobId, by: 'user' | 'moderator'): Promise<Job | null>;
  /** @throws {@link BotError} `store.unavailable` */
  find(id: JobId): Promise<Job | null>;
  /** Jobs that are under way or whose end was not told yet, oldest first. One unreadable row is logged and left out, never a reason not to start. @throws {@link BotError} `store.unavailable` */
  listOpen(): Promise<readonly Job[]>;
}
