import { mostNamed } from '#catalog/nearest-names.ts';
import { limits } from '#discord/messages/limits.ts';
import { escapeText, inlineCode } from '#i18n/escape.ts';
import { lazyTexts } from '#i18n/message.ts';
import { credits } from '#i18n/money.ts';
import { t } from '#i18n/t.ts';
import type { GuildLora } from '#loras/guild-lora.ts';
import type { PreviewRefusal } from '#loras/lora-preview.ts';
import { type ChangeTexts, listed } from '../setup/view.ts';

/** A LoRA that can be picked by name, of the server or of the installation. */
export interface RemoteLora extends GuildLora {
  /** Of a picture with it; null where the installation no longer runs the model. */
  readonly credits: number | null;
}

/** Room for the lines of a page, beside its first and last line and what numbers the pictures. */
const linesCharacters = limits.contentCharacters - 440;
/** Every one may have a picture. */
const mostOnPage = limits.filesPerMessage;

/** The LoRAs in pages that fit a message each, whatever their texts, with their pictures; at least one page. */
export function pagesOfLoras(loras: readonly RemoteLora[]): readonly (readonly RemoteLora[])[] {
  const pages: RemoteLora[][] = [[]];
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
export function lorasPageText(loras: readonly RemoteLora[], { page, pages, model, pictures = [] }: PagePlace): string {
  const anyFile = t('loras.anyFile');
  const whose = model === null ? null : escapeText(model, 100);
  if (loras.length === 0) {
    return whose === null ? t('loras.none', { anyFile }) : t('loras.noneFor', { model: whose, anyFile });
  }
  const place = pages > 1 ? t('page.of', { page: page + 1, pages }) : null;
  const lines = loras.map((lora, at) => lineOf(lora, pictures[at] ?? null));
  return [lorasHeading(whose, place), ...lines, anyFile].join('\n');
}

function lorasHeading(model: string | null, page: string | null): string {
  if (model === null) return page === null ? t('loras.heading') : t('loras.headingPage', { page });
  return page === null ? t('loras.headingFor', { model }) : t('loras.headingForPage', { model, page });
}

function lineOf(lora: RemoteLora, picture: number | null = null): string {
  const price = lora.credits === null ? t('loras.modelGone') : credits(lora.credits);
  const head = `**${escapeText(lora.title, 150)}** ${inlineCode(lora.modelId, 80)} · ${price}`;
  const shown = picture === null ? '' : ` · ${t('loras.pictureNumber', { picture })}`;
  return `${head}${shown}\n-# ${inlineCode(lora.file, 200)} · ${facts(lora)}`;
}

function facts({ defaultStrength, minStrength, maxStrength, triggerWords, isAdult }: GuildLora): string {
  const words = escapeText(triggerWords.join(', '), 300);
  return [
    t('loras.strength', { usual: defaultStrength, min: minStrength, max: maxStrength }),
    ...(words === '' ? [] : [t('loras.adds', { words })]),
    ...(isAdult ? [t('loras.adult')] : []),
  ].join(' · ');
}

/** `/setup loras`. */
export const loraTexts = {
  what: (title: string) => t('loras.what', { title: inlineCode(title) }),
  get none() {
    return t('loras.notThere');
  },
  row: (row: GuildLora) =>
    t('loras.row', { file: inlineCode(row.file, 200), model: inlineCode(row.modelId, 80), facts: facts(row) }),
  title: (title: string) => inlineCode(title),
  count: (count: number) => (count === 0 ? t('loras.noneOfItsOwn') : t('loras.count', { count })),
  noLoras: (model: string, others: readonly string[]) => {
    const named = others.map((id) => inlineCode(id, 80));
    return t('loras.modelTakesNone', { model: inlineCode(model, 80), others: listed(named, mostNamed) });
  },
  range: (min: number, max: number) => t('loras.range', { min, max }),
  bounds: (model: string, ranges: readonly string[]) =>
    t('loras.bounds', { model: inlineCode(model, 80), ranges: ranges.join(t('loras.orRange')) }),
  titleTaken: (title: string) => t('loras.titleTaken', { title: inlineCode(title) }),
  fileTaken: (title: string) => t('loras.fileTaken', { title: inlineCode(title) }),
  unknown: (title: string) => t('loras.unknown', { title: inlineCode(title) }),
  full: (most: number) => t('loras.full', { most }),
  get hasPicture() {
    return t('loras.hasPicture');
  },
  noPicture: lazyTexts(['too_large', 'not_a_picture', 'unreachable'], (why) =>
    t(`loras.noPicture.${why}`),
  ) satisfies Record<PreviewRefusal, string>,
  pictureChange: (title: string, had: boolean, has: boolean): ChangeTexts => ({
    what: t('loras.pictureOf', { title: inlineCode(title) }),
    was: t(had ? 'loras.aPicture' : 'loras.noPictureYet'),
    now: has ? t(had ? 'loras.anotherPicture' : 'loras.aPicture') : t('loras.noPictureYet'),
    hints: has ? [t('loras.hasPicture')] : [],
  }),
  get empty() {
    return t('loras.empty');
  },
  get reach() {
    return t('loras.reach');
  },
  moreOn: (page: number, pages: number) =>
    page < pages
      ? t('loras.nextPage', { page, pages, next: inlineCode(`/setup loras list page:${page + 1}`) })
      : t('loras.lastPage', { page, pages }),
} as const;
