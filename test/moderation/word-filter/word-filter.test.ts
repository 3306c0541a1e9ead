import { describe, expect, it } from 'vitest';
import { createWordFilter } from '#moderation/word-filter/word-filter.ts';

const nothing = { profanity: false, blocked: [], allowed: [] };
const blocking = (...blocked: string[]) => createWordFilter({ ...nothing, blocked });
const matchedBy = (blocked: string, prompt: string) => blocking(blocked).check(prompt)?.matched ?? null;

describe('the lists', () => {
  it('let everything pass that is not always refused when a guild has set nothing', () => {
    expect(createWordFilter(nothing).check('a sexy fucking casino')).toBeNull();
  });

  it('refuse by the strongest list first', () => {
    const filter = createWordFilter({ profanity: true, blocked: ['casino'], allowed: [] });
    expect(filter.check('casino, shit, naked child')?.list).toBe('always');
    expect(filter.check('casino, shit')?.list).toBe('profanity');
    expect(filter.check('casino')?.list).toBe('guild');
  });

  it('tell the first place, and the longest phrase there', () => {
    const match = blocking('nitro', 'free nitro', 'free').check('a free nitro for free');
    expect(match).toEqual({
      list: 'guild',
      category: 'free nitro',
      isClear: true,
      matched: 'free nitro',
      start: 2,
      end: 12,
    });
  });

  it('exempt allowed phrases from profanity and from the guild', () => {
    const filter = createWordFilter({ profanity: true, blocked: ['coon'], allowed: ['maine coon', 'cock and bull'] });
    expect(filter.check('a Maine  Coon in the Cock and Bull')).toBeNull();
    expect(filter.check('a coon')?.list).toBe('guild');
    expect(filter.check('a cock')?.list).toBe('profanity');
  });

  it('never exempt anything from what is always refused', () => {
    const filter = createWordFilter({ ...nothing, allowed: ['naked child', 'naked', 'lolicon'] });
    expect(filter.check('a naked child')?.category).toBe('sexual_minors');
    expect(filter.check('lolicon')?.category).toBe('sexual_minors');
  });

  it('do not exempt a word that only overlaps an allowed phrase', () => {
    const filter = createWordFilter({ ...nothing, blocked: ['coon hunt'], allowed: ['maine coon'] });
    expect(filter.check('maine coon hunt')?.matched).toBe('coon hunt');
  });

  it.each(['buttplug', 'jizz', 'jizzzz', 'b.u.t.t.p.l.u.g'])('mend what obscenity misses: %s', (prompt) => {
    expect(createWordFilter({ ...nothing, profanity: true }).check(`a ${prompt}`)?.matched).toBe(prompt);
  });

  it('find profanity beside letters of another script', () => {
    expect(createWordFilter({ ...nothing, profanity: true }).check('写着fuck的墙')?.matched).toBe('fuck');
  });
});

describe('what is always refused', () => {
  const filter = createWordFilter(nothing);

  it.each([
    'nude lipstick, nude nail polish, a girl',
    'naked mole rat and a child',
    'same-sex parents with a baby',
    'a child in front of a rape field',
    'a nude man',
    'a naked woman, 18 years old',
    'a nude model, aged 21',
    'a nude model, 180 years old',
    'a nude model, 11111 people watching',
    'xboy logo',
    'sextet of children',
    'children singing',
    'a nude man, f/1.3, f/8, 35mm, f18',
    'a celebrity',
    'my ex',
  ])('is not: %s', (prompt) => {
    expect(filter.check(prompt)).toBeNull();
  });

  it.each([
    'naked truth girl',
    'naked city, a boy in the street',
    'naked lunch with a girl',
    'naked singularity, a kid',
    'a girl, great tits',
    'a nude baby, blue sky',
    'a nude baby blue eyed',
    'a naked minor, detail',
    'sex education, a girl',
    'same sex, two girls',
    'act xxx, a girl',
  ])('is, for no phrase makes it harmless: %s', (prompt) => {
    expect(filter.check(prompt)).toMatchObject({ list: 'always', category: 'sexual_minors' });
  });

  it.each(['Naked Lunch', 'NAKED LUNCH', 'naked truth, oil painting', 'Sex and the City', 'nude heels'])(
    'is not, and adults only is neither: %s',
    (prompt) => {
      expect(filter.check(prompt)).toBeNull();
      expect(filter.isAdult(prompt)).toBe(false);
    },
  );

  it.each([
    ['child porn', 'sexual_minors'],
    ['nude 17 year old', 'sexual_minors'],
    ['nude, 1 1 yo', 'sexual_minors'],
    ['nude, 9yo', 'sexual_minors'],
    ['childnude', 'sexual_minors'],
    ['nuuuudechild', 'sexual_minors'],
    ['nude celebrity child', 'sexual_minors'],
    ['deepfake nudes', 'sexual_real_person'],
    ['sex tape of a real person', 'sexual_real_person'],
    ['our neighbor, topless', 'sexual_real_person'],
    ['nude celebrity girl', 'sexual_real_person'],
    ['nudechild and a sexygirl', 'sexual_minors'],
    ['sexygirl and a nudechild', 'sexual_minors'],
    ['sexy nude of a kid, 12 years old', 'sexual_minors'],
    ['sexy boy, nude portrait of Taylor Swift', 'sexual_real_person'],
    ['nude girl, f13', 'sexual_minors'],
  ])('is clearly: %s (%s)', (prompt, category) => {
    expect(filter.check(prompt)).toMatchObject({ list: 'always', category, isClear: true });
  });
});

