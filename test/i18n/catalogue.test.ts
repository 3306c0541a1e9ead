import { describe, expect, it } from 'vitest';
import { english } from '#i18n/en/en.ts';
import type { Message } from '#i18n/message.ts';
import { languages } from '#i18n/t.ts';
import { listFiles, readText } from '../support/repository.ts';
import { formsOf, placeholdersIn, roomFor } from '../support/wording/catalogue.ts';

/** What a placeholder may come to: an escaped prompt, a list of models. */
const generous = 'x'.repeat(300);
const categories = ['zero', 'one', 'two', 'few', 'many', 'other'];

function everyText(messages: Readonly<Record<string, Message>>): [string, string][] {
  return Object.entries(messages).flatMap(([key, message]) =>
    formsOf(message).map((text): [string, string] => [key, text]),
  );
}

/** A plural's count need not be shown in every form. */
function wantedIn(message: Message): string[] {
  const all = formsOf(message).flatMap(placeholdersIn);
  return [...new Set(all)].filter((name) => typeof message === 'string' || name !== 'count').sort();
}

describe.each(languages)('the texts in $locale', ({ messages }) => {
  const texts = everyText(messages);

  it('are there for every key, and none besides', () => {
    expect(Object.keys(messages).sort()).toEqual(Object.keys(english).sort());
  });

  it('are not empty, and have no white space that nobody sees', () => {
    const odd = texts.filter(([key, text]) => text === '' || (text.trim() !== text && !joints.has(key)));
    expect(odd).toEqual([]);
  });

  it('have the placeholders of English, and no brace besides', () => {
    const wrong = texts.filter(([key, text]) => {
      const wanted = wantedIn(Reflect.get(english, key));
      const found = placeholdersIn(text).filter((name) => name !== 'count' || wanted.includes(name));
      return `${wanted}` !== `${found}` || /[{}]/u.test(text.replaceAll(/\{\w+\}/gu, ''));
    });
    expect(wrong).toEqual([]);
  });

  it('fit where Discord shows them', () => {
    const long = texts.flatMap(([key, text]) => {
      const { mostCharacters, isSmall } = roomFor(key);
      const filled = text.replaceAll(/\{\w+\}/gu, generous);
      const isWrong = filled.length > mostCharacters || (isSmall && filled !== text);
      return isWrong
        ? [`${key}: ${filled.length} of ${mostCharacters} characters${isSmall ? ', no placeholders' : ''}`]
        : [];
    });
    expect(long).toEqual([]);
  });

  it('are plural where English is, with forms that exist', () => {
    const odd = Object.entries(messages).filter(([key, message]) => {
      if (typeof Reflect.get(english, key) !== typeof message) return true;
      return typeof message !== 'string' && Object.keys(message).some((category) => !categories.includes(category));
    });
    expect(odd).toEqual([]);
  });
});

/** What stands between two others. */
const joints: ReadonlySet<string> = new Set([
  'models.or',
  'loras.orRange',
  'phrase.or',
  'rule.or',
  'option.and',
  'option.or',
]);

/** The keys that a file of texts defines. A command's own texts begin with its name, which may have a dash. */
function keysIn(file: string): string[] {
  return [...file.matchAll(/^ {2}'([\w.-]+)':/gmu)].map((match) => match[1] ?? '');
}

/** What code can say: keys that are written out, and patterns with one part left open. */
function saidIn(code: string): (key: string) => boolean {
  const literal = new Set([...code.matchAll(/'([\w-]+(?:\.[\w-]+)+)'/gu)].map((match) => match[1]));
  const patterns = [...code.matchAll(/`([\w.-]+\.)\$\{[^}]*(?:\}[^`]*)?\}([\w.-]*)`/gu)].map(
    ([, before = '', after = '']) => ({ before, after }),
  );
  return (key) =>
    literal.has(key) || patterns.some(({ before, after }) => key.startsWith(before) && key.endsWith(after));
}

describe('the topics of English', () => {
  const paths = listFiles('src/i18n/en');
  const topics = paths.map((path) => keysIn(readText(path)));

  it('have no key twice, and all of them are in the catalogue', () => {
    expect(topics.flat().sort()).toEqual(Object.keys(english).sort());
  });

  it('have no key that no code uses: call t(…) with it, or remove it', () => {
    const code = ['src/discord', 'src/i18n', 'commands']
      .flatMap(listFiles)
      .filter((path) => path.endsWith('.ts') && !paths.includes(path))
      .map(readText)
      .join('\n');
    const isSaid = saidIn(code);
    const unsaid = topics.flat().filter((key) => !isSaid(key));
    expect(unsaid).toEqual([]);
  });

  it('may belong to a command with a dash in its name', () => {
    expect(keysIn("  'two-words.description': 'x',\n  'help.two-words': 'y',\n")).toEqual([
      'two-words.description',
      'help.two-words',
    ]);
    const isSaid = saidIn(`t('two-words.answer') + t(\`two-words.\${kind}.choice\`)`);
    expect(['two-words.answer', 'two-words.a.choice', 'two-words.description'].map(isSaid)).toEqual([
      true,
      true,
      false,
    ]);
  });
});
