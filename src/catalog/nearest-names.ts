import { loraKey } from './loras.ts';

/** As many names as a person reads at once. */
export const mostNamed = 5;
/** What is compared of a name; more would only cost time. */
const comparedCharacters = 60;

/** A name, and what is compared of it. */
interface ComparableName {
  readonly name: string;
  readonly letters: string;
}

/** Folding a name costs far more than comparing it: names that stay the same are folded once. */
export function comparableNames(names: readonly string[]): readonly ComparableName[] {
  return names.map((name) => ({ name, letters: comparable(name) }));
}

/** @see nearestAmong */
export function nearestNames(typed: string, names: readonly string[]): readonly string[] {
  return nearestAmong(typed, comparableNames(names));
}

/**
 * What a person may have meant by a name that is not there: the names that begin with it or have it in them, then those that
 * are a few letters away. At most {@link mostNamed}, best first and each once; empty where nothing is near.
 */
export function nearestAmong(typed: string, names: readonly ComparableName[]): readonly string[] {
  const wanted = comparable(typed);
  if (wanted === '') return [];
  const missing = missingLetters(wanted);
  const ranked = names.flatMap(({ name, letters }) => {
    const rank = rankOf(wanted, letters, missing);
    return rank === null ? [] : [{ name, rank }];
  });
  const best = ranked.toSorted((one, other) => one.rank - other.rank).map(({ name }) => name);
  return [...new Set(best)].slice(0, mostNamed);
}

/** Letters and digits alone, whatever their case, width and accents. */
function comparable(text: string): string {
  const plain = loraKey(text.slice(0, comparedCharacters)).normalize('NFD');
  return plain.replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Lower is nearer; null where it is too far. */
function rankOf(wanted: string, name: string, missing: (name: string) => number): number | null {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (name.includes(wanted) || (name.length > 2 && wanted.includes(name))) return 2;
  const most = Math.max(1, Math.floor(Math.max(wanted.length, name.length) / 3));
  const edits = missing(name) > most ? null : editsBetween(wanted, name, most);
  return edits === null ? null : 2 + edits;
}

/** Of so many kinds are letters when they are only counted. */
const letterKinds = 64;

/**
 * Counts the letters that one of two names has and the other has not, whatever their order: no fewer edits lead from one to the
 * other. Letters of one kind count as the same, which can only make it less. Far cheaper than {@link editsBetween}.
 */
function missingLetters(wanted: string): (name: string) => number {
  const left = new Int16Array(letterKinds);
  const count = (text: string, change: number) => {
    let fewer = 0;
    for (let at = 0; at < text.length; at += 1) {
      const kind = text.charCodeAt(at) % letterKinds;
      const now = Number(left[kind]) + change;
      left[kind] = now;
      if (now < 0) fewer += 1;
    }
    return fewer;
  };
  count(wanted, 1);
  return (name) => {
    const added = count(name, -1);
    count(name, 1);
    return Math.max(added, wanted.length - name.length + added);
  };
}

/** Letters to add, drop or change, two swapped neighbours counted as two; null where they are more than `most`. */
function editsBetween(one: string, other: string, most: number): number | null {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let at = 0; at < one.length; at += 1) {
    const next = [at + 1];
    let fewest = at + 1;
    for (let index = 0; index < other.length; index += 1) {
      const changed = Number(row[index]) + (one.charCodeAt(at) === other.charCodeAt(index) ? 0 : 1);
      const edits = Math.min(changed, Number(row[index + 1]) + 1, Number(next[index]) + 1);
      next.push(edits);
      fewest = Math.min(fewest, edits);
    }
    // No later row has fewer edits than the fewest of this one.
    if (fewest > most) return null;
    row = next;
  }
  const edits = Number(row[other.length]);
  return edits <= most ? edits : null;
}
