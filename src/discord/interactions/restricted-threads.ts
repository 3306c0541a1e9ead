import type { ChannelId } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import { describeError } from '../messages/failures.ts';
import { type RetryDeps, withTimeout } from '../messages/retry.ts';
import type { MessageRoutes } from '../messages/routes.ts';
import type { Caller } from './interaction.ts';

interface ThreadMarkDeps {
  readonly routes: Pick<MessageRoutes, 'findChannel'>;
  readonly retryDeps: RetryDeps;
  readonly log: Log;
}

/** The caller as their channel is marked: a thread counts as the channel that it is in. Never rejects. */
type WithThreadMark = (caller: Caller) => Promise<Caller>;

/** A form has to be opened within three seconds, so the question may not take long. */
const budgetMs = 700;
/** How long an answer holds: marks change now and then. */
const goodForMs = 5 * 60_000;
/** Channels that are remembered; the oldest make room. */
const mostKept = 1000;

/**
 * Discord marks channels as age-restricted, and not the threads in them: their channel is asked for, once in a while. A
 * channel that cannot be read is not age-restricted.
 */
export function createThreadMarks({ routes, retryDeps, log }: ThreadMarkDeps): WithThreadMark {
  const { clock } = retryDeps;
  const kept = new Map<ChannelId, { readonly untilMs: number; readonly isRestricted: Promise<boolean> }>();

  const ask = (id: ChannelId): Promise<boolean> => {
    const known = kept.get(id);
    if (known !== undefined && clock.now() < known.untilMs) return known.isRestricted;
    const isRestricted = withTimeout(clock, budgetMs, (signal) => routes.findChannel(id, signal)).then(
      (channel) => channel.isAgeRestricted,
      (error: unknown) => {
        kept.delete(id);
        log.warn({ channelId: id, error: describeError(error) }, 'the channel of a thread cannot be read');
        return false;
      },
    );
    kept.delete(id);
    kept.set(id, { untilMs: clock.now() + goodForMs, isRestricted });
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return isRestricted;
  };

  return async (caller) => {
    const { parentChannelId, isAgeRestricted } = caller;
    if (parentChannelId === null || isAgeRestricted) return caller;
    return { ...caller, isAgeRestricted: await ask(parentChannelId) };
  };
}
