import { z } from 'zod';
import { choiceWords, type FormValues, requestMediaSchema, textWords } from '#catalog/form.ts';
import type { Settings } from '#catalog/model.ts';
import { farAheadFromMs } from '#core/clock.ts';
import { errorCodes } from '#core/errors.ts';
import { channelId, type GuildId, guildId, type JobId, jobId, type UserId, userId } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import { reserveIn, settleIn } from '#credits/ledger.ts';
import type { JobCosts } from '#credits/spending.ts';
import type { Queryable, Row, SqlValue } from '#db/database.ts';
import type { Store } from '#db/open-store.ts';
import { flag, jsonColumn, readRow, readRows } from '#db/rows.ts';
import { imageFormats, mediaKinds, sourceImageSchema } from '#media/media.ts';
import { costOf, creditsOf } from './actual-cost.ts';
import { type Bookings, isOpenJob, type Job, type Jobs, jobStates, replyAddressSchema } from './job.ts';
import type { Ownership } from './ownership.ts';

const providerSchema = z.string();

const sizeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ratio'), ratio: z.string() }),
  z.object({ kind: z.literal('pixels'), widthPx: z.number(), heightPx: z.number() }),
]);

const loraSchema = z.object({
  file: z.string(),
  strength: z.number(),
  triggerWords: z.array(z.string()).optional(),
});

