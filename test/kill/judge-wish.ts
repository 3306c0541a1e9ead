import { nonceOf } from '#discord/messages/post.ts';
import type { PendingRequest } from '#moderation/pending-requests.ts';
import {
  type Act,
  type Evidence,
  entriesOf,
  isOutOfReach,
  type LastMessage,
  livesAt,
  type Problem,
  type Verdict,
  type Wish,
} from './evidence.ts';
import { judgeMoney } from './judge-money.ts';
import { asksPrice, isUndecided, isUnderWay, pointsElsewhere, saysAsked, saysMaking } from './texts.ts';

/** What the bot posts to a member besides replies; each message's nonce is made of one of them. */
const memberPurposes = ['accepted', 'picture', 'failure', 'ended'];
/** How long Discord waits for a first answer. */
const firstAnswerMs = 3_000;
/** How long a request may be under admission, put off in private, before anything is stored of it. */
const admissionMs = 4_000;

/** One wish: delivered once and charged once for what was posted, or returned once; and its member knows. */
export function judgeWish(evidence: Evidence, wish: Wish): Verdict {
  const found = [...judgeMoney(evidence, wish), ...judgeState(evidence, wish), ...ignored(evidence, wish)];
  const told = judgeTelling(evidence, wish);
  return { problems: [...found, ...told.problems], notes: told.notes };
}

function judgeState(evidence: Evidence, { id }: Wish): Problem[] {
  const problems: Problem[] = [];
  if (evidence.openJobIds.includes(id))
    problems.push({ kind: 'open', about: id, what: `its job is still ${evidence.jobs.get(id)?.state}` });
  const pending = evidence.pending.get(id);
  if (pending?.state === 'waiting') problems.push({ kind: 'open', about: id, what: 'its request still waits' });
  const undecided =
    pending && evidence.messages.filter((message) => noticesOf(message, pending) && isUndecided(message));
  for (const message of undecided ?? [])
    problems.push({ kind: 'undecided', about: id, what: `${pending?.state}, but its notice says: ${brief(message)}` });
  return problems;
}

type Noticed = { readonly id: string; readonly notice: { readonly messageId: string } | null };

function noticesOf({ id, buttons }: LastMessage, pending: Noticed): boolean {
  return id === pending.notice?.messageId || buttons.some((button) => button.includes(`:${pending.id}`));
}

/** The messages that belong to a wish: replies to what was done about it, and those that name its message or its nonce. */
export function messagesOf(evidence: Evidence, { id, userId }: Wish): readonly LastMessage[] {
  const replied = evidence.acts.filter((act) => act.requestId === id && act.userId === userId);
  const ids = new Set([...replied.flatMap(({ messageIds }) => messageIds)]);
  const address = evidence.jobs.get(id)?.replyTo.messageId;
  if (address) ids.add(address);
  const names = [id, ...replied.map(({ interactionId }) => interactionId)];
  const nonces = new Set(names.flatMap((name) => memberPurposes.map((purpose) => nonceOf(name, purpose))));
  return evidence.messages.filter(
    (message) =>
      ids.has(message.id) ||
      (message.nonce !== null && nonces.has(message.nonce)) ||
      message.files.some((name) => name.includes(`easel-${id}-`)),
  );
}

function judgeTelling(evidence: Evidence, wish: Wish): Verdict {
  const linked = messagesOf(evidence, wish).filter(({ viewerId }) => viewerId === null || viewerId === wish.userId);
  const isTold = linked.some(tellsTheEnd);
  const stuck = linked.filter((message) => isUnderWay(message) || (saysMaking(message) && !isTold));
  const about = wish.id;
  const left = stuck.map((message) => {
    const what = `${message.viewerId === null ? 'a public message' : 'a private message'} still says: ${brief(message)}`;
    return { kind: kindOf(message, evidence, { ...wish, isTold }), about, what };
  });
  const problems = left.filter(({ kind }) => kind === 'left');
  const notes = left.filter(({ kind }) => kind !== 'left');
  if (isTold) return { problems, notes };
  return {
    problems: [...problems, ...silence(evidence, wish, linked)],
    notes: [...notes, ...unanswered(evidence, wish)],
  };
}

/**
 * Where nothing is stored, or no more than a question about the price that nobody could read, no process can know of it. Of the word that
 * approvers were asked none does either, nor of a further press: where their member reads elsewhere how the request ended.
 */
