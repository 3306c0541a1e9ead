import { beforeEach, describe, expect, it } from 'vitest';
import { defaultGuildSettings, type GuildSettings } from '#guilds/guild-settings.ts';
import { maxPhrases, type WordLists } from '../../../commands/mod/view.ts';
import { createScriptedBot, type ScriptedBot } from '../../discord/support/scripted-bot.ts';
import { bytesOf } from '../../support/attached.ts';
import { actOf, offered, textOf, use } from './support.ts';

let bot: ScriptedBot;
let settings: GuildSettings;
let asked: unknown[];
beforeEach(() => {
  bot = createScriptedBot();
  settings = defaultGuildSettings;
  asked = [];
  bot.settings = () => Promise.resolve(settings);
  bot.moderation.changeSettings = (by, kind, change) => {
    asked.push([by, kind]);
    settings = change(settings);
    return Promise.resolve(settings);
  };
});
const holding = (words: Partial<WordLists>) => {
  settings = { ...defaultGuildSettings, words: { ...defaultGuildSettings.words, ...words } };
};

describe('/mod block', () => {
  it('blocks a phrase as it is kept, with reason and phrase in the journal', async () => {
    const text = await textOf(bot, 'block', { phrase: '  Sea   kraken ', reason: 'off topic' });
    expect(settings.words.blocked).toEqual(['Sea kraken']);
    expect(asked).toEqual([[actOf('off topic (blocked “Sea kraken”)'), 'block']]);
    expect(text).toContain('Done: blocked `Sea kraken`.');
    expect(text).toContain('Blocked (1): `Sea kraken`');
  });

  it('keeps everything else that is set', async () => {
    settings = { ...defaultGuildSettings, confirmPercent: 50 };
    await use(bot, 'block', { phrase: 'kraken', reason: 'off topic' });
    expect(settings).toEqual({
      ...defaultGuildSettings,
      confirmPercent: 50,
      words: { profanity: false, blocked: ['kraken'], allowed: [] },
    });
  });

  it.each([
    ['  ', 'no word in that'],
    ['x'.repeat(101), 'at most 100 characters'],
    ['?!', 'needs a letter'],
    ['a', 'A single letter'],
  ])('says why %j cannot be kept', async (phrase, why) => {
    const text = await textOf(bot, 'block', { phrase, reason: 'off topic' });
    expect(text).toContain(why);
    expect(text).toContain('Nothing changed.');
    expect(asked).toEqual([]);
  });

  it('changes nothing where it is blocked already, the list is full or there is no reason', async () => {
    holding({ blocked: ['Kraken'] });
    expect(await textOf(bot, 'block', { phrase: 'kraken', reason: 'off topic' })).toBe(
      '`kraken` is already blocked. Nothing changed.',
    );
    holding({ blocked: Array.from({ length: maxPhrases }, (_, index) => `word ${index}`) });
    expect(await textOf(bot, 'block', { phrase: 'kraken', reason: 'off topic' })).toContain('has 500 phrases');
    expect(await textOf(bot, 'block', { phrase: 'kraken', reason: '' })).toContain('a reason');
    expect(asked).toEqual([]);
  });

  it('says when the allowed list exempts the phrase', async () => {
    holding({ allowed: ['kraken'] });
    expect(await textOf(bot, 'block', { phrase: 'Kraken', reason: 'off topic' })).toContain(
      '`Kraken` is also on the allowed list, which comes first',
    );
  });

  it('does nothing twice when two moderators block the same at once', async () => {
    const { changeSettings } = bot.moderation;
    bot.moderation.changeSettings = (by, kind, change) => {
      holding({ blocked: ['kraken'] });
      return changeSettings(by, kind, change);
    };
    await use(bot, 'block', { phrase: 'kraken', reason: 'off topic' });
    expect(settings.words.blocked).toEqual(['kraken']);
  });
});

describe('/mod unblock', () => {
  it('takes a phrase off, however it is written', async () => {
    holding({ blocked: ['Kraken', 'squid'] });
    const text = await textOf(bot, 'unblock', { phrase: 'kraken', reason: 'harmless' });
    expect(settings.words.blocked).toEqual(['squid']);
    expect(asked).toEqual([[actOf('harmless (unblocked “kraken”)'), 'unblock']]);
    expect(text).toContain('Done: unblocked `kraken`.');
  });

  it('says when it is not there', async () => {
    expect(await textOf(bot, 'unblock', { phrase: 'kraken', reason: 'harmless' })).toBe(
      "`kraken` isn't on the blocked list. Nothing changed.",
    );
  });

  it('offers what is blocked', async () => {
    holding({ blocked: ['Kraken', 'squid'], allowed: ['fox'] });
    expect(await offered(bot, 'unblock', { option: 'phrase', typed: 'KRA' })).toEqual([
      { name: 'Kraken', value: 'Kraken' },
    ]);
    expect(await offered(bot, 'blocklist', { option: 'disallow', typed: '' })).toEqual([{ name: 'fox', value: 'fox' }]);
  });
});

