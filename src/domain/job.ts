import type { BotError, ErrorCode } from './errors.ts';
import type { ChannelId, GuildId, JobId, MessageId, UserId } from './ids.ts';
import type { Model, ProviderName, Route, Settings } from './model.ts';
import type { GenerationRequest } from './request.ts';

/** A route that can express the request, with what it would send and cost. */
export interface Offer {
  readonly route: Route;
  readonly settings: Settings;
  /** For all pictures asked for: whole credits, 1 or more. */
  readonly credits: number;
  /** The same by the operator's price list, where the guild asks for another price. */
  readonly listCredits?: number | undefined;
  /** Where the provider finds the pictures of the settings, once they were handed over; in their order. */
  readonly inputs?: readonly string[] | undefined;
}

/** An admitted request: the offers in the order in which they are tried, the first one being the price shown. */
export interface Plan {
  readonly model: Model;
  readonly offers: readonly [Offer, ...Offer[]];
  /** What is reserved: the first offer's price. Later offers never charge more than this. */
  readonly credits: number;
  /** The size that was asked for in pixels and what it becomes, where the model does not have it; left out where it has. */
  readonly resized?: { readonly asked: string; readonly size: string; readonly isMuch: boolean };
}

/** A remote job's name, ids only: hosts come from the configuration. */
export interface Ticket {
  readonly provider: ProviderName;
  readonly remoteId: string;
}

/** What one remote job has cost the operator, by the provider's own word. */
export interface ActualCost {
  /** `coins` are RunningHub's own money, whose worth is not published. */
  readonly currency: 'USD' | 'CNY' | 'coins';
  readonly amount: number;
}

/** A remote job that is asked about, with what the client needs besides its name. Neither is stored. */
export interface FollowedTicket extends Ticket {
  /** What the member typed for it: a provider's reason may repeat it. */
  readonly typed?: readonly string[] | undefined;
  /** Called whenever an answer tells what the remote job has cost. Must not throw. */
  readonly onCost?: ((cost: ActualCost) => void) | undefined;
}

/** What a provider says of a job that has not failed. */
export type JobUpdate =
  | { readonly kind: 'queued'; readonly ahead: number | null }
  /** `fraction` is 0..1, or null where the provider tells none. */
  | { readonly kind: 'running'; readonly fraction: number | null }
  | { readonly kind: 'finished'; readonly images: readonly RemoteImage[] };

/** A picture at the provider, not fetched yet. */
export interface RemoteImage {
  readonly url: string;
  /** What the provider calls the file: an extension (`png`, `txt`) or a kind (`image`), in lower case; left out where it does not say. A hint only. */
  readonly kind?: string | undefined;
}

/** A picture in memory whose type was read from its bytes. */
export interface ImageFile {
  readonly bytes: Uint8Array;
  /** PNG, WebP and GIF may move. */
  readonly format: 'png' | 'jpeg' | 'webp' | 'gif';
  readonly widthPx: number;
  readonly heightPx: number;
  /** True for the first frame of an animation that did not fit. */
  readonly isFirstFrame?: boolean;
}

/** A picture of a kind that services take to be edited; it does not move. */
export interface StillImage extends ImageFile {
  readonly format: 'png' | 'jpeg' | 'webp';
}

/** Where the reply lives, so that another process can find it. */
export interface ReplyAddress {
  readonly applicationId: string;
  readonly channelId: ChannelId;
  /** Null until Discord has told it. */
  readonly messageId: MessageId | null;
  /** The interaction's token, sealed; null once it has expired. */
  readonly sealedToken: string | null;
  readonly tokenExpiresAtMs: number;
  readonly isPrivate: boolean;
  /** The language of the reply, as Discord names it: the member's where only they see it, else the server's; null where nobody knows. */
  readonly locale: string | null;
  /** The server's, for its log channel. */
  readonly guildLocale: string | null;
  /** The parent of a public thread, which takes the pictures that the thread no longer takes; left out elsewhere. */
  readonly fallbackChannelId?: ChannelId | undefined;
  /** What one uploaded file may weigh in this channel. */
  readonly attachmentLimitBytes: number;
  /** False where the bot may not post or attach through the channel (no permission, or it is not there). */
  readonly canUseChannel: boolean;
}

/**
 * `opened` written down, nothing sent for certain; `sending` the submit may have left; `submitted` the ticket is known;
 * `delivering` settled, the picture is on its way; `unsure` a job may exist that nobody can ask for; the rest are final.
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

/** Whether somebody still has to do something for it: it is under way, or its member does not know yet how it ended. */
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
  readonly images: readonly ImageFile[];
  /** From the command to the finished picture. */
  readonly tookMs: number;
  /** Why fewer pictures came than were asked for; null where nobody knows any more. Left out where all came. */
  readonly missed?: BotError | null;
  /** How many of the missing ones are charged: they were stopped, and the provider takes money for them. Left out for none. */
  readonly billed?: number;
}

/** What a provider says to a cancel: `cancelled` it never runs and costs nothing; `too_late` it goes on; `unknown` it did not say. */
export type CancelOutcome = 'cancelled' | 'too_late' | 'unknown';

/** The provider account behind the key. */
export interface AccountStatus {
  /** In the account's currency; null where the provider does not say. */
  readonly balance: number | null;
  readonly currency: string | null;
  readonly running: number | null;
  readonly queued: number | null;
  readonly concurrencyLimit: number | null;
}

/** What admission decides about a job besides its plan. */
export type Wrapping = Pick<Job, 'isSpoiler' | 'isUnlabelled' | 'listCredits'>;

/** A job as it is first written down, before anything is submitted. */
export function openJob(request: GenerationRequest, plan: Plan, replyTo: ReplyAddress, wrapping: Wrapping): Job {
  const [offer] = plan.offers;
  return {
    id: request.id,
    guildId: request.guildId,
    channelId: request.channelId,
    userId: request.userId,
    modelId: plan.model.id,
    modelTitle: plan.model.title,
    provider: offer.route.provider,
    endpoint: offer.route.endpoint,
    settings: offer.settings,
    credits: plan.credits,
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
