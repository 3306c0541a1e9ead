import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSameLora, loraKey, shownLora } from '#catalog/loras.ts';

describe('the key of an address', () => {
  it.each([
    'https://HOST.example/lewd.safetensors',
    'https://host.example./lewd.safetensors',
    'http://host.example/lewd.safetensors',
    'https://host.example:443/lewd.safetensors',
    'https://u:p@host.example/lewd.safetensors',
    'https://host.example/lewd.safetensors?x',
    'https://host.example/lewd.safetensors#x',
    'https://host.example/./a/..//lewd.safetensors/',
    'https://host.example/%6cewd.safetensors',
    'https://host.example/a%2F..%2flewd.safetensors',
    'https:\\\\host.example\\lewd.safetensors',
    ' https://host.example/Lewd.safetensors',
    'https://ｈｏｓｔ.example/lewd\u200b.safetensors',
  ])('is the same for %j', (name) => {
    expect(loraKey(name)).toBe(loraKey('https://host.example/lewd.safetensors'));
    expect(isSameLora(name, 'https://host.example/lewd.safetensors')).toBe(true);
  });

  it.each([
    'https://host.example:8443/lewd.safetensors',
    'https://other.example/lewd.safetensors',
    'https://host.example/a/lewd.safetensors',
    'https://host.example/%ff/lewd.safetensors',
    'https://',
    'host.example/lewd.safetensors',
  ])('is another for %s', (name) => {
    expect(isSameLora(name, 'https://host.example/lewd.safetensors')).toBe(false);
  });
});

describe('the key of a repository', () => {
  it.each([
    'owner/lewd',
    'Owner/Lewd',
    'https://huggingface.co/owner/lewd',
    'https://www.huggingface.co/Owner/Lewd/',
    'https://hf.co/owner/lewd/tree/main',
    'https://huggingface.co/owner/lewd/resolve/main/lewd.safetensors?download=true',
    'https://huggingface.co/owner/lewd/blob/0a1b2c/deep/lewd.safetensors',
    'https://huggingface.co/owner/lewd/discussions/1',
  ])('is the same for %s', (name) => {
    expect(loraKey(name)).toBe('owner/lewd');
    expect(isSameLora(name, 'owner/lewd')).toBe(true);
  });

  it('is shared by its files, which are not the same LoRA', () => {
    const fileOf = (name: string, revision = 'main') =>
      `https://huggingface.co/owner/styles/resolve/${revision}/${name}.safetensors`;
    expect(loraKey(fileOf('ink'))).toBe(loraKey(fileOf('sumi')));
    expect(isSameLora(fileOf('ink'), fileOf('sumi'))).toBe(false);
    expect(isSameLora(fileOf('ink'), fileOf('INK', '0a1b2c'))).toBe(true);
    expect(isSameLora('https://huggingface.co/gpt2', 'https://hf.co/')).toBe(false);
  });
});

describe('the key of a name in a library', () => {
  it.each([
    'Lewd Été.safetensors',
    ' lewd été.safetensors\t',
    'LEWD ÉTÉ.SAFETENSORS',
    'lewd  e\u0301te\u0301.safetensors',
    'lewd\u00a0été.safetensors\u200b',
    '\ufefflew\u00add é\u2060té.safe\ufe0ftensors',
    'lewd e\u034f\u0301té.safetensors',
    'ｌｅｗｄ été.safetensors',
  ])('is the same for %j', (name) => {
    expect(loraKey(name)).toBe('lewd été.safetensors');
  });

  it('is the same for both small sigmas, and for the letters behind a ligature', () => {
    expect(loraKey('ΣΑΣ')).toBe(loraKey('σας'));
    expect(loraKey('ﬁne ſtyle')).toBe('fine style');
  });

  it('is another for other letters, also a title or a step that is written like an address', () => {
    expect(isSameLora('lewd', 'lewd.safetensors')).toBe(false);
    expect(isSameLora('墨', '水')).toBe(false);
    expect(isSameLora('https: a style', 'https://a')).toBe(false);
  });

  it('is never changed by case, form or what is not seen, and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (name) => {
        const key = loraKey(name);
        expect(loraKey(name.normalize('NFD'))).toBe(key);
        expect(loraKey(` ${name}\u200b `)).toBe(key);
      }),
      { seed: 20_261_125, numRuns: 2_000 },
    );
  });
});

describe('what everybody is shown of a LoRA', () => {
  it.each([
    ['https://u:p@host.example/a.safetensors?token=SECRET#SECRET', 'https://host.example/a.safetensors'],
    ['https://host.example:8443/a?SECRET', 'https://host.example:8443/a'],
    ['https://host.example/%61.safetensors', 'https://host.example/%61.safetensors'],
    ['owner/name', 'owner/name'],
    ['Ink? Wash #2.safetensors', 'Ink? Wash #2.safetensors'],
  ])('of %s is %s', (name, shown) => {
    expect(shownLora(name)).toBe(shown);
  });
});
