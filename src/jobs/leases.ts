import { BotError } from '#core/errors.ts';
import { type JobId, type JobOwner, jobId } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import type { Database, Row } from '#db/database.ts';
import { readRows } from '#db/rows.ts';
import type { Job, JobLimits } from './job.ts';
import { jobColumns, keptColumns, readJob, savedColumns, valuesOf } from './job-store.ts';
import type { Ownership, Sharing } from './ownership.ts';

/** A process that shares the work with others. */
export interface SharingProcess {
  /** Unique per start. */
  readonly name: string;
  readonly role: string;
  /** The version of Easel. */
  readonly version: string;
}

/** A process that is alive, with the number of jobs that it follows. */
export interface LivingProcess extends Omit<SharingProcess, 'version'> {
  readonly inFlight: number;
}

/** How long a process owns its jobs without a sign of life, by the database's clock. */
export const leaseForMs = 10_000;
/** Rows of processes that ended without a word are kept this long, to be looked at. */
const processesKeptMs = 60 * 60_000;

/** What one sign of life brings. */
export interface Beat {
  /** This process is one of them. */
  readonly processes: readonly LivingProcess[];
  /** Jobs of this process that somebody wants stopped at another process. */
  readonly stops: readonly { readonly id: JobId; readonly by: 'user' | 'moderator' }[];
  /** Jobs that this process had, and that another one has taken meanwhile. */
  readonly lost: readonly JobId[];
}

/** How many jobs of a guild, and of one member there, are in flight in all processes. */
export interface Crowd {
  readonly ofMember: number;
  readonly ofGuild: number;
}

/** An open job that no living process owns; `epoch` tells this time from others that it was left. */
export interface LeftJob {
  readonly job: Job;
  readonly epoch: number;
  /** Its owner is gone without having left it to the others. */
  readonly isOrphan: boolean;
}

/**
 * Who works on a job, where several processes share a PostgreSQL database. Each process renews one lease for all its jobs. A job
 * belongs to its owner as long as the owner's lease lasts; taking it raises its epoch, and every change of a job or its money checks
 * the epoch in the same transaction. All times are the database's, so that the clocks of the processes don't matter.
 */
export interface Leases extends Ownership, Pick<Sharing, 'claim' | 'has' | 'placeInLine'> {
  /** This process is done with the job. Harmless when repeated. */
  forget(id: JobId): void;
  /** Renews the lease of this process. @throws {@link BotError} `store.unavailable` */
  beat(inFlight: number): Promise<Beat>;
  /** Open jobs that no living process owns, the oldest first; with `withUnsure` also those that wait for their hour. @throws {@link BotError} `store.unavailable` */
  listLeft(limit: number, options?: { readonly withUnsure?: boolean }): Promise<readonly LeftJob[]>;
  /** Leaves an open job to the other processes; null where it is not this process's any more. @throws {@link BotError} `store.unavailable` */
  handOver(job: JobOwner): Promise<(Crowd & { readonly epoch: number }) | null>;
  /** Leaves all its jobs to the others, and ends the lease. Resolves with these jobs. @throws {@link BotError} `store.unavailable` */
  end(): Promise<readonly LeftJob[]>;
  /**
   * Leaves to the others what this process owns and does not work on, neither now nor at the look before: a write that may have failed and has
   * not, or a job that could not be left while the store was away. Resolves with how many. @throws {@link BotError} `store.unavailable`
   */
  leaveStrays(isWorkedOn: (id: JobId) => boolean): Promise<number>;
  /** Forgets that somebody wanted the job stopped, which is this process's. @throws {@link BotError} `store.unavailable` */
  clearStop(id: JobId): Promise<void>;
  /** True once in `everyMs` in all processes together: this time the work of this name is this process's. @throws {@link BotError} `store.unavailable` */
  isDue(work: string, everyMs: number): Promise<boolean>;
  /** The next process that asks has its turn. @throws {@link BotError} `store.unavailable` */
  makeDue(work: string): Promise<void>;
}

const nowMs = 'CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)';
const isWithoutOwner = `NOT EXISTS (SELECT 1 FROM processes WHERE name = jobs.owner AND lease_until_ms > ${nowMs})`;
/** Those that are closed but for the telling among them. */
const isUnderWay = "closed_at_ms IS NULL AND state <> 'unsure'";
const takesPlace = "closed_at_ms IS NULL AND state IN ('opened', 'sending', 'submitted', 'delivering')";

/** Nothing where the lease has ended: other processes may have taken jobs since. */
const renewSql = `UPDATE processes SET in_flight = $2, lease_until_ms = ${nowMs} + ${leaseForMs}
  WHERE name = $1 AND lease_until_ms > ${nowMs} RETURNING name`;
const beginSql = `INSERT INTO processes (name, role, version, in_flight, lease_until_ms)
  VALUES ($1, $2, $3, $4, ${nowMs} + ${leaseForMs})
  ON CONFLICT (name) DO UPDATE SET in_flight = excluded.in_flight, lease_until_ms = excluded.lease_until_ms`;
