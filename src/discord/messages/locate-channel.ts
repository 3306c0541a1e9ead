import type { ChannelId, GuildId } from '#core/ids.ts';
import { failureOf } from './failures.ts';
import { type RetryDeps, withRetries } from './retry.ts';
import type { MessageRoutes } from './routes.ts';

/** An answer to a command is deferred by then, so that there is time for a second try. */
const budgetMs = 3_000;

/** Makes the function that finds out whose a channel is. */
export function createLocateChannel(routes: Pick<MessageRoutes, 'findChannel'>, retryDeps: RetryDeps): LocateChannel {
  return async (guildId, channelId) => {
    try {
      const found = await withRetries(retryDeps, budgetMs, (signal) => routes.findChannel(channelId, signal));
      return found.guildId === guildId ? 'here' : 'elsewhere';
    } catch (error) {
      return failureOf(error) === 'forbidden' ? 'hidden' : 'unknown';
    }
  };
}

/** `here` it is one of the server's; `elsewhere` it is not; `hidden` the bot cannot see it; `unknown` Discord does not answer. */
export type ChannelPlace = 'here' | 'elsewhere' | 'hidden' | 'unknown';

/** Asks Discord, by the bot's own right, whether a channel is one of the server's. Never rejects. */
export type LocateChannel = (guildId: GuildId, channelId: ChannelId) => Promise<ChannelPlace>;
