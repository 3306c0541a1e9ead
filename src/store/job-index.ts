import { z } from 'zod';
import { openDocuments } from '../db/documents.ts';
import type { Store } from '../db/open-store.ts';
import { type JobId, jobId } from '../domain/ids.ts';

/**
 * Which jobs are open, and which ended when, so that nothing has to scan. Ended ones lie in buckets of one UTC hour (a
 * day's bucket would be rewritten thousands of times on a busy day). The caller orders the calls.
 */
export interface JobIndex {
  open(): Promise<readonly JobId[]>;
  addOpen(id: JobId): Promise<void>;
  removeOpen(ids: readonly JobId[]): Promise<void>;
  addEnded(id: JobId, endedAtMs: number): Promise<void>;
  /** Buckets that lie wholly before a moment, oldest first. */
  bucketsBefore(ms: number): Promise<readonly string[]>;
  /** The bucket of a moment and all that follow, oldest first. */
  bucketsFrom(ms: number): Promise<readonly string[]>;
  endedIn(bucket: string): Promise<readonly JobId[]>;
  dropBucket(bucket: string): Promise<void>;
}

const idsSchema = z.object({ ids: z.array(z.string().transform(jobId)) });
const bucketsSchema = z.object({ names: z.array(z.string()) });
/** Namespaces of one index. */
export interface IndexNames {
  readonly open: string;
  readonly ended: string;
  readonly hours: string;
}

const jobNames: IndexNames = { open: 'openjobs', ended: 'endedjobs', hours: 'endedhours' };
const openKey = 'open';
const bucketsKey = 'all';

/** @see JobIndex */
export function openJobIndex(store: Store, names: IndexNames = jobNames): JobIndex {
  const openIds = openDocuments(store.namespace(names.open), idsSchema);
  const endedIds = openDocuments(store.namespace(names.ended), idsSchema);
  const buckets = openDocuments(store.namespace(names.hours), bucketsSchema);
  const open = async () => (await openIds.get(openKey))?.ids ?? [];
  const bucketNames = async () => (await buckets.get(bucketsKey))?.names ?? [];

  return {
    open,
    async addOpen(id) {
      const ids = await open();
      if (!ids.includes(id)) await openIds.set(openKey, { ids: [...ids, id] });
    },
    async removeOpen(gone) {
      const ids = await open();
      const left = ids.filter((id) => !gone.includes(id));
      if (left.length < ids.length) await openIds.set(openKey, { ids: left });
    },
    async addEnded(id, endedAtMs) {
      const bucket = bucketOf(endedAtMs);
      const ids = (await endedIds.get(bucket))?.ids ?? [];
      if (ids.includes(id)) return;
      const listed = await bucketNames();
      // The list first: a bucket that nobody lists would never be swept.
      if (!listed.includes(bucket)) await buckets.set(bucketsKey, { names: [...listed, bucket].sort() });
      await endedIds.set(bucket, { ids: [...ids, id] });
    },
    bucketsBefore: async (ms) => (await bucketNames()).filter((name) => name < bucketOf(ms)),
    bucketsFrom: async (ms) => (await bucketNames()).filter((name) => name >= bucketOf(ms)),
    endedIn: async (bucket) => (await endedIds.get(bucket))?.ids ?? [],
    async dropBucket(bucket) {
      await endedIds.delete(bucket);
      const listed = await bucketNames();
      await buckets.set(bucketsKey, { names: listed.filter((name) => name !== bucket) });
    },
  };
}

/** `2026-11-05T14`: sorts like time. */
function bucketOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 'YYYY-MM-DDTHH'.length);
}
