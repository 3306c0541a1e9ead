import { z } from 'zod';
import type { SourceImage } from '../domain/request.ts';

/** A file of a message or of a command, as Discord describes it. */
export const attachmentSchema = z.object({
  id: z.string(),
  filename: z.string(),
  size: z.number(),
  url: z.string(),
  content_type: z.string().nullish(),
  width: z.number().nullish(),
  height: z.number().nullish(),
});

const mediaSchema = z.object({
  proxy_url: z.string().optional(),
  content_type: z.string().nullish(),
  width: z.number().nullish(),
  height: z.number().nullish(),
});
const embedSchema = z.object({
  type: z.string().optional(),
  image: mediaSchema.optional(),
  thumbnail: mediaSchema.optional(),
});
const contentSchema = z.object({
  attachments: z.array(attachmentSchema).default([]),
  embeds: z.array(embedSchema).default([]),
});
/** The parts of a message that can hold pictures; a forwarded one holds them in its snapshot. @see https://docs.discord.com/developers/resources/message#message-object, read 2026-11 */
export const pictureMessageSchema = contentSchema.extend({
  message_snapshots: z.array(z.object({ message: contentSchema })).default([]),
});
/** A payload that {@link pictureMessageSchema} has read. */
export type PictureMessage = z.infer<typeof pictureMessageSchema>;

/** The pictures of a message in their order: its attached files, else what its embeds show, at Discord's own hosts. */
export function picturesIn(message: PictureMessage): readonly SourceImage[] {
  const contents = [message, ...message.message_snapshots.map((snapshot) => snapshot.message)];
  const attached = contents.flatMap(({ attachments }) => attachments.filter(isPicture).map(sourceOfAttachment));
  return attached.length > 0 ? attached : contents.flatMap(({ embeds }) => embeds.flatMap(sourceOfEmbed));
}

type RawAttachment = z.infer<typeof attachmentSchema>;

/** Where Discord tells no type, only pictures (and videos, which the check refuses by name) have a width. */
function isPicture({ content_type: type, width }: RawAttachment): boolean {
  return typeof type === 'string' ? type.startsWith('image/') : typeof width === 'number';
}

function sourceOfAttachment(file: RawAttachment): SourceImage {
  const { url, filename: name, size: bytes, content_type: mediaType, width, height } = file;
  return { url, name, bytes, mediaType: mediaType ?? null, widthPx: width ?? null, heightPx: height ?? null };
}

/** A pasted link to a picture is an embed of type `image`, with the picture as its thumbnail; elsewhere that is decoration. */
function sourceOfEmbed({ type, image, thumbnail }: z.infer<typeof embedSchema>): SourceImage[] {
  const media = image ?? (type === 'image' ? thumbnail : undefined);
  if (media?.proxy_url === undefined) return [];
  const { proxy_url: url, content_type: mediaType, width, height } = media;
  const sizes = { widthPx: width ?? null, heightPx: height ?? null };
  return [{ url, name: nameIn(url), bytes: null, mediaType: mediaType ?? null, ...sizes }];
}

/** The last part of the address, for the member's eyes. */
function nameIn(address: string): string {
  const path = URL.canParse(address) ? new URL(address).pathname : '';
  return path.split('/').at(-1) || 'picture';
}
