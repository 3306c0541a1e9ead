import { createHash } from 'node:crypto';
import { z } from 'zod';
import { BotError } from '#core/errors.ts';
import type { GuildId } from '#core/ids.ts';
import { createSemaphore } from '#core/lock.ts';
import { openDocuments } from '#db/documents.ts';
import type { Store } from '#db/open-store.ts';
import { defaultInputLimits, type FetchInput, type InputProblem } from '#media/input.ts';
import { shrinkImage } from '#media/shrink-image.ts';
import type { GuildLora } from './guild-lora.ts';

/** What a guild has once: a file for a model. */
export type LoraKey = Pick<GuildLora, 'modelId' | 'file'>;

/** What is kept of a picture: at most this many pixels a side and bytes, as WebP. */
const previewBounds = { sidePx: 256, bytes: 32 * 1024 } as const;

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
type PreviewRefusal = 'too_large' | 'not_a_picture' | 'unreachable';

/** A small picture, or why there is none. */
export type TakenPreview =
  | { readonly kind: 'picture'; readonly bytes: Uint8Array }
  | { readonly kind: 'refused'; readonly why: PreviewRefusal };

/** Fetches an uploaded picture at once, since its address expires, and makes it small. */
export type TakePreview = (upload: { readonly url: string; readonly sizeBytes: number }) => Promise<TakenPreview>;

/** What takes memory is done one after the other. */
const shrunkAtOnce = 1;
const limits = { ...defaultInputLimits, minSidePx: 1 };

/** Makes the function that takes uploaded pictures, fetched and checked as those to edit are. */
export function createTakePreview(fetchInput: FetchInput): TakePreview {
  const slots = createSemaphore(shrunkAtOnce);
  return async ({ url, sizeBytes }) => {
    try {
      const source = { url, name: 'preview', declaredBytes: sizeBytes };
      const picture = await fetchInput(source, limits, new AbortController().signal);
      const small = await slots.run(() => shrinkImage(picture, previewBounds));
      return small === null ? refused('not_a_picture') : { kind: 'picture', bytes: small };
    } catch (thrown) {
      if (thrown instanceof BotError && thrown.code === 'refused.image') return refused(whyOf(thrown));
      throw thrown;
    }
  };
}

const tooLarge: ReadonlySet<string> = new Set<InputProblem>(['too_many_bytes', 'too_many_pixels', 'side_too_long']);
const outOfReach: ReadonlySet<string> = new Set<InputProblem>(['gone', 'unreachable', 'untrusted_host']);

function whyOf({ facts: { reason = '' } }: BotError): PreviewRefusal {
  if (tooLarge.has(reason)) return 'too_large';
  return outOfReach.has(reason) ? 'unreachable' : 'not_a_picture';
}

function refused(why: PreviewRefusal): TakenPreview {
  return { kind: 'refused', why };
}

const previewSchema = z.object({ webp: z.base64() });

/** One row for each picture, so that a page of a library reads a page of pictures. */
export function createLoraPreviews(store: Store): LoraPreviews {
  const table = openDocuments(store.namespace('lorapreviews'), previewSchema);
  return {
    async find(guildId, loras) {
      const rows = await table.getMany(loras.map((lora) => keyOf(guildId, lora)));
      return rows.map((row) => (row === null ? null : Buffer.from(row.webp, 'base64')));
    },
    keep: (guildId, lora, picture) =>
      table.set(keyOf(guildId, lora), { webp: Buffer.from(picture).toString('base64') }),
    drop: (guildId, lora) => table.delete(keyOf(guildId, lora)),
  };
}

/** File names may hold whatever; their hash fits every store. */
function keyOf(guildId: GuildId, { modelId, file }: LoraKey): string {
  return `${guildId}:${createHash('sha256')
    .update(JSON.stringify([modelId, file]))
    .digest('base64url')}`;
}
