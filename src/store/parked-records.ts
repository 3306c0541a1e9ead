import { z } from 'zod';
import { channelId, guildId, jobId, messageId, roleId, userId } from '../domain/ids.ts';
import { type ParkedRequest, type ParkedStep, parkedSteps } from '../domain/moderation.ts';
import type { GenerationRequest } from '../domain/request.ts';
import { replyAddressSchema } from './job-records.ts';
import { sourceImageSchema } from './source-image.ts';

const channel = z.string().transform(channelId);
const user = z.string().transform(userId);
const text = z.string().nullable();

const requestSchema: z.ZodType<GenerationRequest> = z.object({
  id: z.string().transform(jobId),
  guildId: z.string().transform(guildId),
  guildLocale: z.string().nullable().default(null),
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
    count: z.number().nullable().default(null),
  }),
  images: z.array(sourceImageSchema).default([]),
  isPrivate: z.boolean(),
  askedAtMs: z.number(),
  isFilledIn: z.boolean().optional(),
});

const steps = z.array(z.enum(parkedSteps));

/** A parked request's document. */
export const parkedSchema: z.ZodType<ParkedRequest> = z
  .object({
    id: z.string().transform(jobId),
    request: requestSchema,
    reason: z.enum(['price', 'threshold', 'short']),
    credits: z.int().min(0),
    state: z.enum(['waiting', 'approved', 'declined', 'expired', 'dropped']),
    expiresAtMs: z.number(),
    notice: z.object({ channelId: channel, messageId: z.string().transform(messageId) }).nullable(),
    decidedBy: user.nullable(),
    decisionReason: z.string(),
    todo: steps.nullable().default(null),
    replyTo: replyAddressSchema.nullable().default(null),
  })
  .transform(({ todo, ...row }) => ({ ...row, todo: todo ?? todoOf(row) }));

/** Rows from before the steps were kept: of an approved one it was the prompt that said that it has not run. */
function todoOf({ state, reason, request }: Pick<ParkedRequest, 'state' | 'reason' | 'request'>): ParkedStep[] {
  return state === 'approved' && reason !== 'price' && request.prompt !== '' ? ['run', 'show'] : [];
}
