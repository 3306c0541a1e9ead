/** How many letters a beginning has at most. */
export const beginningLetters = 3;

const slots = 0x10000;

/**
 * The first letters of many words, as a table that is asked in a few steps however many there are. It can say yes to a
 * beginning that was never added, and never no to one that was.
 */
export class Beginnings {
  readonly #full = new Uint8Array(slots);
  readonly #short = new Set<string>();

  /** Adds the beginning of a word; an empty word has none. */
  add(word: string): void {
    if (word.length < beginningLetters) this.#short.add(word);
    else this.#full[slotAt(word, 0)] = 1;
  }

  /** Whether an added word may stand at this place of a text. */
  mayStartAt(text: string, at: number): boolean {
    if (at + beginningLetters <= text.length && this.#full[slotAt(text, at)] === 1) return true;
    return this.#short.size > 0 && (this.#short.has(text.slice(at, at + 1)) || this.#short.has(text.slice(at, at + 2)));
  }

  /** Whether an added word may stand anywhere in a text. */
  isIn(text: string): boolean {
    for (let at = 0; at < text.length; at += 1) if (this.mayStartAt(text, at)) return true;
    return false;
  }
}

function slotAt(text: string, at: number): number {
  return (text.charCodeAt(at) * 961 + text.charCodeAt(at + 1) * 31 + text.charCodeAt(at + 2)) % slots;
}