function kindOf(
  message: LastMessage,
  evidence: Evidence,
  { id, isTold }: Wish & { readonly isTold: boolean },
): 'out of reach' | 'cut off' | 'left' {
  if (isOutOfReach(message, evidence)) return 'out of reach';
  const pending = evidence.pending.get(id);
  const isAsked = pending !== undefined && !(pending.reason === 'price' && isUnanswered(pending));
  const isStored = isAsked || evidence.jobs.has(id) || entriesOf(evidence, id).length > 0;
  const isOfApprovers = pending !== undefined && pending.reason !== 'price';
  const isElsewhere = isTold && (isOfApprovers || actOf(message, evidence)?.interactionId !== id);
  return (!isStored || isElsewhere) && isCutOff(message, evidence) ? 'cut off' : 'left';
}

function isUnanswered({ state }: PendingRequest): boolean {
  return state === 'waiting' || state === 'expired';
}

function actOf({ id }: LastMessage, { acts }: Evidence): Act | undefined {
  return acts.find(({ messageIds }) => messageIds.includes(id));
}

/** A private "thinking…" whose process ended soon after, perhaps before it had decided: Discord ends it by itself. */
function isCutOff(message: LastMessage, evidence: Evidence): boolean {
  return message.viewerId !== null && message.isThinking && wasKilledWithin(admissionMs, message, evidence);
}

/** The process that had the interaction of a message ended so soon after it was made, or while it was on its way. */
export function wasKilledWithin(ms: number, message: LastMessage, evidence: Evidence): boolean {
  const { atMs = message.madeAtMs, door = null } = actOf(message, evidence) ?? {};
  return livesAt(evidence, door).some(({ endedAtMs }) => endedAtMs >= atMs && endedAtMs < message.madeAtMs + ms);
}

/** Neither on its way, nor only a pointer, nor the word that somebody else will decide. */
function tellsTheEnd(message: LastMessage): boolean {
  if (message.files.length > 0) return true;
  return ![isUnderWay, asksPrice, saysMaking, pointsElsewhere, saysAsked].some((still) => still(message));
}

/** Nobody has told the member; that is as it should be only where Discord itself has said that nothing came of it. */
function silence(evidence: Evidence, wish: Wish, linked: readonly LastMessage[]): Problem[] {
  const { id } = wish;
  const pending = evidence.pending.get(id);
  if (pending?.reason === 'price' && pending.state !== 'approved') return [];
  const isPastDecision = pending !== undefined && pending.reason !== 'price' && pending.state !== 'dropped';
  if (isPastDecision) return [{ kind: 'untold', about: id, what: `${pending.state}, and the member was not told` }];
  if (asksOf(evidence, id).every(wasMissed)) return [];
  if (linked.some(isUnderWay) || linked.some(saysMaking)) return [];
  return [{ kind: 'untold', about: id, what: 'answered, and then never told how it ended' }];
}

function unanswered(evidence: Evidence, { id }: Wish): Problem[] {
  const isMissed = asksOf(evidence, id).every(wasMissed);
  return isMissed ? [{ kind: 'unanswered', about: id, what: 'Discord said that the application did not respond' }] : [];
}

/** A process that was up for all of Discord's three seconds has no excuse for saying nothing. */
function ignored(evidence: Evidence, { id }: Wish): Problem[] {
  const asks = asksOf(evidence, id).filter(wasMissed);
  const isIgnored = asks.some(({ atMs, door }) =>
    livesAt(evidence, door).some(({ upAtMs, endedAtMs }) => upAtMs <= atMs && endedAtMs >= atMs + firstAnswerMs),
  );
  return isIgnored
    ? [{ kind: 'ignored', about: id, what: 'the bot was up, and gave no answer within three seconds' }]
    : [];
}

function wasMissed({ answer }: Act): boolean {
  return answer === 'none' || answer === 'missed';
}

function asksOf(evidence: Evidence, id: string): readonly Act[] {
  return evidence.acts.filter(({ requestId }) => requestId === id);
}

/** A message in a line. */
export function brief({ content, isThinking, buttons, files }: LastMessage): string {
  const parts = [isThinking ? 'thinking…' : JSON.stringify(content), ...buttons.map((id) => `[${id}]`), ...files];
  return parts.join(' ');
}
