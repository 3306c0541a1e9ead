import { ComponentType, StickerFormatType } from 'discord.js';
import { z } from 'zod';
import type { SourceImage } from '#media/media.ts';

const snowflakeSchema = z.string().regex(/^\d{1,20}$/u);

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
const stickerSchema = z.object({ id: snowflakeSchema, name: z.string(), format_type: z.number() });
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
type Content = z.infer<typeof contentSchema>;

/**
 * The pictures of a message in their order: its attached files and those that its components show, else its stickers, else
 * what its embeds show; all at Discord's own hosts.
 */
export function picturesIn(message: PictureMessage): readonly SourceImage[] {
  const contents = [message, ...message.message_snapshots.map((snapshot) => snapshot.message)];
  const files = contents.flatMap(filesOf);
  const attached = [...files, ...contents.flatMap(shownIn).filter(isAnotherThan(files))];
  if (attached.length > 0) return attached;
  const stickers = contents.flatMap(({ sticker_items }) => sticker_items.flatMap(sourceOfSticker));
  return stickers.length > 0 ? stickers : contents.flatMap(({ embeds }) => embeds.flatMap(sourceOfEmbed));
}

/** True where a message has stickers, and all of them are drawn by a program: nothing of them can be edited. */
export function hasOnlyDrawnStickers(message: PictureMessage): boolean {
  const stickers = [message, ...message.message_snapshots.map((snapshot) => snapshot.message)].flatMap(
    ({ sticker_items }) => sticker_items,
  );
  return stickers.length > 0 && stickers.every(({ format_type }) => format_type === StickerFormatType.Lottie);
}

function filesOf({ attachments }: Content): SourceImage[] {
  return attachments.filter(isPicture).map(sourceOfAttachment);
}

function shownIn({ components }: Content): SourceImage[] {
  return mediaIn(components).flatMap((media) => {
    const { content_type: mediaType, width, height } = media;
    const address = addressOf(media);
    const isShown = typeof mediaType === 'string' ? mediaType.startsWith('image/') : typeof width === 'number';
    if (address === undefined || !isShown) return [];
    const sizes = { widthPx: width ?? null, heightPx: height ?? null };
    return [{ url: address, name: nameIn(address), bytes: null, mediaType: mediaType ?? null, ...sizes }];
  });
}

/** What lies elsewhere is shown through Discord's proxy of other sites; a file of Discord's own lies at its address. */
function addressOf({ url, proxy_url: proxied }: ReturnType<typeof mediaIn>[number]): string | undefined {
  const isForeign =
    proxied !== undefined && URL.canParse(proxied) && new URL(proxied).hostname.startsWith('images-ext-');
  return isForeign ? proxied : (url ?? proxied);
}

/** A file may be attached, and shown by a component too. */
function isAnotherThan(files: readonly SourceImage[]): (image: SourceImage) => boolean {
  const paths = new Set(files.map(({ url }) => pathOf(url)));
  return ({ url }) => !paths.has(pathOf(url));
}

function pathOf(address: string): string {
  return URL.canParse(address) ? new URL(address).pathname : address;
}

/** An animated one is told by its kind when it is checked. @see https://docs.discord.com/developers/reference#image-formatting */
function sourceOfSticker({ id, name, format_type: format }: z.infer<typeof stickerSchema>): SourceImage[] {
  if (format === StickerFormatType.Lottie) return [];
  const isGif = format === StickerFormatType.GIF;
  const url = isGif
    ? `https://media.discordapp.net/stickers/${id}.gif`
    : `https://cdn.discordapp.com/stickers/${id}.png`;
  const mediaType = isGif ? 'image/gif' : 'image/png';
  return [{ url, name, bytes: null, mediaType, widthPx: null, heightPx: null }];
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

/** What a component shows, as Discord describes it. @see https://docs.discord.com/developers/components/reference#unfurled-media-item, read 2026-11 */
const unfurledSchema = z.object({
  url: z.string().optional(),
  proxy_url: z.string().optional(),
  content_type: z.string().nullish(),
  width: z.number().nullish(),
  height: z.number().nullish(),
});
type Unfurled = z.infer<typeof unfurledSchema>;

/** Discord takes 40 in a message; whatever else comes is not walked. */
const mostComponents = 100;
const mostLevels = 5;

/** The media of a message's components in their order, also of those within containers and sections. */
export function mediaIn(components: readonly unknown[]): readonly Unfurled[] {
  let left = mostComponents;
  const walk = (raw: unknown, level: number): Unfurled[] => {
    left -= 1;
    const read = componentSchema.safeParse(raw);
    if (left < 0 || level > mostLevels || !read.success) return [];
    const { components: inner = [], accessory } = read.data;
    const nested = accessory === undefined ? inner : [...inner, accessory];
    return [...ownMedia(read.data), ...nested.flatMap((each) => walk(each, level + 1))];
  };
  return components.flatMap((each) => walk(each, 1));
}

function ownMedia({ type, items = [], media, file }: z.infer<typeof componentSchema>): Unfurled[] {
  switch (type) {
    case ComponentType.MediaGallery:
      return items.slice(0, mostComponents).map((item) => item.media);
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
  items: z.array(z.object({ media: unfurledSchema })).optional(),
  media: unfurledSchema.optional(),
  file: unfurledSchema.optional(),
  components: z.array(z.unknown()).optional(),
  accessory: z.unknown().optional(),
});
