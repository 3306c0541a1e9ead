import type { Job } from '#jobs/job.ts';
import { type Evidence, type Problem, picturesOf, type Submit, type Verdict } from './evidence.ts';

/** The services keep results for a day. */
const resultsLastMs = 23 * 3_600_000;

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
  const reports = lost.map((submit) => reportOf(evidence, submit, about));
  return {
    problems: [...problems, ...reports.filter(({ kind }) => kind === 'paid and lost')],
    notes: reports.filter(({ kind }) => kind !== 'paid and lost'),
  };
}

function reportOf(evidence: Evidence, submit: Submit, about: string | null): Problem {
  const { service, remoteId } = submit;
  const what = `${service} made ${remoteId} and was paid; it was never posted`;
  const job = jobOf(evidence, submit);
  if (job === undefined && submit.isAnswerLost) return { kind: 'unsure', about, what };
  const isPast = job?.error === 'media.unfetchable' && (job.endedAtMs ?? 0) - submit.atMs > resultsLastMs;
  return { kind: isPast ? 'down too long' : 'paid and lost', about, what };
}

function jobOf({ jobs }: Evidence, { remoteId }: Submit): Job | undefined {
  return [...jobs.values()].find(({ tickets }) => tickets.some((ticket) => ticket.remoteId === remoteId));
}

/** The job that holds the ticket has been posted, with at least as many pictures as its tickets made. */
function isPosted(evidence: Evidence, submit: Submit): boolean {
  const job = jobOf(evidence, submit);
  if (job === undefined) return false;
  const own = evidence.submits.filter(
    (each) => each.ending === 'success' && job.tickets.some((ticket) => ticket.remoteId === each.remoteId),
  );
  const made = own.reduce((sum, { pictures }) => sum + pictures, 0);
  const posted = picturesOf(evidence, job.id).reduce((sum, { files }) => sum + files.length, 0);
  return posted >= made;
}
