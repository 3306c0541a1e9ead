import type { Migration } from '../migrate.ts';

/** Of the view. A change without an account, a hold or a settled picture has NULL in their columns. */
const columns =
  `guild_id:TEXT seq:BIGINT at_ms:BIGINT kind:TEXT id:TEXT act:TEXT member:BIGINT bonus_after:BIGINT by_member:BIGINT
  by_bonus_after:BIGINT by_user_id:TEXT credits:BIGINT reason:TEXT pool:BIGINT added:BIGINT bonuses:BIGINT held:BIGINT
  spent:BIGINT members:BIGINT is_open:SMALLINT refilled_since_ms:BIGINT mode:TEXT
  account_number:BIGINT account_user_id:TEXT account_bonus:BIGINT account_held:BIGINT day_used:BIGINT day_since_ms:BIGINT
  week_used:BIGINT week_since_ms:BIGINT month_used:BIGINT month_since_ms:BIGINT
  hold_member:BIGINT hold_job_id:TEXT hold_credits:BIGINT from_allowance:BIGINT from_bonus:BIGINT from_pool:BIGINT model:TEXT
  held_at_ms:BIGINT expires_at_ms:BIGINT is_minted:SMALLINT state:TEXT charged:BIGINT returned:BIGINT refunded:BIGINT
  refunded_to_pool:BIGINT settled_at_ms:BIGINT pictures:BIGINT hold_day_since_ms:BIGINT hold_week_since_ms:BIGINT
  hold_month_since_ms:BIGINT
  used_pictures:BIGINT used_credits:BIGINT used_day_ms:BIGINT used_week_ms:BIGINT used_month_ms:BIGINT`
    .split(/\s+/)
    .map((column) => column.replace(/(\w+):(\w+)/, 'CAST(NULL AS $2) AS $1'));

/** In the SQL that both engines share in a trigger. */
const writes = `
  UPDATE guilds SET seq = NEW.seq, members = NEW.members, is_open = NEW.is_open, refilled_since_ms = NEW.refilled_since_ms,
    mode = NEW.mode, pool = NEW.pool, added = NEW.added, bonuses = NEW.bonuses, held = NEW.held, spent = NEW.spent
    WHERE guild_id = NEW.guild_id;
  INSERT INTO members (guild_id, number, user_id, is_erased, bonus, held, day_used, day_since_ms, week_used, week_since_ms,
      month_used, month_since_ms)
    SELECT NEW.guild_id, NEW.account_number, NEW.account_user_id, 0, NEW.account_bonus, NEW.account_held, NEW.day_used,
      NEW.day_since_ms, NEW.week_used, NEW.week_since_ms, NEW.month_used, NEW.month_since_ms
    WHERE NEW.account_number IS NOT NULL
    ON CONFLICT (guild_id, number) DO UPDATE SET bonus = excluded.bonus, held = excluded.held, day_used = excluded.day_used,
      day_since_ms = excluded.day_since_ms, week_used = excluded.week_used, week_since_ms = excluded.week_since_ms,
      month_used = excluded.month_used, month_since_ms = excluded.month_since_ms;
  INSERT INTO entries (guild_id, seq, kind, at_ms, id, act, member, bonus_after, by_member, by_bonus_after, by_user_id, credits,
      reason, pool_after, added_after, bonuses_after, held_after, spent_after, pictures, from_pool)
    VALUES (NEW.guild_id, NEW.seq, NEW.kind, NEW.at_ms, NEW.id, NEW.act, NEW.member, NEW.bonus_after, NEW.by_member,
      NEW.by_bonus_after, NEW.by_user_id, NEW.credits, NEW.reason, NEW.pool, NEW.added, NEW.bonuses, NEW.held, NEW.spent,
      NEW.pictures, NEW.from_pool);
  INSERT INTO holds (guild_id, job_id, member, credits, from_allowance, from_bonus, from_pool, model, held_at_ms, expires_at_ms,
      is_minted, state, charged, returned, refunded, refunded_to_pool, settled_at_ms, pictures, day_since_ms, week_since_ms,
      month_since_ms)
    SELECT NEW.guild_id, NEW.hold_job_id, NEW.hold_member, NEW.hold_credits, NEW.from_allowance, NEW.from_bonus, NEW.from_pool,
      NEW.model, NEW.held_at_ms, NEW.expires_at_ms, NEW.is_minted, NEW.state, NEW.charged, NEW.returned, NEW.refunded,
      NEW.refunded_to_pool, NEW.settled_at_ms, NEW.pictures, NEW.hold_day_since_ms, NEW.hold_week_since_ms,
      NEW.hold_month_since_ms
    WHERE NEW.hold_member IS NOT NULL
    ON CONFLICT (guild_id, job_id) DO UPDATE SET member = excluded.member, credits = excluded.credits,
      from_allowance = excluded.from_allowance, from_bonus = excluded.from_bonus, from_pool = excluded.from_pool,
      model = excluded.model, held_at_ms = excluded.held_at_ms, expires_at_ms = excluded.expires_at_ms,
      is_minted = excluded.is_minted, state = excluded.state, charged = excluded.charged, returned = excluded.returned,
      refunded = excluded.refunded, refunded_to_pool = excluded.refunded_to_pool, settled_at_ms = excluded.settled_at_ms,
      pictures = excluded.pictures, day_since_ms = excluded.day_since_ms, week_since_ms = excluded.week_since_ms,
      month_since_ms = excluded.month_since_ms;
  INSERT INTO usage (guild_id, period, starts_at_ms, member, model, pictures, credits)
    SELECT NEW.guild_id, period, starts_at_ms, NEW.hold_member, NEW.model, NEW.used_pictures, NEW.used_credits
    FROM (SELECT 'day' AS period, NEW.used_day_ms AS starts_at_ms UNION ALL SELECT 'week', NEW.used_week_ms
      UNION ALL SELECT 'month', NEW.used_month_ms) AS used
    WHERE NEW.used_pictures IS NOT NULL AND NEW.hold_member IS NOT NULL
    ON CONFLICT (guild_id, period, starts_at_ms, member, model) DO UPDATE
      SET pictures = usage.pictures + excluded.pictures, credits = usage.credits + excluded.credits;`;

const view = `CREATE VIEW ledger_changes AS SELECT ${columns.join(', ')} WHERE 1 = 0`;

/** On SQLite. Dropped and made again by a later step that replaces a table behind it. */
export const ledgerTrigger = `CREATE TRIGGER ledger_changes_write INSTEAD OF INSERT ON ledger_changes BEGIN ${writes} END`;

/**
 * A change of a guild's books, written by one statement: a row that is inserted into the view `ledger_changes` becomes the new sums
 * of the guild, an account, an entry, a hold and what the usage counts. The view itself is always empty.
 */
export const ledgerChanges: Migration = {
  number: 12,
  name: 'ledger changes',
  statements: {
    sqlite: [view, ledgerTrigger],
    postgres: [
      view,
      `CREATE FUNCTION write_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN ${writes} RETURN NEW; END $body$`,
      `CREATE TRIGGER ledger_changes_write INSTEAD OF INSERT ON ledger_changes
        FOR EACH ROW EXECUTE FUNCTION write_ledger_change()`,
    ],
  },
};
