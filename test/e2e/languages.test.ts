import { describe, expect, test } from 'vitest';
import { builtInModels } from '#catalog/models/index.ts';
import { escapeText } from '#i18n/escape.ts';
import { defaultLanguage, withLanguages } from '#i18n/t.ts';
import type { Person } from '../../sandbox/discord/person.ts';
import { type Message, textOf } from '../../sandbox/discord/wire.ts';
import { confirm } from '../support/house/look.ts';
import { type House, openHouse, startBot } from '../support/house/open-house.ts';
import { pseudoLanguage } from '../support/wording/pseudo-language.ts';

const hasPicture = (message: Message) => message.attachments.length > 0;

/** Everything that a member reads of a message, without what no language changes: names of commands, models and people, and code. */
function wordsOf(message: Message): string[] {
  const labels = [...JSON.stringify(message.components).matchAll(/"label":"([^"]*)"/gu)].map((match) => match[1]);
  const read = [textOf(message), ...labels]
    .join('\n')
    .replaceAll(/`[^`]*`|<[^>]*>|https?:\S+|\*\*a red fox\*\*/gu, '')
    .replaceAll(/FLUX\.? ?\S*|\[?klein\]?|Easel|Retro line illustration/giu, '');
  return read.match(/\p{L}+/gu) ?? [];
}

/** Without what the catalogue of models calls them, and without names of options and their values, which members type in every language. */
function withoutNames(message: Message): Message {
  const names = builtInModels.flatMap(({ title, description }) => [description, title]);
  const content = names
    .toSorted((one, other) => other.length - one.length)
    .reduce((rest, name) => rest.replaceAll(escapeText(name, 200), ''), message.content);
  return { ...message, content: content.replaceAll(/\b(?:low|medium|high|auto|png|jpeg|webp|lora)\b/gu, '') };
}

/** Words of the pseudo-language have no vowel without an accent. */
const plainWords = (message: Message) => wordsOf(message).filter((word) => /[aeiou]/iu.test(word) && word.length > 2);

/** The bot and all that it does know both languages. */
function inBoth(work: (house: House) => Promise<void>, guildLocale: string) {
  return withLanguages([defaultLanguage, pseudoLanguage], async () => {
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
        const answer = await ada.slash(command).until((message) => textOf(message) !== '');
        expect([command, plainWords(answer)]).toEqual([command, []]);
        expect(wordsOf(answer).length).toBeGreaterThan(2);
      }
    }, 'en-US');
  });

  test('reads it in a refusal, and on their own picture', async () => {
    await inBoth(async ({ guild }) => {
      const ada = guild.member({ name: 'Ada', locale: 'de' });
      const refusal = await ada.slash('/imagine prompt:a red fox model:nothing').until(({ content }) => content !== '');
      expect(refusal.content).toContain("Yóú wérén't chárgéd.");
      const picture = await ada.slash('/imagine prompt:a red fox private:true').until(hasPicture);
      expect(plainWords(picture)).toEqual([]);
      const shared = await ada.slash('/imagine prompt:a red fox').until(hasPicture);
      expect(shared.content).toContain(' credits ');
      expect(plainWords(shared)).toContain('Again');
    }, 'en-US');
  });

  test('reads it in what an option allows, in what a model takes and costs, and in suggestions', async () => {
    await inBoth(async ({ guild }) => {
      const ada = guild.member({ name: 'Ada', locale: 'de', permissions: ['ModerateMembers', 'ManageGuild'] });
      const answerTo = (command: string) => ada.slash(command).until(({ content }) => content !== '');
      for (const option of [
        'size:9000x90',
        'steps:90 model:gpt-image-2',
        'lora:x model:gpt-image-2',
        'lora_strength:1',
        'quality:low',
      ]) {
        const refusal = await answerTo(`/imagine prompt:a red fox ${option}`);
        expect(refusal.content).toMatch(/Állówéd|Thé néárést|dóésn't súppórt|Trý |cán't cómbíné/u);
        expect([option, plainWords(withoutNames(refusal))]).toEqual([option, []]);
      }
      for (const { id } of builtInModels) {
        const answer = await answerTo(`/models model:${id}`);
        expect([id, plainWords(withoutNames(answer))]).toEqual([id, []]);
      }
      const sizes = await ada.autocomplete('/imagine prompt:a red fox size:', 'size');
      // Suggested sizes are values, which no language changes, some with their pixels.
      expect(sizes.filter(({ name, value }) => !name.startsWith(String(value)) || /[a-z]{3}/u.test(name))).toEqual([]);
      expect(sizes.map(({ name }) => name)).toContain('16:9');
    }, 'en-US');
  });

  test('reads it in reasons that Easel gave, whoever was spoken to then', async () => {
    await inBoth(async ({ guild }) => {
      const ada = guild.member({ name: 'Ada', locale: 'de', permissions: ['ModerateMembers', 'ManageGuild'] });
      const eve = guild.member({ name: 'Eve', locale: 'en-US' });
      const answerTo = (person: Person, command: string) =>
        person.slash(command).until(({ content }) => content !== '');
      await answerTo(ada, '/mod block phrase:gorgon reason:myths');
      const refusal = await answerTo(eve, '/imagine prompt:a gorgon');
      expect(refusal.content).toContain("You weren't charged.");
      const strikes = await answerTo(ada, '/mod strikes member:@Eve');
      expect(strikes.content).toContain("thé prómpt hás wórds óf thís sérvér's wórd líst");
      expect(plainWords(strikes)).toEqual([]);
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

test("what the journal has about the server's presets is in the language of the server, whoever changes them", async () => {
  await inBoth(async ({ guild, discord }) => {
    const ada = guild.member({ name: 'Ada', locale: 'en-US', permissions: ['ManageGuild'] });
    const modLog = guild.addChannel({ name: 'mod-log' });
    const answerTo = (command: string) => ada.slash(command).until(({ content }) => content !== '');
    await answerTo('/setup log channel:#mod-log');
    expect((await answerTo('/preset save name:House size:1:1 for_server:true')).content).toContain(
      "Saved this server's preset",
    );
    await discord.untilMessage(modLog.id, ({ content }) => content.includes("sávéd thé sérvér's prését House"));
    confirm(ada, await answerTo('/preset remove name:House'));
    await discord.untilMessage(modLog.id, ({ content }) => content.includes("rémóvéd thé sérvér's prését House"));
  }, 'de');
});
