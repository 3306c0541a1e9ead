import { describe, expect, it } from 'vitest';
import { isLoraPath, readLoras, typedLoras } from '#catalog/loras.ts';

const known = new Set(['ink', 'Ink, wash', 'sumi:2']);
const read = (lora: string | null, loraStrength: number | null = null) =>
  readLoras({ lora, loraStrength }, (name) => known.has(name));

describe('what is typed for lora', () => {
  it('is nothing, or one name with the strength of its own option', () => {
    expect(read(null)).toEqual([]);
    expect(read('mine.safetensors', 0.5)).toEqual([{ name: 'mine.safetensors', strength: 0.5 }]);
    expect(read('  odd name ')).toEqual([{ name: '  odd name ', strength: null }]);
  });

  it('may have a strength behind the name', () => {
    expect(read('ink:0.8')).toEqual([{ name: 'ink', strength: 0.8 }]);
    expect(read('mine.safetensors:-1.25', 0.5)).toEqual([{ name: 'mine.safetensors', strength: -1.25 }]);
    expect(read('https://example.com/a.safetensors:0.8')).toEqual([
      { name: 'https://example.com/a.safetensors', strength: 0.8 },
    ]);
    expect(read('ink:loud')).toEqual([{ name: 'ink:loud', strength: null }]);
  });

  it('may be several, those without a strength taking that of the option', () => {
    expect(read('ink:0.8, b.safetensors , https://example.com/c:1', 0.3)).toEqual([
      { name: 'ink', strength: 0.8 },
      { name: 'b.safetensors', strength: 0.3 },
      { name: 'https://example.com/c', strength: 1 },
    ]);
  });

  it('is one name where a comma or a colon belongs to it', () => {
    expect(read('Ink, wash')).toEqual([{ name: 'Ink, wash', strength: null }]);
    expect(read('Ink, wash:0.5')).toEqual([{ name: 'Ink, wash', strength: 0.5 }]);
    expect(read('sumi:2')).toEqual([{ name: 'sumi:2', strength: null }]);
    expect(read('F.1, lines.safetensors')).toEqual([{ name: 'F.1, lines.safetensors', strength: null }]);
  });
});

describe('LoRAs of a picture', () => {
  it('are typed again as they were applied', () => {
    const one = { file: 'a.safetensors', strength: 0.8 };
    const other = { file: 'b.safetensors', strength: -1 };
    expect(typedLoras([])).toEqual({ lora: null, loraStrength: null });
    expect(typedLoras([one])).toEqual({ lora: 'a.safetensors', loraStrength: 0.8 });
    const several = typedLoras([one, other]);
    expect(several).toEqual({ lora: 'a.safetensors:0.8, b.safetensors:-1', loraStrength: null });
    expect(readLoras(several, () => false)).toEqual([
      { name: 'a.safetensors', strength: 0.8 },
      { name: 'b.safetensors', strength: -1 },
    ]);
  });
});

describe('the path of a LoRA', () => {
  it.each(['owner/name', 'some-one/lora_v1.2', 'https://example.com/a/b.safetensors?x=1'])('%s is one', (path) => {
    expect(isLoraPath(path)).toBe(true);
  });

  it.each([
    'name',
    'a/b/c',
    '../etc',
    'owner/',
    'http://example.com/x',
    'https://',
    'own er/x',
    `o/${'x'.repeat(500)}`,
    'https://user@example.com/a',
    'https://user:key@example.com/a',
    'https://example.com/a#b',
    'https://example.com/a#',
  ])('%s is none', (path) => {
    expect(isLoraPath(path)).toBe(false);
  });
});