describe('/mod blocklist', () => {
  it('shows the lists without a reason', async () => {
    expect(await use(bot, 'blocklist', {})).toEqual({
      content: [
        'Profanity list: off',
        'Blocked (0): none',
        'Allowed (0), never refused by either list: none',
        '-# Sexual words together with minors or real people are always refused, whatever is set here.',
      ].join('\n'),
    });
    expect(asked).toEqual([]);
  });

  it('makes all asked changes in one step, with a reason', async () => {
    holding({ allowed: ['squid'] });
    const wishes = { profanity: 'on', allow: 'maine coon', disallow: 'squid' };
    expect(await textOf(bot, 'blocklist', wishes)).toContain('a reason');
    expect(asked).toEqual([]);
    const text = await textOf(bot, 'blocklist', { ...wishes, reason: 'the cats' });
    expect(settings.words).toEqual({ profanity: true, blocked: [], allowed: ['maine coon'] });
    const what = 'switched the profanity list on, allowed “maine coon”, took “squid” off the allowed list';
    expect(asked).toEqual([[actOf(`the cats (${what})`), 'setup']]);
    expect(text).toContain(
      'Done: switched the profanity list on, allowed `maine coon`, took `squid` off the allowed list.',
    );
    expect(text).toContain('Profanity list: on');
  });

  it('makes the changes that make sense, and says why the others do not', async () => {
    holding({ allowed: ['fox'] });
    const text = await textOf(bot, 'blocklist', {
      profanity: 'off',
      allow: 'FOX',
      disallow: 'squid',
      reason: 'the cats',
    });
    expect(text).toBe(
      "The profanity list is already off. `FOX` is already allowed. `squid` isn't on the allowed list. Nothing changed.",
    );
    holding({ profanity: true, allowed: ['fox'] });
    expect(await textOf(bot, 'blocklist', { profanity: 'on', reason: 'the cats' })).toContain(
      'The profanity list is already on.',
    );
    expect(asked).toEqual([]);
    expect(await textOf(bot, 'blocklist', { profanity: 'off', allow: 'fox', reason: 'the cats' })).toContain(
      "Done: switched the profanity list off. It's in the journal with your reason. `fox` is already allowed.",
    );
    holding({ allowed: Array.from({ length: maxPhrases }, (_, index) => `word ${index}`) });
    expect(await textOf(bot, 'blocklist', { allow: 'fox', reason: 'the cats' })).toContain(
      'The allowed list already has 500',
    );
  });

  it('keeps the reason within what the journal takes', async () => {
    holding({ allowed: ['b'.repeat(100)] });
    const wishes = { profanity: 'on', allow: 'a'.repeat(100), disallow: 'b'.repeat(100) };
    await use(bot, 'blocklist', { ...wishes, reason: 'r'.repeat(300) });
    expect(asked).toEqual([[actOf(expect.stringMatching(/^r{300} \(.{197}…$/u)), 'setup']]);
  });

  it('puts lists that do not fit a message into a file', async () => {
    const phrases = (letter: string) =>
      Array.from({ length: maxPhrases - 1 }, (_, index) => `${letter.repeat(95)} ${index}`);
    holding({ blocked: phrases('a'), allowed: [...phrases('b').slice(1), 'c'.repeat(100)] });
    const answer = await use(bot, 'block', { phrase: 'c'.repeat(100), reason: 'off topic' });
    expect(answer.content.length).toBeLessThanOrEqual(2000);
    expect(answer.content).toContain('Blocked (500): `a');
    expect(answer.content).toMatch(/, and 49\d more in the file/u);
    const [file] = answer.files ?? [];
    const lines = new TextDecoder().decode(bytesOf(file)).split('\n');
    expect(lines.filter((line) => /^a+ \d+$/u.test(line))).toHaveLength(499);
    expect(lines).toContain('Blocked (500)');
    expect(lines).toContain('Profanity list: off');
    holding({ profanity: true, blocked: phrases('a') });
    const [another] = (await use(bot, 'blocklist', {})).files ?? [];
    expect(new TextDecoder().decode(bytesOf(another))).toContain('Profanity list: on');
  });
});
