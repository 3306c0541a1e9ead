import { describe, expect, test } from 'vitest';
import type { Message } from '../../sandbox/discord/wire.ts';
import { knowing } from '../../src/discord/wording/language.ts';
import { usualLanguage } from '../../src/discord/wording/languages.ts';
import { type House, openHouse, startBot } from '../support/house/open-house.ts';
import { pseudoLanguage } from '../support/wording/pseudo-language.ts';

const hasPicture = (message: Message) => message.attachments.length > 0;

/** Everything that a member reads of a message, without what no language changes: names of commands, models and people, and code. */
function wordsOf({ content, components }: Message): string[] {
  const labels = [...JSON.stringify(components ?? []).matchAll(/"label":"([^"]*)"/gu)].map((match) => match[1]);
  const read = [content, ...labels]
    .join('\n')
    .replaceAll(/`[^`]*`|<[^>]*>|https?:\S+|\*\*a red fox\*\*/gu, '')
    .replaceAll(/FLUX\.? ?\S*|\[?klein\]?|Easel|Retro line illustration/giu, '');
  return read.match(/\p{L}+/gu) ?? [];
}

/** Words of the pseudo-language have no vowel without an accent. */
const plainWords = (message: Message) => wordsOf(message).filter((word) => /[aeiou]/iu.test(word) && word.length > 2);

/** The bot and all that it does know both languages. */
function inBoth(work: (house: House) => Promise<void>, guildLocale: string) {
  return knowing([usualLanguage, pseudoLanguage], async () => {
    const house = await openHouse({ guild: { locale: guildLocale } });
    await startBot(house);
    await work(house);
  });
}

describe('a member with another language', () => {
  test('reads it in every answer that only they see', async () => {
    await inBoth(async ({ guild }) => {
      const ada = guild.member({ name: 'Ada', locale: 'de', permissions: ['ModerateMembers', 'ManageGuild'] });
      const commands = ['/help', '/credits balance', '/credits history', '/jobs list', '/mod blocklist', '/setup view'];
      for (const command of [...commands, '/privacy show', '/privacy delete', '/loras', '/credits top period:week']) {
        const answer = await ada.slash(command).until(({ content }) => content !== '');
        expect([command, plainWords(answer)]).toEqual([command, []]);
        expect(wordsOf(answer).length).toBeGreaterThan(2);
      }
    }, 'en-US');
  });

  test('reads it in a refusal, and on their own picture', async () => {
    await inBoth(async ({ guild }) => {
      const ada = guild.member({ name: 'Ada', locale: 'de' });
      const refusal = await ada.slash('/imagine prompt:a red fox model:nothing').until(({ content }) => content !== '');
      expect(refusal.content).toContain('Yóú wéré nót chárgéd.');
      const picture = await ada.slash('/imagine prompt:a red fox private:true').until(hasPicture);
      expect(plainWords(picture)).toEqual([]);
      const shared = await ada.slash('/imagine prompt:a red fox').until(hasPicture);
      expect(shared.content).toContain(' credits ');
      expect(plainWords(shared)).toContain('Again');
    }, 'en-US');
  });
});

test('what everyone reads is in the language of the server', async () => {
  await inBoth(async ({ guild }) => {
    const ada = guild.member({ name: 'Ada', locale: 'en-US' });
    const picture = await ada.slash('/imagine prompt:a red fox').until(hasPicture);
    expect(plainWords(picture)).toEqual([]);
    const balance = await ada.slash('/credits balance').until(({ content }) => content !== '');
    expect(balance.content).toContain('You can spend');
  }, 'de');
});
