import type { Migration } from '../migrate.ts';

/**
 * Who works on which job, where several processes share a database. A job is its owner's as long as the owner's lease lasts; every
 * change of owner raises `epoch`. `stop_by` is who wants a job stopped that another process works on. `repeated_work` says when a
 * work is due again that one of the processes does.
 */
export const cluster: Migration = {
  number: 15,
  name: 'cluster',
  statements: [
    `CREATE TABLE processes (
      name TEXT NOT NULL PRIMARY KEY,
      role TEXT NOT NULL,
      version TEXT NOT NULL,
      in_flight BIGINT NOT NULL CHECK (in_flight >= 0),
      lease_until_ms BIGINT NOT NULL
    )`,
    'ALTER TABLE jobs ADD COLUMN owner TEXT',
    'ALTER TABLE jobs ADD COLUMN epoch BIGINT NOT NULL DEFAULT 0',
    "ALTER TABLE jobs ADD COLUMN stop_by TEXT CHECK (stop_by IN ('user', 'moderator'))",
    'CREATE INDEX jobs_owned ON jobs (owner) WHERE closed_at_ms IS NULL',
    'CREATE INDEX jobs_to_stop ON jobs (owner) WHERE stop_by IS NOT NULL AND closed_at_ms IS NULL',
    'CREATE TABLE repeated_work (name TEXT NOT NULL PRIMARY KEY, due_at_ms BIGINT NOT NULL)',
  ],
};
