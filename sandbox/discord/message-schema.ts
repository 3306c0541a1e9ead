import { z } from 'zod';
import type { Component } from './wire.ts';

/** What a bot may send as a message, with Discord's limits. @see https://discord.com/developers/docs/resources/message read 2026-11-20 */
export type MessageBody = z.infer<typeof messageBody>;

const media = z.looseObject({ url: z.string().max(2048) });

const component: z.ZodType<Component> = z.looseObject({
  type: z.int(),
  id: z.int().nullish(),
  custom_id: z.string().min(1).max(100).nullish(),
  label: z.string().max(100).nullish(),
  style: z.int().nullish(),
  url: z.string().max(2048).nullish(),
  disabled: z.boolean().nullish(),
  placeholder: z.string().max(150).nullish(),
  options: z
    .array(
      z.looseObject({
        label: z.string().min(1).max(100),
        value: z.string().min(1).max(100),
        description: z.string().max(100).nullish(),
        default: z.boolean().nullish(),
      }),
    )
    .max(25)
    .nullish(),
  min_values: z.int().min(0).max(25).nullish(),
  max_values: z.int().min(1).max(25).nullish(),
  content: z.string().max(4000).nullish(),
  value: z.string().max(4000).nullish(),
  required: z.boolean().nullish(),
  min_length: z.int().min(0).max(4000).nullish(),
  max_length: z.int().min(1).max(4000).nullish(),
  items: z
    .array(z.looseObject({ media, description: z.string().max(1024).nullish() }))
    .max(10)
    .nullish(),
  media: media.nullish(),
  file: media.nullish(),
  get components() {
    return z.array(component).nullish();
  },
  get component() {
    return component.nullish();
  },
  get accessory() {
    return component.nullish();
  },
});

const embed = z.looseObject({
  title: z.string().max(256).nullish(),
  description: z.string().max(4096).nullish(),
  url: z.string().max(2048).nullish(),
  color: z.int().min(0).max(0xff_ff_ff).nullish(),
  fields: z
    .array(
      z.looseObject({
        name: z.string().min(1).max(256),
        value: z.string().min(1).max(1024),
        inline: z.boolean().nullish(),
      }),
    )
    .max(25)
    .nullish(),
  author: z.looseObject({ name: z.string().max(256) }).nullish(),
  footer: z.looseObject({ text: z.string().max(2048) }).nullish(),
  image: media.nullish(),
  thumbnail: media.nullish(),
});

/** A message's body, each field by itself. */
export const messageBody = z.looseObject({
  content: z.string().max(2000).nullish(),
  embeds: z.array(embed).max(10).nullish(),
  components: z.array(component).max(40).nullish(),
  attachments: z
    .array(
      z.looseObject({
        id: z.union([z.string(), z.int()]).nullish(),
        filename: z.string().max(1024).nullish(),
        description: z.string().max(1024).nullish(),
      }),
    )
    .max(10)
    .nullish(),
  allowed_mentions: z
    .looseObject({
      parse: z.array(z.enum(['users', 'roles', 'everyone'])).nullish(),
      users: z.array(z.string()).max(100).nullish(),
      roles: z.array(z.string()).max(100).nullish(),
    })
    .nullish(),
  flags: z.int().nullish(),
  tts: z.boolean().nullish(),
  nonce: z.union([z.string().max(25), z.int()]).nullish(),
  enforce_nonce: z.boolean().nullish(),
  message_reference: z.looseObject({ message_id: z.string().nullish() }).nullish(),
});

/** Components of a modal. */
export const modalBody = z.looseObject({
  custom_id: z.string().min(1).max(100),
  title: z.string().min(1).max(45),
  components: z.array(component).min(1).max(5),
});