describe("a guild's words", () => {
  it.each([
    ['god', 'good', null],
    ['god', 'goood', 'goood'],
    ['good', 'god', null],
    ['nude', 'nuude', 'nuude'],
    ['nude', 'nudde', null],
    ['nude', 'nuded', null],
    ['11', '1', null],
    ['11', '111', null],
    ['11', '11 cats', '11'],
    ['18', '18th century', null],
    ['18', 'v18', null],
    ['girl', '1girl', 'girl'],
    ['xd', 'a x d b', null],
    ['hot dog', 'h o t d o g', 'h o t d o g'],
    ['hot dog', 'hot, dog', null],
    ['hot dog', 'hot,dog', 'hot,dog'],
    ['hot dog', 'hot。dog', null],
    ['god', 'a g o o d b', null],
    ['a$$', 'A$$', 'A$$'],
    ['nudе', 'nude', 'nude'],
    ['C4', 'c4 on a table', 'c4'],
    ['.*', 'anything at all', null],
    ['(a+)+$', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaa!', null],
    ['straße', 'STRASSE', 'STRASSE'],
    ['λόγος', 'ΛΟΓΟΣ', 'ΛΟΓΟΣ'],
    ['ガ', 'ｶﾞ', 'ｶﾞ'],
    ['カ', 'ガラス', null],
    ['한', '\u1112\u1161\u11ab글', '\u1112\u1161\u11ab'],
    ['하', '한', null],
    ['हिंदी', 'यह हिंदी है', 'हिंदी'],
    ['हिंदी', 'हद', null],
    ['กิน', 'เขากินข้าว', 'กิน'],
    ['裸体', '裸\u0301体', '裸\u0301体'],
    ['кот', 'ко\u0483т', 'ко\u0483т'],
    ['nude', 'nπde', null],
    ['nude', 'пude', 'пude'],
    ['nude', 'a🅽🆄🅳🅴b 🅽🆄🅳🅴', '🅽🆄🅳🅴'],
    ['club', '!club!', 'club'],
    ['club', 'c|ub', 'c|ub'],
    ['club', 'c | u b', null],
    ['club', '|club|', 'club'],
    ['club', 'c|u|', null],
    ['club', 'a !c1ub now', 'c1ub'],
    ['link', 'a |ink now', '|ink'],
    ['left', 'a lef+ now', 'lef+'],
    ['list', 'a lis! now', null],
    ['club', 'cl-ub', 'cl-ub'],
    ['club', 'cl - ub', null],
    ['club', 'cl ub', null],
    ['club', 'cl。ub', null],
    ['club', 'the cl-ubs', null],
    ['18', 'a scale of 1:8', null],
    ['18', 'f/1.8', null],
    ['gift card', 'giftcards', null],
    ['hot dog', 'a hotdog', 'hotdog'],
    ['is it', 'isit', null],
    ['illicit', '1ll1cit', '1ll1cit'],
    ['quilting', 'qui1t1ng', 'qui1t1ng'],
    ['tiling', 't1l1ng', 't1l1ng'],
    ['tilting', 't1lt!ng', 't1lt!ng'],
    ['Größe', 'Groesse', 'Groesse'],
    ['Groesse', 'Größe', 'Größe'],
    ['toe', 'ein Tö und to', 'Tö'],
    ['toe', 'to be', null],
    ['βήτα', 'βήτα', 'βήτα'],
    ['cafe', 'caf&eacute;', 'caf&eacute;'],
    ['cafe', '&unknown;cafe', 'cafe'],
  ])('%j in %j finds %j', (phrase, prompt, matched) => {
    expect(matchedBy(phrase, prompt)).toBe(matched);
  });

  it('are kept apart where they squeeze to the same', () => {
    const filter = blocking('lose it', 'loose it', 'loose it all');
    expect(filter.check('loose it all')?.category).toBe('loose it all');
    expect(filter.check('lose it all')?.category).toBe('lose it');
  });

  it('are the first of two that read the same', () => {
    expect(blocking('Casino', 'casino').check('CASINO')?.category).toBe('Casino');
  });

  it('hold letters beyond the basic plane, with others repeated', () => {
    expect(matchedBy('zoom𐐷', 'a zoooom𐐷 here')).toBe('zoooom𐐷');
  });

  it('are searched in long prompts without end', () => {
    const filter = createWordFilter({
      profanity: true,
      blocked: ['a a a a b', 'abababab c', '(a+)+b'],
      allowed: ['a'],
    });
    const prompts = ['a ', 'ab ', 'a b ', '\u0301', '\ufdfa', '!', '1', '\u200b', 'ass asset ', '🍆', '裸'];
    for (const prompt of prompts) expect(filter.check(prompt.repeat(3000))?.list ?? null).not.toBe('always');
  });
});
