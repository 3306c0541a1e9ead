import { describe, expect, it } from 'vitest';
import { hasFileEnding, loraNames } from '#loras/guild-lora.ts';

const ink = { title: 'Ink', file: 'ink.st' };
const small = { title: 'INK.ST', file: 'other.st' };
const address = { title: 'Far', file: 'https://host.example/a?id=1' };
const second = { title: 'Farther', file: 'https://host.example/a?id=2' };
const { find } = loraNames([ink, small, address, second]);

describe('a LoRA by what is typed', () => {
  it.each([
    ['Ink', ink, 'ink.st'],
    ['INK', ink, 'ink.st'],
    ['ink.st', ink, 'ink.st'],
    ['INK.ST', small, 'other.st'],
    ['Ink.st', small, 'other.st'],
    ['OTHER.st\u200b', small, 'OTHER.st\u200b'],
    ['https://host.example/a?id=2', second, 'https://host.example/a?id=2'],
    ['https://HOST.example/a?id=3', address, 'https://HOST.example/a?id=3'],
  ])('%s is found, and what is sent is its file for a title, else what was typed', (typed, lora, file) => {
    expect(find(typed)).toEqual({ lora, file });
  });

  it('is none for another name', () => {
    expect(find('sumi.st')).toBeNull();
  });

  it('is a file of a repository only where that file is meant', () => {
    const base = 'https://huggingface.co/owner/styles';
    const rows = ['a', 'b'].map((name) => ({ title: name, file: `${base}/resolve/main/${name}.st` }));
    const { find: named } = loraNames(rows);
    expect(named(`${base}/blob/main/b.st`)?.lora.title).toBe('b');
    expect(named(`${base}/blob/main/c.st`)).toBeNull();
    expect(named('Owner/Styles')?.lora.title).toBe('a');
  });
});

describe('a name in a list', () => {
  it('is known in any spelling, but an address with more behind its end letter by letter', () => {
    const { isInList: isKnown } = loraNames([ink, address]);
    expect(['Ink', 'ink', 'INK.st', address.file].map(isKnown)).toEqual([true, true, true, true]);
    expect([`${address.file}:0.5`, `${address.file}, sumi.st`, 'https://host.example/a#b'].map(isKnown)).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('a LoRA without its ending', () => {
  const { findWithoutEnding } = loraNames([ink, { title: 'Ink too', file: 'INK.st' }, { title: 'Bare', file: 'bare' }]);

  it('is the first of that file', () => {
    expect(findWithoutEnding('Ink')).toEqual({ lora: ink, file: 'ink.st' });
  });

  it('is none where the file has no ending, or another name', () => {
    expect([findWithoutEnding('bare'), findWithoutEnding('sumi')]).toEqual([null, null]);
  });
});

describe('a title', () => {
  it('is had in any spelling, and a file is no title', () => {
    const { hasTitle } = loraNames([ink]);
    expect(['Ink', 'INK', 'ink.st'].map(hasTitle)).toEqual([true, true, false]);
  });
});

describe('the ending of a file', () => {
  it.each([
    ['style.safetensors', true],
    ['style.ckpt', true],
    ['style v1.5', false],
    ['style', false],
  ])('%s has one: %s', (name, has) => {
    expect(hasFileEnding(name)).toBe(has);
  });
});
