import type { Totals } from '#credits/credits.ts';
import type { Balances } from '#credits/records.ts';
import type { Job } from '#jobs/job.ts';
import type { PendingRequest } from '#moderation/pending-requests.ts';

/** What Discord shows first under an interaction: nothing yet, an answer of some kind, or "The application did not respond". */
export type FirstAnswerKind =
  | 'none'
  | 'missed'
  | 'message'
  | 'deferred'
  | 'updated'
  | 'deferred_update'
  | 'modal'
  | 'choices';

/** One thing that a person did, with the interaction that Discord made of it. */
export interface Act {
  readonly interactionId: string;
  readonly kind: string;
  readonly text: string;
  readonly guildId: string;
  readonly channelId: string;
  readonly userId: string;
  readonly atMs: number;
  /** The process to which Discord sent it; null where none was connected, or where there is only one. */
  readonly door: string | null;
  /** The request that it is about: its own id for one that asks for pictures. Null where it is about none. */
  readonly requestId: string | null;
  readonly answer: FirstAnswerKind;
  /** Of the reply and the follow-ups. */
  readonly messageIds: readonly string[];
}

/** A wish for pictures, named by its interaction as the bot's job is. `label` stands in the prompt; Again shares it. */
export interface Wish {
  readonly id: string;
  readonly label: string;
  readonly guildId: string;
  readonly channelId: string;
  readonly userId: string;
  readonly count: number;
  readonly isPrivate: boolean;
  readonly askedAtMs: number;
}

/** A message of the bot as it stands at the end; `viewerId` is the only person who sees it, or null. */
export interface LastMessage {
  readonly id: string;
  readonly channelId: string;
  readonly viewerId: string | null;
  readonly madeAtMs: number;
  readonly content: string;
  readonly isThinking: boolean;
  readonly nonce: string | null;
  readonly buttons: readonly string[];
  /** Names of the attached files. */
  readonly files: readonly string[];
}

/** A picture, or several, that a service was asked for. */
export interface Submit {
  readonly service: 'runninghub' | 'runcomfy';
  /** Null where the service took nothing. */
  readonly remoteId: string | null;
  readonly label: string;
  readonly atMs: number;
  readonly pictures: number;
  readonly ending: 'success' | 'failed' | 'cancelled' | 'live';
  /** The answer never reached the bot: it was killed before, or the connection broke. */
  readonly isAnswerLost: boolean;
}

/** One line of a server's journal, with what it left behind. */
export interface Entry {
  readonly seq: number;
  readonly kind: string;
  readonly id: string;
  readonly byUserId: string | null;
  readonly credits: number;
  readonly reason: string;
  readonly isAct: boolean;
  readonly books: Pick<Balances, 'added' | 'pool' | 'bonuses' | 'held' | 'spent'>;
  /** The bonus afterwards of each member that it touched. */
  readonly accounts: readonly { readonly userId: string; readonly bonus: number }[];
  /** What was held, of an entry about a hold. */
  readonly heldCredits: number | null;
}

/** The books of one server, with every entry of its journal. */
export interface GuildBooks {
  readonly guildId: string;
  readonly totals: Totals;
  readonly entries: readonly Entry[];
  readonly openHolds: readonly string[];
  /** The bonus in each member's own document. */
  readonly bonuses: ReadonlyMap<string, number>;
}

/** From when to when a process of the bot was up, by Discord's clock. */
export interface Life {
  /** The same for all that followed each other in one place. */
  readonly name: string;
  /** How long it has to be up until it works on what another process has left. */
  readonly findsAfterMs: number;
  readonly upAtMs: number;
  readonly endedAtMs: number;
  readonly how: string;
}

/** Everything that a run leaves behind to be judged. */
export interface Evidence {
  readonly wishes: readonly Wish[];
  readonly acts: readonly Act[];
  readonly messages: readonly LastMessage[];
  readonly submits: readonly Submit[];
  readonly books: readonly GuildBooks[];
  readonly jobs: ReadonlyMap<string, Job>;
  readonly openJobIds: readonly string[];
  readonly pending: ReadonlyMap<string, PendingRequest>;
  readonly lives: readonly Life[];
}

/** The lives of the processes that could have answered: those of the place to which Discord sent it. */
export function livesAt({ lives }: Evidence, door: string | null): readonly Life[] {
  return door === null ? lives : lives.filter(({ name }) => name === door);
}

/** Something that is not as it has to be. `about` is a wish, or null. */
export interface Problem {
  readonly kind: string;
  readonly about: string | null;
  readonly what: string;
}

/** What a run shows: problems fail it; notes are what a kill makes impossible to do better, counted by kind. */
export interface Verdict {
  readonly problems: readonly Problem[];
  readonly notes: readonly Problem[];
}

/** The entries of the journal that carry a wish's id. */
export function entriesOf(evidence: Evidence, id: string): readonly Entry[] {
  return evidence.books.flatMap(({ entries }) => entries.filter((entry) => entry.id === id));
}

/** The credits of some of the entries together. */
export function creditsIn(entries: readonly Entry[], ...kinds: readonly Entry['kind'][]): number {
  return entries.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { credits }) => sum + credits, 0);
}

/** The messages that hold pictures of a wish, which their files' names tell. */
export function picturesOf({ messages }: Evidence, id: string): readonly LastMessage[] {
  return messages.filter(({ files }) => files.some((name) => name.includes(`easel-${id}-`)));
}

/** How long an interaction's token writes. */
const tokenLifeMs = 15 * 60_000;
/** What a process needs of it after its start. */
const graceMs = 20_000;

/** A private message has nothing but its tokens: no process was up for long enough while the last of them lasted. */
export function isOutOfReach({ id, viewerId, madeAtMs }: LastMessage, { lives, acts }: Evidence): boolean {
  if (viewerId === null) return false;
  const pressed = acts.filter(({ messageIds }) => messageIds.includes(id)).map(({ atMs }) => atMs);
  const lastMs = Math.max(madeAtMs, ...pressed);
  return !lives.some(
    ({ upAtMs, endedAtMs, findsAfterMs }) =>
      endedAtMs > lastMs + graceMs &&
      upAtMs + graceMs < lastMs + tokenLifeMs &&
      endedAtMs - Math.max(upAtMs, lastMs) >= findsAfterMs,
  );
}
