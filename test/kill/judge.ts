import type { Evidence, LastMessage, Verdict } from './evidence.ts';
import { judgeActs } from './judge-acts.ts';
import { judgeBooks } from './judge-books.ts';
import { judgeSubmits } from './judge-submits.ts';
import { brief, judgeWish, messagesOf, wasKilledWithin } from './judge-wish.ts';
import { isUnderWay } from './texts.ts';

/** Whether anything was given away, lost, left undone or left unsaid. */
export function judge(evidence: Evidence): Verdict {
  const wishes = evidence.wishes.map((wish) => judgeWish(evidence, wish));
  const submits = judgeSubmits(evidence);
  const acts = judgeActs(evidence);
  const others = judgeOthers(evidence);
  const problems = [
    ...evidence.books.flatMap(judgeBooks),
    ...wishes.flatMap((verdict) => verdict.problems),
    ...submits.problems,
    ...acts.problems,
    ...others.problems,
  ];
  return {
    problems,
    notes: [...wishes.flatMap(({ notes }) => notes), ...submits.notes, ...acts.notes, ...others.notes],
  };
}

/** A command takes no longer than this; one that is slower is refused. */
const commandMs = 30_000;

/**
 * Messages that belong to no wish have an end too. A command that only its member sees has no record that could be taken up:
 * where it was put off and then killed, Discord says after a quarter of an hour that nothing came.
 */
function judgeOthers(evidence: Evidence): Verdict {
  const known = new Set(evidence.wishes.flatMap((wish) => messagesOf(evidence, wish).map(({ id }) => id)));
  const left = evidence.messages.filter((message) => !known.has(message.id) && isUnderWay(message));
  const reports = left.map((message) => {
    const act = evidence.acts.find(({ messageIds }) => messageIds.includes(message.id));
    const isCutOff = message.isThinking && message.viewerId !== null && wasKilledWithin(commandMs, message, evidence);
    const what = `a message still says: ${brief(message)} (${act?.text ?? 'of no act'})`;
    return { kind: isCutOff ? 'cut off' : 'left', about: wishIn(message, evidence), what };
  });
  return {
    problems: reports.filter(({ kind }) => kind === 'left'),
    notes: reports.filter(({ kind }) => kind === 'cut off'),
  };
}

function wishIn({ buttons }: LastMessage, { wishes }: Evidence): string | null {
  return wishes.find(({ id }) => buttons.some((button) => button.includes(`:${id}`)))?.id ?? null;
}
