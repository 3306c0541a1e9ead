import { z } from 'zod';
import { requestSchema } from '#catalog/request.ts';
import { farAheadFromMs } from '#core/clock.ts';
import { channelId, type JobId, jobId, messageId, userId } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import type { Row, Transaction } from '#db/database.ts';
import type { Store } from '#db/open-store.ts';
import type { PrivateDocuments } from '#db/private-documents.ts';
import { jsonColumn, readRow, readRows } from '#db/rows.ts';
import { replyAddressSchema } from '#jobs/job.ts';

const channel = z.string().transform(channelId);
const user = z.string().transform(userId);

/**
 * What a decision still has to lead to: `record` it in the journal, `run` the request, `show` it on the approvers' message,
 * `tell` the member. Stored with the decision, so that a process that ends in between leaves it to the next one.
 */
export const pendingSteps = ['record', 'run', 'show', 'tell'] as const;
/** @see pendingSteps */
export type PendingStep = (typeof pendingSteps)[number];

/** A request that waits for a decision, or for what the decision leads to. */
const pendingSchema = z.object({
  id: z.string().transform(jobId),
  request: requestSchema,
  /** Why it waits. `price`: the member confirms it; the others need an approval. */
  reason: z.enum(['price', 'threshold', 'short']),
  credits: z.int().min(0),
  state: z.enum(['waiting', 'approved', 'declined', 'expired', 'dropped']),
  expiresAtMs: z.number(),
  /** The approvers' message; null until it is posted. */
  notice: z.object({ channelId: channel, messageId: z.string().transform(messageId) }).nullable(),
  decidedBy: user.nullable(),
  decisionReason: z.string(),
  /** Empty while it waits, and when everything is done. */
  todo: z.array(z.enum(pendingSteps)).readonly(),
  /** The reply in which the member confirmed the price; null before that, and for the other reasons. */
  replyTo: replyAddressSchema.nullable(),
});
/** @see pendingSchema */
export type PendingRequest = Readonly<z.output<typeof pendingSchema>>;
/** @see PendingRequest */
export type PendingReason = PendingRequest['reason'];

/** A decision, as it is written down. */
export type PendingDecision = Pick<PendingRequest, 'state' | 'decidedBy' | 'decisionReason' | 'todo'> &
  Partial<Pick<PendingRequest, 'replyTo'>>;

/** Requests that wait. They survive restarts and are decided once. @throws {@link BotError} `store.unavailable` */
export interface PendingRequests {
  /** False, and nothing is changed, where it is known already. */
  enqueue(pending: PendingRequest): Promise<boolean>;
  find(id: JobId): Promise<PendingRequest | null>;
  /**
   * From `waiting` to `state`; null when it was decided before, or is gone. The answer has the prompt. What is stored has
   * it as long as something is to do.
   */
  decide(id: JobId, decision: PendingDecision): Promise<PendingRequest | null>;
  /** Changes one that is in `state` still, in one step; null for any other. */
  amend(id: JobId, state: PendingRequest['state'], change: Partial<PendingRequest>): Promise<PendingRequest | null>;
  /** Resolves with the request as it is now; null when it is gone. */
  setNotice(id: JobId, notice: PendingRequest['notice']): Promise<PendingRequest | null>;
  /** These steps need not be done any more; after the last one the prompt is emptied. Harmless when repeated. */
  done(id: JobId, steps: readonly PendingStep[]): Promise<void>;
  /** All that wait or have something to do, oldest first; those that cannot be read are left out. */
  open(): Promise<readonly PendingRequest[]>;
}

/** @see createPendingRequests */
export interface PendingOptions {
  readonly store: Pick<Store, 'database'>;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly log: Log;
}

/** The requests that wait, and the end of those that have waited. */
export interface StoredPendingRequests extends PendingRequests, PrivateDocuments {
  /** Deletes what was closed before a moment; resolves with how many. @throws {@link BotError} `store.unavailable`; calling again goes on from there */
  sweep(endedBeforeMs: number): Promise<number>;
}

/** Requests that are deleted in one commit. */
const deletedAtOnce = 500;

const parkSql = `INSERT INTO pending_requests (request_id, guild_id, user_id, asked_at_ms, doc)
  VALUES ($1, $2, $3, $4, $5) ON CONFLICT (request_id) DO NOTHING RETURNING request_id`;

/** The first end counts. */
const changeSql = `UPDATE pending_requests
  SET doc = $2, closed_at_ms = CASE WHEN $3 = 1 THEN COALESCE(closed_at_ms, $4) ELSE NULL END
  WHERE request_id = $1`;

/** An end that a wrong clock has written counts as now: its request is kept as long as any other. */
const correctSql = 'UPDATE pending_requests SET closed_at_ms = $2 WHERE closed_at_ms > $1';

const sweepSql = `DELETE FROM pending_requests WHERE request_id IN (
  SELECT request_id FROM pending_requests WHERE closed_at_ms < $1 AND closed_at_ms IS NOT NULL
  ORDER BY closed_at_ms LIMIT ${deletedAtOnce}
) RETURNING request_id`;

