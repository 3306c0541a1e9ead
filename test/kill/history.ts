import { type Evidence, entriesOf, type Problem, type Wish } from './evidence.ts';
import { brief, messagesOf } from './judge-wish.ts';

/** Everything that is known of what a problem is about, in the order in which it is looked at. */
export function historyOf(evidence: Evidence, { about }: Problem): string[] {
  const wish = evidence.wishes.find(({ id }) => id === about);
  return wish === undefined ? [] : [...deedsOf(evidence, wish), ...shownOf(evidence, wish), ...keptOf(evidence, wish)];
}

function deedsOf({ acts, wishes, lives }: Evidence, wish: Wish): string[] {
  const first = lives[0]?.upAtMs ?? 0;
  const at = (ms: number) => `${((ms - first) / 1000).toFixed(2)} s`;
  const named = acts.filter(({ requestId, text }) => requestId === wish.id || text.includes(wish.id));
  const twins = wishes.filter(({ label, id }) => label === wish.label && id !== wish.id).map(({ id }) => id);
  const spans = lives.filter(({ endedAtMs }) => endedAtMs >= wish.askedAtMs).slice(0, 8);
  return [
    `${wish.id} (${wish.label}) of <@${wish.userId}>: ${wish.count} picture(s)${wish.isPrivate ? ', private' : ''}, asked at ${at(wish.askedAtMs)}`,
    ...(twins.length > 0 ? [`the same prompt: ${twins.join(', ')}`] : []),
    ...named.map(
      ({ atMs, kind, text, answer, door }) =>
        `did at ${at(atMs)}: ${kind} ${text} -> ${answer}${door ? ` (${door})` : ''}`,
    ),
    ...spans.map(
      ({ name, upAtMs, endedAtMs, how }) => `${name} up at ${at(upAtMs)}, ended at ${at(endedAtMs)}: ${how}`,
    ),
  ];
}

function shownOf(evidence: Evidence, wish: Wish): string[] {
  return messagesOf(evidence, wish).map(
    (message) => `shown${message.viewerId === null ? '' : ' privately'}: ${message.id} ${brief(message)}`,
  );
}

function keptOf(evidence: Evidence, wish: Wish): string[] {
  const job = evidence.jobs.get(wish.id);
  const pending = evidence.pending.get(wish.id);
  const entries = entriesOf(evidence, wish.id);
  const grants = evidence.books.flatMap((books) =>
    books.entries.filter(({ id }) => id.startsWith(`approval:${wish.id}`)),
  );
  return [
    ...(pending ? [`pending: ${pending.reason}, ${pending.state}, ${pending.credits} credits`] : []),
    ...(job
      ? [
          `job: ${job.state}, error ${job.error}, cancelled by ${job.cancelledBy}, ${job.credits} credits, came ${job.came}, charged ${job.charged}, tickets ${job.tickets.map(({ remoteId }) => remoteId).join(' ')}`,
        ]
      : []),
    ...[...entries, ...grants].map(
      ({ seq, kind, id, credits, reason }) => `entry ${seq}: ${kind} ${id} ${credits} ${reason}`,
    ),
    ...evidence.submits
      .filter(({ label }) => label === wish.label)
      .map(
        ({ service, remoteId, ending, isAnswerLost, atMs }) =>
          `submit: ${service} ${remoteId} at ${((atMs - (evidence.lives[0]?.upAtMs ?? 0)) / 1000).toFixed(2)} s, ${ending}${isAnswerLost ? ', answer lost' : ''}`,
      ),
  ];
}
