import { dayMs } from '#core/clock.ts';
import { type GuildId, type JobId, jobId, type UserId } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import type { Queryable, Row, SqlValue } from '#db/database.ts';
import { readRows } from '#db/rows.ts';
import type { Job, JobState } from './job.ts';
import { jobColumns, readJob } from './job-store.ts';

/** Which jobs are listed. `open` are those that still need Easel, and `ended` the others; null leaves a filter out. */
export interface JobFilter {
  readonly phase: 'open' | 'ended';
  readonly guildId: GuildId | null;
  readonly userId: UserId | null;
  readonly state: JobState | null;
  readonly model: string | null;
  readonly kind: string | null;
}

/** Where a page ends: a moment (the end of an ended job, the start of an open one; Unix milliseconds) and the job's id. */
export interface JobCursor {
  readonly atMs: number;
  readonly id: JobId;
}

/** A job with what its hold says: what was given back after it was charged, and when it was charged, Unix milliseconds. */
export interface ListedJob {
  readonly job: Job;
  readonly refunded: number;
  /** The moment at which its result was here, and on its way to its member; null for one that was not charged. */
  readonly settledAtMs: number | null;
}

/** The newest first. `next` null: there are no more. A page can be short, or empty, and still have a next one. */
export interface JobPage {
  readonly jobs: readonly ListedJob[];
  readonly next: JobCursor | null;
}

/** Jobs that ended so in one hour. */
export interface HourOfEnds {
  /** Its start, Unix milliseconds. */
  readonly hourMs: number;
  /** Null for those that were delivered. */
  readonly error: string | null;
  readonly jobs: number;
}

/** What is added up of the jobs. @see JobList.costs */
export type CostsBy = 'day' | 'guild' | 'member' | 'model' | 'kind';

/** Ended jobs with the same key: a day's start, an id or a name. */
export interface CostRow {
  readonly key: string;
  readonly jobs: number;
  readonly charged: number;
  /** What the services say that they took, in credits of the price list. */
  readonly took: number;
  /** What was charged for the jobs of which they say it: to be compared with `took`. */
  readonly chargedOfTold: number;
}

/** From the first moment to before the last one; Unix milliseconds. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The jobs as the operator looks at them. Every question reads a bounded part of an index. Everything throws `store.unavailable`. */
export interface JobList {
  page(filter: JobFilter, before: JobCursor | null, limit: number): Promise<JobPage>;
  /** One job. */
  find(id: JobId): Promise<ListedJob | null>;
  /** How the jobs ended that ended since a moment, hour by hour. */
  ends(sinceMs: number): Promise<readonly HourOfEnds[]>;
  /** The dearest first, at most `limit`; days in their order. */
  costs(by: CostsBy, span: Span, guildId: GuildId | null, limit: number): Promise<readonly CostRow[]>;
}

/** Ended jobs that one page looks through for those that fit. */
const defaultWindow = 5_000;

const columns = jobColumns
  .split(', ')
  .map((name) => `j.${name}`)
  .join(', ');
const ofHold = ['refunded', 'settled_at_ms']
  .map((name) => `(SELECT h.${name} FROM holds h WHERE h.guild_id = j.guild_id AND h.job_id = j.job_id) AS ${name}`)
  .join(', ');

/** @see createJobList */
export interface JobListOptions {
  readonly database: Queryable;
  readonly log: Log;
  readonly window?: number;
}

/** @see JobList */
export function createJobList({ database, log, window = defaultWindow }: JobListOptions): JobList {
  const read = (rows: readonly Row[]): readonly ListedJob[] =>
    readRows(
      rows,
      (row) => ({ job: readJob(row), refunded: Number(row.refunded ?? 0), settledAtMs: momentOf(row.settled_at_ms) }),
      (row, reason) => log.error({ jobId: row.job_id, reason }, 'a job cannot be read'),
    );

  return {
    page: (filter, before, limit) => {
      const question =
        filter.phase === 'open' ? openPage(filter, before, limit) : endedPage(filter, before, limit, window);
      return answerPage(database, question, limit, read);
    },
    async find(id) {
      const rows = await database.query(`SELECT ${columns}, ${ofHold} FROM jobs j WHERE j.job_id = $1`, [id]);
      return read(rows)[0] ?? null;
    },
    async ends(sinceMs) {
      const sql = `SELECT closed_at_ms / ${hourMs} AS hour, error, COUNT(*) AS jobs FROM jobs
        WHERE closed_at_ms IS NOT NULL AND closed_at_ms >= $1 GROUP BY closed_at_ms / ${hourMs}, error`;
      const rows = await database.query(sql, [sinceMs]);
      return rows.map(({ hour, error, jobs }) => ({
        hourMs: Number(hour) * hourMs,
        error: error === null ? null : String(error),
        jobs: Number(jobs),
      }));
    },
    async costs(by, { fromMs, toMs }, guildId, limit) {
      const key = keys[by];
      const sql = `SELECT ${key} AS key, COUNT(*) AS jobs, CAST(COALESCE(SUM(charged), 0) AS BIGINT) AS charged,
          CAST(COALESCE(SUM(took_thousandths), 0) AS BIGINT) AS took,
          CAST(COALESCE(SUM(CASE WHEN took_thousandths IS NULL THEN 0 ELSE charged END), 0) AS BIGINT) AS of_told
        FROM jobs WHERE closed_at_ms IS NOT NULL AND closed_at_ms >= $1 AND closed_at_ms < $2
          ${guildId === null ? '' : 'AND guild_id = $4'}
        GROUP BY ${key} ORDER BY ${by === 'day' ? key : 'charged DESC, took DESC, jobs DESC'} LIMIT $3`;
      const rows = await database.query(sql, [fromMs, toMs, limit, ...(guildId === null ? [] : [guildId])]);
      return rows.map((row) => ({
        key: by === 'day' ? String(Number(row.key) * dayMs) : String(row.key),
        jobs: Number(row.jobs),
        charged: Number(row.charged),
        took: Number(row.took) / 1000,
        chargedOfTold: Number(row.of_told),
      }));
    },
  };
}

