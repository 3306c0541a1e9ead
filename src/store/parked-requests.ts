import { z } from 'zod';
import { isUnreadableRow, openDocuments } from '../db/documents.ts';
import type { Store } from '../db/open-store.ts';
import { asBotError } from '../domain/errors.ts';
import { type GuildId, type JobId, jobId, type UserId } from '../domain/ids.ts';
import type { ParkedRequest, ParkedRequests } from '../domain/moderation.ts';
import { createOneAtATime } from '../domain/one-at-a-time.ts';
import type { Log } from '../domain/ports.ts';
import { openJobIndex } from './job-index.ts';
import { parkedSchema } from './parked-records.ts';
import type { PrivateDocuments } from './private-documents.ts';

/** @see createParkedRequests */
export interface ParkedOptions {
  readonly store: Store;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly log: Log;
}

/** The requests that wait, and the end of those that have waited. */
export interface StoredParkedRequests extends ParkedRequests, PrivateDocuments {
  /** Deletes what was decided before a moment, to the hour; resolves with how many. @throws {@link BotError} `store.unavailable`; calling again goes on from there */
  sweep(endedBeforeMs: number): Promise<number>;
}

const idsSchema = z.object({ ids: z.array(z.string().transform(jobId)) });
const names = { open: 'openparked', ended: 'endedparked', hours: 'endedparkedhours' };
/** One key: the lists are shared by all requests. */
const turn = 'parked';

/**
 * Requests that wait for a decision, one document each. A prompt is kept, with its pictures and LoRAs, only while its request
 * waits, and then until everything is done that the decision leads to, so that a crash in between loses nothing.
 */
export function createParkedRequests({ store, now, log }: ParkedOptions): StoredParkedRequests {
  const rows = openDocuments(store.namespace('parked'), parkedSchema);
  const byMember = openDocuments(store.namespace('parkedof'), idsSchema);
  const index = openJobIndex(store, names);
  const inTurn = createOneAtATime();
  const idsOf = async (guildId: GuildId, userId: UserId) => (await byMember.get(`${guildId}:${userId}`))?.ids ?? [];

  /** The lists first: a row that no list has would never be found again. A request that is known stays as it is. */
  async function park(parked: ParkedRequest): Promise<void> {
    if ((await rows.get(parked.id)) !== null) return;
    const { guildId, userId } = parked.request;
    const ids = await idsOf(guildId, userId);
    if (!ids.includes(parked.id)) await byMember.set(`${guildId}:${userId}`, { ids: [...ids, parked.id] });
    await index.addOpen(parked.id);
    await rows.set(parked.id, parked);
  }

  /** The row is the last write, so that one that fails has not changed anything; the list of open ones is tidied later. */
  async function change(
    id: JobId,
    work: (found: ParkedRequest) => ParkedRequest | null,
  ): Promise<ParkedRequest | null> {
    const found = await rows.get(id);
    const changed = found && work(found);
    if (changed !== null) await keep(changed);
    return changed;
  }

  const amend = (id: JobId, state: ParkedRequest['state'], amended: Partial<ParkedRequest>) =>
    change(id, (found) => (found.state === state ? { ...found, ...amended } : null));

  const keep = (parked: ParkedRequest) => (isEnded(parked) ? end(parked) : rows.set(parked.id, parked));

  async function end(parked: ParkedRequest): Promise<void> {
    await index.addEnded(parked.id, now());
    const { request } = parked;
    const options = { ...request.options, lora: null, loraStrength: null };
    await rows.set(parked.id, { ...parked, request: { ...request, prompt: '', images: [], options } });
  }

  /** Those that can be read and have not ended; those that have are taken off the list. */
  async function open(): Promise<ParkedRequest[]> {
    const still: ParkedRequest[] = [];
    const gone: JobId[] = [];
    for (const id of await index.open()) {
      const found = await readTolerantly(id);
      if (found === null || (found !== 'unreadable' && isEnded(found))) gone.push(id);
      else if (found !== 'unreadable') still.push(found);
    }
    await index.removeOpen(gone);
    return still.sort((one, other) => one.request.askedAtMs - other.request.askedAtMs);
  }

  async function readTolerantly(id: JobId): Promise<ParkedRequest | null | 'unreadable'> {
    try {
      return await rows.get(id);
    } catch (error) {
      if (!isUnreadableRow(error)) throw error;
      log.error({ jobId: id, reason: asBotError(error).message }, 'a parked request cannot be read');
      return 'unreadable';
    }
  }

  /** True when a row was deleted. One that cannot be read may hold a prompt. */
  async function drop(id: JobId): Promise<boolean> {
    const found = await readTolerantly(id);
    if (found === null || (found !== 'unreadable' && !isEnded(found))) return false;
    if (found !== 'unreadable') await unlist(found.request, id);
    await rows.delete(id);
    return true;
  }

  async function unlist({ guildId, userId }: ParkedRequest['request'], id: JobId): Promise<void> {
    const ids = (await idsOf(guildId, userId)).filter((each) => each !== id);
    if (ids.length > 0) await byMember.set(`${guildId}:${userId}`, { ids });
    else await byMember.delete(`${guildId}:${userId}`);
  }

  async function eraseMember(guildId: GuildId, userId: UserId): Promise<null> {
    const ids = await idsOf(guildId, userId);
    for (const id of ids) await rows.delete(id);
    await index.removeOpen(ids);
    await byMember.delete(`${guildId}:${userId}`);
    return null;
  }

  return {
    name: 'parkedRequests',
    park: (parked) => inTurn(turn, () => park(parked)),
    find: (id) => rows.get(id),
    decide: (id, decision) => inTurn(turn, () => amend(id, 'waiting', decision)),
    amend: (id, state, amended) => inTurn(turn, () => amend(id, state, amended)),
    setNotice: (id, notice) => inTurn(turn, () => change(id, (found) => ({ ...found, notice }))),
    async done(id, steps) {
      const without = (found: ParkedRequest) => {
        const todo = found.todo.filter((step) => !steps.includes(step));
        return todo.length < found.todo.length ? { ...found, todo } : null;
      };
      await inTurn(turn, () => change(id, without));
    },
    open: () => inTurn(turn, open),
    async sweep(endedBeforeMs) {
      let dropped = 0;
      for (const bucket of await index.bucketsBefore(endedBeforeMs)) {
        for (const id of await index.endedIn(bucket)) if (await inTurn(turn, () => drop(id))) dropped += 1;
        await inTurn(turn, () => index.dropBucket(bucket));
      }
      return dropped;
    },
    exportOf: async (guildId, userId) => {
      const found = await Promise.all((await idsOf(guildId, userId)).map(readTolerantly));
      return found.filter((parked) => parked !== null && parked !== 'unreadable');
    },
    erase: (guildId, userId) => inTurn(turn, () => eraseMember(guildId, userId)),
  };
}

function isEnded({ state, todo }: ParkedRequest): boolean {
  return state !== 'waiting' && todo.length === 0;
}