/** {@link PendingRequests.decide} as a part of a transaction. @throws {@link BotError} `store.unavailable` */
export function decideIn(
  transaction: Transaction,
  { id, ...decision }: PendingDecision & { readonly id: JobId },
  nowMs: number,
): Promise<PendingRequest | null> {
  return changeIn(transaction, { id, nowMs }, amended('waiting', decision));
}

type Change = (found: PendingRequest) => PendingRequest | null;

function amended(state: PendingRequest['state'], change: Partial<PendingRequest>): Change {
  return (found) => (found.state === state ? { ...found, ...change } : null);
}

/** Resolves with the request as it was changed, with its prompt; null where it is gone, or where there is nothing to change. */
async function changeIn(
  { query, forUpdate }: Transaction,
  { id, nowMs }: { readonly id: JobId; readonly nowMs: number },
  change: Change,
): Promise<PendingRequest | null> {
  const sql = `SELECT request_id, doc FROM pending_requests WHERE request_id = $1${forUpdate}`;
  const [row] = await query(sql, [id]);
  const changed = row === undefined ? null : change(readPendingRequest(row));
  if (changed === null) return null;
  await query(changeSql, [id, docOf(changed), Number(isClosed(changed)), nowMs]);
  return changed;
}

/**
 * Requests that wait for a decision. A prompt is kept, with its pictures and LoRAs, only while its request waits, and then until
 * everything is done that the decision leads to, so that a crash in between loses nothing.
 */
export function createPendingRequests({ store: { database }, now, log }: PendingOptions): StoredPendingRequests {
  const change = (id: JobId, work: Change) =>
    database.transaction((transaction) => changeIn(transaction, { id, nowMs: now() }, work));

  /** Unreadable rows are logged and left out. */
  const readable = (rows: readonly Row[]): readonly PendingRequest[] =>
    readRows(rows, readPendingRequest, (row, reason) =>
      log.error({ jobId: row.request_id, reason }, 'a pending request cannot be read'),
    );

  return {
    name: 'pendingRequests',
    async enqueue(pending) {
      const { guildId, userId, askedAtMs } = pending.request;
      return (await database.query(parkSql, [pending.id, guildId, userId, askedAtMs, docOf(pending)])).length > 0;
    },
    async find(id) {
      const [row] = await database.query('SELECT request_id, doc FROM pending_requests WHERE request_id = $1', [id]);
      return row === undefined ? null : readPendingRequest(row);
    },
    decide: (id, decision) => database.transaction((transaction) => decideIn(transaction, { id, ...decision }, now())),
    amend: (id, state, amendment) => change(id, amended(state, amendment)),
    setNotice: (id, notice) => change(id, (found) => ({ ...found, notice })),
    async done(id, steps) {
      await change(id, (found) => {
        const todo = found.todo.filter((step) => !steps.includes(step));
        return todo.length < found.todo.length ? { ...found, todo } : null;
      });
    },
    async open() {
      const sql =
        'SELECT request_id, doc FROM pending_requests WHERE closed_at_ms IS NULL ORDER BY asked_at_ms, request_id';
      return readable(await database.query(sql));
    },
    async sweep(endedBeforeMs) {
      await database.query(correctSql, [farAheadFromMs(now()), now()]);
      let deleted = 0;
      for (;;) {
        const { length } = await database.query(sweepSql, [endedBeforeMs]);
        deleted += length;
        if (length < deletedAtOnce) return deleted;
      }
    },
    async exportOf(guildId, userId) {
      const sql = `SELECT request_id, doc FROM pending_requests WHERE guild_id = $1 AND user_id = $2
        ORDER BY asked_at_ms, request_id`;
      return readable(await database.query(sql, [guildId, userId]));
    },
    async erase(guildId, userId) {
      await database.query('DELETE FROM pending_requests WHERE guild_id = $1 AND user_id = $2', [guildId, userId]);
      return null;
    },
  };
}

function isClosed({ state, todo }: PendingRequest): boolean {
  return state !== 'waiting' && todo.length === 0;
}

/** JSON; without what was typed once the request is closed. */
function docOf(pending: PendingRequest): string {
  const { request } = pending;
  if (!isClosed(pending)) return JSON.stringify(pending);
  const options = { ...request.options, lora: null, loraStrength: null, form: undefined };
  return JSON.stringify({ ...pending, request: { ...request, prompt: '', images: [], media: undefined, options } });
}

const rowSchema: z.ZodType<PendingRequest> = z.object({ doc: jsonColumn(pendingSchema) }).transform(({ doc }) => doc);

/** Reads the columns `request_id` and `doc`. @throws {@link BotError} `store.unavailable` for a row that Easel does not write */
export function readPendingRequest(row: Row): PendingRequest {
  return readRow(rowSchema, row, `pending request ${String(row.request_id)}`);
}
