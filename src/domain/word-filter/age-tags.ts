import { idsOf } from './read-forms.ts';
import type { Reading } from './read-words.ts';
import type { Span } from './span.ts';

/** An age and a sex in one word, as tags have them. */
export interface AgeTag extends Span {
  /** False where the same word is said of an aperture, an aircraft, a screw or a length. */
  readonly isClear: boolean;
}

const tag = /^(?:[fm]1[0-7]|1[0-7][fm])$/;
const clearTag = /^(?:f1[237]|1[0-7]f)$/;

/** `f13` and `13f`, from 10 to 17: below, they are apertures and lengths. Never `f/1.3`, which is no single word. */
export function findAgeTags(reading: Reading): AgeTag[] {
  const tagged = idsOf(reading.forms, ({ plain }) => tag.test(plain.text));
  return reading.words
    .filter(({ forms }) => tagged[forms.id] === 1)
    .map(({ forms, start, end }) => ({ start, end, isClear: clearTag.test(forms.plain.text) }));
}
