import { BotError } from '../../src/domain/errors.ts';
import type { GuildSettings } from '../../src/domain/guild-settings.ts';
import type { Preset } from '../../src/domain/preset.ts';
import { createWordFilter } from '../../src/domain/word-filter/word-filter.ts';

/**
 * The style by itself, against the guild's words as they are now.
 *
 * @throws {@link BotError} `refused.rules` with `facts.rule` `preset_words`
 */
export function checkStyle({ style }: Preset, { words }: Pick<GuildSettings, 'words'>): void {
  const hit = style === '' ? null : createWordFilter(words).check(style);
  if (hit === null) return;
  const { list, matched, isClear } = hit;
  throw new BotError('refused.rules', 'style words', { rule: 'preset_words', list, matched, isDoubtful: !isClear });
}
