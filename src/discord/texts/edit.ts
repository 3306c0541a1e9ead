import { mostNamed } from '#catalog/nearest-names.ts';
import { escapeText, inlineCode } from '#i18n/escape.ts';
import { lazyTexts } from '#i18n/message.ts';
import { t } from '#i18n/t.ts';
import type { SourceImage } from '#media/media.ts';

/** The answers to an edit that does not begin. */
export const editTexts = lazyTexts(['noEditor', 'noPicture', 'drawnSticker', 'gone', 'notYours', 'which'], (what) =>
  t(`edit.${what}`),
);

/** The form of an edit; each text at most 45 characters. */
export const editForm = lazyTexts(['title', 'prompt', 'model', 'size'], (part) =>
  part === 'title' ? t('form.edit.title') : t(`form.edit.${part}.input`),
);

/** What a picture was made from besides its words; empty for words alone. */
export function editOf({ length: count }: readonly SourceImage[]): readonly string[] {
  return count === 0 ? [] : [t('result.edit', { count })];
}

/** A link that is any longer, or could end before its end, is not shown. */
const linkable = /^[^\s<>]{1,300}$/u;

/**
 * The same for those who decide about it, with where to look. The first addresses that fit into `room` characters, names
 * alone included, are shown; where some do not, that is said.
 */
export function editLines(images: readonly SourceImage[], room: number): readonly string[] {
  if (images.length === 0) return [];
  const names = images.map(({ name }, index) => escapeText(name, 40) || String(index + 1));
  const linesOf = (pictures: readonly string[]) => [
    t('request.edits', { pictures: pictures.join(', ') }),
    ...(pictures.some((shown, index) => shown === names[index]) ? [t('request.editsUnlinked')] : []),
  ];
  const linked = images.reduce<readonly string[]>((pictures, { url }, index) => {
    const next = pictures.with(index, `[${names[index]}](<${url}>)`);
    return linkable.test(url) && linesOf(next).join('\n').length <= room ? next : pictures;
  }, names);
  return linesOf(linked);
}

/** A model that makes pictures from words alone was named. */
export function cannotEditText(title: string, editors: readonly string[]): string {
  const ids = editors
    .slice(0, mostNamed)
    .map((id) => inlineCode(id))
    .join(', ');
  return t('edit.wordsOnly', { model: escapeText(title, 100), editors: ids });
}
