import { describe, expect, it } from 'vitest';
import { focusedOption, openSubcommand, readOptions } from '../../src/discord/options.ts';

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

describe('an option that turns something on and off', () => {
  const definition = [{ type: 5, name: 'sure', description: 'x' }] as const;

  it('tells off from left out', () => {
    const read = (value?: boolean | string) =>
      readOptions(definition, value === undefined ? [] : [{ name: 'sure', value }]).yesOrNo('sure');
    expect([read(true), read(false), read(), read('yes')]).toEqual([true, false, null, null]);
  });
});

describe('a subcommand', () => {
  const page = { name: 'page', value: 2, focused: true };

  it('is known by its name, one of a group by both names', () => {
    expect(openSubcommand([{ name: 'list', options: [page] }])).toEqual({ subcommand: 'list', options: [page] });
    const grouped = [{ name: 'loras', options: [{ name: 'list', options: [page] }] }];
    expect(openSubcommand(grouped)).toEqual({ subcommand: 'loras list', options: [page] });
    expect(focusedOption(grouped)).toEqual({ name: 'page', typed: '2' });
  });

  it('may come without options', () => {
    expect(openSubcommand([{ name: 'loras', options: [{ name: 'list' }] }])).toEqual({
      subcommand: 'loras list',
      options: [],
    });
    expect(openSubcommand([{ name: 'list', options: [] }])).toEqual({ subcommand: 'list', options: [] });
    expect(openSubcommand([])).toEqual({ subcommand: null, options: [] });
    expect(openSubcommand([page])).toEqual({ subcommand: null, options: [page] });
  });
});
