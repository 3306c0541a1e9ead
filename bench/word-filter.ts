import { createWordFilter } from '#moderation/word-filter/word-filter.ts';
import { quantile } from './quantile.ts';

const characters = 6_000;
const ownPhrases = 1_000;
const rounds = 30;
const warmUpRounds = 30;
const invisible = '\u200b';

/** Texts of the longest allowed length, each bad for one part of the filter; nothing is left to chance. */
export const filterTexts: Readonly<Record<string, string>> = {
  prose: fill(['a castle by the sea,', 'oil painting,', 'warm light', 'in the evening']),
  leetspeak: fill(Array.from({ length: 900 }, (_, at) => `c4${at % 97}st1e${at}`)),
  'digits and signs': mix('0123456789$@!|+'),
  'letters, digits and signs': mix('abcdefghiklmnoprstuy013457$@!|+'),
  'letters, digits and signs, spaces': mix('abcdefghiklmnoprstuy 013457 $@!|+ '),
  'single letters in a row': fill(Array.from('abcdefghiklmnoprstuy')),
  'single letters and digits': fill(Array.from('a1b2c3d4e5f0g7')),
  'invisible between all letters': Array.from(mix('abcdefghi klmnoprstuy'), (letter) => letter + invisible)
    .join('')
    .slice(0, characters),
  'dense script': mix('山水花鳥風月雪雨空海'),
  'no spaces': mix('abcdefghiklmnoprstuy'),
  'one letter': 'a'.repeat(characters),
  'one letter, spaced': 'a '.repeat(characters / 2),
  'Cyrillic and Latin': mix('абвгдежзиклмнопрстaeopcx '),
  markup: fill(['ca**st**le', 'sea||side||', '[li](x)ght', '%41&#66;']),
  emoji: fill(['🌊🏰', 'a🌊b🏰c']),
};

/** Prints what a check of one prompt costs, as a multiple of folding the same text once with the means of the language. */
export function benchWordFilter(): void {
  const bare = createWordFilter({ profanity: true, blocked: [], allowed: [] });
  const full = createWordFilter({ profanity: true, blocked: phrases('blocked'), allowed: phrases('allowed') });
  console.log(
    `word filter: ${characters} characters, ${rounds} rounds; floor: normalize, lower case, one regular expression`,
  );
  for (const [title, text] of Object.entries(filterTexts)) {
    const runs = { floor: () => floorOf(text), bare: () => bare.check(text), full: () => full.check(text) };
    const [floor = 0, plain = 0, own = 0] = medians(Object.values(runs));
    const ratio = (tookMs: number) => (tookMs / floor).toFixed(1);
    console.log(
      `  ${title}: floor ${floor.toFixed(2)} ms, ${plain.toFixed(2)} ms (× ${ratio(plain)}), with ${ownPhrases} own phrases ${own.toFixed(2)} ms (× ${ratio(own)})`,
    );
  }
}

function floorOf(text: string): number {
  return Array.from(
    text
      .normalize('NFKD')
      .toLowerCase()
      .matchAll(/[\p{L}\p{N}]/gu),
  ).length;
}

/** One after the other in every round, so that a busy machine is busy for all of them. */
function medians(runs: readonly (() => unknown)[]): number[] {
  const tookMs: number[][] = runs.map(() => []);
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const [at, run] of runs.entries()) {
      const startedMs = performance.now();
      run();
      if (round >= 0) tookMs[at]?.push(performance.now() - startedMs);
    }
  }
  return tookMs.map((times) => quantile(times, 0.5));
}

function phrases(kind: string): string[] {
  return Array.from({ length: ownPhrases }, (_, at) => `${at % 3 === 0 ? 'castle' : 'c4st'} ${kind} ${at}`);
}

function fill(words: readonly string[]): string {
  const text = words.join(' ');
  return `${text} `.repeat(Math.ceil(characters / text.length)).slice(0, characters);
}

/** Letters in an order without a pattern, the same in every run. */
function mix(letters: string): string {
  const all = Array.from(letters);
  let state = 1;
  const units = Array.from({ length: characters }, () => {
    state = (state * 48_271) % 0x7fffffff;
    return all[state % all.length] ?? '';
  });
  return units.join('');
}
