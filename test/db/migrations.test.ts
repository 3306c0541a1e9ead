import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jobId } from '#core/ids.ts';
import { createLedger } from '#credits/ledger.ts';
import { createUsage } from '#credits/usage.ts';
import type { Database } from '#db/database.ts';
import { migrate } from '#db/migrate.ts';
import { migrations } from '#db/migrations.ts';
import { createPostgresDatabase } from '#db/postgres.ts';
import { createSqliteDatabase } from '#db/sqlite.ts';
import { openSqliteConnection } from '#db/sqlite-connection.ts';
import { engines, type TestDatabase } from '../support/store/engines.ts';
import { ada, dayMs, guild, holdOf, isSound, termsOf, wednesdayMs } from '../support/store/money.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';

const log = createRecordingLog();
const ledgerStep = 9;
const earlier = migrations.map(({ number }) => number - 1);

/** What the ledger's first step left of a guild with 10 credits, of which Ada holds 4. */
const asBefore = [
  `INSERT INTO guilds (guild_id, seq, members, is_open, mode, pool, added, bonuses, held, spent)
    VALUES ('${guild}', 2, 1, 1, 'limited', 6, 10, 0, 4, 0)`,
  `INSERT INTO members (guild_id, number, user_id, is_erased, bonus, held, day_used, day_since_ms, week_used, week_since_ms,
    month_used, month_since_ms) VALUES ('${guild}', 1, '${ada}', 0, 0, 4, 4, ${wednesdayMs - dayMs / 2}, 4, 0, 4, 0)`,
  `INSERT INTO holds (guild_id, job_id, member, credits, from_allowance, from_bonus, from_pool, model, held_at_ms, expires_at_ms,
    is_minted, state, charged, returned, refunded, refunded_to_pool, settled_at_ms, pictures, day_since_ms, week_since_ms,
    month_since_ms) VALUES ('${guild}', 'old', 1, 4, 4, 0, 0, 'flux-2-klein-9b', ${wednesdayMs}, ${wednesdayMs + dayMs},
    0, 'held', 0, 0, 0, 0, NULL, 0, ${wednesdayMs - dayMs / 2}, 0, 0)`,
  `INSERT INTO usage (guild_id, period, starts_at_ms, member, model, pictures, credits)
    VALUES ('${guild}', 'day', ${wednesdayMs - dayMs / 2}, 1, 'flux-2-klein-9b', 5, 50)`,
];

/** A job as it was before its figures had columns of their own. */
const doc = {
  modelId: 'wan',
  provider: 'runcomfy',
  output: 'video',
  error: 'provider.failed',
  charged: 3,
  costs: [
    { currency: 'USD', amount: 0.0061 },
    { currency: 'CNY', amount: 0.05 },
    { currency: 'coins', amount: 4 },
  ],
};
const jobRow = (
  id: string,
  of: object,
) => `INSERT INTO jobs (job_id, guild_id, user_id, state, opened_at_ms, closed_at_ms,
    cost_credits, is_removed, is_retried, doc)
  VALUES ('${id}', '${guild}', '${ada}', 'failed', 1, 2, 3, 0, 0, '${JSON.stringify(of)}')`;

const withCredits = {
  rows: asBefore,
  settled: { charged: 3, returned: 1 },
  spent: 5,
  usage: { pictures: 7, credits: 55 },
};
const withNothing = {
  rows: [],
  settled: { charged: 0, returned: 0 },
  spent: 2,
  usage: { pictures: 1, credits: 2 },
};

describe.each(engines)('the schema on $name', ({ name, create }) => {
  let server: TestDatabase;
  let database: Database;
  let close: () => Promise<void>;

  beforeEach(async () => {
    server = await create();
    if (name === 'postgres') {
      const postgres = createPostgresDatabase({ url: server.url, log });
      [database, close] = [postgres, postgres.close];
    } else {
      const connection = await openSqliteConnection(':memory:', 0);
      [database, close] = [createSqliteDatabase(connection.query), connection.close];
    }
  });
  afterEach(async () => {
    await close();
    await server.end();
  });

  it.each(earlier)('comes from step %i to the last one, with the credits that were there', async (step) => {
    const { rows, settled, spent, usage } = step >= ledgerStep ? withCredits : withNothing;
    expect(await migrate(database, migrations.slice(0, step))).toBe(step);
    for (const statement of rows) await database.query(statement);
    expect(await migrate(database, migrations)).toBe(migrations.length - step);

    const ledger = createLedger({ store: { database }, now: () => wednesdayMs, log });
    expect(await ledger.settle(guild, jobId('old'), 3)).toEqual(settled);
    await ledger.reserve(holdOf('new', 2, termsOf(100, 10)));
    await ledger.settle(guild, jobId('new'));
    const totals = await ledger.totals(guild);
    expect(totals).toMatchObject({ added: 10, held: 0, spent });
    expect(isSound(totals)).toBe(true);
    expect(await createUsage({ database }).ofPeriod(guild, 'day', wednesdayMs)).toMatchObject([usage]);
  });

  it('gives jobs that were there the columns that lists and sums read', async () => {
    await migrate(database, migrations.slice(0, 13));
    await database.query(jobRow('told', doc));
    await database.query(jobRow('untold', { modelId: 'klein', provider: 'runninghub', error: null, charged: null }));
    await migrate(database, migrations);
    const sql = 'SELECT job_id, model, kind, provider, error, charged, took_thousandths FROM jobs ORDER BY job_id';
    const { costs: _costs, modelId: model, output: kind, ...same } = doc;
    expect(await database.query(sql)).toEqual([
      { job_id: 'told', model, kind, ...same, took_thousandths: 13_100 },
      {
        job_id: 'untold',
        ...{ model: 'klein', kind: 'image', provider: 'runninghub' },
        ...{ error: null, charged: null, took_thousandths: null },
      },
    ]);
  });
});
