import type { Migration } from '../migrate.ts';
import { ledgerTrigger } from './0012-ledger-changes.ts';

/**
 * The usage of SQLite lies in one tree, in the order in which it is read: a period, a start, a model. Before, each row was looked up
 * by itself, and the rows were sorted again. PostgreSQL has no such tables.
 */
export const usageInOrder: Migration = {
  number: 13,
  name: 'usage in order',
  statements: {
    sqlite: [
      'DROP TRIGGER ledger_changes_write',
      'ALTER TABLE usage RENAME TO usage_before',
      `CREATE TABLE usage (
        guild_id TEXT NOT NULL,
        period TEXT NOT NULL CHECK (period IN ('day', 'week', 'month')),
        starts_at_ms BIGINT NOT NULL,
        member BIGINT NOT NULL,
        model TEXT NOT NULL,
        pictures BIGINT NOT NULL CHECK (pictures >= 0),
        credits BIGINT NOT NULL,
        PRIMARY KEY (guild_id, period, starts_at_ms, model, member)
      ) WITHOUT ROWID`,
      `INSERT INTO usage (guild_id, period, starts_at_ms, member, model, pictures, credits)
        SELECT guild_id, period, starts_at_ms, member, model, pictures, credits FROM usage_before`,
      'DROP TABLE usage_before',
      ledgerTrigger,
    ],
    postgres: [],
  },
};
