import type { GuildId, JobId, UserId } from './ids.ts';

/** How many pictures a member may have marked in a guild. */
export const mostFavourites = 200;

/** A picture that a member has marked. */
export interface Favourite {
  readonly jobId: JobId;
  /** When it was marked, Unix milliseconds. */
  readonly atMs: number;
}

/** What a press has come to; `full` changes nothing. */
export type FavouriteToggled = 'added' | 'taken' | 'full';

/** What members have marked, in one guild each. @throws {@link BotError} `store.unavailable` */
export interface Favourites {
  /** Newest first. */
  list(guildId: GuildId, userId: UserId): Promise<readonly Favourite[]>;
  /** Marks the picture, or takes the mark away where it is there. */
  toggle(guildId: GuildId, userId: UserId, favourite: Favourite): Promise<FavouriteToggled>;
  /** Takes away the marks of pictures that are gone. Harmless when repeated. */
  drop(guildId: GuildId, userId: UserId, ids: readonly JobId[]): Promise<void>;
}
