import type { Migration } from '../migrate.ts';

/**
 * Requests that wait for a decision, or for what the decision leads to. `closed_at_ms` is NULL until all of that is done; from
 * then on `doc` (JSON) holds no prompt.
 */
export const pendingRequests: Migration = {
  number: 11,
  name: 'pending-requests',
  statements: [
    `CREATE TABLE pending_requests (
      request_id TEXT NOT NULL PRIMARY KEY,
      guild_id TEXT NOT NULL,
      user_id TEXT NOT NULL,
      asked_at_ms BIGINT NOT NULL,
      closed_at_ms BIGINT,
      doc TEXT NOT NULL
    )`,
    'CREATE INDEX pending_requests_open ON pending_requests (asked_at_ms) WHERE closed_at_ms IS NULL',
    'CREATE INDEX pending_requests_closed ON pending_requests (closed_at_ms) WHERE closed_at_ms IS NOT NULL',
    'CREATE INDEX pending_requests_of_member ON pending_requests (guild_id, user_id)',
  ],
};
