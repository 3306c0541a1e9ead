import { describe, expect, it } from 'vitest';
import {
  choiceProblem,
  type FoundInput,
  foundKey,
  inputsOf,
  labelLine,
  offerable,
  usualChoice,
  withLabelLine,
} from '#catalog/found-inputs.ts';

const at = (node: string) => ({ node, field: 'x', required: false });
const found = (input: FoundInput['input'], isPrompt = false): FoundInput => ({ input, isPrompt, place: 'Node' });
const text = (node: string, label = 'Text', isPrompt = false) =>
  found({ ...at(node), type: 'text', label, maxCharacters: 100 }, isPrompt);
const number = (node: string, change: object = {}) =>
  found({ ...at(node), type: 'number', label: 'Steps', min: 1, max: 40, whole: true, default: 20, ...change });
const file = (node: string, type: 'image' | 'video' | 'audio' = 'image') =>
  found({ ...at(node), type, maxMegabytes: 10 });

describe('inputs that were found', () => {
  it('have a label of their own each, are at most 25, and fit the rules', () => {
    const long = 'y'.repeat(45);
    const offered = offerable([
      text('1'),
      text('2', 'text'),
      text('3', long),
      text('4', long),
      text('5', ''),
      file('6'),
    ]);
    const labels = offered.map(({ input }) => ('label' in input ? input.label : null));
    expect(labels).toEqual(['Text', 'text 2', long, `${'y'.repeat(43)} 2`, null]);
    expect(offerable(Array.from({ length: 500 }, (_, index) => text(String(index))))).toHaveLength(25);
  });

  it('are there once each, with keys and labels that Discord takes', () => {
    const far = { ...text('1', 'Far'), input: { ...text('1', 'Far').input, field: 'y'.repeat(99) } };
    const offered = offerable([
      text('1', 'First'),
      text('4', 'Next'),
      text('1', 'Second'),
      far,
      text('2', ' '),
      text('3', '\u200b'),
    ]);
    expect(offered.map(({ input }) => 'label' in input && input.label)).toEqual(['First', 'Next']);
    const faces = offerable([text('1', '😀'.repeat(22)), text('2', '😀'.repeat(22))]);
    expect(faces.map(({ input }) => 'label' in input && input.label)).toEqual([
      '😀'.repeat(22),
      `${'😀'.repeat(21)} 2`,
    ]);
  });

  it('are chosen at first as people would: the prompt and a file of each kind', () => {
    const all = [text('1'), text('2', 'Prompt', true), file('3'), file('4'), file('5', 'audio'), file('6', 'video')];
    expect(usualChoice(all)).toEqual(['2.x', '3.x', '6.x', '5.x']);
    expect(usualChoice([number('1'), text('2')])).toEqual(['1.x']);
    expect(usualChoice([number('1'), file('2')])).toEqual(['2.x']);
    expect(usualChoice([])).toEqual([]);
  });

  it.each([
    ['nothing', [], 'none'],
    ['six of them', ['1', '2', '3', '4', '5', '6'].map((node) => text(node, node)), 'tooMany'],
    ['two pictures', [file('1'), file('2')], 'files'],
    ['a label twice', [text('1', 'Look'), text('2', 'look')], 'labels'],
    ['a label that the prompt had', [text('1', 'Look', true), text('2', 'look')], null],
    [
      'five and a file of each kind',
      [...['1', '2', '3', '4', '5'].map((node) => text(node, node)), file('6'), file('7', 'video'), file('8', 'audio')],
      null,
    ],
  ])('say what is wrong with %s', (_what, chosen, problem) => {
    expect(choiceProblem(chosen)).toBe(problem);
  });

  it('become the inputs of a workflow: one is the prompt, which is needed as files are', () => {
    const inputs = inputsOf([text('1', 'Prompt', true), text('2', 'Other', true), number('3'), file('4')]);
    expect(inputs).toEqual([
      { type: 'prompt', node: '1', field: 'x', required: true, maxCharacters: 100 },
      { ...at('2'), type: 'text', label: 'Other', maxCharacters: 100 },
      number('3').input,
      { ...at('4'), type: 'image', maxMegabytes: 10, required: true },
    ]);
    expect(foundKey(number('3'))).toBe('3.x');
  });

  it('are written on a line, and read from it', () => {
    expect([labelLine(number('1')), labelLine(text('1', 'Look')), labelLine(file('1'))]).toEqual([
      'Steps 1..40',
      'Look',
      '',
    ]);
    expect(withLabelLine(number('1'), ' Rounds  2..30 ')?.input).toMatchObject({
      label: 'Rounds',
      min: 2,
      max: 30,
      default: 20,
    });
    expect(withLabelLine(number('1'), 'Rounds')?.input).toMatchObject({ label: 'Rounds', min: 1, max: 40 });
    expect(withLabelLine(number('1', { whole: false }), 'Weight -0.5 .. 1.5')?.input).toMatchObject({
      min: -0.5,
      max: 1.5,
    });
    expect(withLabelLine(text('1'), 'From 1..2')?.input).toMatchObject({ label: 'From 1..2' });
  });

  it('lose a default that no longer fits', () => {
    const changed = withLabelLine(number('1'), 'Steps 1..10');
    expect(changed?.input).toMatchObject({ max: 10 });
    expect(changed?.input).not.toHaveProperty('default');
  });

  it.each([
    [number('1'), 'Steps 40..1'],
    [number('1'), '  '],
    [text('1'), ''],
    [text('1'), 'x'.repeat(46)],
    [file('1'), 'Picture'],
  ])('take no line that says nothing', (input, line) => {
    expect(withLabelLine(input, line)).toBeNull();
  });
});
