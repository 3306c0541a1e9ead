/** Everything that Discord would read as markdown, a mention, a link or an invite. */
const special = new Set('\\*_~`|>#[]()<@:/.-+!');

/**
 * A member's words as they were meant: shown letter by letter, with no formatting, mention or link coming out of them.
 * Cut with an ellipsis where the escaped text would exceed `maxCharacters`; line breaks become spaces.
 */
export function escapeText(text: string, maxCharacters: number): string {
  const pieces = [...flatten(text)].map((character) => (special.has(character) ? `\\${character}` : character));
  const escaped = pieces.join('');
  if (escaped.length <= maxCharacters) return escaped;
  let shown = '';
  for (const piece of pieces) {
    if (shown.length + piece.length >= maxCharacters) break;
    shown += piece;
  }
  return `${shown}…`;
}

/** A short value as inline code, where nothing is read as formatting. */
export function inlineCode(text: string, maxCharacters = 100): string {
  return `\`${cut(flatten(text).replaceAll('`', "'"), maxCharacters) || ' '}\``;
}

/** At most `maxCharacters` (UTF-16 units, as Discord counts), never half a character. */
export function cut(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  return `${whole(text.slice(0, maxCharacters - 1))}…`;
}

/** Drops the first half of a character that was cut in two. */
function whole(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/u, '');
}

/** One line of what can be seen. */
function flatten(text: string): string {
  return visible(text).replace(/\s+/gu, ' ').trim();
}

/**
 * What a reader sees of a text: without control characters (line breaks and tabs stay), halves of characters, the marks that
 * turn the direction of writing, and letters that have no shape. A joiner stays where an emoji or a script needs it.
 */
export function visible(text: string): string {
  return text
    .replaceAll(/[\v\f\u0085\u2028\u2029]/gu, '\n')
    .replaceAll(shapeless, '')
    .replaceAll(strayJoiner, '')
    .replaceAll(strayVariant, '');
}

/**
 * Controls, format marks but for the two joiners, halves of characters; fillers and blanks that count as letters or symbols;
 * the object replacement character.
 *
 * @see https://www.unicode.org/reports/tr44/#General_Category_Values, read 2026-11
 */
const shapeless =
  /(?![\t\n\r\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}]|[\u115F\u1160\u2800\u3164\uFFA0\uFFFC]|\u034F|\u17B4|\u17B5|[\u180B-\u180D]|\u180F/gu;
/** A joiner that joins nothing: not after an emoji or a letter of a script that joins, or not before one. */
const strayJoiner =
  /(?<![\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}])[\u200C\u200D]|[\u200C\u200D](?![\p{L}\p{Extended_Pictographic}])/gu;
/** Emoji, digits on keys and some letters have another look; nothing else has. */
const strayVariant = /(?<![\p{Emoji}\p{L}\p{S}])[\uFE00-\uFE0F]|[\u{E0100}-\u{E01EF}]/gu;
