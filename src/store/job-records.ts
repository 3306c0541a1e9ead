import { z } from 'zod';
import type { Row, SqlValue } from '../db/database.ts';
import { costOf } from '../domain/actual-cost.ts';
import { errorCodes } from '../domain/errors.ts';
import { channelId, jobId, messageId, guildId as toGuildId, userId as toUserId } from '../domain/ids.ts';
import { isOpenJob, type Job, jobStates } from '../domain/job.ts';
import { imageFormats } from '../domain/request.ts';
import { jsonColumn } from './json-column.ts';
import { flag, readRow } from './rows.ts';
import { sourceImageSchema } from './source-image.ts';

const providerSchema = z.enum(['runninghub', 'runcomfy']);

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
});

const settingsSchema = z.object({
  size: sizeSchema,
  steps: z.number().nullable(),
  quality: z.string().nullable(),
  resolution: z.string().nullable(),
  format: z.enum(imageFormats).nullable(),
  count: z.int().min(1),
});

/** Where a reply lives, as it is stored. */
export const replyAddressSchema = z.object({
  applicationId: z.string(),
  channelId: z.string().transform(channelId),
  messageId: z.string().transform(messageId).nullable(),
  sealedToken: z.string().nullable(),
  tokenExpiresAtMs: z.number(),
  isPrivate: z.boolean(),
  locale: z.string().nullable(),
  guildLocale: z.string().nullable(),
  fallbackChannelId: z.string().transform(channelId).optional(),
  attachmentLimitBytes: z.number(),
  canUseChannel: z.boolean(),
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

const nothingTyped = { prompt: '', loras: [], images: [] };

const rowSchema = z
  .object({
    job_id: z.string().transform(jobId),
    guild_id: z.string().transform(toGuildId),
    user_id: z.string().transform(toUserId),
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
      settings: { ...doc.settings, ...(typed ?? nothingTyped) },
      replyTo: { ...doc.replyTo, sealedToken: row.sealed_token },
      ...(row.is_removed && { isRemoved: true }),
      ...(row.is_retried && { isRetried: true }),
    }),
  );

/** The columns that {@link readJob} reads. */
export const jobColumns =
  'job_id, guild_id, user_id, state, opened_at_ms, cancelled_by, is_removed, is_retried, sealed_token, typed, doc';

/** @throws {@link BotError} `store.unavailable` for a row that Easel does not write */
export function readJob(row: Row): Job {
  return readRow(rowSchema, row, `job ${String(row.job_id)}`);
}

/** What is written once. {@link valuesOf} begins with these. */
export const keptColumns = ['job_id', 'guild_id', 'user_id', 'opened_at_ms', 'is_removed', 'is_retried'] as const;
/** What every save writes. {@link valuesOf} ends with these. */
export const savedColumns = [
  'state',
  'closed_at_ms',
  'cost_credits',
  'cancelled_by',
  'sealed_token',
  'typed',
  'doc',
] as const;

/** The values of {@link keptColumns} and {@link savedColumns}. */
export function valuesOf(job: Job): readonly SqlValue[] {
  const { id, guildId, userId, openedAtMs, isRemoved, isRetried, state, cancelledBy, settings, replyTo, ...rest } = job;
  const { prompt, loras, images, ...options } = settings;
  const { sealedToken, ...address } = replyTo;
  const isTyped = prompt !== '' || loras.length > 0 || images.length > 0;
  const typed = isTyped ? JSON.stringify({ prompt, loras, images }) : null;
  const closedAtMs = isOpenJob(job) ? null : (job.endedAtMs ?? openedAtMs);
  const doc = JSON.stringify({ ...rest, settings: options, replyTo: address });
  return [
    ...[id, guildId, userId, openedAtMs, Number(isRemoved === true), Number(isRetried === true)],
    ...[state, closedAtMs, costOf(job), cancelledBy, sealedToken, typed, doc],
  ];
}