const hourMs = 3_600_000;

const keys: Readonly<Record<CostsBy, string>> = {
  day: `closed_at_ms / ${dayMs}`,
  guild: 'guild_id',
  member: 'user_id',
  model: 'model',
  kind: 'kind',
};

interface Statement {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

/** A question for a page, and one for where its window ends; null where all there is lies in the window. */
interface Question extends Statement {
  readonly windowEnd: Statement | null;
}

/** Numbers its parameters as they come. */
function parametersOf(first: readonly SqlValue[]) {
  const values = [...first];
  return { values, put: (value: SqlValue) => `$${values.push(value)}` };
}

/** The filters that are named by their column. */
function conditionsOf(
  filter: JobFilter,
  names: readonly (keyof typeof filterColumns)[],
  put: (value: SqlValue) => string,
) {
  return names.flatMap((name) => {
    const value = filter[name];
    return value === null ? [] : [`${filterColumns[name]} = ${put(value)}`];
  });
}

const filterColumns = { guildId: 'guild_id', userId: 'user_id', state: 'state', model: 'model', kind: 'kind' } as const;

/** Few: the limits of jobs that are under way bound them. */
function openPage(filter: JobFilter, before: JobCursor | null, limit: number): Question {
  const { values, put } = parametersOf([]);
  const conditions = [
    'j.closed_at_ms IS NULL',
    ...conditionsOf(filter, ['guildId', 'userId', 'state', 'model', 'kind'], put).map((each) => `j.${each}`),
    ...(before === null ? [] : [`(j.opened_at_ms, j.job_id) < (${put(before.atMs)}, ${put(before.id)})`]),
  ];
  const sql = `SELECT ${columns}, ${ofHold}, j.opened_at_ms AS at_ms FROM jobs j WHERE ${conditions.join(' AND ')}
    ORDER BY j.opened_at_ms DESC, j.job_id DESC LIMIT ${put(limit + 1)}`;
  return { sql, parameters: values, windowEnd: null };
}

/** The guild's or the member's index where one is asked for; the rest is looked through, and no more than a window of it. */
function endedPage(filter: JobFilter, before: JobCursor | null, limit: number, window: number): Question {
  const { values, put } = parametersOf([]);
  const indexed = filter.userId === null ? (['guildId'] as const) : (['userId'] as const);
  const others = (['guildId', 'userId', 'state', 'model', 'kind'] as const).filter((name) => name !== indexed[0]);
  const inside = [
    'closed_at_ms IS NOT NULL',
    ...conditionsOf(filter, indexed, put),
    ...(before === null ? [] : [`(closed_at_ms, job_id) < (${put(before.atMs)}, ${put(before.id)})`]),
  ];
  const from = `FROM jobs WHERE ${inside.join(' AND ')} ORDER BY closed_at_ms DESC, job_id DESC`;
  const isWhole = others.every((name) => filter[name] === null);
  const ofWindow = [...values];
  const outside = conditionsOf(filter, others, put);
  const size = isWhole ? put(limit + 1) : String(window);
  const sql = `SELECT ${columns}, ${ofHold}, p.closed_at_ms AS at_ms FROM (
      SELECT job_id, closed_at_ms FROM (
        SELECT job_id, closed_at_ms, guild_id, user_id, state, model, kind ${from} LIMIT ${size}
      ) AS seen ${outside.length === 0 ? '' : `WHERE ${outside.join(' AND ')}`}
      ORDER BY closed_at_ms DESC, job_id DESC LIMIT ${put(limit + 1)}
    ) AS p JOIN jobs j ON j.job_id = p.job_id ORDER BY p.closed_at_ms DESC, p.job_id DESC`;
  const windowEnd = {
    sql: `SELECT closed_at_ms AS at_ms, job_id ${from} LIMIT 1 OFFSET ${window - 1}`,
    parameters: ofWindow,
  };
  return { sql, parameters: values, windowEnd: isWhole ? null : windowEnd };
}

async function answerPage(
  database: Queryable,
  { sql, parameters, windowEnd }: Question,
  limit: number,
  read: (rows: readonly Row[]) => readonly ListedJob[],
): Promise<JobPage> {
  const rows = await database.query(sql, parameters);
  const jobs = read(rows.slice(0, limit));
  const last = rows[limit - 1];
  if (rows.length > limit) return { jobs, next: cursorOf(last) };
  if (windowEnd === null) return { jobs, next: null };
  const [end] = await database.query(windowEnd.sql, windowEnd.parameters);
  return { jobs, next: cursorOf(end) };
}

function momentOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function cursorOf(row: Row | undefined): JobCursor | null {
  return row === undefined ? null : { atMs: Number(row.at_ms), id: jobId(String(row.job_id)) };
}
