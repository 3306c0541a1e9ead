import { describe, expect, it } from 'vitest';
import { readForm, showForm } from '../../../sandbox/demo/form.ts';
import type { Modal } from '../../../sandbox/discord/records.ts';

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
