import type { ChannelId, GuildId, JobId, MessageId, UserId } from './ids.ts';
import type { SourceImage } from './request.ts';

/**
 * The pictures of a message, looked up by the bot's own right; none where the message is gone.
 *
 * @throws {@link BotError} `refused.image` when Discord does not answer, or does not let the bot look there
 */
export type FindPictures = (channelId: ChannelId, messageId: MessageId) => Promise<readonly SourceImage[]>;

/** Pictures that a member chose to edit from a message which the bot may not read, until their form is sent. */
export interface PickedPictures {
  readonly id: JobId;
  readonly guildId: GuildId;
  readonly userId: UserId;
  readonly images: readonly SourceImage[];
}

/** They survive restarts, for as long as their addresses are good. @throws {@link BotError} `store.unavailable` */
export interface Picks {
  keep(picked: PickedPictures): Promise<void>;
  /** Null when they are gone, or somebody else's. */
  find(picked: Pick<PickedPictures, 'id' | 'guildId' | 'userId'>): Promise<readonly SourceImage[] | null>;
}
