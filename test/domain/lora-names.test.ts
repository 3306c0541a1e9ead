import { describe, expect, it } from 'vitest';
import { loraNames, namesInList } from '../../src/domain/lora-names.ts';

const ink = { title: 'Ink', file: 'ink.st' };
const small = { title: 'INK.ST', file: 'other.st' };
const address = { title: 'Far', file: 'https://host.example/a?id=1' };
const second = { title: 'Farther', file: 'https://host.example/a?id=2' };
const find = loraNames([ink, small, address, second]);

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
    const named = loraNames(rows);
    expect(named(`${base}/blob/main/b.st`)?.lora.title).toBe('b');
    expect(named(`${base}/blob/main/c.st`)).toBeNull();
    expect(named('Owner/Styles')?.lora.title).toBe('a');
  });
});

describe('a name in a list', () => {
  it('is known in any spelling, but an address with more behind its end letter by letter', () => {
    const isKnown = namesInList([ink, address]);
    expect(['Ink', 'ink', 'INK.st', address.file].map(isKnown)).toEqual([true, true, true, true]);
    expect([`${address.file}:0.5`, `${address.file}, sumi.st`, 'https://host.example/a#b'].map(isKnown)).toEqual([
      false,
      false,
      false,
    ]);
  });
});
