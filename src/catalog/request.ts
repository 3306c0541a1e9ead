import { type ChannelId, type GuildId, type JobId, jobId, type RoleId, type UserId } from '#core/ids.ts';
import type { SourceImage } from '#media/media.ts';
import type { FormOptions, RequestMedia, Task } from './form.ts';

/** What a member typed, before any rule has looked at it. `null` means the option was left out. */
export interface GenerationRequest {
  readonly id: JobId;
  readonly guildId: GuildId;
  /** The server's language, as Discord names it; null where it does not tell. */
  readonly guildLocale: string | null;
  readonly channelId: ChannelId;
  /** The channel that a thread is in; null for a channel. */
  readonly parentChannelId: ChannelId | null;
  /** The parent of a public thread, which takes the pictures that the thread no longer takes; left out elsewhere. */
  readonly fallbackChannelId?: ChannelId | undefined;
  /** As Discord marks the channel. */
  readonly isAgeRestricted: boolean;
  readonly userId: UserId;
  readonly roleIds: readonly RoleId[];
  /** When the member joined the guild; null where Discord does not tell. */
  readonly joinedAtMs: number | null;
  readonly accountMadeAtMs: number;
  /** Model id as typed; `null` takes the default. */
  readonly model: string | null;
  readonly prompt: string;
  readonly options: RequestOptions;
  /** What is to be edited, in the order given; at most {@link mostInputs}. */
  readonly images: readonly SourceImage[];
  /** Files besides the pictures. */
  readonly media?: RequestMedia | undefined;
  /** Which command it is; `/imagine` or `/edit` when left out. */
  readonly task?: Task | undefined;
  /** True when only the member shall see the picture. */
  readonly isPrivate: boolean;
  readonly askedAtMs: number;
  /** True once the member's last choice stands where something was left out: it is not looked at again. */
  readonly isFilledIn?: boolean | undefined;
  /** What the member has read as the price of all pictures asked for, where it is not the catalogue's: on the picture that is made again. */
  readonly shownCredits?: number | undefined;
}

/** Pictures that one request may bring. */
export const mostInputs = 3;

/** The options of `/imagine` as typed. */
export interface RequestOptions {
  /** `16:9` or `1024x768`. */
  readonly size: string | null;
  readonly quality: string | null;
  readonly resolution: string | null;
  readonly steps: number | null;
  /** LoRA name or file name, byte-exact; several as `name:0.8, other:0.5`. */
  readonly lora: string | null;
  /** -100..100. */
  readonly loraStrength: number | null;
  readonly format: string | null;
  /** 1..4 pictures. */
  readonly count: number | null;
  /** For models with a form; a picture's seed, what it shall not show, how close it keeps to another. */
  readonly form?: FormOptions | undefined;
}

/** Every option left out. */
export const noOptions: RequestOptions = {
  size: null,
  quality: null,
  resolution: null,
  steps: null,
  lora: null,
  loraStrength: null,
  format: null,
  count: null,
};

/** A request with nothing chosen, which no one has made. `lora` is for the routes that cannot do without. */
export function plainRequest(lora: string | null): Pick<GenerationRequest, 'id' | 'prompt' | 'images' | 'options'> {
  return { id: jobId('plain'), prompt: 'a red apple on a table', images: [], options: { ...noOptions, lora } };
}
