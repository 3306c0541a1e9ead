/** How many letters a beginning has at most. */
export const beginningLetters = 3;

const slots = 0x10000;

/**
 * The first letters of many words, as a table that is asked in a few steps however many there are. It can say yes to a
 * beginning that was never added, and never no to one that was.
 */
export class Prefixes {
  readonly #tables = Array.from({ length: beginningLetters }, () => new Uint8Array(slots));
  /** The first two letters of words; all where a word has only one. Two letters rule out most places. */
  readonly #pairs = new Uint8Array(slots);

  /** Adds the beginning of a word; an empty word has none. */
  add(word: string): void {
    const letters = Math.min(word.length, beginningLetters);
    this.#tables[letters - 1]?.fill(1, slotAt(word, letters), slotAt(word, letters) + 1);
    if (letters === 1) this.#pairs.fill(1);
    if (letters > 1) this.#pairs.fill(1, slotAt(word, 2), slotAt(word, 2) + 1);
  }

  /** Whether an added word may stand at this place of a text. */
  mayStartAt(text: string, at: number): boolean {
    const second = at + 1 < text.length ? text.charCodeAt(at + 1) : 0;
    const pair = (text.charCodeAt(at) * 31 + second) & (slots - 1);
    return this.#pairs[pair] === 1 && this.#isBeginning(text, at);
  }

  #isBeginning(text: string, at: number): boolean {
    let slot = 0;
    const letters = Math.min(beginningLetters, text.length - at);
    for (let ahead = 0; ahead < letters; ahead += 1) {
      slot = (slot * 31 + text.charCodeAt(at + ahead)) & (slots - 1);
      if (this.#tables[ahead]?.[slot] === 1) return true;
    }
    return false;
  }
}

function slotAt(word: string, letters: number): number {
  let slot = 0;
  for (let at = 0; at < letters; at += 1) slot = (slot * 31 + word.charCodeAt(at)) & (slots - 1);
  return slot;
}
