import { describe, expect, it } from 'vitest';
import { createWordFilter } from '#moderation/word-filter/word-filter.ts';

const filter = createWordFilter({
  profanity: true,
  blocked: ['casino', 'кролик', 'κουνέλι', 'free nitro', 'ab'],
  allowed: [],
});
const matched = (prompt: string) => filter.check(prompt)?.matched ?? null;

describe('a word in disguise is refused, as it was typed', () => {
  it.each([
    ['a spoiler within', 'cas||||ino'],
    ['a spoiler around a part', 'cas||in||o'],
    ['bold type', 'ca**sin**o'],
    ['italics', 'ca*sin*o'],
    ['underlining', 'ca__sin__o'],
    ['struck out', 'ca~~sin~~o'],
    ['code', 'ca`sin`o'],
    ['escaped letters', 'c\\a\\s\\i\\n\\o'],
    ['a tag', 'ca<b>sin</b>o'],
    ['a comment', 'cas<!-- x -->ino'],
    ['a custom emoji', 'cas<:x:123456789012345678>ino'],
    ['a decimal entity', 'c&#97;sino'],
    ['a hexadecimal entity', 'c&#x61;sino'],
    ['an invisible entity', 'cas&shy;ino'],
    ['per cent', 'c%61sino'],
    ['a hyphen at the end of a line', 'cas-\nino'],
    ['a letter a line', 'c\na\ns\ni\nn\no'],
    ['a Hangul filler', 'cas\u3164ino'],
    ['a half-width filler', 'cas\uffa0ino'],
    ['a jamo filler', 'cas\u115fino'],
    ['an object replacement', 'cas\ufffcino'],
    ['an annotation anchor', 'cas\ufff9ino'],
    ['a tag character', 'cas\u{e0061}ino'],
    ['a variation selector', 'cas\ufe00ino'],
    ['a supplementary variation selector', 'cas\u{e0100}ino'],
    ['a grapheme joiner', 'cas\u034fino'],
    ['a Mongolian separator', 'cas\u180eino'],
    ['a blank of Braille', 'cas\u2800ino'],
    ['a control character', 'cas\u0001ino'],
    ['a Latin letter in Russian', 'крoлик'],
    ['Latin capitals in Russian', 'KPOЛИК'],
    ['a Greek letter in Russian', 'кρολик'],
    ['a digit in Russian', 'кр0лик'],
    ['a Latin letter in Greek', 'κoυνέλι'],
    ['a Cyrillic letter in Greek', 'κουνέлι'.replace('л', 'λ').replace('ο', 'о')],
    ['an Armenian letter', 'casinօ'],
    ['a Coptic letter', 'ⲥasino'],
    ['a Cherokee letter', 'Ꮯasino'],
    ['a Cyrillic letter', 'саsino'],
  ])('%s', (_title, word) => {
    expect(matched(`an old ${word} here`)).toBe(word);
  });

  it.each([
    ['a link of a part', 'see cas[ino](x.y)', 'cas[ino'],
    ['a link before', 'see [cas](x.y)ino', 'cas](x.y)ino'],
    ['an override', 'see \u202eonisac\u202c', 'onisac'],
    ['an override without an end', 'see \u202eonisac eht', 'onisac'],
    ['a phrase in an override', 'see \u202eortin eerf\u202c now', 'ortin eerf'],
    ['an override up to the end of the line', 'see \u202eonisac\ncastle', 'onisac'],
  ])('%s', (_title, prompt, word) => {
    expect(matched(prompt)).toBe(word);
  });
});

describe('what only looks like a disguise passes', () => {
  it.each([
    'push_it',
    'a|b',
    '100% of a cas, in o',
    'cas\nino',
    'cas - ino',
    'fish&chips; and %ff%fe of it',
    '&#99999999; and &#1114112;',
    '**bold** and `code`, a [link](x.y), <lora:detail:0.8>',
    '[one][two] (three)',
    'Кролики бегут по лугу, B 12, 5 шт.',
    'Ένα σπίτι δίπλα στη θάλασσα',
    'Ein Häuschen im Grünen, 100 % Öl',
    'NAKED LUNCH, first edition',
    'Games of the XXX Olympiad, stadium',
    'Super Bowl XXX, a boy with a flag',
    'chapter XXX, initial with a girl',
  ])('%s', (prompt) => {
    expect(filter.check(prompt)).toBeNull();
    expect(filter.isAdult(prompt)).toBe(false);
  });
});
