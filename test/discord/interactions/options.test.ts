import { describe, expect, it } from 'vitest';
import { focusedOption, openSubcommand, readOptions } from '#discord/interactions/options.ts';

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

  it('are null, or false, where they were left out', () => {
    const options = readOptions(definition, []);
    expect([options.text('word'), options.number('count'), options.flag('sure')]).toEqual([null, null, false]);
    expect(() => options.requiredText('word')).toThrow(expect.objectContaining({ code: 'refused.options' }));
  });

  it('of numbers are texts while a member is typing, and null where they are none yet', () => {
    const read = (value: string) => readOptions(definition, [{ name: 'count', value, focused: true }]).number('count');
    expect([read('12'), read(''), read('many'), read('1.5'), read('1e300')]).toEqual([12, null, null, null, null]);
  });
});

describe('a number that arrives as a text in a command', () => {
  const definition = [{ type: 4, name: 'credits', description: 'x', min_value: 1, max_value: 1000 }] as const;
  const read = (value: string) => readOptions(definition, [{ name: 'credits', value }]).number('credits');

  it('is read where it is one that the option takes', () => {
    expect([read('12'), read(' 1000 ')]).toEqual([12, 1000]);
  });

  it.each(['', '  ', 'many', '1e3', '0x10', '1.5', '0', '-5', '1001', 'Infinity'])(
    'is refused by name: "%s"',
    (value) => {
      const facts = { option: 'credits', allowed: { kind: 'range', of: 'wholeNumber', min: 1, max: 1000 } };
      expect(() => read(value)).toThrow(
        expect.objectContaining({ code: 'refused.options', facts: expect.objectContaining(facts) }),
      );
    },
  );
});

describe('a value that Discord would have refused', () => {
  const definition = [
    { type: 3, name: 'word', description: 'x', required: true },
    {
      type: 3,
      name: 'period',
      description: 'x',
      choices: [
        { name: 'Day', value: 'day' },
        { name: 'Week', value: 'week' },
      ],
    },
    { type: 4, name: 'credits', description: 'x', min_value: 1, max_value: 1000 },
    { type: 4, name: 'steps', description: 'x', min_value: 1 },
    { type: 10, name: 'strength', description: 'x', min_value: -2, max_value: 2 },
    { type: 10, name: 'share', description: 'x', min_value: 0 },
    { type: 10, name: 'any', description: 'x' },
    { type: 5, name: 'sure', description: 'x' },
    { type: 7, name: 'channel', description: 'x' },
  ] as const;
  const whole = { kind: 'range', of: 'wholeNumber', min: 1, max: 1000 };
  const strength = { kind: 'range', of: 'strength', min: -2, max: 2 };
  const names = { kind: 'names', names: ['day', 'week'] };

  it.each([
    ['credits', -5, whole],
    ['credits', 1e300, whole],
    ['credits', 1.5, whole],
    ['credits', Number.NaN, whole],
    ['credits', 1001, whole],
    ['credits', true, whole],
    ['steps', 0, { kind: 'wholeNumberFrom', min: 1 }],
    ['strength', -2.01, strength],
    ['strength', Number.POSITIVE_INFINITY, strength],
    ['share', -1, undefined],
    ['any', Number.NaN, undefined],
    ['period', 'fortnight', names],
    ['period', 7, undefined],
    ['word', 1, undefined],
    ['sure', 'yes', undefined],
    ['channel', '../../users/@me', undefined],
    ['channel', '123456789012345678901', undefined],
  ] as const)('as %s: %j is refused by name, with what is allowed', (name, value, allowed) => {
    const options = readOptions(definition, [{ name, value }]);
    const reads = {
      word: () => options.requiredText('word'),
      period: () => options.text('period'),
      credits: () => options.number('credits'),
      steps: () => options.number('steps'),
      strength: () => options.number('strength'),
      share: () => options.number('share'),
      any: () => options.number('any'),
      sure: () => options.flag('sure'),
      channel: () => options.id('channel'),
    };
    const facts = { option: name, value: String(value), ...(allowed ? { allowed } : {}) };
    expect(reads[name]).toThrow(expect.objectContaining({ code: 'refused.options', facts }));
  });

  it('is none within its limits', () => {
    const options = readOptions(definition, [
      { name: 'word', value: 'five5' },
      { name: 'period', value: 'week' },
      { name: 'credits', value: 1000 },
      { name: 'strength', value: -2 },
      { name: 'channel', value: '900000000000000001' },
    ]);
    expect([
      options.requiredText('word'),
      options.text('period'),
      options.number('credits'),
      options.number('strength'),
      options.id('channel'),
    ]).toEqual(['five5', 'week', 1000, -2, '900000000000000001']);
  });
});

describe('an option that turns something on and off', () => {
  const definition = [{ type: 5, name: 'sure', description: 'x' }] as const;

  it('tells off from left out', () => {
    const read = (value?: boolean) =>
      readOptions(definition, value === undefined ? [] : [{ name: 'sure', value }]).yesOrNo('sure');
    expect([read(true), read(false), read()]).toEqual([true, false, null]);
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