/** What a member typed. An address of a LoRA may hold a key of theirs. */
const typedSchema = z.object({
  prompt: z.string(),
  loras: z.array(loraSchema),
  images: z.array(sourceImageSchema),
  media: requestMediaSchema.optional(),
  texts: z.partialRecord(z.enum(textWords), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

const settingsSchema = z.object({
  size: sizeSchema,
  steps: z.number().nullable(),
  quality: z.string().nullable(),
  resolution: z.string().nullable(),
  format: z.enum(imageFormats).nullable(),
  count: z.int().min(1),
  form: z.partialRecord(z.enum(choiceWords), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

const docSchema = z.object({
  channelId: z.string().transform(channelId),
  modelId: z.string(),
  modelTitle: z.string(),
  provider: providerSchema,
  endpoint: z.string(),
  settings: settingsSchema,
  credits: z.int().min(0),
  listCredits: z.int().min(0).optional(),
  output: z.enum(mediaKinds).optional(),
  isMetered: z.boolean().optional(),
  creditsPerSecond: z.number().optional(),
  replyTo: replyAddressSchema.omit({ sealedToken: true }),
  isSpoiler: z.boolean(),
  isUnlabelled: z.boolean().optional(),
  tickets: z.array(z.object({ provider: providerSchema, remoteId: z.string() })),
  picturesPerTicket: z.int().min(1),
  submittedAtMs: z.number().nullable(),
  endedAtMs: z.number().nullable(),
  error: z.enum(errorCodes).nullable(),
  came: z.int().min(1).nullable(),
  charged: z.int().min(0).nullable(),
  costs: z.array(z.object({ currency: z.enum(['USD', 'CNY', 'coins']), amount: z.number() })).optional(),
  isUntold: z.boolean().optional(),
});

const nothingTyped: z.output<typeof typedSchema> = { prompt: '', loras: [], images: [] };

const rowSchema = z
  .object({
    job_id: z.string().transform(jobId),
    guild_id: z.string().transform(guildId),
    user_id: z.string().transform(userId),
    state: z.enum(jobStates),
    opened_at_ms: z.number(),
    cancelled_by: z.enum(['user', 'moderator']).nullable(),
    is_removed: flag,
    is_retried: flag,
    sealed_token: z.string().nullable(),
    typed: jsonColumn(typedSchema).nullable(),
    doc: jsonColumn(docSchema),
  })
  .transform(
    ({ doc, typed, ...row }): Job => ({
      ...doc,
      id: row.job_id,
      guildId: row.guild_id,
      userId: row.user_id,
      state: row.state,
      openedAtMs: row.opened_at_ms,
      cancelledBy: row.cancelled_by,
      settings: settingsOf(doc.settings, typed),
      replyTo: { ...doc.replyTo, sealedToken: row.sealed_token },
      ...(row.is_removed && { isRemoved: true }),
      ...(row.is_retried && { isRetried: true }),
    }),
  );

/** What was chosen and what was typed are stored apart: the one is kept, the other deleted after a while. */
function settingsOf(
  { form, ...chosen }: z.output<typeof settingsSchema>,
  typed: z.output<typeof typedSchema> | null,
): Settings {
  const { texts, ...rest } = typed ?? nothingTyped;
  const values = { ...form, ...texts };
  return { ...chosen, ...rest, ...((form || texts) && { form: values }) };
}

/** The columns that {@link readJob} reads. */
export const jobColumns =
  'job_id, guild_id, user_id, state, opened_at_ms, cancelled_by, is_removed, is_retried, sealed_token, typed, doc';

/** @throws {@link BotError} `store.unavailable` for a row that Easel does not write */
export function readJob(row: Row): Job {
  return readRow(rowSchema, row, `job ${String(row.job_id)}`);
}

/** What is written once. {@link valuesOf} begins with these. `model` to `took_thousandths` repeat what `doc` says, to be listed and added up. */
export const keptColumns = [
  'job_id',
  'guild_id',
  'user_id',
  'opened_at_ms',
  'model',
  'kind',
  'is_removed',
  'is_retried',
] as const;
/** What every save writes. {@link valuesOf} ends with these. */
export const savedColumns = [
  'state',
  'closed_at_ms',
  'cost_credits',
  'cancelled_by',
  'sealed_token',
  'typed',
  'provider',
  'error',
  'charged',
  'took_thousandths',
  'doc',
] as const;

/** The values of {@link keptColumns} and {@link savedColumns}. */
export function valuesOf(job: Job): readonly SqlValue[] {
  const { id, guildId, userId, openedAtMs, isRemoved, isRetried, state, cancelledBy, settings, replyTo, ...rest } = job;
  const { modelId, output = 'image', provider, error, charged, costs = [] } = rest;
  const took = creditsOf(costs);
  const { prompt, loras, images, media, form = {}, ...options } = settings;
  const [texts, chosen] = partsOf(form);
  const { sealedToken, ...address } = replyTo;
  const isTyped = prompt !== '' || loras.length > 0 || images.length > 0 || media !== undefined || texts !== undefined;
  const typed = isTyped ? JSON.stringify({ prompt, loras, images, media, texts }) : null;
  const closedAtMs = isOpenJob(job) ? null : (job.endedAtMs ?? openedAtMs);
  const doc = JSON.stringify({ ...rest, settings: { ...options, form: chosen }, replyTo: address });
  return [
    ...[id, guildId, userId, openedAtMs, modelId, output, Number(isRemoved === true), Number(isRetried === true)],
    ...[state, closedAtMs, costOf(job), cancelledBy, sealedToken, typed],
    ...[provider, error, charged, took === null ? null : Math.round(took * 1000), doc],
  ];
}

/** The texts of a form, and everything that was chosen in it; undefined for none. */
function partsOf(form: FormValues) {
  const isText = ([word]: [string, unknown]) => textWords.some((each) => each === word);
  const entries = Object.entries(form);
  const [texts, chosen] = [entries.filter(isText), entries.filter((entry) => !isText(entry))];
  const objectOf = (some: typeof entries) => (some.length === 0 ? undefined : Object.fromEntries(some));
  return [objectOf(texts), objectOf(chosen)] as const;
}

/** @see createJobs */
export interface JobsOptions {
  readonly store: Pick<Store, 'database'>;
  readonly log: Log;
  /** Left out where one process has all jobs. */
  readonly ownership?: Pick<Ownership, 'checkIn'> | undefined;
}

/** @see StoredJobs.sweepPrompts */
export interface PromptSweep {
  /** Unix milliseconds, not an age. */
  readonly endedBeforeMs: number;
  readonly nowMs: number;
}

/** The jobs, and the end of their prompts. */
export interface StoredJobs extends Jobs {
  /**
   * Deletes the prompts of jobs that ended before a moment, with their pictures and LoRAs; resolves with how many.
   *
   * @throws {@link BotError} `store.unavailable`; calling again goes on from there
   */
  sweepPrompts(sweep: PromptSweep): Promise<number>;
  /**
   * Takes the member out of a job that has ended: another name, no prompt, pictures or LoRAs, no token. Harmless when repeated.
   *
   * @throws {@link BotError} `store.unavailable`
   */
  erase(id: JobId, pseudonym: UserId): Promise<void>;
  /** Whether a job of the member is open in the guild. @throws {@link BotError} `store.unavailable` */
  hasOpen(guildId: GuildId, userId: UserId): Promise<boolean>;
  /** The open jobs of a guild, or of one member there, the oldest first. Rows that cannot be read are left out. @throws {@link BotError} `store.unavailable` */
  listOpenIn(guildId: GuildId, userId: UserId | null): Promise<readonly Job[]>;
  /** The jobs that ended last, the newest first. Rows that cannot be read are left out. @throws {@link BotError} `store.unavailable` */
  listNewest(limit: number): Promise<readonly Job[]>;
  /** What the jobs cost that were opened since a moment. @throws {@link BotError} `store.unavailable` */
  costsSince(ms: number): Promise<JobCosts>;
  /** Writes down that the picture is gone from Discord. Harmless when repeated. @throws {@link BotError} `store.unavailable` */
  markRemoved(id: JobId): Promise<void>;
  /** Whether the job was made again after it failed; resolves with whether that was news. @throws {@link BotError} `store.unavailable` */
  markRetried(id: JobId, isRetried: boolean): Promise<boolean>;
}

/** Prompts that are deleted in one commit. */
const promptsAtOnce = 500;

const allColumns = [...keptColumns, ...savedColumns];

/** A job that is closed stays as it is: what comes later was sent earlier. */
const saveSql = `INSERT INTO jobs (${allColumns.join(', ')})
  VALUES (${allColumns.map((_, index) => `$${index + 1}`).join(', ')})
  ON CONFLICT (job_id) DO UPDATE SET ${savedColumns.map((column) => `${column} = excluded.${column}`).join(', ')}
  WHERE jobs.closed_at_ms IS NULL`;

/** The owner writes its own copy of the row: `stop_by` is what it cannot overwrite. */
const cancelSql = `UPDATE jobs
  SET cancelled_by =
    CASE WHEN state IN ('opened', 'sending', 'submitted', 'unsure') THEN $2 ELSE cancelled_by END,
    stop_by = CASE WHEN owner IS NULL THEN NULL ELSE $2 END
  WHERE job_id = $1 RETURNING ${jobColumns}`;

const sweepSql = `UPDATE jobs SET typed = NULL WHERE typed IS NOT NULL AND job_id IN (
  SELECT job_id FROM jobs WHERE closed_at_ms < $1 AND closed_at_ms IS NOT NULL AND typed IS NOT NULL
  ORDER BY closed_at_ms LIMIT ${promptsAtOnce}
) RETURNING job_id`;

/** An end that a wrong clock has written counts as now: its prompt is kept as long as any other. */
const correctSql = 'UPDATE jobs SET closed_at_ms = $2 WHERE closed_at_ms > $1';

const costsSql = `SELECT job_id, guild_id, cost_credits AS credits FROM jobs
  WHERE closed_at_ms IS NULL AND opened_at_ms >= $1
  UNION ALL
  SELECT NULL AS job_id, guild_id, CAST(SUM(cost_credits) AS BIGINT) AS credits FROM jobs
  WHERE closed_at_ms IS NOT NULL AND closed_at_ms >= $1 AND opened_at_ms >= $1
  GROUP BY guild_id`;

/** {@link Jobs.save} as a part of a transaction. @throws {@link BotError} `store.unavailable` */
export async function saveJobIn(transaction: Queryable, job: Job): Promise<void> {
  await transaction.query(saveSql, valuesOf(job));
}

/** {@link StoredJobs.hasOpen} as a part of a transaction. @throws {@link BotError} `store.unavailable` */
export async function hasOpenJobIn(transaction: Queryable, guild: GuildId, user: UserId): Promise<boolean> {
  const sql = 'SELECT job_id FROM jobs WHERE guild_id = $1 AND user_id = $2 AND closed_at_ms IS NULL LIMIT 1';
  return (await transaction.query(sql, [guild, user])).length > 0;
}

/** @see StoredJobs */
export function createJobs({ store: { database }, log, ownership }: JobsOptions): StoredJobs {
  /** Unreadable rows are logged and left out. */
  const readable = (rows: readonly Row[]): readonly Job[] =>
    readRows(rows, readJob, (row, reason) => log.error({ jobId: row.job_id, reason }, 'a job cannot be read'));

  return {
    save: (job) =>
      ownership === undefined
        ? saveJobIn(database, job)
        : database.transaction(async (transaction) => {
            await ownership.checkIn(transaction, job.id);
            await saveJobIn(transaction, job);
          }),
    async find(id) {
      const [row] = await database.query(`SELECT ${jobColumns} FROM jobs WHERE job_id = $1`, [id]);
      return row === undefined ? null : readJob(row);
    },
    async listOpen() {
      const sql = `SELECT ${jobColumns} FROM jobs WHERE closed_at_ms IS NULL ORDER BY opened_at_ms, job_id`;
      return readable(await database.query(sql));
    },
    async markCancelled(id, by) {
      const [row] = await database.query(cancelSql, [id, by]);
      return row === undefined ? null : readJob(row);
    },
    async erase(id, pseudonym) {
      const sql = `UPDATE jobs SET user_id = $2, typed = NULL, sealed_token = NULL
        WHERE job_id = $1 AND closed_at_ms IS NOT NULL`;
      await database.query(sql, [id, pseudonym]);
    },
    hasOpen: (guild, user) => hasOpenJobIn(database, guild, user),
    async listOpenIn(guild, user) {
      const sql = `SELECT ${jobColumns} FROM jobs WHERE guild_id = $1 ${user === null ? '' : 'AND user_id = $2'}
        AND closed_at_ms IS NULL ORDER BY opened_at_ms, job_id`;
      return readable(await database.query(sql, user === null ? [guild] : [guild, user]));
    },
    async listNewest(limit) {
      const sql = `SELECT ${jobColumns} FROM jobs WHERE closed_at_ms IS NOT NULL ORDER BY closed_at_ms DESC LIMIT $1`;
      return readable(await database.query(sql, [limit]));
    },
    async costsSince(ms) {
      const rows = await database.query(costsSql, [ms]);
      const costs = rows.map((row) => ({
        id: row.job_id === null ? null : jobId(String(row.job_id)),
        guildId: guildId(String(row.guild_id)),
        credits: Number(row.credits),
      }));
      const open = costs.flatMap(({ id, ...cost }) => (id === null ? [] : [{ id, ...cost }]));
      return { open, closed: costs.filter(({ id }) => id === null) };
    },
    async markRemoved(id) {
      await database.query('UPDATE jobs SET is_removed = 1 WHERE job_id = $1', [id]);
    },
    async markRetried(id, isRetried) {
      const sql = 'UPDATE jobs SET is_retried = $2 WHERE job_id = $1 AND is_retried <> $2 RETURNING job_id';
      return (await database.query(sql, [id, Number(isRetried)])).length > 0;
    },
    async sweepPrompts({ endedBeforeMs, nowMs }) {
      await database.query(correctSql, [farAheadFromMs(nowMs), nowMs]);
      let swept = 0;
      for (;;) {
        const { length } = await database.query(sweepSql, [endedBeforeMs]);
        swept += length;
        if (length < promptsAtOnce) return swept;
      }
    },
  };
}

/** @see createBookings */
export interface BookingsOptions {
  readonly store: Pick<Store, 'database'>;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Left out where one process has all jobs. */
  readonly ownership?: Ownership | undefined;
}

/** @see Bookings */
export function createBookings({ store: { database }, now, ownership }: BookingsOptions): Bookings {
  return {
    open: (hold, jobOf, limits) =>
      database.transaction(async (transaction) => {
        if (limits !== null) await ownership?.takePlaceIn(transaction, hold, limits);
        const job = jobOf(await reserveIn(transaction, hold, now));
        await (ownership ? ownership.openIn(transaction, job) : saveJobIn(transaction, job));
        return job;
      }),
    settle: (order, jobOf) =>
      database.transaction(async (transaction) => {
        await ownership?.checkIn(transaction, order.id);
        const settlement = await settleIn(transaction, order, now);
        const job = jobOf(settlement);
        if (job !== null) await saveJobIn(transaction, job);
        return { settlement, job };
      }),
  };
}
