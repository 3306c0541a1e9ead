import { describe, expect, it } from 'vitest';
import { channelId, userId } from '#core/ids.ts';
import { approverText, decisionText, editLines, privateApprovalText } from '#discord/texts/approvals.ts';
import { editOf } from '#discord/texts/result.ts';
import type { PendingRequest } from '#moderation/pending-requests.ts';
import { sourceOf } from '../../support/inputs.ts';
import { requestOf } from '../../support/requests.ts';

const images = [sourceOf({ name: 'my_cat.png' }), sourceOf({ name: '' })];
const pending = (changes: object): PendingRequest => ({
  id: requestOf().id,
  request: requestOf(changes),
  reason: 'threshold',
  credits: 7,
  state: 'waiting',
  expiresAtMs: 0,
  notice: null,
  decidedBy: null,
  decisionReason: '',
  todo: [],
  replyTo: null,
});

/** As long as each part may be. */
const longest = {
  prompt: '*'.repeat(6000),
  isPrivate: true,
  userId: userId('9'.repeat(20)),
  channelId: channelId('9'.repeat(20)),
  options: { ...requestOf().options, size: 'x'.repeat(200), count: 4 },
};

describe('an edit in words', () => {
  it('is told with the number of its pictures', () => {
    expect([editOf([]), editOf(images.slice(1)), editOf(images)]).toEqual([
      [],
      ['edit of a picture'],
      ['edit of 2 pictures'],
    ]);
  });

  it('shows those who decide about it where its pictures are, without unfolding them', () => {
    const { url } = sourceOf();
    expect(editLines(images, 2000)).toEqual([`- Pictures to edit: [my\\_cat\\.png](<${url}>), [2](<${url}>)`]);
    expect(editLines([], 2000)).toEqual([]);
    expect(approverText(pending({ images }), 'FLUX')).toContain('- Pictures to edit: [my');
    expect(approverText(pending({}), 'FLUX')).not.toContain('It edits');
  });

  it.each([
    ['a long prompt', { prompt: 'x'.repeat(6000) }, 3],
    ['everything at its longest', longest, 2],
  ])('fits into a message, prompt and channel first: %s', (_which, changes, links) => {
    const long = sourceOf({ url: `https://cdn.discordapp.com/${'x'.repeat(270)}`, name: '.'.repeat(90) });
    const request = pending({ ...changes, images: [long, long, long] });
    const decided: PendingRequest = {
      ...{ ...request, state: 'declined', credits: 1_000_000, reason: 'short' },
      ...{ decidedBy: userId('9'.repeat(20)), decisionReason: '*'.repeat(500), todo: [], replyTo: null },
    };
    const asking = approverText(request, '*'.repeat(200));
    const over = decisionText(decided, '*'.repeat(200), Date.UTC(2300, 1));
    for (const text of [asking, over]) {
      expect(text.length).toBeLessThanOrEqual(2000);
      expect(text.indexOf('- Where: <#')).toBeLessThan(text.indexOf('- Pictures to edit:'));
      expect(text.indexOf('- Prompt: ||')).toBeLessThan(text.indexOf('- Pictures to edit:'));
      expect(text).toMatch(/\n-# If there's no decision, it ends .*$|\n\*\*Declined\*\* by .*…$/u);
    }
    expect(asking.split('](<')).toHaveLength(1 + links);
    expect(asking.includes('too long for this message')).toBe(links < 3);
    expect(over).toContain('too long for this message');
  });

  it.each([
    ['is too long', `https://images-ext-1.discordapp.net/external/${'a'.repeat(1750)}.png`],
    ['would end within', 'https://images-ext-1.discordapp.net/a>b.png'],
  ])('leaves out a link that %s, and says so', (_which, url) => {
    expect(editLines([sourceOf({ url, name: 'a' }), sourceOf({ url: 'https://b.example', name: 'b' })], 2000)).toEqual([
      '- Pictures to edit: a, [b](<https://b.example>)',
      '-# Some pictures have no link here because their address is too long for this message.',
    ]);
  });

  it('that was meant to be private says what moderators will see', () => {
    const told = (changes: object) => privateApprovalText(requestOf({ isPrivate: true, ...changes }), 7, 5);
    expect(told({ images })).toContain('read the prompt and see what you attached');
    expect(told({})).not.toContain('what you attached');
  });
});
