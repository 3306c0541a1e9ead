import { createSemaphore } from '#core/lock.ts';
import { Responder } from '#discord/interactions/responder.ts';
import type { ReplyDeps } from '#discord/replies/reply-message.ts';
import { createSealer, createTokenLives, type Sealer } from '#discord/replies/tokens.ts';
import type { Delivery, Job, ReplyAddress } from '#jobs/job.ts';
import { createFakeClock, type FakeClock } from './clock.ts';
import { createRecordingLog, type RecordingLog } from './log.ts';
import { address, caller, job, noisePicture, secretToken, target } from './samples.ts';
import { createScriptedRoutes, type RouteCall, type ScriptedRoutes } from './scripted-routes.ts';

/** A reply's surroundings, with Discord scripted and the clock held still. */
export interface ReplyBench {
  readonly sealer: Sealer;
  readonly clock: FakeClock;
  readonly routes: ScriptedRoutes;
  readonly log: RecordingLog;
  readonly parts: ReplyDeps;
  /** The routes that were called, in their order. */
  readonly called: () => readonly string[];
  readonly last: () => RouteCall | undefined;
  readonly responderFor: (answers?: typeof target) => Responder;
  /** The sample job with its reply at such an address. */
  readonly jobAt: (change: Partial<ReplyAddress>) => Job;
  readonly delivery: (of?: Job) => Promise<Delivery>;
}

/** @see ReplyBench */
export function createReplyBench(): ReplyBench {
  const sealer = createSealer('bot token');
  const clock = createFakeClock(caller.askedAtMs);
  const routes = createScriptedRoutes();
  const log = createRecordingLog();
  const tokens = createTokenLives(clock);
  tokens.arrived(secretToken, clock.monotonic());
  const parts: ReplyDeps = {
    routes,
    retryDeps: { clock, random: () => 0.5 },
    sealer,
    tokens,
    uploads: createSemaphore(2),
    log,
  };
  return {
    sealer,
    clock,
    routes,
    log,
    parts,
    called: () => routes.calls.map(({ route }) => route),
    last: () => routes.calls.at(-1),
    responderFor: (answers = target) => new Responder(answers, routes, parts.retryDeps, clock.now()),
    jobAt: (change) => ({ ...job, replyTo: { ...address, sealedToken: sealer.seal(secretToken), ...change } }),
    delivery: async (of = job) => ({ job: of, media: [await noisePicture(8, 8)], tookMs: 1000 }),
  };
}
