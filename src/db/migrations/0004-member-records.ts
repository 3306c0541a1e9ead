import type { Migration } from '../migrate.ts';

/** What moderators hold about members. The list of a member's strikes, or of what the member has reported, is in order of `position`. */
export const memberRecords: Migration = {
  number: 4,
  name: 'member records',
  statements: [
    `CREATE TABLE suspensions (
      guild_id TEXT NOT NULL,
      user_id TEXT NOT NULL,
      until_ms BIGINT,
      reason TEXT NOT NULL CHECK (LENGTH(reason) <= 500),
      by_user_id TEXT,
      PRIMARY KEY (guild_id, user_id)
    )`,
    `CREATE TABLE strikes (
      guild_id TEXT NOT NULL,
      user_id TEXT NOT NULL,
      strike_id TEXT NOT NULL,
      position BIGINT NOT NULL,
      at_ms BIGINT NOT NULL,
      reason TEXT NOT NULL CHECK (LENGTH(reason) <= 500),
      by_user_id TEXT,
      is_forgiven SMALLINT NOT NULL CHECK (is_forgiven IN (0, 1)),
      PRIMARY KEY (guild_id, user_id, strike_id)
    )`,
    `CREATE TABLE reports (
      guild_id TEXT NOT NULL,
      user_id TEXT NOT NULL,
      job_id TEXT NOT NULL,
      position BIGINT NOT NULL,
      PRIMARY KEY (guild_id, user_id, job_id)
    )`,
  ],
};
