import { z } from 'zod';
import { openDocuments } from '../db/documents.ts';
import type { Store } from '../db/open-store.ts';
import { hasPassed } from '../domain/clock-steps.ts';
import { mostFailuresPerDay, mostUploadsPerDay, type UploadBook } from '../domain/lora-upload.ts';
import { createOneAtATime } from '../domain/one-at-a-time.ts';

const dayMs = 24 * 60 * 60_000;
/** Oldest first. */
const rowSchema = z.object({ atMs: z.array(z.number()), failedAtMs: z.array(z.number()).default([]) });

/** One small document per guild: the moments of its last uploads and failures, and nothing about who or what. */
export function createUploadBook({ store, now }: { readonly store: Store; readonly now: () => number }): UploadBook {
  const table = openDocuments(store.namespace('lorauploads'), rowSchema);
  const inTurn = createOneAtATime();
  const isRecent = (atMs: number) => !hasPassed(atMs, dayMs, now());
  const lately = async (guildId: string) => {
    const row = await table.get(guildId);
    return { atMs: (row?.atMs ?? []).filter(isRecent), failedAtMs: (row?.failedAtMs ?? []).filter(isRecent) };
  };
  return {
    async refusal(guildId) {
      const { atMs, failedAtMs } = await lately(guildId);
      const uploaded = atMs.at(-mostUploadsPerDay);
      if (uploaded !== undefined) return { why: 'daily', againAtMs: uploaded + dayMs };
      const failed = failedAtMs.at(-mostFailuresPerDay);
      return failed === undefined ? null : { why: 'failures', againAtMs: failed + dayMs };
    },
    note: (guildId, how) =>
      inTurn(guildId, async () => {
        const { atMs, failedAtMs } = await lately(guildId);
        const row =
          how === 'uploaded' ? { atMs: [...atMs, now()], failedAtMs } : { atMs, failedAtMs: [...failedAtMs, now()] };
        await table.set(guildId, row);
      }),
  };
}
