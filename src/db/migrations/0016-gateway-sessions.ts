import type { Migration } from '../migrate.ts';

const statements = [
  `CREATE TABLE gateway_sessions (
    bot TEXT NOT NULL,
    session_id TEXT NOT NULL,
    shard_count BIGINT NOT NULL,
    shard_id BIGINT NOT NULL,
    resume_url TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    application_id TEXT NOT NULL,
    owner TEXT,
    lease_until_ms BIGINT NOT NULL,
    PRIMARY KEY (bot, session_id)
  )`,
  'CREATE INDEX gateway_sessions_of_shard ON gateway_sessions (bot, shard_count, shard_id)',
  `CREATE TABLE gateway_identifies (
    bot TEXT NOT NULL,
    bucket BIGINT NOT NULL,
    next_at_ms BIGINT NOT NULL,
    PRIMARY KEY (bot, bucket)
  )`,
];

/**
 * Sessions with Discord's gateway, which the next process resumes, and when the next session of each bucket may be opened.
 * `bot` stands for the token and the address of the API; `owner` is the process that has the session open, NULL once it has let go,
 * and `lease_until_ms` by the database's clock until when it counts as alive, or when it let go.
 */
export const gatewaySessions: Migration = {
  number: 16,
  name: 'gateway sessions',
  statements,
};
