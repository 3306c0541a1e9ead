import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { pngBytes } from '../../support/inputs.ts';
import { type ByHand, startByHand } from './by-hand.ts';

const commands = [
  { name: 'imagine', description: 'A picture' },
  { name: 'mod', description: 'Moderates', default_member_permissions: '32' },
  { name: 'Look up', type: 2 },
  { name: 'Edit', type: 3 },
];

let hand: ByHand;
beforeEach(async () => {
  hand = await startByHand({ rateLimits: 'off' });
  await hand.call('PUT', `/applications/${hand.discord.applicationId}/commands`, commands);
});
afterEach(() => hand.discord.stop());

describe('a channel for some', () => {
  it('is seen, entered and read by those who may, and by an administrator', () => {
    const { server } = hand;
    const staff = server.addChannel({ name: 'staff', visibleTo: ['ManageMessages'] });
    const member = server.member({ name: 'Mia' });
    const moderator = server.member({ name: 'Omar', permissions: ['ManageMessages'] });
    const administrator = server.member({ name: 'Nora', permissions: ['Administrator'] });
    expect([member, moderator, administrator].map((each) => each.sees(staff.id))).toEqual([false, true, true]);
    expect(() => member.in(staff)).toThrow('mia does not see #staff.');
    expect(moderator.in(staff).channelId).toBe(staff.id);
    expect(member.sees(server.general.id)).toBe(true);
    expect(member.sees('1')).toBe(false);
  });
});

describe('what a person finds', () => {
  it('are the commands of every kind that are theirs', () => {
    const names = (permissions: readonly 'ManageGuild'[]) =>
      hand.server
        .member({ name: 'Mia', permissions })
        .commands()
        .map(({ name }) => name);
    expect(names([])).toEqual(['imagine', 'Look up', 'Edit']);
    expect(names(['ManageGuild'])).toEqual(['imagine', 'mod', 'Look up', 'Edit']);
  });

  it('are messages in pieces, the newest first to come', async () => {
    const mia = hand.server.member({ name: 'Mia' });
    for (const text of ['a', 'b', 'c', 'd']) await mia.say(text);
    const last = mia.messages({ limit: 2 });
    expect(last.map(({ content }) => content)).toEqual(['c', 'd']);
    expect(mia.messages({ limit: 5, before: last[0]?.id ?? '' }).map(({ content }) => content)).toEqual(['a', 'b']);
  });
});

/** What the application was sent. */
const sent = z.looseObject({
  data: z.looseObject({
    target_id: z.string().optional(),
    resolved: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
    components: z.array(z.unknown()).optional(),
  }),
});

describe('the menu of a person', () => {
  it('sends its command with the member, and has a name for people', () => {
    const [mia, ben] = ['Mia', 'Ben'].map((name) => hand.server.member({ name }));
    const exchange = mia?.useOnMember(ben?.userId ?? '', 'Look up');
    const { data } = sent.parse(hand.discord.interactionEvents().at(-1));
    expect(data.target_id).toBe(ben?.userId);
    expect(Object.keys(data.resolved?.members ?? {})).toEqual([ben?.userId]);
    expect(hand.discord.commandOf(exchange?.interactionId ?? '')).toBe('Look up');
    expect(hand.discord.commandOf('1')).toBeNull();
    expect(() => mia?.useOnMember('1', 'Look up')).toThrow('There is no person 1.');
    expect(() => mia?.useOnMember(ben?.userId ?? '', 'Edit')).toThrow(
      'There is no user command "Edit"; there is: Look up.',
    );
  });
});

describe('a form', () => {
  const form = (person: { readonly userId: string }, component: object) => ({
    custom_id: 'form',
    title: 'Form',
    channelId: hand.server.general.id,
    userId: person.userId,
    sourceMessageId: null,
    components: [{ type: 18, label: 'A field', component: { custom_id: 'field', ...component, type: 19 } }],
  });

  it('takes several files, and sends them as attachments', () => {
    const mia = hand.server.member({ name: 'Mia' });
    const file = { name: 'cat.png', bytes: pngBytes() };
    mia.submitModal(form(mia, { max_values: 2 }), { field: [file, file] });
    const { data } = sent.parse(hand.discord.interactionEvents().at(-1));
    const ids = Object.keys(data.resolved?.attachments ?? {});
    expect(data.components).toMatchObject([{ component: { type: 19, custom_id: 'field', values: ids } }]);
    expect(ids).toHaveLength(2);
    expect(data.resolved?.attachments?.[ids[0] ?? '']).toMatchObject({
      filename: 'cat.png',
      content_type: 'image/png',
    });
  });

  it('takes people, with what is behind their ids', () => {
    const [mia, ben] = ['Mia', 'Ben'].map((name) => hand.server.member({ name }));
    if (mia === undefined || ben === undefined) throw new Error('nobody is here');
    const who = { type: 18, label: 'Who', component: { type: 5, custom_id: 'who' } };
    mia.submitModal({ ...form(mia, {}), components: [who] }, { who: ['@Ben'] });
    const { data } = sent.parse(hand.discord.interactionEvents().at(-1));
    expect(data.components).toMatchObject([{ component: { custom_id: 'who', values: [ben.userId] } }]);
    expect(Object.keys(data.resolved?.users ?? {})).toEqual([ben.userId]);
  });
});
