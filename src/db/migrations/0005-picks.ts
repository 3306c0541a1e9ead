import type { Migration } from '../migrate.ts';

/** Where pictures lie that members chose to edit, until their form is sent. */
export const pendingEdits: Migration = {
  number: 5,
  name: 'picks',
  statements: [
    `CREATE TABLE picks (
      job_id TEXT PRIMARY KEY,
      guild_id TEXT NOT NULL,
      user_id TEXT NOT NULL,
      at_ms BIGINT NOT NULL,
      images TEXT NOT NULL
    )`,
    'CREATE INDEX picks_of_member ON picks (guild_id, user_id)',
    'CREATE INDEX picks_by_age ON picks (at_ms)',
  ],
};
