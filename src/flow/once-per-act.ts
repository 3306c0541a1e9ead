import type { Moderator } from './moderation.ts';

/** Acts whose outcome is remembered, of each kind. */
const mostKept = 200;

/**
 * The same act, asked for again under the same id and with the same wishes, is not done again and answers as before: nothing
 * is moved, forgiven or told twice. One that failed may be tried again. Not across restarts, which no interaction survives.
 */
export function oncePerAct<Wishes extends readonly unknown[], Outcome>(
  act: (by: Moderator, ...wishes: Wishes) => Promise<Outcome>,
): (by: Moderator, ...wishes: Wishes) => Promise<Outcome> {
  const kept = new Map<string, Promise<Outcome>>();
  return (by, ...wishes) => {
    const key = JSON.stringify([by.guildId, by.id, ...wishes]);
    const before = kept.get(key);
    if (before !== undefined) return before;
    const outcome = act(by, ...wishes);
    kept.set(key, outcome);
    outcome.catch(() => kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return outcome;
  };
}
