import { createHash } from 'node:crypto';
import { z } from 'zod';
import { openDocuments } from '../db/documents.ts';
import type { Store } from '../db/open-store.ts';
import type { GuildId } from '../domain/ids.ts';
import type { LoraKey, LoraPreviews } from '../domain/lora-preview.ts';

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
