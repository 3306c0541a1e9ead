import { z } from 'zod';
import { createReferee, type Referee } from '../../test/support/referee.ts';
import type { RecordedRequest } from '../discord/requests.ts';
import type { SandboxDiscord } from '../discord/start.ts';
import type { Violation } from './protocol.ts';

/** @see watchForViolations */
export type FoundViolation = Pick<Violation, 'method' | 'path' | 'problems'>;

/** Holds every request of the bot against Discord's published description and against what the loopback Discord answers. Returns what stops it. */
export function watchForViolations(
  discord: Pick<SandboxDiscord, 'onRequest'>,
  report: (violation: FoundViolation) => void,
): () => void {
  let referee: Referee | null = null;
  return discord.onRequest((request) => {
    if (!request.path.startsWith('/api/')) return;
    referee ??= createReferee();
    const problems = problemsOf(request, referee);
    if (problems.length > 0) report({ method: request.method, path: withoutToken(request.path), problems });
  });
}

function problemsOf(request: RecordedRequest, referee: Referee): readonly string[] {
  // What was made to go wrong is no fault of the bot, and what Discord refuses for its place or time is its answer.
  const isRefusedBody = request.fault === null && refusedBodies.has(codeOf(request.response) ?? 0);
  const refusal = isRefusedBody ? [`Discord answers ${request.status}: ${JSON.stringify(request.response)}`] : [];
  return [...refusal, ...referee.check(request)];
}

/** Too large, empty, of a wrong form, no JSON. */
const refusedBodies: ReadonlySet<number> = new Set([40005, 50006, 50035, 50109]);

function codeOf(response: unknown): number | undefined {
  return answered.safeParse(response).data?.code;
}

const answered = z.looseObject({ code: z.int() });

/** An interaction's token writes for a quarter of an hour: it is shown nowhere. */
function withoutToken(path: string): string {
  return path.replace(/^(\/api\/v10\/(?:webhooks|interactions)\/\d+\/)[^/]+/u, '$1…');
}
