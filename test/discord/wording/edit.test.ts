import { describe, expect, it } from 'vitest';
import { approverText, privateApprovalText } from '../../../src/discord/wording/approvals.ts';
import { editLines, editOf } from '../../../src/discord/wording/edit.ts';
import type { ParkedRequest } from '../../../src/domain/moderation.ts';
import { sourceOf } from '../../support/inputs.ts';
import { requestOf } from '../../support/requests.ts';

const images = [sourceOf({ name: 'my_cat.png' }), sourceOf({ name: '' })];
const parked = (changes: object): ParkedRequest => ({
  id: requestOf().id,
  request: requestOf(changes),
  reason: 'threshold',
  credits: 7,
  state: 'waiting',
  expiresAtMs: 0,
  notice: null,
  decidedBy: null,
  decisionReason: '',
});

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
    expect(editLines(images)).toEqual([`- It edits: [my\\_cat\\.png](<${url}>), [2](<${url}>)`]);
    expect(editLines([])).toEqual([]);
    expect(approverText(parked({ images }), 'FLUX')).toContain('- It edits: [my');
    expect(approverText(parked({}), 'FLUX')).not.toContain('It edits');
  });

  it('fits into a message, however long its prompt and its addresses are', () => {
    const long = sourceOf({ url: `https://cdn.discordapp.com/${'x'.repeat(280)}` });
    const text = approverText(parked({ images: [long, long, long], prompt: 'x'.repeat(6000) }), 'FLUX');
    expect(text.length).toBeLessThanOrEqual(2000);
    expect(text).toContain('Without a decision');
  });

  it('that was meant to be private says what moderators will see', () => {
    const told = (changes: object) => privateApprovalText(requestOf({ isPrivate: true, ...changes }), 7, 5);
    expect(told({ images })).toContain('read the prompt and see what you attached');
    expect(told({})).not.toContain('what you attached');
  });
});
