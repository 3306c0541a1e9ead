import type { GuildSettings } from '../domain/guild-settings.ts';
import type { GuildId } from '../domain/ids.ts';
import type { PromptVerdicts } from '../domain/rules.ts';
import { createWordFilter } from '../domain/word-filter/word-filter.ts';

/** Filters that are kept ready; the guild that was asked for longest ago makes room. */
const mostKept = 500;

/** The word filter of a guild, made anew when its words have changed. */
export function createWordsOf(): (guildId: GuildId, settings: GuildSettings) => PromptVerdicts {
  const kept = new Map<GuildId, { readonly key: string; readonly filter: PromptVerdicts }>();
  return (guildId, { words }) => {
    const key = JSON.stringify(words);
    const known = kept.get(guildId);
    const filter = known?.key === key ? known.filter : createWordFilter(words);
    kept.delete(guildId);
    kept.set(guildId, { key, filter });
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return filter;
  };
}
