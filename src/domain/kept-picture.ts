import type { GuildId, JobId, UserId } from './ids.ts';
import type { ImageFile } from './job.ts';

/** Whose kept picture it is. */
export interface KeptOwner {
  /** The job's. */
  readonly id: JobId;
  readonly guildId: GuildId;
  readonly userId: UserId;
}

/** A paid picture that Discord did not take, in the store until its member fetches it. */
export interface KeptPictures {
  /** @throws {@link BotError} `store.unavailable`, also where there is no room */
  keep(owner: KeptOwner, images: readonly ImageFile[]): Promise<void>;
  /** Newest first. @throws {@link BotError} `store.unavailable` */
  listOf(guildId: GuildId, userId: UserId): Promise<readonly { readonly id: JobId; readonly untilMs: number }[]>;
  /** Null where they are gone, or somebody else's. @throws {@link BotError} `store.unavailable` */
  find(owner: KeptOwner): Promise<readonly ImageFile[] | null>;
}
