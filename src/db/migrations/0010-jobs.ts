import type { Migration } from '../migrate.ts';

/**
 * What members asked for. `closed_at_ms` is NULL while a job needs Easel. `typed` holds the member's own words and addresses (JSON),
 * NULL once they are deleted; `doc` holds what is only read whole (JSON), and nothing that names the member or that the member typed.
 * `cost_credits` is what counts against the operator's limits: `jobs_closed` has all columns that the sum of a day reads.
 */
export const jobs: Migration = {
  number: 10,
  name: 'jobs',
  statements: [
    `CREATE TABLE jobs (
      job_id TEXT NOT NULL PRIMARY KEY,
      guild_id TEXT NOT NULL,
      user_id TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN
        ('opened', 'sending', 'submitted', 'delivering', 'unsure', 'delivered', 'failed', 'cancelled')),
      opened_at_ms BIGINT NOT NULL,
      closed_at_ms BIGINT CHECK (closed_at_ms IS NULL OR state IN ('delivered', 'failed', 'cancelled')),
      cost_credits BIGINT NOT NULL CHECK (cost_credits >= 0),
      cancelled_by TEXT CHECK (cancelled_by IN ('user', 'moderator')),
      is_removed SMALLINT NOT NULL CHECK (is_removed IN (0, 1)),
      is_retried SMALLINT NOT NULL CHECK (is_retried IN (0, 1)),
      sealed_token TEXT,
      typed TEXT,
      doc TEXT NOT NULL
    )`,
    'CREATE INDEX jobs_open ON jobs (guild_id, user_id) WHERE closed_at_ms IS NULL',
    `CREATE INDEX jobs_closed ON jobs (closed_at_ms, opened_at_ms, guild_id, cost_credits)
      WHERE closed_at_ms IS NOT NULL`,
    'CREATE INDEX jobs_typed ON jobs (closed_at_ms) WHERE closed_at_ms IS NOT NULL AND typed IS NOT NULL',
  ],
};
