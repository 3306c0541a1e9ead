import type { Evidence, LastMessage, Problem, Verdict } from './evidence.ts';
import { judgeActs } from './judge-acts.ts';
import { judgeBooks } from './judge-books.ts';
import { judgeSubmits } from './judge-submits.ts';
import { brief, judgeWish, messagesOf } from './judge-wish.ts';
import { isUnderWay } from './texts.ts';

/** Whether anything was given away, lost, left undone or left unsaid. */
export function judge(evidence: Evidence): Verdict {
  const wishes = evidence.wishes.map((wish) => judgeWish(evidence, wish));
  const submits = judgeSubmits(evidence);
  const acts = judgeActs(evidence);
  const problems = [
    ...evidence.books.flatMap(judgeBooks),
    ...wishes.flatMap((verdict) => verdict.problems),
    ...submits.problems,
    ...acts.problems,
    ...judgeOthers(evidence),
  ];
  return { problems, notes: [...wishes.flatMap(({ notes }) => notes), ...submits.notes, ...acts.notes] };
}

/** Messages that belong to no wish have an end too. */
function judgeOthers(evidence: Evidence): Problem[] {
  const known = new Set(evidence.wishes.flatMap((wish) => messagesOf(evidence, wish).map(({ id }) => id)));
  const left = evidence.messages.filter((message) => !known.has(message.id) && isUnderWay(message));
  return left.map((message) => ({
    kind: 'left',
    about: wishIn(message, evidence),
    what: `a message still says: ${brief(message)}`,
  }));
}

function wishIn({ buttons }: LastMessage, { wishes }: Evidence): string | null {
  return wishes.find(({ id }) => buttons.some((button) => button.includes(`:${id}`)))?.id ?? null;
}
