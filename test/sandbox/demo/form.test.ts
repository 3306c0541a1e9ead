import { describe, expect, it } from 'vitest';
import { readForm, showForm } from '../../../sandbox/demo/form.ts';
import { menuOf, showMessage } from '../../../sandbox/demo/show-message.ts';
import type { Modal } from '../../../sandbox/discord/records.ts';
import { type Message, makeUser } from '../../../sandbox/discord/wire.ts';

const field = (custom_id: string, label: string, value: string) => ({
  type: 18,
  label,
  component: { type: 4, custom_id, value },
});
const form: Modal = {
  custom_id: 'change_form:1',
  title: 'Change',
  components: [field('prompt', 'Prompt', 'a fox'), field('size', 'Size', '')],
  channelId: '1',
  userId: '2',
  sourceMessageId: null,
};

describe('a form at the prompt of the demo', () => {
  it('shows its fields and how to fill them', () => {
    expect(showForm(form)).toBe(
      '[form] Change\n  prompt: a fox   (Prompt)\n  size:    (Size)\nType: fill prompt:your words        (what you leave out stays)',
    );
  });

  it('is filled by the names of its fields; any other colon is part of a value', () => {
    expect(readForm(form, 'prompt:two foxes at 10:30, note: snow size:16:9')).toEqual({
      prompt: 'two foxes at 10:30, note: snow',
      size: '16:9',
    });
    expect(readForm(form, 'size:')).toEqual({ size: '' });
    expect(() => readForm(form, 'two foxes')).toThrow('The form has these fields: prompt, size.');
  });
});

describe('menus and files at the prompt of the demo', () => {
  it('are shown with what there is to choose', () => {
    const options = [
      { label: 'Ink', value: 'i', description: 'black' },
      { label: 'Oil', value: 'o', default: true },
    ];
    const menu = { type: 3, custom_id: 'look', options };
    const components = [
      { type: 18, label: 'Look', component: menu },
      { type: 18, label: 'Picture', component: { type: 19, custom_id: 'image' } },
    ];
    const shown = showForm({ ...form, components });
    expect(shown).toContain('look: Oil   (Look: Ink, Oil)');
    expect(shown).toContain('image:    (Picture: a file, or sample)');
    expect(menuOf([{ type: 1, components: [menu] }])?.custom_id).toBe('look');
    const message = renderedMessage([{ type: 1, components: [menu] }]);
    expect(showMessage(message, { nowMs: 0, names: new Map() })).toBe('Choose\n( ) Ink (black)\n(x) Oil');
  });
});

describe('a message at the prompt of the demo', () => {
  it('names members and commands, not their ids', () => {
    const content = 'For <@7>: </imagine:157> draws, </credits balance:158> counts.';
    const message = { ...renderedMessage([]), content };
    expect(showMessage(message, { nowMs: 0, names: new Map([['7', 'Ada']]) })).toBe(
      'For @Ada: /imagine draws, /credits balance counts.',
    );
  });
});

function renderedMessage(components: Message['components']): Message {
  return {
    ...{ id: '1', channel_id: '1', author: makeUser('1', 'Easel', true), content: 'Choose', timestamp: '' },
    ...{
      edited_timestamp: null,
      tts: false,
      mention_everyone: false,
      mentions: [],
      mention_roles: [],
      attachments: [],
    },
    ...{ embeds: [], pinned: false, type: 0, flags: 0 },
    components,
  };
}
