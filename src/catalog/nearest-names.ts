import { loraKey } from './loras.ts';

/** As many names as a person reads at once. */
export const mostNamed = 5;
/** What is compared of a name; more would only cost time. */
const comparedCharacters = 60;

/**
 * What a person may have meant by a name that is not there: the names that begin with it or have it in them, then those that
 * are a few letters away. At most {@link mostNamed}, best first; empty where nothing is near.
 */
export function nearestNames(typed: string, names: readonly string[]): readonly string[] {
  const wanted = comparable(typed);
  if (wanted === '') return [];
  return names
    .map((name) => ({ name, rank: rankOf(wanted, comparable(name)) }))
    .filter(({ rank }) => rank !== null)
    .toSorted((one, other) => Number(one.rank) - Number(other.rank))
    .slice(0, mostNamed)
    .map(({ name }) => name);
}

/** Letters and digits alone, whatever their case, width and accents. */
function comparable(text: string): string {
  const plain = loraKey(text.slice(0, comparedCharacters)).normalize('NFD');
  return plain.replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Lower is nearer; null where it is too far. */
function rankOf(wanted: string, name: string): number | null {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (name.includes(wanted) || (name.length > 2 && wanted.includes(name))) return 2;
  const most = Math.max(1, Math.floor(Math.max(wanted.length, name.length) / 3));
  const edits = editsBetween(wanted, name, most);
  return edits === null ? null : 2 + edits;
}

/** Letters to add, drop or change, two swapped neighbours counted as two; null where they are more than `most`. */
function editsBetween(one: string, other: string, most: number): number | null {
  if (Math.abs(one.length - other.length) > most) return null;
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
