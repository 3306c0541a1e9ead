import { type Evidence, type Problem, picturesOf, type Submit, type Verdict } from './evidence.ts';

/** Never more remote jobs than pictures asked for, and nothing that a service was paid for is lost. */
export function judgeSubmits(evidence: Evidence): Verdict {
  const labels = [...new Set(evidence.submits.map(({ label }) => label))];
  const verdicts = labels.map((label) => judgeLabel(evidence, label));
  return {
    problems: verdicts.flatMap(({ problems }) => problems),
    notes: verdicts.flatMap(({ notes }) => notes),
  };
}

function judgeLabel(evidence: Evidence, label: string): Verdict {
  const wishes = evidence.wishes.filter((wish) => wish.label === label);
  const about = wishes[0]?.id ?? null;
  const taken = evidence.submits.filter((submit) => submit.label === label && submit.remoteId !== null);
  const asked = wishes.filter(({ id }) => evidence.jobs.has(id)).reduce((sum, { count }) => sum + count, 0);
  const made = taken.reduce((sum, { pictures }) => sum + pictures, 0);
  const problems: Problem[] = [];
  if (made > asked) problems.push({ kind: 'submits', about, what: `${made} pictures ordered, ${asked} asked for` });
  const lost = taken.filter((submit) => submit.ending === 'success' && !isPosted(evidence, submit));
  const notes: Problem[] = [];
  for (const submit of lost) {
    const what = `${submit.service} made ${submit.remoteId} and was paid; it was never posted`;
    if (submit.isAnswerLost && !isKnown(evidence, submit))
      notes.push({ kind: 'unsure', about, what: `${what}: the answer to the submit was lost` });
    else problems.push({ kind: 'paid and lost', about, what });
  }
  return { problems, notes };
}

function isKnown({ jobs }: Evidence, { remoteId }: Submit): boolean {
  return [...jobs.values()].some(({ tickets }) => tickets.some((ticket) => ticket.remoteId === remoteId));
}

/** The job that holds the ticket has been posted, with at least as many pictures as its tickets made. */
function isPosted(evidence: Evidence, { remoteId }: Submit): boolean {
  const job = [...evidence.jobs.values()].find(({ tickets }) => tickets.some((ticket) => ticket.remoteId === remoteId));
  if (job === undefined) return false;
  const own = evidence.submits.filter(
    (submit) => submit.ending === 'success' && job.tickets.some((ticket) => ticket.remoteId === submit.remoteId),
  );
  const made = own.reduce((sum, { pictures }) => sum + pictures, 0);
  const posted = picturesOf(evidence, job.id).reduce((sum, { files }) => sum + files.length, 0);
  return posted >= made;
}
