import { z } from 'zod';
import { channelId, guildId, jobId, roleId, userId } from '#core/ids.ts';
import { sourceImageSchema } from '#media/media.ts';
import { type FormOptions, formOptionWords, requestMediaSchema, tasks, textWords } from './form.ts';

const text = z.string().nullable();
const form: z.ZodType<FormOptions> = z.partialRecord(
  z.enum([...textWords, ...formOptionWords]),
  z.union([z.string(), z.number(), z.boolean()]),
);

/** The options of `/imagine` as typed. */
export const requestOptionsSchema = z.object({
  /** `16:9` or `1024x768`. */
  size: text,
  quality: text,
  resolution: text,
  steps: z.number().nullable(),
  /** LoRA name or file name, byte-exact; several as `name:0.8, other:0.5`. */
  lora: text,
  /** -100..100. */
  loraStrength: z.number().nullable(),
  format: text,
  /** 1..4 pictures. */
  count: z.number().nullable(),
  /** For models with a form; a picture's seed, what it shall not show, how close it keeps to another. */
  form: form.optional(),
});
/** @see requestOptionsSchema */
export type RequestOptions = Readonly<z.output<typeof requestOptionsSchema>>;

/** What a member typed, before any rule has looked at it, and as it is kept. `null` means the option was left out. */
export const requestSchema = z.object({
  id: z.string().transform(jobId),
  guildId: z.string().transform(guildId),
  /** The server's language, as Discord names it; null where it does not tell. */
  guildLocale: text,
  channelId: z.string().transform(channelId),
  /** The channel that a thread is in; null for a channel. */
  parentChannelId: z.string().transform(channelId).nullable(),
  /** The parent of a public thread, which takes the pictures that the thread no longer takes; left out elsewhere. */
  fallbackChannelId: z.string().transform(channelId).optional(),
  /** As Discord marks the channel. */
  isAgeRestricted: z.boolean(),
  userId: z.string().transform(userId),
  roleIds: z.array(z.string().transform(roleId)).readonly(),
  /** When the member joined the guild; null where Discord does not tell. */
  joinedAtMs: z.number().nullable(),
  accountMadeAtMs: z.number(),
  /** Model id as typed; `null` takes the default. */
  model: text,
  prompt: z.string(),
  options: requestOptionsSchema.readonly(),
  /** What is to be edited, in the order given; at most {@link mostInputs}. */
  images: z.array(sourceImageSchema).readonly(),
  /** Files besides the pictures. */
  media: requestMediaSchema.optional(),
  /** Which command it is; `/imagine` or `/edit` when left out. */
  task: z.enum(tasks).optional(),
  /** True when only the member shall see the picture. */
  isPrivate: z.boolean(),
  askedAtMs: z.number(),
  /** True once the member's last choice stands where something was left out: it is not looked at again. */
  isFilledIn: z.boolean().optional(),
  /** What the member has read as the price of all pictures asked for, where it is not the catalogue's: on the picture that is made again. */
  shownCredits: z.number().optional(),
});
/** @see requestSchema */
export type GenerationRequest = Readonly<z.output<typeof requestSchema>>;

/** Pictures that one request may bring. */
export const mostInputs = 3;

/** Every option left out. */
export const noOptions: RequestOptions = {
  size: null,
  quality: null,
  resolution: null,
  steps: null,
  lora: null,
  loraStrength: null,
  format: null,
  count: null,
};

/** A request with nothing chosen, which no one has made. `lora` is for the routes that cannot do without. */
export function plainRequest(lora: string | null): Pick<GenerationRequest, 'id' | 'prompt' | 'images' | 'options'> {
  return { id: jobId('plain'), prompt: 'a red apple on a table', images: [], options: { ...noOptions, lora } };
}
