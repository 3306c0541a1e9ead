import { z } from 'zod';
import { hasPassed } from '../domain/clock-steps.ts';
import { mostUploadsPerDay, type UploadBook } from '../domain/lora-upload.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import type { Store } from './open-store.ts';
import { createTable } from './table.ts';

const dayMs = 24 * 60 * 60_000;
/** Oldest first. */
const rowSchema = z.object({ atMs: z.array(z.number()) });

/** One small document per guild: the moments of its last uploads, and nothing about who or what. */
export function createUploadBook({ store, now }: { readonly store: Store; readonly now: () => number }): UploadBook {
  const table = createTable(store.namespace('lorauploads'), rowSchema);
  const inTurn = createOneAtATime();
  const lately = async (guildId: string) =>
    ((await table.get(guildId))?.atMs ?? []).filter((atMs) => !hasPassed(atMs, dayMs, now()));
  return {
    async fullUntilMs(guildId) {
      const oldest = (await lately(guildId)).at(-mostUploadsPerDay);
      return oldest === undefined ? null : oldest + dayMs;
    },
    note: (guildId) => inTurn(guildId, async () => table.set(guildId, { atMs: [...(await lately(guildId)), now()] })),
  };
}
