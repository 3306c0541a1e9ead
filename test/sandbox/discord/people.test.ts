import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../../../sandbox/discord/person.ts';
import { type ByHand, startByHand } from './by-hand.ts';

const option = (name: string, type: number, more: object = {}) => ({ type, name, description: name, ...more });
const commands = [
  {
    name: 'all',
    description: 'Everything',
    options: [
      option('text', 3, { min_length: 2, max_length: 5 }),
      option('whole', 4, { min_value: 1, max_value: 9 }),
      option('flag', 5),
      option('user', 6),
      option('channel', 7),
      option('role', 8),
      option('anyone', 9),
      option('decimal', 10),
      option('file', 11),
      option('choice', 3, { choices: [{ name: 'Large', value: 'l' }] }),
      option('typed', 3, { autocomplete: true }),
    ],
  },
  { name: 'setup', description: 'Setup', default_member_permissions: '32', contexts: [0] },
  { name: 'closed', description: 'Closed', default_member_permissions: '0' },
  { name: 'adult', description: 'Adult', nsfw: true },
];

describe('a person', () => {
  let hand: ByHand;
  let alice: Person;
  beforeEach(async () => {
    hand = await startByHand({ rateLimits: 'off' });
    await hand.call('PUT', `/applications/${hand.discord.applicationId}/commands`, commands);
    hand.server.addRole({ name: 'artists' });
    hand.server.addChannel({ name: 'studio' });
    alice = hand.server.member({ name: 'Alice' });
  });
  afterEach(() => hand.discord.stop());

  it.each([
    ['text:x', '2 to 5 characters'],
    ['text:123456', '2 to 5 characters'],
    ['whole:10', 'between 1 and 9'],
    ['whole:1.5', 'not a number'],
    ['whole:many', 'not a number'],
    ['decimal:', 'not a number'],
    ['flag:maybe', 'True or False'],
    ['user:@Nobody', 'Nobody and nothing here is called "@Nobody".'],
    ['channel:#nowhere', 'Nobody and nothing'],
    ['role:@nothing', 'Nobody and nothing'],
    ['choice:Huge', 'there is: Large'],
    ['file:cat.png', 'cannot be read'],
  ])('cannot send %s', (text, message) => {
    expect(() => alice.slash(`/all ${text}`)).toThrow(message);
  });

  it('sends every type of option', () => {
    const file = { name: 'cat.png', bytes: Buffer.from('x') };
    const text = '/all text:abc whole:3 flag:True user:@Alice channel:#studio role:@artists decimal:0.5 choice:Large';
    expect(() => alice.slash(text, { file })).not.toThrow();
    expect(() => alice.slash(`/all user:${alice.mention} anyone:@artists`)).not.toThrow();
    expect(() => alice.slash(`/all user:${alice.userId} anyone:@Alice`)).not.toThrow();
  });

  it('attaches files only where the command takes one, and none that is too large for the server', () => {
    const small = hand.discord.addGuild({ name: 'Small', attachmentLimitBytes: 3 }).member({ name: 'Sue' });
    const file = { name: 'cat.png', bytes: Buffer.from('meow') };
    expect(() => alice.slash('/all', { text: file })).toThrow('no option "text" for a file');
    expect(() => alice.slash('/all', { other: file })).toThrow('no option "other" for a file');
    expect(() => small.slash('/all', { file })).toThrow('"cat.png" is too large; 3 bytes are allowed here.');
  });

  it('is only offered commands that fit permissions, place and channel', () => {
    expect(() => alice.slash('/setup')).toThrow('no permission');
    expect(() => alice.slash('/closed')).toThrow('no permission');
    expect(() => alice.slash('/adult')).toThrow('age-restricted');
    expect(() => alice.inDirectMessages().slash('/setup')).toThrow('not offered here');
    expect(() => alice.inDirectMessages().slash('/all')).not.toThrow();
    const manager = hand.server.member({
      name: 'Mia',
      roles: [hand.server.addRole({ name: 'staff', permissions: ['ManageGuild'] })],
    });
    expect(() => manager.slash('/setup')).not.toThrow();
    expect(() => manager.in(hand.server.addChannel({ name: 'night', nsfw: true })).slash('/adult')).not.toThrow();
    expect(() => hand.server.member({ name: 'Ada', permissions: ['Administrator'] }).slash('/closed')).not.toThrow();
    hand.server.openCommand('setup');
    expect(() => alice.slash('/setup')).not.toThrow();
    const elsewhere = hand.discord.addGuild({ name: 'Elsewhere', botIsMember: false });
    expect(() => elsewhere.member({ name: 'Eve' }).slash('/all')).toThrow('cannot be installed by a user');
    expect(() => alice.in({ id: '1100000000000000009' })).toThrow('no channel');
  });

  it('keeps the same direct messages', () => {
    expect(alice.inDirectMessages().channelId).toBe(alice.inDirectMessages().channelId);
  });

  it('only gets suggestions for options that have them', async () => {
    await expect(alice.autocomplete('/all text:ab', 'text')).rejects.toThrow('not autocompleted');
    const asked = alice.autocomplete('/all typed:x', 'typed');
    hand.advance(3001);
    await expect(asked).rejects.toThrow('The application did not respond');
  });

  it('can use only what a message offers', async () => {
    const components = [
      {
        type: 1,
        components: [
          { type: 2, style: 1, label: 'Off', custom_id: 'off', disabled: true },
          { type: 2, style: 5, label: 'Site', url: 'https://example.org' },
        ],
      },
      { type: 1, components: [{ type: 3, custom_id: 'menu', max_values: 1, options: [{ label: 'One', value: '1' }] }] },
      { type: 1, components: [{ type: 5, custom_id: 'who' }] },
    ];
    const { body } = await hand.call('POST', `/channels/${alice.channelId}/messages`, { components });
    const message = { id: body.id ?? '' };
    expect(() => alice.press(message, 'Off')).toThrow('disabled');
    expect(() => alice.press(message, 'Site')).toThrow('is a link');
    expect(() => alice.press(message, 'Other')).toThrow('there is: Off, Site');
    expect(() => alice.press({ id: '1' }, 'Off')).toThrow('is gone');
    expect(() => alice.select(message, 'menu', ['Two'])).toThrow('not an option');
    expect(() => alice.select(message, 'menu', ['One', 'One'])).toThrow('takes 1 to 1 values');
    expect(() => alice.select(message, 'none', [])).toThrow('no menu');
    expect(() => alice.select(message, 'who', ['@Alice'])).not.toThrow();
    const elsewhere = alice.in(hand.server.addChannel({ name: 'far' }));
    const exchange = elsewhere.select(message, 'menu', ['1']);
    const path = `/interactions/${exchange.interactionId}/${exchange.token}/callback`;
    await hand.call('POST', path, { type: 4, data: { content: 'Hello' } }, null);
    expect(exchange.reply()?.channel_id).toBe(alice.channelId);
  });

  it('fills in menus and files of forms as Discord has them', async () => {
    const options = [
      { label: 'One', value: '1' },
      { label: 'Two', value: '2', default: true },
    ];
    const file = { type: 19, custom_id: 'file', min_values: 0, required: false };
    const components = [
      { type: 18, label: 'What', component: { type: 3, custom_id: 'what', options } },
      { type: 18, label: 'File', component: file },
    ];
    const open = async (parts: readonly object[]) => {
      const exchange = alice.slash('/all');
      const path = `/interactions/${exchange.interactionId}/${exchange.token}/callback`;
      const data = { custom_id: 'form', title: 'Form', components: parts };
      return { exchange, answer: await hand.call('POST', path, { type: 9, data }, null) };
    };
    const { modal } = (await open(components)).exchange;
    if (modal === null) throw new Error('no form was opened');
    expect(() => alice.submitModal(modal, { what: 'Three' })).toThrow('not an option');
    expect(() => alice.submitModal(modal, { what: [] })).toThrow('takes 1 to 1');
    const huge = { name: 'a.png', bytes: new Uint8Array(11 * 1_048_576) };
    expect(() => alice.submitModal(modal, { file: huge })).toThrow('too large');
    expect(() => alice.submitModal(modal, { file: ['sample', 'sample'] })).toThrow('takes 0 to 1');
    expect(() => alice.submitModal(modal, { what: 'One', file: '' })).not.toThrow();
    expect(() => alice.submitModal(modal, { file: 'sample' })).not.toThrow();

    const menu = { type: 3, custom_id: 'what', options };
    const wrong: readonly object[] = [
      { type: 18, component: menu },
      { type: 18, label: 'x'.repeat(46), component: menu },
      { type: 18, label: 'None' },
      { type: 18, label: 'Button', component: { type: 2, style: 1, custom_id: 'b', label: 'B' } },
      { type: 18, label: 'File', component: { ...file, required: true } },
      { type: 18, label: 'Twice', component: { ...menu, options: [...options, ...options] } },
      { type: 18, label: 'Many', component: { ...menu, max_values: 3 } },
      {
        type: 18,
        label: 'First',
        component: { ...menu, options: options.map((each) => ({ ...each, default: true })) },
      },
      { type: 18, label: 'Nothing', component: { type: 3, custom_id: 'what' } },
      { type: 18, label: 'Nameless', component: { type: 19 } },
    ];
    for (const part of wrong) expect((await open([part])).answer.body.code).toBe(50_035);
  });

  it('fills in forms of labels and menus', async () => {
    const exchange = alice.slash('/all');
    const components = [
      { type: 10, content: 'Tell us why' },
      { type: 18, label: 'Why', component: { type: 4, custom_id: 'why', style: 1, max_length: 3 } },
      { type: 18, label: 'More', component: { type: 4, custom_id: 'more', style: 1, required: false } },
      { type: 18, label: 'What', component: { type: 3, custom_id: 'what', options: [{ label: 'One', value: '1' }] } },
    ];
    const path = `/interactions/${exchange.interactionId}/${exchange.token}/callback`;
    await hand.call('POST', path, { type: 9, data: { custom_id: 'form', title: 'Form', components } }, null);
    const { modal } = exchange;
    if (modal === null) throw new Error('no form was opened');
    expect(exchange.reply()).toBeNull();
    expect(() => alice.submitModal(modal, { why: 'long' })).toThrow('1 to 3 characters');
    expect(() => alice.submitModal(modal, { other: 'x' })).toThrow('no field "other"');
    expect(() => hand.server.member({ name: 'Bob' }).submitModal(modal, {})).toThrow('not opened for');
    const submitted = alice.submitModal(modal, { why: 'yes', what: ['1'] });
    const answer = await hand.call(
      'POST',
      `/interactions/${submitted.interactionId}/${submitted.token}/callback`,
      { type: 6 },
      null,
    );
    expect(answer.body.code).toBe(50_035);
  });
});
