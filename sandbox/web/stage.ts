import type { Person } from '../discord/person.ts';
import type { SandboxDiscord } from '../discord/start.ts';
import type { Message } from '../discord/wire.ts';
import { type Cdn, createCdn } from './cdn.ts';
import type { FaultDesk } from './faults.ts';
import { createFeed, type Feed } from './feed.ts';
import type { ChannelInfo, PersonInfo, RoleInfo, ShownMessage, TourStep, Violation } from './protocol.ts';
import { watchForViolations } from './violations.ts';

/** A server with its people as the page shows it. */
export interface WebStage {
  readonly id: string;
  readonly title: string;
  readonly discord: SandboxDiscord;
  /** Unix milliseconds by the stage's clock. */
  readonly now: () => number;
  readonly people: readonly Player[];
  readonly channels: readonly ChannelInfo[];
  readonly roles: readonly RoleInfo[];
  readonly feed: Feed;
  readonly cdn: Cdn;
  readonly violations: readonly Violation[];
  /** Null where nothing can be made to go wrong. */
  readonly faults: FaultDesk | null;
  readonly step: () => TourStep | null;
  /** Shows how far the tour is. */
  tell(step: TourStep): void;
  /** Keeps what belongs to an interaction from the page. */
  hide(interactionId: string): void;
  /** Null for a message that is hidden. */
  show(message: Message): ShownMessage | null;
  stop(): Promise<void>;
}

/** Somebody whose eyes the page can take. */
export interface Player {
  readonly person: Person;
  readonly info: PersonInfo;
}

/** What a stage is put together from. */
export interface StageParts
  extends Pick<WebStage, 'id' | 'title' | 'discord' | 'now' | 'people' | 'channels' | 'roles' | 'faults' | 'stop'> {}

/** So many events let a page catch up after some minutes of a lively evening. */
const keptEvents = 5000;

/** Follows a Discord from here on, for pages. */
export function createWebStage(parts: StageParts): WebStage {
  const { discord, now, stop } = parts;
  const feed = createFeed(keptEvents);
  const hidden = new Set<string>();
  const violations: Violation[] = [];
  let step: TourStep | null = null;
  const everyone = { viewerId: null, channelId: null };
  const show = (message: Message): ShownMessage | null => {
    const interactionId = interactionOf(message);
    if (interactionId !== null && hidden.has(interactionId)) return null;
    return { message, command: interactionId === null ? null : discord.commandOf(interactionId) };
  };
  const stops = [
    discord.onMessage(({ kind, message, viewerId }) => {
      const shown = show(message);
      if (shown === null) return;
      feed.add({ kind: 'message', change: kind, shown }, { viewerId, channelId: message.channel_id }, now());
    }),
    watchForViolations(discord, (found) => {
      const violation = { ...found, id: violations.length + 1, atMs: now() };
      violations.push(violation);
      feed.add({ kind: 'violation', violation }, everyone, now());
    }),
    discord.onRequest(({ fault }) => {
      const pending = parts.faults?.pending() ?? 0;
      if (fault !== null) feed.add({ kind: 'faults', pending }, everyone, now());
    }),
  ];
  return {
    ...parts,
    feed,
    cdn: createCdn(discord, parts.id),
    violations,
    step: () => step,
    tell(next) {
      step = next;
      feed.add({ kind: 'tour', step: next }, everyone, now());
    },
    hide: (interactionId) => void hidden.add(interactionId),
    show,
    async stop() {
      for (const stopListening of stops) stopListening();
      await stop();
    },
  };
}

/** The interaction that made a message; null where none did. */
function interactionOf({ interaction_metadata: metadata }: Message): string | null {
  return metadata !== undefined && typeof metadata.id === 'string' ? metadata.id : null;
}