const livingSql = `SELECT name, role, in_flight FROM processes WHERE lease_until_ms > ${nowMs} ORDER BY name`;
const forgetProcessesSql = `DELETE FROM processes WHERE lease_until_ms < ${nowMs} - ${processesKeptMs}`;
const stopsSql = `SELECT job_id, stop_by FROM jobs
  WHERE owner = $1 AND stop_by IS NOT NULL AND closed_at_ms IS NULL`;
const takenSql = `SELECT job_id FROM jobs
  WHERE job_id IN (SELECT json_array_elements_text($2::json)) AND owner <> $1`;

const claimSql = `UPDATE jobs SET owner = $2, epoch = epoch + 1
  WHERE job_id = $1 AND closed_at_ms IS NULL AND (owner IS NULL OR owner = $2 OR ${isWithoutOwner})
  RETURNING epoch`;
const handOverSql = `UPDATE jobs SET owner = NULL
  WHERE job_id = $1 AND owner = $2 AND epoch = $3 AND closed_at_ms IS NULL RETURNING epoch`;
const endSql = `UPDATE jobs SET owner = NULL WHERE owner = $1 AND closed_at_ms IS NULL RETURNING ${jobColumns}, epoch, owner`;
const ownSql = 'SELECT job_id, epoch FROM jobs WHERE owner = $1 AND closed_at_ms IS NULL';
const checkSql = 'SELECT epoch FROM jobs WHERE job_id = $1 AND owner = $2 FOR UPDATE';

const picturesSql = "COALESCE(SUM((doc::jsonb #>> '{settings,count}')::BIGINT)";
const crowdSql = `SELECT COUNT(*) AS of_guild, COUNT(*) FILTER (WHERE user_id = $2) AS of_member,
    ${picturesSql}, 0) AS pictures_of_guild, ${picturesSql} FILTER (WHERE user_id = $2), 0) AS pictures_of_member
  FROM jobs WHERE guild_id = $1 AND job_id <> $3 AND ${takesPlace}`;
/** A job of which nothing was sent waits in line; those before it are the ones that were asked for earlier. */
const aheadSql = `SELECT
    COUNT(*) FILTER (WHERE state <> 'opened' OR (opened_at_ms, job_id) < ($4, $3)) AS of_guild,
    COUNT(*) FILTER (WHERE user_id = $2 AND (state <> 'opened' OR (opened_at_ms, job_id) < ($4, $3))) AS of_member,
    COUNT(*) FILTER (WHERE state = 'opened' AND (opened_at_ms, job_id) < ($4, $3)) AS in_line
  FROM jobs WHERE guild_id = $1 AND job_id <> $3 AND ${takesPlace}`;

const openColumns = [...keptColumns, ...savedColumns];
const openSql = `INSERT INTO jobs (${openColumns.join(', ')}, owner, epoch)
  VALUES (${openColumns.map((_, index) => `$${index + 1}`).join(', ')}, $${openColumns.length + 1}, 1)
  ON CONFLICT (job_id) DO UPDATE SET ${savedColumns.map((column) => `${column} = excluded.${column}`).join(', ')},
    owner = excluded.owner, epoch = jobs.epoch + 1
  WHERE jobs.closed_at_ms IS NULL AND jobs.state = 'opened'
    AND (jobs.owner IS NULL OR jobs.owner = excluded.owner OR ${isWithoutOwner})
  RETURNING epoch`;

const dueSql = `INSERT INTO repeated_work (name, due_at_ms) VALUES ($1, ${nowMs} + $2)
  ON CONFLICT (name) DO UPDATE SET due_at_ms = excluded.due_at_ms WHERE repeated_work.due_at_ms <= ${nowMs}
  RETURNING name`;

/** @see createLeases */
export interface LeasesOptions {
  readonly database: Database;
  readonly process: SharingProcess;
  readonly log: Log;
}

