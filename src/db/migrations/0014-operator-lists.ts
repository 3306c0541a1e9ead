import type { Migration } from '../migrate.ts';

/** What a US dollar and a yuan are in thousandths of a credit. @see creditsOf in src/jobs/actual-cost.ts */
const [ofDollar, ofYuan] = [1_000_000, 140_000];

const columns = [
  "ALTER TABLE jobs ADD COLUMN model TEXT NOT NULL DEFAULT ''",
  "ALTER TABLE jobs ADD COLUMN kind TEXT NOT NULL DEFAULT 'image'",
  "ALTER TABLE jobs ADD COLUMN provider TEXT NOT NULL DEFAULT ''",
  'ALTER TABLE jobs ADD COLUMN error TEXT',
  'ALTER TABLE jobs ADD COLUMN charged BIGINT',
  'ALTER TABLE jobs ADD COLUMN took_thousandths BIGINT',
];

const sumOf = (currency: string, amount: string) =>
  `SELECT CAST(ROUND(SUM(CASE ${currency} WHEN 'USD' THEN ${amount} * ${ofDollar} WHEN 'CNY' THEN ${amount} * ${ofYuan} END)) AS BIGINT)`;

const fillOnSqlite = `UPDATE jobs SET
  model = COALESCE(json_extract(doc, '$.modelId'), ''),
  kind = COALESCE(json_extract(doc, '$.output'), 'image'),
  provider = COALESCE(json_extract(doc, '$.provider'), ''),
  error = json_extract(doc, '$.error'),
  charged = json_extract(doc, '$.charged'),
  took_thousandths = (${sumOf("json_extract(value, '$.currency')", "json_extract(value, '$.amount')")}
    FROM json_each(jobs.doc, '$.costs'))
  WHERE json_valid(doc)`;

const fillOnPostgres = `UPDATE jobs SET
  model = COALESCE(doc::jsonb ->> 'modelId', ''),
  kind = COALESCE(doc::jsonb ->> 'output', 'image'),
  provider = COALESCE(doc::jsonb ->> 'provider', ''),
  error = doc::jsonb ->> 'error',
  charged = (doc::jsonb ->> 'charged')::BIGINT,
  took_thousandths = (${sumOf("cost ->> 'currency'", "(cost ->> 'amount')::NUMERIC")}
    FROM jsonb_array_elements(doc::jsonb -> 'costs') AS cost)`;

/** Written once in the life of a job, when it closes; `jobs_closed` has all columns that lists and sums of the operator's page read. */
const indexes = [
  'DROP INDEX jobs_closed',
  `CREATE INDEX jobs_closed ON jobs (closed_at_ms, job_id, opened_at_ms, guild_id, user_id, state, model, kind, provider, error,
    cost_credits, charged, took_thousandths) WHERE closed_at_ms IS NOT NULL`,
  'CREATE INDEX jobs_closed_of_guild ON jobs (guild_id, closed_at_ms, job_id) WHERE closed_at_ms IS NOT NULL',
  'CREATE INDEX jobs_closed_of_member ON jobs (user_id, closed_at_ms, job_id) WHERE closed_at_ms IS NOT NULL',
  "CREATE INDEX usage_days ON usage (starts_at_ms) WHERE period = 'day'",
];

/**
 * What the operator's page lists and adds up. `took_thousandths` is what the service says that it took, in thousandths of a credit of
 * the price list; NULL where it says nothing.
 */
export const operatorLists: Migration = {
  number: 14,
  name: 'operator lists',
  statements: {
    sqlite: [...columns, fillOnSqlite, ...indexes],
    postgres: [...columns, fillOnPostgres, ...indexes],
  },
};
