import type { Told } from '#catalog/prompt-flags.ts';
import { escapeText, inlineCode } from '#i18n/escape.ts';
import { t } from '#i18n/t.ts';

/** As many flags as are named one by one, and as many characters of each. */
const mostFlags = 8;
const flagCharacters = 60;

/** What the picture is made with, where that is not quite what was typed; each line begins with a line break. */
export function toldText(told: Told | undefined): string {
  if (told === undefined) return '';
  const { words, read, unread, resized } = told;
  const lines = [
    ...(unread.length > 0 ? [t('told.unread', { count: unread.length, flags: flagsText(unread) })] : []),
    ...(read.length > 0 ? [t('told.read', { count: read.length, flags: flagsText(read) })] : []),
    ...(words !== null ? [t('told.words', { words: escapeText(words, 400) })] : []),
    ...(resized === null
      ? []
      : [t('told.resized', { asked: inlineCode(resized.asked), size: inlineCode(resized.size) })]),
  ];
  return lines.map((line) => `\n${line}`).join('');
}

function flagsText(flags: readonly string[]): string {
  const shown = flags.slice(0, mostFlags).map((flag) => inlineCode(flag, flagCharacters));
  const more = flags.length - shown.length;
  const names = shown.join(t('option.or'));
  return more > 0 ? t('models.andMore', { names, more }) : names;
}
