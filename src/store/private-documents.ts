import type { GuildId, UserId } from '../domain/ids.ts';

/** Documents about members that lie beside the books, as the export and the erasure of a member's data need them. */
export interface PrivateDocuments {
  /** What they are called in the export. */
  readonly name: string;
  /** Everything that is held about the member, as plain JSON. @throws {@link BotError} `store.unavailable` */
  exportOf(guildId: GuildId, userId: UserId): Promise<unknown>;
  /**
   * Deletes it. Harmless when repeated. Resolves with the moment until which something has to stay, or null.
   *
   * @throws {@link BotError} `store.unavailable`
   */
  erase(guildId: GuildId, userId: UserId, nowMs: number): Promise<number | null>;
  /** Deletes what had to stay, unless there is more by now. Harmless when repeated. @throws {@link BotError} `store.unavailable` */
  eraseRest?(guildId: GuildId, userId: UserId, nowMs: number): Promise<void>;
}
