import { describe, expect, it } from 'vitest';
import { readOptions } from '../../src/discord/options.ts';

describe('options', () => {
  const definition = [
    { type: 3, name: 'word', description: 'x', required: true },
    { type: 4, name: 'count', description: 'x' },
    { type: 5, name: 'sure', description: 'x' },
  ] as const;

  it('are read by the definition', () => {
    const raw = [
      { name: 'word', value: 'a' },
      { name: 'count', value: 3 },
      { name: 'sure', value: true },
    ];
    const options = readOptions(definition, raw);
    expect([options.text('word'), options.requiredText('word'), options.number('count'), options.flag('sure')]).toEqual(
      ['a', 'a', 3, true],
    );
  });

  it('are null, or false, where they were left out or are not of their type', () => {
    const options = readOptions(definition, [
      { name: 'word', value: 1 },
      { name: 'count', value: 'many' },
    ]);
    expect([options.text('word'), options.number('count'), options.flag('sure')]).toEqual([null, null, false]);
    expect(() => options.requiredText('word')).toThrow(expect.objectContaining({ code: 'refused.options' }));
    expect(readOptions(definition, [{ name: 'count', value: '12' }]).number('count')).toBe(12);
    expect(readOptions(definition, [{ name: 'count', value: '' }]).number('count')).toBeNull();
  });
});
