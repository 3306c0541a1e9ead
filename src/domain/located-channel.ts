import type { ChannelId, GuildId } from './ids.ts';

/** `here` it is one of the server's; `elsewhere` it is not; `hidden` the bot cannot see it; `unknown` Discord does not answer. */
export type ChannelPlace = 'here' | 'elsewhere' | 'hidden' | 'unknown';

/** Asks Discord, by the bot's own right, whether a channel is one of the server's. Never rejects. */
export type LocateChannel = (guildId: GuildId, channelId: ChannelId) => Promise<ChannelPlace>;
