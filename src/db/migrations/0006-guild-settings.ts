import type { Migration } from '../migrate.ts';

/** What the operators of a guild have decided: a version that each change raises, and one JSON text per part. */
export const guildSettings: Migration = {
  number: 6,
  name: 'guild settings',
  statements: [
    'CREATE TABLE guild_settings (guild_id TEXT PRIMARY KEY, version BIGINT NOT NULL CHECK (version > 0))',
    `CREATE TABLE guild_settings_parts (
      guild_id TEXT NOT NULL,
      part TEXT NOT NULL,
      doc TEXT NOT NULL,
      PRIMARY KEY (guild_id, part)
    )`,
  ],
};
