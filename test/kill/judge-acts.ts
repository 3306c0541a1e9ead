import type { Act, Evidence, Problem, Verdict } from './evidence.ts';
import { saysMoved } from './texts.ts';

const moving: ReadonlySet<string> = new Set(['give', 'grant', 'refund']);

/** Gifts, grants and refunds: what is said to have happened stands in the journal. */
export function judgeActs(evidence: Evidence): Verdict {
  const acts = evidence.acts.filter(({ kind }) => moving.has(kind));
  const told = new Set(evidence.messages.filter(saysMoved).map(({ id }) => id));
  const isTold = ({ messageIds }: Act) => messageIds.some((id) => told.has(id));
  return {
    problems: acts.filter((act) => isTold(act) && !isWritten(act, evidence)).map((act) => reportOf('untrue', act)),
    notes: acts
      .filter((act) => isUnanswered(act) && isWritten(act, evidence))
      .map((act) => reportOf('done unanswered', act)),
  };
}

function isUnanswered({ answer, kind }: Act): boolean {
  return kind !== 'refund' && (answer === 'none' || answer === 'missed');
}

/** A refund is named by its job, the others by their interaction. */
function isWritten({ kind, interactionId, text }: Act, { books }: Evidence): boolean {
  const id = kind === 'refund' ? /job:(\d+)/.exec(text)?.[1] : interactionId;
  return books.some(({ entries }) => entries.some((entry) => entry.kind === kind && entry.id === id));
}

function reportOf(kind: string, { userId, text, answer }: Act): Problem {
  return { kind, about: null, what: `<@${userId}> typed ${text} -> ${answer}` };
}
