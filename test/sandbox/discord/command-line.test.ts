import { describe, expect, it } from 'vitest';
import { readCommands } from '../../../sandbox/discord/command-body.ts';
import { parseCommandLine, requireOptions } from '../../../sandbox/discord/command-line.ts';

const option = (name: string, type = 3, required = false) => ({ type, name, description: name, required });
const commands = readCommands([
  {
    name: 'imagine',
    description: 'Makes',
    options: [option('prompt', 3, true), option('size'), option('steps', 4), option('lora_strength', 10)],
  },
  {
    name: 'credits',
    description: 'Money',
    options: [
      { type: 1, name: 'balance', description: 'Balance' },
      { type: 1, name: 'top', description: 'Top', options: [option('period')] },
    ],
  },
  {
    name: 'setup',
    description: 'Setup',
    options: [
      {
        type: 2,
        name: 'pool',
        description: 'Pool',
        options: [{ type: 1, name: 'add', description: 'Add', options: [option('credits', 4)] }],
      },
    ],
  },
]).map((command) => ({ ...command, id: '1', version: '1', guildId: null }));

const parse = (text: string) => {
  const { path, values } = parseCommandLine(text, commands);
  return { path: path.map((part) => part.name), values: Object.fromEntries(values) };
};

describe('a command line', () => {
  it.each([
    ['/imagine prompt:a red fox size:16:9', { prompt: 'a red fox', size: '16:9' }],
    ['/imagine prompt: a fox, 3 pm: dusk  steps:4', { prompt: 'a fox, 3 pm: dusk', steps: '4' }],
    ['/imagine prompt:"a size:large fox" size:1:1', { prompt: 'a size:large fox', size: '1:1' }],
    ['/imagine prompt:"say \\"hi\\""', { prompt: 'say "hi"' }],
    ['/imagine prompt:a "quoted" fox', { prompt: 'a "quoted" fox' }],
    ['/imagine prompt:two\nlines lora_strength:0.5', { prompt: 'two\nlines', lora_strength: '0.5' }],
    ['/imagine prompt:oversize:me', { prompt: 'oversize:me' }],
    ['/imagine size: prompt:x', { size: '', prompt: 'x' }],
  ])('%j becomes its options', (text, values) => {
    expect(parse(text)).toEqual({ path: [], values });
  });

  it('names sub-commands and groups as words', () => {
    expect(parse('/credits balance')).toEqual({ path: ['balance'], values: {} });
    expect(parse('/credits top period:week')).toEqual({ path: ['top'], values: { period: 'week' } });
    expect(parse('/setup pool add credits:5')).toEqual({ path: ['pool', 'add'], values: { credits: '5' } });
  });

  it.each([
    ['/draw prompt:x', 'There is no command "/draw"'],
    ['imagine', 'There is no command "imagine"'],
    ['/imagine colour:red', 'There is no option "colour"'],
    ['/imagine a red fox', 'There is no option "a"'],
    ['/imagine prompt:x prompt:y', 'given twice'],
    ['/credits', '/credits needs one of: balance, top.'],
    ['/credits buy', '/credits needs one of: balance, top.'],
    ['/credits balance now:yes', 'there is: none'],
  ])('%j is refused', (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  it('needs the required options', () => {
    expect(() => requireOptions(parseCommandLine('/imagine size:1:1', commands))).toThrow(
      'The option "prompt" of /imagine is required.',
    );
  });
});
