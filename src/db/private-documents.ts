import type { GuildId, UserId } from '#core/ids.ts';

/** Documents about members that lie beside the books, as the export and the erasure of a member's data need them. */
export interface PrivateDocuments {
  /** What they are called in the export. */
  readonly name: string;
  /** Everything that is held about the member, as plain JSON. @throws {@link BotError} `store.unavailable` */
  exportOf(guildId: GuildId, userId: UserId): Promise<unknown>;
  /**
   * Deletes it. Harmless when repeated. Resolves with the moment at which the first of what has to stay may go, or null.
   *
   * @throws {@link BotError} `store.unavailable`
   */
  erase(guildId: GuildId, userId: UserId, nowMs: number): Promise<number | null>;
  /** Deletes what had to stay and need not any more; resolves as `erase` does. Harmless when repeated. @throws {@link BotError} `store.unavailable` */
  eraseRest?(guildId: GuildId, userId: UserId, nowMs: number): Promise<number | null>;
}
