import { describe, expect, it } from 'vitest';
import { english } from '#i18n/en/en.ts';
import {
  defaultLanguage,
  described,
  type Language,
  languageOf,
  languages,
  named,
  t,
  withGuildLocale,
  withLanguages,
  withLocale,
  withLocaleOf,
} from '#i18n/t.ts';
import { translation } from '#i18n/translation.ts';

/** Two languages of two texts each; the rest is English. */
const polish: Language = {
  locale: 'pl',
  messages: translation({
    ...english,
    'money.credits': { one: '{count} kredyt', few: '{count} kredyty', other: '{count} kredytów' },
    'help.description': 'Co robi Easel',
  }),
};
const german: Language = {
  locale: 'de',
  messages: translation({
    ...english,
    'money.credits': { one: 'ein Credit', other: '{count} Credits' },
    'dispatch.serversOnly': 'Easel arbeitet nur auf Servern.',
  }),
};
const known = [defaultLanguage, german, polish];

describe('a text', () => {
  it('is English where nobody has said otherwise', () => {
    expect(t('dispatch.serversOnly')).toBe('Easel only works in servers.');
  });

  it('has its placeholders filled in, and what is filled in stays as it is', () => {
    expect(t('give.given', { giver: '{receiver}', receiver: 'Bo', credits: '7 credits' })).toBe(
      '{receiver} gives Bo **7 credits**.',
    );
  });

  it.each([
    ['en-US', ['1 credit', '3 credits', '5 credits']],
    ['de', ['ein Credit', '3 Credits', '5 Credits']],
    ['pl', ['1 kredyt', '3 kredyty', '5 kredytów']],
  ] as const)('has the plural forms of %s', (locale, texts) => {
    const said = () => [1, 3, 5].map((count) => t('money.credits', { count }));
    expect(withLanguages(known, () => withLocale(locale, said))).toEqual(texts);
  });

  it('is said anew whenever a table of texts is read', () => {
    const read = () => t('dispatch.serversOnly');
    expect(withLanguages(known, () => [withLocale('de', read), withLocale('en-US', read)])).toEqual([
      'Easel arbeitet nur auf Servern.',
      'Easel only works in servers.',
    ]);
  });
});

describe('the language in force', () => {
  const hello = () => t('dispatch.serversOnly');

  it('goes along with work that waits, and ends with it', async () => {
    const later = withLanguages(known, () => withLocale('de', async () => Promise.resolve().then(hello)));
    expect(hello()).toBe('Easel only works in servers.');
    expect(await later).toBe('Easel arbeitet nur auf Servern.');
  });

  it('is the server’s for what everyone reads', () => {
    const both = () => [hello(), withGuildLocale(hello)];
    expect(withLanguages(known, () => withLocaleOf({ locale: null, guildLocale: 'de' }, both))).toEqual([
      'Easel only works in servers.',
      'Easel arbeitet nur auf Servern.',
    ]);
  });
});

describe('a locale of Discord’s', () => {
  const british: Language = { ...defaultLanguage, locale: 'en-GB' };

  it.each([
    ['de', 'de'],
    ['en-GB', 'en-GB'],
    ['de-AT', 'de'],
    ['fr', 'en-US'],
    [null, 'en-US'],
  ])('%s is spoken to in %s', (locale, spoken) => {
    expect(languageOf(locale, [...known, british]).locale).toBe(spoken);
  });

  it('has one language at most', () => {
    const locales = languages.map(({ locale }) => locale);
    expect([...new Set(locales)]).toEqual(locales);
    expect(locales).toContain('en-US');
  });
});

describe('a definition', () => {
  it('is in English, and in every further language beside it', () => {
    expect(described('help.description', known)).toEqual({
      description: 'What Easel does, and how to use it',
      description_localizations: { de: 'What Easel does, and how to use it', pl: 'Co robi Easel' },
    });
    expect(named('period.day.choice', known)).toEqual({ name: 'day', name_localizations: { de: 'day', pl: 'day' } });
  });

  it('names no language where there is only one', () => {
    expect(described('help.description', [defaultLanguage])).toEqual({
      description: 'What Easel does, and how to use it',
    });
    expect(named('period.day.choice', [defaultLanguage])).toEqual({ name: 'day' });
  });
});
