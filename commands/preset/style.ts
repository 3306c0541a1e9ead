import type { GuildSettings } from '../../src/domain/guild-settings.ts';
import type { Preset } from '../../src/domain/preset.ts';
import { createWordFilter } from '../../src/domain/word-filter/word-filter.ts';

/** Whether the guild's words, as they are now, refuse the style by itself. */
export function hasForbiddenStyle({ style }: Preset, { words }: Pick<GuildSettings, 'words'>): boolean {
  return style !== '' && createWordFilter(words).check(style) !== null;
}
