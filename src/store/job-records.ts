import { z } from 'zod';
import { errorCodes } from '../domain/errors.ts';
import { channelId, guildId, jobId, messageId, userId } from '../domain/ids.ts';
import { type Job, jobStates } from '../domain/job.ts';
import { imageFormats } from '../domain/request.ts';
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

/** Rows from when a picture had one LoRA at most hold it as `lora`. */
const settingsSchema = z
  .object({
    prompt: z.string(),
    size: sizeSchema,
    steps: z.number().nullable(),
    quality: z.string().nullable(),
    resolution: z.string().nullable(),
    format: z.enum(imageFormats).nullable(),
    lora: loraSchema.nullish(),
    loras: z.array(loraSchema).optional(),
    images: z.array(sourceImageSchema).default([]),
    count: z.int().min(1).default(1),
  })
  .transform(({ lora, loras, ...settings }) => ({ ...settings, loras: loras ?? (lora ? [lora] : []) }));

/** Where a reply lives, as it is stored. */
export const replyAddressSchema = z.object({
  applicationId: z.string(),
  channelId: z.string().transform(channelId),
  messageId: z.string().transform(messageId).nullable(),
  sealedToken: z.string().nullable(),
  tokenExpiresAtMs: z.number(),
  isPrivate: z.boolean(),
  locale: z.string().nullable().default(null),
  guildLocale: z.string().nullable().default(null),
  fallbackChannelId: z.string().transform(channelId).optional(),
  attachmentLimitBytes: z.number(),
  canUseChannel: z.boolean(),
});

const ticketSchema = z.object({ provider: providerSchema, remoteId: z.string() });

/** A job's document. Rows from when a request was one remote job hold its ticket as `ticket`. */
export const jobSchema: z.ZodType<Job> = z
  .object({
    id: z.string().transform(jobId),
    guildId: z.string().transform(guildId),
    channelId: z.string().transform(channelId),
    userId: z.string().transform(userId),
    modelId: z.string(),
    modelTitle: z.string(),
    provider: providerSchema,
    endpoint: z.string(),
    settings: settingsSchema,
    credits: z.int().min(0),
    listCredits: z.int().min(0).optional(),
    replyTo: replyAddressSchema,
    isSpoiler: z.boolean().default(false),
    isUnlabelled: z.boolean().optional(),
    ticket: ticketSchema.nullish(),
    tickets: z.array(ticketSchema).optional(),
    picturesPerTicket: z.int().min(1).default(1),
    state: z.enum(jobStates),
    openedAtMs: z.number(),
    submittedAtMs: z.number().nullable(),
    endedAtMs: z.number().nullable(),
    cancelledBy: z.enum(['user', 'moderator']).nullable(),
    error: z.enum(errorCodes).nullable(),
    came: z.int().min(1).nullable().default(null),
    charged: z.int().min(0).nullable(),
    costs: z.array(z.object({ currency: z.enum(['USD', 'CNY', 'coins']), amount: z.number() })).optional(),
    isRemoved: z.boolean().optional(),
    isUntold: z.boolean().optional(),
    isRetried: z.boolean().optional(),
  })
  .transform(({ ticket, tickets, ...job }) => ({ ...job, tickets: tickets ?? (ticket ? [ticket] : []) }));
