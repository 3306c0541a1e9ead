import { ComponentType, StickerFormatType } from 'discord.js';
import { z } from 'zod';
import type { SourceImage } from '#media/media.ts';

/** What Discord tells of a file or a picture; a type or a size may be missing. */
const factsSchema = z.object({
  content_type: z.string().nullish(),
  width: z.number().nullish(),
  height: z.number().nullish(),
});
type Facts = z.infer<typeof factsSchema>;

/** A file of a message or of a command, as Discord describes it. */
export const attachmentSchema = factsSchema.extend({
  id: z.string(),
  filename: z.string(),
  size: z.number(),
  url: z.string(),
});

/** @see https://docs.discord.com/developers/components/reference#unfurled-media-item, read 2026-11 */
const mediaSchema = factsSchema.extend({ url: z.string().optional(), proxy_url: z.string().optional() });
type Media = z.infer<typeof mediaSchema>;
const embedSchema = z.object({
  type: z.string().optional(),
  image: mediaSchema.optional(),
  thumbnail: mediaSchema.optional(),
});
const stickerSchema = z.object({ id: z.string().regex(/^\d{1,20}$/u), name: z.string(), format_type: z.number() });
const contentSchema = z.object({
  attachments: z.array(attachmentSchema).default([]),
  embeds: z.array(embedSchema).default([]),
  /** Of any kind: read by {@link mediaIn}. */
  components: z.array(z.unknown()).catch([]).default([]),
  sticker_items: z.array(stickerSchema).catch([]).default([]),
});
/** The parts of a message that can hold pictures; a forwarded one holds them in its snapshot. @see https://docs.discord.com/developers/resources/message#message-object, read 2026-11 */
export const pictureMessageSchema = contentSchema.extend({
  message_snapshots: z.array(z.object({ message: contentSchema })).default([]),
});
/** A payload that {@link pictureMessageSchema} has read. */
export type PictureMessage = z.infer<typeof pictureMessageSchema>;

/**
 * The pictures of a message in their order: its attached files and those that its components show, else its stickers, else
 * those of its embeds; all at Discord's own hosts.
 */
export function picturesIn(message: PictureMessage): readonly SourceImage[] {
  const contents = contentsOf(message);
  const files = contents
    .flatMap(({ attachments }) => attachments)
    .filter(isPicture)
    .map(sourceOfFile);
  // A file may be attached, and shown by a component too.
  const paths = new Set(files.map(({ url }) => pathOf(url)));
  const shown = contents.flatMap(({ components }) => mediaIn(components).flatMap(sourceOfMedia));
  const attached = [...files, ...shown.filter(({ url }) => !paths.has(pathOf(url)))];
  if (attached.length > 0) return attached;
  const stickers = contents.flatMap(({ sticker_items }) => sticker_items.flatMap(sourceOfSticker));
  return stickers.length > 0 ? stickers : contents.flatMap(({ embeds }) => embeds.flatMap(sourceOfEmbed));
}

/** True where a message has stickers, and all of them are drawn by a program: nothing of them can be edited. */
export function hasOnlyDrawnStickers(message: PictureMessage): boolean {
  const stickers = contentsOf(message).flatMap(({ sticker_items }) => sticker_items);
  return stickers.length > 0 && stickers.every(({ format_type }) => format_type === StickerFormatType.Lottie);
}

function contentsOf(message: PictureMessage): readonly z.infer<typeof contentSchema>[] {
  return [message, ...message.message_snapshots.map((snapshot) => snapshot.message)];
}

/** Where Discord tells no type, only pictures (and videos, which the check refuses by name) have a width. */
function isPicture({ content_type: type, width }: Facts): boolean {
  return typeof type === 'string' ? type.startsWith('image/') : typeof width === 'number';
}

/** A file by what Discord tells of it. */
export function sourceOfFile(file: z.infer<typeof attachmentSchema>): SourceImage {
  return sourceOf(file.url, file, file.filename, file.size);
}

function sourceOf(url: string, facts: Facts, name = nameIn(url), bytes: number | null = null): SourceImage {
  const { content_type: mediaType, width, height } = facts;
  return { url, name, bytes, mediaType: mediaType ?? null, widthPx: width ?? null, heightPx: height ?? null };
}

/** Pictures of other sites are shown through Discord's proxy; a file of Discord's own is at its address. */
function sourceOfMedia(media: Media): SourceImage[] {
  const { url, proxy_url: proxied } = media;
  const isForeign =
    proxied !== undefined && URL.canParse(proxied) && new URL(proxied).hostname.startsWith('images-ext-');
  const address = isForeign ? proxied : (url ?? proxied);
  return address === undefined || !isPicture(media) ? [] : [sourceOf(address, media)];
}

/** An animated one is told by its kind when it is checked. @see https://docs.discord.com/developers/reference#image-formatting */
function sourceOfSticker({ id, name, format_type: format }: z.infer<typeof stickerSchema>): SourceImage[] {
  if (format === StickerFormatType.Lottie) return [];
  return format === StickerFormatType.GIF
    ? [sourceOf(`https://media.discordapp.net/stickers/${id}.gif`, { content_type: 'image/gif' }, name)]
    : [sourceOf(`https://cdn.discordapp.com/stickers/${id}.png`, { content_type: 'image/png' }, name)];
}

/** A pasted link to a picture is an embed of type `image`, with the picture as its thumbnail; elsewhere that is decoration. */
function sourceOfEmbed({ type, image, thumbnail }: z.infer<typeof embedSchema>): SourceImage[] {
  const media = image ?? (type === 'image' ? thumbnail : undefined);
  return media?.proxy_url === undefined ? [] : [sourceOf(media.proxy_url, media)];
}

function pathOf(address: string): string {
  return URL.canParse(address) ? new URL(address).pathname : address;
}

/** The last part of the address. */
function nameIn(address: string): string {
  const path = URL.canParse(address) ? new URL(address).pathname : '';
  return path.split('/').at(-1) || 'picture';
}

/** Discord takes 40 in a message; more are not read. */
const maxComponents = 100;
const maxLevels = 5;

/** The media of a message's components in their order, also of those within containers and sections. */
function mediaIn(components: readonly unknown[]): readonly Media[] {
  let left = maxComponents;
  const walk = (raw: unknown, level: number): Media[] => {
    left -= 1;
    const read = componentSchema.safeParse(raw);
    if (left < 0 || level > maxLevels || !read.success) return [];
    const { components: inner = [], accessory } = read.data;
    const nested = accessory === undefined ? inner : [...inner, accessory];
    return [...ownMedia(read.data), ...nested.flatMap((each) => walk(each, level + 1))];
  };
  return components.flatMap((each) => walk(each, 1));
}

function ownMedia({ type, items = [], media, file }: z.infer<typeof componentSchema>): Media[] {
  switch (type) {
    case ComponentType.MediaGallery:
      return items.slice(0, maxComponents).map((item) => item.media);
    case ComponentType.Thumbnail:
      return media === undefined ? [] : [media];
    case ComponentType.File:
      return file === undefined ? [] : [file];
    default:
      return [];
  }
}

const componentSchema = z.object({
  type: z.number(),
  items: z.array(z.object({ media: mediaSchema })).optional(),
  media: mediaSchema.optional(),
  file: mediaSchema.optional(),
  components: z.array(z.unknown()).optional(),
  accessory: z.unknown().optional(),
});
