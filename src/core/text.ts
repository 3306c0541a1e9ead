/**
 * True for a text in which nothing is seen: spaces, control and format characters, and letters and symbols without ink (Hangul
 * fillers, the blank Braille pattern, tags, variation selectors, the object replacement character).
 */
export function isBlank(text: string): boolean {
  const inked = text.replace(/[\p{Default_Ignorable_Code_Point}\u2800\ufffc\ufffd\u{1d159}]/gu, '');
  return !/[\p{L}\p{N}\p{P}\p{S}]/u.test(inked);
}

/** A text without the white space around it; empty where nothing of it is seen. @see isBlank */
export function seenText(text: string | null): string {
  return text === null || isBlank(text) ? '' : text.trim();
}

/** What a text says as JSON; undefined for one that is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
