import type { GuildSettings } from '../domain/guild-settings.ts';
import { oncePer } from '../domain/once-per.ts';
import type { PromptVerdicts } from '../domain/rules.ts';
import { createWordFilter } from '../domain/word-filter/word-filter.ts';

/** The word filter of a guild, made again when its settings have changed. */
export function createWordsOf(): (settings: GuildSettings) => PromptVerdicts {
  const filterOf = oncePer((words: GuildSettings['words']) => createWordFilter(words));
  return ({ words }) => filterOf(words);
}
