import type { Migration } from '../migrate.ts';

/** Options of `/imagine` under a name. A guild's own presets have an empty `user_id`. `name_key` is the name as it is compared. */
export const presets: Migration = {
  number: 2,
  name: 'presets',
  statements: [
    `CREATE TABLE presets (
      guild_id TEXT NOT NULL,
      user_id TEXT NOT NULL,
      name_key TEXT NOT NULL,
      name TEXT NOT NULL,
      model TEXT,
      options TEXT NOT NULL,
      style TEXT NOT NULL,
      PRIMARY KEY (guild_id, user_id, name_key)
    )`,
  ],
};
