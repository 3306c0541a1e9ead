import { z } from 'zod';
import type { Row } from '../db/database.ts';
import { channelId, guildId, jobId, messageId, roleId, userId } from '../domain/ids.ts';
import { type ParkedRequest, parkedSteps } from '../domain/moderation.ts';
import type { GenerationRequest } from '../domain/request.ts';
import { replyAddressSchema } from './job-records.ts';
import { jsonColumn } from './json-column.ts';
import { readRow } from './rows.ts';
import { sourceImageSchema } from './source-image.ts';

const channel = z.string().transform(channelId);
const user = z.string().transform(userId);
const text = z.string().nullable();

const requestSchema: z.ZodType<GenerationRequest> = z.object({
  id: z.string().transform(jobId),
  guildId: z.string().transform(guildId),
  guildLocale: z.string().nullable(),
  channelId: channel,
  parentChannelId: channel.nullable(),
  fallbackChannelId: channel.optional(),
  isAgeRestricted: z.boolean(),
  userId: user,
  roleIds: z.array(z.string().transform(roleId)),
  joinedAtMs: z.number().nullable(),
  accountMadeAtMs: z.number(),
  model: text,
  prompt: z.string(),
  options: z.object({
    size: text,
    quality: text,
    resolution: text,
    steps: z.number().nullable(),
    lora: text,
    loraStrength: z.number().nullable(),
    format: text,
    count: z.number().nullable(),
  }),
  images: z.array(sourceImageSchema),
  isPrivate: z.boolean(),
  askedAtMs: z.number(),
  isFilledIn: z.boolean().optional(),
});

const parkedSchema: z.ZodType<ParkedRequest> = z.object({
  id: z.string().transform(jobId),
  request: requestSchema,
  reason: z.enum(['price', 'threshold', 'short']),
  credits: z.int().min(0),
  state: z.enum(['waiting', 'approved', 'declined', 'expired', 'dropped']),
  expiresAtMs: z.number(),
  notice: z.object({ channelId: channel, messageId: z.string().transform(messageId) }).nullable(),
  decidedBy: user.nullable(),
  decisionReason: z.string(),
  todo: z.array(z.enum(parkedSteps)),
  replyTo: replyAddressSchema.nullable(),
});

const rowSchema: z.ZodType<ParkedRequest> = z.object({ doc: jsonColumn(parkedSchema) }).transform(({ doc }) => doc);

/** Reads the columns `request_id` and `doc`. @throws {@link BotError} `store.unavailable` for a row that Easel does not write */
export function readParked(row: Row): ParkedRequest {
  return readRow(rowSchema, row, `pending request ${String(row.request_id)}`);
}
