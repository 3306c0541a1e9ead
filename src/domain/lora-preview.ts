import type { GuildLora } from './guild-lora.ts';
import type { GuildId } from './ids.ts';

/** What a guild has once: a file for a model. */
export type LoraKey = Pick<GuildLora, 'modelId' | 'file'>;

/** What is kept of a picture: at most this many pixels a side and bytes, as WebP. */
export const previewBounds = { sidePx: 256, bytes: 32 * 1024 } as const;

/** The pictures that show what the LoRAs of guilds do. They belong to their rows: whoever removes one drops its picture first. */
export interface LoraPreviews {
  /** In the order of `loras`; null for one without a picture. @throws {@link BotError} `store.unavailable` */
  find(guildId: GuildId, loras: readonly LoraKey[]): Promise<readonly (Uint8Array | null)[]>;
  /** Replaces what is there. `picture` is within {@link previewBounds}. @throws {@link BotError} `store.unavailable` */
  keep(guildId: GuildId, lora: LoraKey, picture: Uint8Array): Promise<void>;
  /** Harmless where there is none. @throws {@link BotError} `store.unavailable` */
  drop(guildId: GuildId, lora: LoraKey): Promise<void>;
}

/** Why an upload is not taken. `unreachable`: it is not where Discord keeps uploads, or could not be read from there. */
export type PreviewRefusal = 'too_large' | 'not_a_picture' | 'unreachable';

/** A small picture, or why there is none. */
export type TakenPreview =
  | { readonly kind: 'picture'; readonly bytes: Uint8Array }
  | { readonly kind: 'refused'; readonly why: PreviewRefusal };

/** Fetches an uploaded picture at once, since its address expires, and makes it small. */
export type TakePreview = (upload: { readonly url: string; readonly sizeBytes: number }) => Promise<TakenPreview>;
