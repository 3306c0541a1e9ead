import { describe, expect, it } from 'vitest';
import {
  addOption,
  attach,
  type Draft,
  dropTarget,
  fillFromLine,
  missingField,
  openOptions,
  pickInto,
  removeOption,
  sentBy,
  startDraft,
  typeInto,
} from '../../../../sandbox/web/page/command/draft.ts';
import { leafOfLine, leavesOf, suggestLeaves } from '../../../../sandbox/web/page/command/leaves.ts';
import { suggestValues } from '../../../../sandbox/web/page/command/suggest.ts';
import type { CommandInfo, OptionInfo } from '../../../../sandbox/web/protocol.ts';

const option = (name: string, more: Partial<OptionInfo> = {}): OptionInfo => ({
  type: 3,
  name,
  description: `the ${name}`,
  isRequired: false,
  isAutocompleted: false,
  choices: [],
  options: [],
  fileTypes: [],
  ...more,
});

const commands: readonly CommandInfo[] = [
  {
    id: '1',
    type: 1,
    name: 'imagine',
    description: 'a picture',
    options: [option('prompt', { isRequired: true }), option('size'), option('image', { type: 11 })],
  },
  { id: '2', type: 3, name: 'Edit with Easel', description: '', options: [] },
  {
    id: '3',
    type: 1,
    name: 'mod',
    description: '',
    options: [
      option('grant', { type: 1, options: [option('member', { type: 6, isRequired: true })] }),
      option('words', { type: 2, options: [option('list', { type: 1 })] }),
    ],
  },
  { id: '4', type: 1, name: 'models', description: '', options: [] },
];

const leaves = leavesOf(commands);
const draftOf = (line: string): Draft => {
  const found = leafOfLine(leaves, line);
  if (found === null) throw new Error(`${line} begins with no command`);
  return fillFromLine(found.leaf, found.rest);
};
const textsOf = ({ filled }: Draft) => Object.fromEntries(filled.map(({ name, text }) => [name, text]));

describe('what can be typed', () => {
  it('is each command without menus, and each sub-command', () => {
    expect(leaves.map(({ path }) => path.join(' '))).toEqual(['imagine', 'mod grant', 'mod words list', 'models']);
  });

  it('is suggested by its beginning first, then by any part', () => {
    const named = (typed: string) => suggestLeaves(leaves, typed).map(({ path }) => path.join(' '));
    expect(named('mod')).toEqual(['mod grant', 'mod words list', 'models']);
    expect(named('grant')).toEqual(['mod grant']);
    expect(named('zzz')).toEqual([]);
  });

  it('begins a line only as whole words', () => {
    expect(leafOfLine(leaves, '/imagin')).toBeNull();
    expect(leafOfLine(leaves, '/mod')).toBeNull();
    expect(leafOfLine(leaves, '/mod grant member:x')?.rest).toBe('member:x');
  });
});

describe('a pasted line', () => {
  it('fills the fields that it names', () => {
    expect(textsOf(draftOf('/imagine prompt:a fox, 3 pm: dusk size:16:9'))).toEqual({
      prompt: 'a fox, 3 pm: dusk',
      size: '16:9',
    });
    expect(textsOf(draftOf('/imagine prompt:"a \'quoted\' fox"'))).toEqual({ prompt: "a 'quoted' fox" });
  });

  it('without names fills the first one', () => {
    expect(textsOf(draftOf('/imagine a red fox size:1:1'))).toEqual({ prompt: 'a red fox', size: '1:1' });
    expect(textsOf(draftOf('/models whatever'))).toEqual({});
  });
});

describe('a draft', () => {
  const empty = draftOf('/imagine ');

  it('begins with what is required, and says what is missing', () => {
    expect([empty.filled.map(({ name }) => name), empty.focus]).toEqual([['prompt'], 0]);
    expect(missingField(empty)).toBe('prompt');
    expect(missingField(typeInto(empty, 0, 'a fox'))).toBeNull();
    expect(openOptions(empty).map(({ name }) => name)).toEqual(['size', 'image']);
  });

  it('goes on in another field where its name is typed', () => {
    const draft = typeInto(empty, 0, 'a fox size:');
    expect([textsOf(draft), draft.focus]).toEqual([{ prompt: 'a fox', size: '' }, 1]);
    expect(typeInto(empty, 0, 'prompt:').focus).toBe(0);
    expect(textsOf(typeInto(empty, 0, 'prompt:'))).toEqual({ prompt: '' });
    expect(textsOf(typeInto(empty, 0, 'a resize:'))).toEqual({ prompt: 'a resize:' });
  });

  it('sends what was picked, else what was typed, and leaves empty options out', () => {
    const draft = addOption(typeInto(empty, 0, ' a fox '), 'size');
    expect(sentBy(draft).values).toEqual({ prompt: 'a fox' });
    const picked = pickInto(draft, 1, { name: 'wide', value: '16:9' });
    expect(sentBy(picked).values).toEqual({ prompt: 'a fox', size: '16:9' });
    expect(sentBy(typeInto(picked, 1, 'wider')).values.size).toBe('wider');
  });

  it('puts files where they are waited for', () => {
    const file = new File(['x'], 'fox.png');
    expect(dropTarget(empty)).toBe('image');
    const draft = attach(empty, 'image', file);
    expect(dropTarget(draft)).toBeNull();
    expect(sentBy(draft)).toEqual({ values: {}, files: { image: [file] } });
  });

  it('empties a required field and takes others away', () => {
    const draft = typeInto(typeInto(empty, 0, 'a fox size:'), 1, '1:1');
    expect(textsOf(removeOption(draft, 1))).toEqual({ prompt: 'a fox' });
    expect(textsOf(removeOption(draft, 0))).toEqual({ prompt: '', size: '1:1' });
  });

  it('without any options has no field', () => {
    expect(startDraft({ path: ['help'], description: '', options: [] }).focus).toBeNull();
  });
});

describe('values', () => {
  const known = {
    people: [
      { id: '1', name: 'Mia', about: 'Member', locale: 'en-US' },
      { id: '2', name: 'Omar', about: 'Moderator', locale: 'en-US' },
    ],
    roles: [{ id: '3', name: 'Artist' }],
    channels: [{ id: '4', name: 'art', topic: '', isNsfw: false, isPrivate: false, parentId: null }],
  };
  const names = (more: Partial<OptionInfo>, typed: string) =>
    suggestValues(option('x', more), typed, known)?.map(({ name }) => name) ?? null;

  it('are people, roles, channels, truth and choices; anything else is typed', () => {
    expect(names({ type: 6 }, '@o')).toEqual(['@Omar']);
    expect(names({ type: 8 }, '')).toEqual(['@Artist']);
    expect(names({ type: 9 }, 'm')).toEqual(['@Mia', '@Omar']);
    expect(names({ type: 7 }, '#ar')).toEqual(['#art']);
    expect(names({ type: 5 }, 't')).toEqual(['True']);
    expect(
      names(
        {
          choices: [
            { name: 'on', value: 'on' },
            { name: 'off', value: 'off' },
          ],
        },
        'of',
      ),
    ).toEqual(['off']);
    expect(names({}, 'x')).toBeNull();
  });
});