/** @see Leases */
export function createLeases({ database, process: { name, role, version }, log }: LeasesOptions): Leases {
  /** The epochs of its jobs; 0 for one that another process has taken. */
  const epochs = new Map<JobId, number>();
  const claiming = new Set<JobId>();
  /** What no work was done on at the last look. */
  let idle: ReadonlySet<JobId> = new Set();

  const readLeft = (rows: readonly Row[]): readonly LeftJob[] =>
    readRows(
      rows,
      (row) => ({ job: readJob(row), epoch: Number(row.epoch), isOrphan: typeof row.owner === 'string' }),
      (row, reason) => log.error({ jobId: row.job_id, reason }, 'a job cannot be read'),
    );
  const hasLost = (id: JobId): BotError => {
    epochs.set(id, 0);
    return new BotError('cancelled.shutdown', 'another process has the job');
  };

  /** One that is lost stays known for a while: a write of it that comes late must change nothing. */
  const forget = (id: JobId): void => {
    if (epochs.get(id) !== 0) epochs.delete(id);
  };

  /** Renews the lease. Resolves with the jobs that others took while it had ended. */
  const renew = async (inFlight: number): Promise<readonly JobId[]> => {
    if ((await database.query(renewSql, [name, inFlight])).length > 0) return [];
    await database.query(beginSql, [name, role, version, inFlight]);
    const rows = await database.query(takenSql, [name, JSON.stringify([...epochs.keys()])]);
    const taken = new Set(rows.map((row) => String(row.job_id)));
    const lost = [...epochs].filter(([id, epoch]) => epoch > 0 && taken.has(id)).map(([id]) => id);
    for (const id of lost) hasLost(id);
    return lost;
  };

  return {
    async beat(inFlight) {
      const lost = await renew(inFlight);
      const living = await database.query(livingSql);
      const stops = await database.query(stopsSql, [name]);
      return {
        lost,
        processes: living.map((row) => ({
          name: String(row.name),
          role: String(row.role),
          inFlight: Number(row.in_flight),
        })),
        stops: stops.map((row) => ({
          id: jobId(String(row.job_id)),
          by: row.stop_by === 'user' ? 'user' : 'moderator',
        })),
      };
    },
    async claim(id) {
      // A job may come twice at once, from the queue and from the database.
      if (claiming.has(id) || (epochs.get(id) ?? 0) > 0) return false;
      claiming.add(id);
      try {
        const [row] = await database.query(claimSql, [id, name]);
        if (row) epochs.set(id, Number(row.epoch));
        return row !== undefined;
      } finally {
        claiming.delete(id);
      }
    },
    async listLeft(limit, { withUnsure = false } = {}) {
      const which = withUnsure ? 'closed_at_ms IS NULL' : isUnderWay;
      const sql = `SELECT ${jobColumns}, epoch, owner FROM jobs WHERE ${which} AND (owner IS NULL OR ${isWithoutOwner})
        ORDER BY opened_at_ms, job_id LIMIT $1`;
      return readLeft(await database.query(sql, [limit]));
    },
    has: (id) => (epochs.get(id) ?? 0) > 0,
    async handOver({ id, guildId, userId }) {
      const [row] = await database.query(handOverSql, [id, name, epochs.get(id) ?? 0]);
      // A write that comes late must change nothing.
      epochs.set(id, 0);
      if (row === undefined) return null;
      const [crowd] = await database.query(crowdSql, [guildId, userId, id]);
      return { epoch: Number(row.epoch), ofMember: Number(crowd?.of_member), ofGuild: Number(crowd?.of_guild) };
    },
    forget,
    async end() {
      const left = await database.query(endSql, [name]);
      await database.query('DELETE FROM processes WHERE name = $1', [name]);
      await database.query(forgetProcessesSql);
      return readLeft(left);
    },
    async leaveStrays(isWorkedOn) {
      const isIdle = (id: JobId) => !isWorkedOn(id) && !claiming.has(id);
      const rows = await database.query(ownSql, [name]);
      const owned = rows.map((row) => [jobId(String(row.job_id)), Number(row.epoch)] as const);
      const strays = owned.filter(([id]) => isIdle(id) && idle.has(id));
      for (const [id, epoch] of strays) await database.query(handOverSql, [id, name, epoch]);
      for (const id of idle) if (isIdle(id)) epochs.delete(id);
      idle = new Set([...owned.map(([id]) => id), ...epochs.keys()].filter(isIdle));
      return strays.length;
    },
    async clearStop(id) {
      await database.query('UPDATE jobs SET stop_by = NULL WHERE job_id = $1 AND owner = $2', [id, name]);
    },
    async isDue(work, everyMs) {
      return (await database.query(dueSql, [work, everyMs])).length > 0;
    },
    async makeDue(work) {
      await database.query('UPDATE repeated_work SET due_at_ms = 0 WHERE name = $1', [work]);
    },
    async checkIn(transaction, id) {
      const epoch = epochs.get(id);
      if (epoch === undefined) return;
      const [row] = await transaction.query(checkSql, [id, name]);
      if (row === undefined || Number(row.epoch) !== epoch) throw hasLost(id);
    },
    async takePlaceIn(transaction, { id, guildId, userId }, limits) {
      await transaction.lock(`places of ${guildId}`);
      const [row] = await transaction.query(crowdSql, [guildId, userId, id]);
      const reached = reachedOf(row, limits);
      if (reached !== null) throw new BotError('refused.busy', 'too many jobs', reached);
    },
    async openIn(transaction, job) {
      const [row] = await transaction.query(openSql, [...valuesOf(job), name]);
      if (row === undefined) throw new BotError('cancelled.shutdown', 'another process has the job');
      epochs.set(job.id, Number(row.epoch));
    },
    async placeInLine({ id, guildId, userId, openedAtMs }, limits) {
      const [row] = await database.query(aheadSql, [guildId, userId, id, openedAtMs]);
      return reachedOf(row, limits) === null ? null : Number(row?.in_line) + 1;
    },
  };
}

function reachedOf(row: Row | undefined, { perMember, perGuild }: JobLimits) {
  const [ofMember, ofGuild] = [Number(row?.of_member), Number(row?.of_guild)];
  if (ofMember >= perMember) {
    return { rule: 'member', limit: perMember, pictures: Number(row?.pictures_of_member) } as const;
  }
  return ofGuild >= perGuild
    ? ({ rule: 'guild', limit: perGuild, pictures: Number(row?.pictures_of_guild) } as const)
    : null;
}
