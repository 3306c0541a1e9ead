import { guildId, messageId, userId } from '#core/ids.ts';
import type { Job } from '#jobs/job.ts';
import type { PendingRequest } from '#moderation/pending-requests.ts';
import { jobOf } from '../support/store/jobs.ts';
import { pendingOf } from '../support/store/pending.ts';
import type { Act, Entry, Evidence, GuildBooks, LastMessage, Submit, Wish } from './evidence.ts';

const guild = guildId('900000000000000001');
/** Whose request the sample is. */
export const member = userId('200000000000000001');
/** The sample's request. */
export const wishId = '1576000000000000001';
const reply = '1576000000000000002';

/** One picture, asked for in public. */
export function aWish(changes: Partial<Wish> = {}): Wish {
  const place = { guildId: guild, channelId: '800000000000000001', userId: member };
  return { ...place, id: wishId, label: 'request1', count: 1, isPrivate: false, askedAtMs: 1000, ...changes };
}

/** The command, answered with "thinking…". */
export function anAct(changes: Partial<Act> = {}): Act {
  const { guildId: at, channelId, userId: by, id } = aWish();
  const place = { guildId: at, channelId, userId: by, interactionId: id, requestId: id, atMs: 1000, door: null };
  return { ...place, kind: 'imagine', text: '/imagine', answer: 'deferred', messageIds: [reply], ...changes };
}

/** The reply with its picture. */
export function aMessage(changes: Partial<LastMessage> = {}): LastMessage {
  const files = changes.content === undefined ? [`easel-${wishId}-1.png`] : [];
  const place = { id: reply, channelId: '800000000000000001', viewerId: null, madeAtMs: 1100, nonce: null };
  return { ...place, content: 'A fox', isThinking: false, buttons: [], files, ...changes };
}

/** The one remote job, taken and done. */
export function aSubmit(changes: Partial<Submit> = {}): Submit {
  const order = { service: 'runninghub', remoteId: 'first', label: 'request1', atMs: 1200 } as const;
  return { ...order, pictures: 1, ending: 'success', isAnswerLost: false, ...changes };
}

/** Delivered, with the ticket of {@link aSubmit}. */
export function aJob(changes: Partial<Job> = {}): Job {
  const tickets = [{ provider: 'runninghub', remoteId: 'first' }] as const;
  const { replyTo, ...job } = jobOf(wishId, { userId: member, guildId: guild, state: 'delivered', tickets });
  return { ...job, replyTo: { ...replyTo, messageId: messageId(reply) }, ...changes };
}

/** A request above the threshold. */
export function aPendingRequest(changes: Partial<PendingRequest> = {}): PendingRequest {
  return pendingOf(wishId, changes);
}

/** An entry about the sample's request; {@link evidenceOf} numbers it and fills in sums, accounts and hold. */
export type SampleEntry = Pick<Entry, 'kind' | 'credits'> & Partial<Pick<Entry, 'id' | 'byUserId' | 'isAct'>>;

/** @see SampleEntry */
export function anEntry(kind: Entry['kind'], credits: number, changes: Partial<SampleEntry> = {}): SampleEntry {
  return { kind, credits, ...changes };
}

/** What can be other than in a run in which one picture was made, charged and posted. */
export interface SampleParts
  extends Partial<Omit<Evidence, 'books' | 'jobs' | 'pending'>>,
    Partial<Omit<GuildBooks, 'entries'>> {
  readonly jobs?: readonly Job[];
  readonly pending?: readonly PendingRequest[];
  readonly entries?: readonly SampleEntry[];
}

/** The evidence of a small run. */
export function evidenceOf(parts: SampleParts = {}): Evidence {
  const { jobs = [aJob()], pending = [], ...rest } = parts;
  return {
    wishes: [aWish()],
    acts: [anAct()],
    messages: [aMessage()],
    submits: [aSubmit()],
    openJobIds: [],
    lives: [{ name: 'bot', findsAfterMs: 0, upAtMs: 0, endedAtMs: 60_000, how: 'stopped' }],
    ...rest,
    jobs: new Map(jobs.map((job) => [job.id, job])),
    pending: new Map(pending.map((each) => [each.id, each])),
    books: [booksOf(parts)],
  };
}

function booksOf({
  entries: told = [anEntry('reserve', 7), anEntry('settle', 7)],
  ...changes
}: SampleParts): GuildBooks {
  const entries: Entry[] = [];
  for (const sample of told) entries.push(entryAfter(entries.at(-1) ?? null, sample, entries.length + 1, told));
  const last = entries.at(-1);
  const { added, pool, bonuses, held, spent } = last?.books ?? noBooks;
  return {
    guildId: guild,
    entries,
    totals: changes.totals ?? { added, pool, bonuses, held, spent },
    openHolds: changes.openHolds ?? [],
    bonuses: changes.bonuses ?? new Map([[member, bonuses]]),
  };
}

type Balances = Entry['books'];
const noBooks: Balances = { pool: 0, added: 0, bonuses: 0, held: 0, spent: 0 };

/** In an unlimited pool; every bonus is the member's. */
function entryAfter(before: Entry | null, sample: SampleEntry, seq: number, told: readonly SampleEntry[]): Entry {
  const { kind, credits, id = wishId, byUserId = null, isAct = false } = sample;
  const reserved = told.find((each) => each.kind === 'reserve')?.credits ?? 0;
  const books = booksAfter(before?.books ?? noBooks, { kind, credits }, reserved);
  const accounts = [{ userId: member, bonus: books.bonuses }];
  return { seq, kind, id, byUserId, credits, reason: '', isAct, books, accounts, heldCredits: isAct ? null : reserved };
}

function booksAfter(books: Balances, { kind, credits }: SampleEntry, reserved: number): Balances {
  const { added, bonuses, held, spent } = books;
  switch (kind) {
    case 'reserve':
      return { ...books, added: added + credits, held: held + credits };
    case 'settle':
      return { ...books, added: added - (reserved - credits), held: held - reserved, spent: spent + credits };
    case 'release':
      return { ...books, added: added - reserved, held: held - reserved };
    case 'refund':
      return { ...books, bonuses: bonuses + credits, spent: spent - credits };
    default:
      return { ...books, added: added + credits, bonuses: bonuses + credits };
  }
}
