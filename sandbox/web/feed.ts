import type { FeedEvent, Happening } from './protocol.ts';

/** Who may see an event: one person by id, or everybody whom `sees` lets see its channel. */
export interface Audience {
  readonly viewerId: string | null;
  readonly channelId: string | null;
}

/** A person's eyes. */
export interface Eyes {
  readonly userId: string;
  sees(channelId: string): boolean;
}

/** What happened, in order, so that a page that was away can catch up. */
export interface Feed {
  /** The newest number; 0 before anything has happened. */
  latest(): number;
  add(happening: Happening, audience: Audience, atMs: number): void;
  /** Everything after a number that these eyes see; null where it is not kept any more. */
  since(seq: number, eyes: Eyes): readonly FeedEvent[] | null;
  /** Calls back with everything that these eyes see; returns what stops it. */
  listen(eyes: Eyes, listener: (event: FeedEvent) => void): () => void;
}

interface Entry {
  readonly event: FeedEvent;
  readonly audience: Audience;
}

/** @param capacity how many events are kept */
export function createFeed(capacity: number): Feed {
  const entries: Entry[] = [];
  const listeners = new Set<(entry: Entry) => void>();
  let latest = 0;
  return {
    latest: () => latest,
    add(happening, audience, atMs) {
      latest += 1;
      const entry = { event: { ...happening, seq: latest, atMs }, audience };
      entries.push(entry);
      if (entries.length > capacity) entries.shift();
      for (const listener of [...listeners]) listener(entry);
    },
    since(seq, eyes) {
      const oldest = latest - entries.length + 1;
      if (seq > latest || seq + 1 < oldest) return null;
      return entries
        .slice(seq + 1 - oldest)
        .filter((entry) => isFor(entry, eyes))
        .map(({ event }) => event);
    },
    listen(eyes, listener) {
      const hear = (entry: Entry) => {
        if (isFor(entry, eyes)) listener(entry.event);
      };
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
  };
}

function isFor({ audience: { viewerId, channelId } }: Entry, { userId, sees }: Eyes): boolean {
  return (viewerId === null || viewerId === userId) && (channelId === null || sees(channelId));
}
