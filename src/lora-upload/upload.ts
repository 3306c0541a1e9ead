import type { GuildId } from '#core/ids.ts';

/** What one upload may weigh. Style files have up to some hundred MB; whole models are another thing. */
export const mostLoraBytes = 2 * 1024 ** 3;

/** What the other side has to send on average once `afterMs` are over: others wait meanwhile. */
export const leastLoraRate = { bytesPerSecond: 256_000, afterMs: 30_000 } as const;

/** LoRAs that a guild may upload within 24 hours: all guilds share the operator's account at the image service. */
export const mostUploadsPerDay = 5;
/** Uploads of a guild that may fail within 24 hours: each of them makes Easel knock at an address. */
export const mostFailuresPerDay = 10;
/** Uploads that go through at the same time; one of each guild. */
export const uploadsAtOnce = 3;

/**
 * Why a LoRA was not uploaded. `status` is what the other side answered instead of a file; `againAtMs` (Unix time) is when
 * the guild may upload again. `unreachable` is the one word for an address that is private, that has no name, or at which
 * nothing answers: which of them it is would tell about the operator's network.
 */
export type UploadRefusal =
  | { readonly why: 'status'; readonly status: number }
  | { readonly why: 'daily' | 'failures'; readonly againAtMs: number }
  | {
      readonly why:
        | 'busy'
        | 'full'
        | 'address'
        | 'unreachable'
        | 'too_large'
        | 'not_safetensors'
        | 'no_room'
        | 'service_refused'
        | 'service_down'
        | 'crawling'
        | 'slow'
        | 'stopping';
    };

/** Told while bytes go by: how many of how many; null where the other side does not say. */
export interface Watch {
  readonly signal: AbortSignal;
  onBytes(done: number, total: number | null): void;
}

/** A file that lies on disk until it is discarded, and no longer. */
export interface SpooledFile {
  readonly sizeBytes: number;
  readonly md5Hex: string;
  /** From the beginning, as often as asked. */
  chunks(): AsyncIterable<Uint8Array>;
  /** Frees the disk. Harmless when repeated; never throws. */
  discard(): Promise<void>;
}

/** Fetches a `.safetensors` file from a public https address. @throws the signal's reason, and nothing else */
export type FetchLora = (
  address: string,
  watch: Watch,
) => Promise<
  | { readonly kind: 'fetched'; readonly file: SpooledFile }
  | { readonly kind: 'refused'; readonly refusal: UploadRefusal }
>;

/** Puts the file there. @throws {@link BotError} `provider.*`, and the signal's reason */
export type PutLora = (address: string, file: SpooledFile, watch: Watch) => Promise<void>;

/** How far an upload is; `fraction` is 0..1, or null where the size is not known. */
export interface UploadStep {
  readonly kind: 'fetching' | 'uploading';
  readonly fraction: number | null;
}

/** How it ended. `file` is what the service calls the LoRA. */
export type UploadEnd =
  | { readonly kind: 'uploaded'; readonly file: string; readonly sizeBytes: number }
  | { readonly kind: 'refused'; readonly refusal: UploadRefusal };

/** When guilds have uploaded LoRAs, and failed to. @throws {@link BotError} `store.unavailable` */
export interface UploadBook {
  /** Why the guild may not upload now; null where it may. @see mostUploadsPerDay, mostFailuresPerDay */
  refusal(guildId: GuildId): Promise<Extract<UploadRefusal, { readonly againAtMs: number }> | null>;
  /** Writes down how an upload of the guild has ended just now. */
  note(guildId: GuildId, how: 'uploaded' | 'failed'): Promise<void>;
}
