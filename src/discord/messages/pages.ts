import { t } from '#i18n/t.ts';
import type { Button } from './message.ts';

/** Where a page is among the others. */
export interface PagePlace {
  /** Counts from 0. */
  readonly page: number;
  /** 1 or more. */
  readonly pages: number;
}

/** The items in pages whose texts, joined by line breaks, have at most `maxCharacters` each; at least one page. */
export function inPages<Item>(
  items: readonly Item[],
  maxCharacters: number,
  textOf: (item: Item) => string = String,
  maxItems = Number.POSITIVE_INFINITY,
): readonly (readonly Item[])[] {
  const pages: Item[][] = [[]];
  let used = 0;
  for (const item of items) {
    const length = textOf(item).length + 1;
    const isFull = used > 0 && (used + length > maxCharacters || pages.at(-1)?.length === maxItems);
    if (isFull) pages.push([]);
    used = isFull ? length : used + length;
    pages.at(-1)?.push(item);
  }
  return pages;
}

/** The page that was asked for; one that does not exist any more is the nearest one that does. */
export function nearestPage(asked: number, pages: number): number {
  return Number.isInteger(asked) ? Math.min(Math.max(asked, 0), pages - 1) : 0;
}

/** Previous and Next, where there is such a page: the button's subject is its number, its extra what the list is about. */
export function pageButtons(
  action: string,
  { page, pages }: PagePlace,
  extra: string | null = null,
): readonly Button[] {
  const buttonTo = (label: string, to: number): Button => ({
    id: { action, subject: String(to), extra },
    label,
    look: 'plain',
  });
  return [
    ...(page > 0 ? [buttonTo(t('button.previous.label'), page - 1)] : []),
    ...(page + 1 < pages ? [buttonTo(t('button.next.label'), page + 1)] : []),
  ];
}
