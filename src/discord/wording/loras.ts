import type { GuildLora } from '../../domain/guild-lora.ts';
import type { PreviewRefusal } from '../../domain/lora-preview.ts';
import { limits } from '../limits.ts';
import { escapeText, inlineCode } from './escape.ts';
import { credits } from './money.ts';
import { type ChangeTexts, counted, listed } from './setup.ts';

/** A LoRA that can be picked by name, of the server or of the installation. */
export interface ListedLora extends GuildLora {
  /** Of a picture with it; null where the installation no longer runs the model. */
  readonly credits: number | null;
}

/** Room for the lines of a page, beside its first and last line and what numbers the pictures. */
const linesCharacters = limits.contentCharacters - 440;
/** Every one may have a picture. */
const mostOnPage = limits.filesPerMessage;

/** The LoRAs in pages that fit a message each, whatever their texts, with their pictures; at least one page. */
export function pagesOfLoras(loras: readonly ListedLora[]): readonly (readonly ListedLora[])[] {
  const pages: ListedLora[][] = [[]];
  let used = 0;
  for (const each of loras) {
    const length = lineOf(each).length + 1;
    const isFull = used + length > linesCharacters || pages.at(-1)?.length === mostOnPage;
    if (isFull) pages.push([]);
    used = isFull ? length : used + length;
    pages.at(-1)?.push(each);
  }
  return pages;
}

/** Where a page is among the others; `page` counts from 0. */
export interface PagePlace {
  readonly page: number;
  readonly pages: number;
  /** The model's title, where only its LoRAs are listed. */
  readonly model: string | null;
  /** How many the picture of each LoRA is among the message's, from 1; null for one without. Left out: there are none. */
  readonly pictures?: readonly (number | null)[];
}

/** One of {@link pagesOfLoras} as the answer to `/loras`, within Discord's 2000 characters. */
export function lorasPageText(loras: readonly ListedLora[], { page, pages, model, pictures = [] }: PagePlace): string {
  const whose = model === null ? '' : ` for ${escapeText(model, 100)}`;
  const place = pages > 1 ? ` (page ${page + 1} of ${pages})` : '';
  const anyFile = `${inlineCode('/imagine lora:')} takes the title, or any file name of the service's library.`;
  if (loras.length === 0) return `No LoRAs are listed${whose} here. ${anyFile}`;
  const lines = loras.map((lora, at) => lineOf(lora, pictures[at] ?? null));
  return [`LoRAs${whose}${place}, with the price of one picture:`, ...lines, anyFile].join('\n');
}

function lineOf(lora: ListedLora, picture: number | null = null): string {
  const price = lora.credits === null ? 'this model is not here any more' : credits(lora.credits);
  const head = `**${escapeText(lora.title, 150)}** ${inlineCode(lora.modelId, 50)} · ${price}`;
  const shown = picture === null ? '' : ` · picture ${picture}`;
  return `${head}${shown}\n-# ${inlineCode(lora.file, 200)} · ${facts(lora)}`;
}

function facts({ defaultStrength, minStrength, maxStrength, triggerWords, isAdult }: GuildLora): string {
  const words = escapeText(triggerWords.join(', '), 300);
  return [
    `strength ${defaultStrength} (${minStrength} to ${maxStrength})`,
    ...(words === '' ? [] : [`adds “${words}”`]),
    ...(isAdult ? ['age-restricted channels only'] : []),
  ].join(' · ');
}

/** `/setup loras`. */
export const loraTexts = {
  what: (title: string) => `LoRA ${inlineCode(title)}`,
  none: 'not in the library',
  row: (row: GuildLora) => `${inlineCode(row.file, 200)} for ${inlineCode(row.modelId, 50)} · ${facts(row)}`,
  title: (title: string) => inlineCode(title),
  count: (count: number) => (count === 0 ? 'none of its own' : `${counted(count, 'LoRA')} (${inlineCode('/loras')})`),
  noLoras: (model: string, others: readonly string[]) =>
    `${inlineCode(model, 50)} takes no LoRAs. These do: ${listed(
      others.map((id) => inlineCode(id, 50)),
      20,
    )}.`,
  bounds: (model: string, ranges: readonly string[]) =>
    `${inlineCode(model, 50)} takes strengths of ${ranges.join(', or ')}. Change ${inlineCode('min_strength')} and ${inlineCode('max_strength')}.`,
  titleTaken: (title: string) => `There is a LoRA ${inlineCode(title)} in the library already.`,
  fileTaken: (title: string) => `That file is in the library already, as ${inlineCode(title)}.`,
  unknown: (title: string) => `There is no LoRA ${inlineCode(title)} in the library.`,
  full: (most: number) => `There are ${most} LoRAs in the library already. Remove one first.`,
  hasPicture: `Its picture is shown in ${inlineCode('/loras')}.`,
  noPicture: {
    too_large: 'The picture is too large. Send one of at most 10 MiB and 50 megapixels.',
    not_a_picture: 'The file is no whole, still PNG, JPEG or WebP picture. Send one of these.',
    unreachable: 'The picture could not be fetched from Discord. Send it again.',
  } satisfies Record<PreviewRefusal, string>,
  pictureChange: (title: string, had: boolean, has: boolean): ChangeTexts => ({
    what: `Picture of LoRA ${inlineCode(title)}`,
    was: had ? 'a picture' : 'none',
    now: has ? `${had ? 'another' : 'a'} picture` : 'none',
    hints: has ? [loraTexts.hasPicture] : [],
  }),
  empty: `The library is empty. ${inlineCode('/setup loras add')} puts a LoRA into it.`,
  reach: `Members pick it in ${inlineCode('/imagine lora:')}.`,
  moreOn: (page: number, pages: number) =>
    page < pages
      ? `Page ${page} of ${pages}. Next: ${inlineCode(`/setup loras list page:${page + 1}`)}`
      : `Page ${page} of ${pages}.`,
} as const;
