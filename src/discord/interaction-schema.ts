import { ApplicationCommandType, InteractionType } from 'discord.js';
import { z } from 'zod';
import { isSnowflake } from '../domain/snowflake.ts';
import type { RawOption } from './interaction.ts';
import { attachmentSchema, pictureMessageSchema } from './message-pictures.ts';

/** An id from outside becomes part of addresses and keys. */
const idSchema = z.string().refine(isSnowflake);
/** Becomes a part of an address as well; it can never lead to another one. */
const tokenSchema = z.string().regex(/^[\w.:=+-]*\w[\w.:=+-]*$/u);

const optionSchema: z.ZodType<RawOption> = z.object({
  name: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  focused: z.boolean().optional(),
  options: z.lazy(() => z.array(optionSchema)).optional(),
});
const commandSchema = z.object({
  name: z.string(),
  type: z.number().default(ApplicationCommandType.ChatInput),
  target_id: idSchema.optional(),
  options: z.array(optionSchema).default([]),
  resolved: z
    .object({
      users: z.record(z.string(), z.object({ bot: z.boolean().default(false) })).optional(),
      members: z.record(z.string(), z.unknown()).optional(),
      roles: z.record(z.string(), z.unknown()).optional(),
      channels: z
        .record(
          z.string(),
          z.object({ type: z.number(), guild_id: idSchema.nullish(), app_permissions: z.string().nullish() }),
        )
        .optional(),
      attachments: z.record(z.string(), attachmentSchema).optional(),
      messages: z.record(z.string(), pictureMessageSchema).optional(),
    })
    .optional(),
});
/** What was typed, and what Discord tells of those whom it names. */
export type RawCommand = z.infer<typeof commandSchema>;
const inputSchema = z.object({ custom_id: z.string(), value: z.string().optional() });
const formPartSchema = z.object({ component: inputSchema.optional(), components: z.array(inputSchema).optional() });
/** A row or a label of a form that was sent. */
export type FormPart = z.infer<typeof formPartSchema>;

const common = {
  id: idSchema,
  application_id: idSchema,
  token: tokenSchema,
  guild_id: idSchema.optional(),
  channel_id: idSchema.optional(),
  channel: z
    .object({
      id: idSchema,
      type: z.number().optional(),
      nsfw: z.boolean().optional(),
      parent_id: idSchema.nullish(),
    })
    .optional(),
  member: z
    .object({
      user: z.object({ id: idSchema }),
      roles: z.array(idSchema).default([]),
      joined_at: z.string().nullish(),
      permissions: z.string().default('0'),
    })
    .optional(),
  app_permissions: z.string().optional(),
  locale: z.string().nullish(),
  guild_locale: z.string().nullish(),
  attachment_size_limit: z.number().optional(),
};
/** The parts of an interaction that Easel reads. @see https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object, read 2026-11 */
export const interactionSchema = z.discriminatedUnion('type', [
  z.object({ ...common, type: z.literal(InteractionType.ApplicationCommand), data: commandSchema }),
  z.object({ ...common, type: z.literal(InteractionType.ApplicationCommandAutocomplete), data: commandSchema }),
  z.object({
    ...common,
    type: z.literal(InteractionType.MessageComponent),
    data: z.object({ custom_id: z.string() }),
    message: pictureMessageSchema.optional(),
  }),
  z.object({
    ...common,
    type: z.literal(InteractionType.ModalSubmit),
    data: z.object({ custom_id: z.string(), components: z.array(formPartSchema).default([]) }),
    message: pictureMessageSchema.optional(),
  }),
]);
/** A payload that {@link interactionSchema} has read. */
export type RawInteraction = z.infer<typeof interactionSchema>;
