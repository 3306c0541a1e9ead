import type { GenerationRequest } from '#catalog/request.ts';
import { hasPassed } from '#core/clock.ts';
import type { GuildId, JobId, JobOwner, UserId } from '#core/ids.ts';

/** How long a refused request can be offered again. */
export const draftForMs = 60 * 60_000;
/** A member has this many, all members together this many more; the oldest make room. */
export const mostDrafts = { ofMember: 5, ofAll: 2_000 } as const;

/** What members typed and was refused, or is not finished: in memory only, for a while, for each member alone. */
export interface Drafts<Draft extends JobOwner = GenerationRequest> {
  keep(draft: Draft): void;
  /** Null where it is gone, or belongs to another member. */
  find(owner: JobOwner): Promise<Draft | null>;
  /** Drops all of a member's. */
  forget(guildId: GuildId, userId: UserId): void;
}

/** @see Drafts */
export function createDrafts<Draft extends JobOwner = GenerationRequest>(now: () => number): Drafts<Draft> {
  const drafts = new Map<JobId, { readonly request: Draft; readonly atMs: number }>();
  const idsOf = (guildId: GuildId, userId: UserId) =>
    [...drafts.values()]
      .filter(({ request }) => request.guildId === guildId && request.userId === userId)
      .map(({ request }) => request.id);
  const drop = (ids: readonly JobId[]) => {
    for (const id of ids) drafts.delete(id);
  };
  return {
    keep(request) {
      const { id, guildId, userId } = request;
      drop([id]);
      drafts.set(id, { request, atMs: now() });
      drop([...drafts].filter(([, { atMs }]) => hasPassed(atMs, draftForMs, now())).map(([old]) => old));
      drop(idsOf(guildId, userId).slice(0, -mostDrafts.ofMember));
      drop([...drafts.keys()].slice(0, -mostDrafts.ofAll));
    },
    async find({ id, guildId, userId }) {
      const found = drafts.get(id);
      if (found === undefined || hasPassed(found.atMs, draftForMs, now())) return null;
      return found.request.guildId === guildId && found.request.userId === userId ? found.request : null;
    },
    forget: (guildId, userId) => drop(idsOf(guildId, userId)),
  };
}
