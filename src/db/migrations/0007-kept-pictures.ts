import type { Migration } from '../migrate.ts';

/** Paid pictures that Discord did not take. `position` tells which came later; the pictures themselves are last, so that a list does not read them. */
export const keptPictures: Migration = {
  number: 7,
  name: 'kept pictures',
  statements: [
    `CREATE TABLE kept_pictures (
      guild_id TEXT NOT NULL,
      job_id TEXT NOT NULL,
      user_id TEXT NOT NULL,
      position BIGINT NOT NULL,
      at_ms BIGINT NOT NULL,
      bytes BIGINT NOT NULL CHECK (bytes >= 0),
      images TEXT NOT NULL,
      PRIMARY KEY (guild_id, job_id)
    )`,
    'CREATE INDEX kept_pictures_of_member ON kept_pictures (guild_id, user_id, position)',
    'CREATE INDEX kept_pictures_by_position ON kept_pictures (position, bytes)',
    'CREATE INDEX kept_pictures_by_age ON kept_pictures (at_ms)',
  ],
};
