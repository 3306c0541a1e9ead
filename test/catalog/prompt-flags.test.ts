import { describe, expect, it } from 'vitest';
import { flagsBeginAt, readPromptFlags } from '#catalog/prompt-flags.ts';

describe('flags of other tools in a prompt', () => {
  it.each([
    ['a fox --ar 16:9', 'a fox', [{ size: '16:9' }], []],
    ['a fox \u2014ar 16:9', 'a fox', [{ size: '16:9' }], []],
    ['a fox \u2013ar 16 : 9', 'a fox', [{ size: '16 : 9' }], []],
    ['a fox --aspect=3:2.', 'a fox', [{ size: '3:2' }], []],
    ['a fox --size landscape', 'a fox', [{ size: 'landscape' }], []],
    [
      'a fox --steps 30 --quality high --resolution 2k --format png --count 2',
      'a fox',
      [{ steps: 30 }, { quality: 'high' }, { resolution: '2k' }, { format: 'png' }, { count: 2 }],
      [],
    ],
    ['a fox --steps many', 'a fox', [], ['--steps many']],
    ['a fox --count 12', 'a fox', [], ['--count 12']],
    ['a fox --quality .5', 'a fox', [], ['--quality .5']],
    ['a fox --ar ?', 'a fox', [], ['--ar ?']],
    ['a fox --lora Ink:0.8', 'a fox', [{ lora: 'Ink:0.8' }], []],
    [
      'a fox --ar 16:9 --v 6 --no people, cars --seed 1 --stylize 250',
      'a fox',
      [{ size: '16:9' }, { form: { seed: 1 } }],
      ['--v 6', '--no people, cars', '--stylize 250'],
    ],
    ['a fox --seed 99999999999', 'a fox', [], ['--seed 99999999999']],
    ['a fox --seed random', 'a fox', [], ['--seed random']],
    ['a fox \u2014no people', 'a fox', [], ['\u2014no people']],
    ['a fox \u2014v 6 \u2014style raw', 'a fox', [], ['\u2014v 6', '\u2014style raw']],
    ['a fox --tile --raw', 'a fox', [], ['--tile', '--raw']],
    ['a fox \u2014tile', 'a fox', [], ['\u2014tile']],
    ['a fox \u2014tile \u2014raw', 'a fox', [], ['\u2014tile', '\u2014raw']],
    ['--v 6 a fox', 'a fox', [], ['--v 6']],
    ['a fox, <lora:Ink Wash:0.8>, sumi', 'a fox, sumi', [{ lora: 'Ink Wash:0.8' }], []],
    ['a fox <lora:ink>', 'a fox', [{ lora: 'ink' }], []],
    ['a fox <hypernet:x:1>', 'a fox', [], ['<hypernet:x:1>']],
    ['a (red:1.2) fox', 'a red fox', [], ['(red:1.2)']],
    ['a ((red)) fox, [[blue]], {{green}}', 'a red fox, blue, green', [], ['((red))', '[[blue]]', '{{green}}']],
    ['a [red:0.5] fox', 'a red fox', [], ['[red:0.5]']],
    ['a photo [16:9] of a fox', 'a photo [16:9] of a fox', [], []],
    ['a fox --no hats \u2e3astyle raw', 'a fox', [], ['--no hats', '\u2e3astyle raw']],
    ['a [red] fox', 'a red fox', [], ['[red]']],
    ['a cat::2 a dog::1', 'a cat a dog', [], ['::2', '::1']],
    ['a cat, BREAK, a dog', 'a cat, a dog', [], ['BREAK']],
    ['a cat BREAK a dog', 'a cat a dog', [], ['BREAK']],
    [
      'a fox\nNegative prompt: people, cars\nSteps: 20, Sampler: Euler',
      'a fox',
      [],
      ['Negative prompt: people, cars\nSteps: 20, Sampler: Euler'],
    ],
    ['a fox\nSteps: 20, Sampler: Euler a, CFG scale: 7', 'a fox', [], ['Steps: 20, Sampler: Euler a, CFG scale: 7']],
  ])('%j is read', (prompt, words, options, unread) => {
    const read = readPromptFlags(prompt);
    expect({ words: read.words, options: read.read.map((flag) => flag.options), unread: read.unread }).toEqual({
      words,
      options,
      unread,
    });
  });

  it.each([
    'a dog -- running fast -- in the rain',
    'well\u2014known places \u2014 no people here',
    'He said \u2014 no way',
    'a man \u2014no hat, no coat\u2014 in the rain',
    'a man \u2014no',
    'a poster that says "--help"',
    'git commit --amend',
    'a sign --no',
    'a well --known place',
    'in room \u2014c is for cats',
    'lights \u2014raw and wild\u2014 at night',
    'a clock at (10:30), ratio (16:9), Genesis (1:1)',
    'a cat (orange), asleep',
    'a sign with [EXIT] on it, [sic]',
    'a sign that says "[open]"',
    'std::vector<int> on a T-shirt',
    'PRISON BREAK poster',
    'a sign saying BREAK',
    'a poster with BREAK in red',
    'I <3 foxes :) :: ',
    'the negative of a photo: a fox',
    'Steps: a photo of stairs',
    '  two  spaces ,kept ',
    'a (fox:) [1] {x}',
  ])('%j is ordinary writing and stays', (prompt) => {
    expect(readPromptFlags(prompt)).toEqual({ words: prompt, read: [], unread: [] });
  });

  it('begin where the first one stands', () => {
    const at = (prompt: string) => prompt.slice(flagsBeginAt(prompt));
    expect(at('a fox --no people')).toBe('--no people');
    expect(at('a -- fox. Negative prompt: x --v 6')).toBe('Negative prompt: x --v 6');
    expect(at('a fox')).toBe('');
  });
});
