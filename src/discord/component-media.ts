import { ComponentType } from 'discord.js';
import { z } from 'zod';

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
