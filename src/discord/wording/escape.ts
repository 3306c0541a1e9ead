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

/** One line, without control characters and without the marks that turn the direction of writing. */
function flatten(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, '')
    .trim();
}
