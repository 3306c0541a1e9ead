import { describe, expect, it } from 'vitest';
import { guildId, userId } from '#core/ids.ts';
import type { LedgerEntry } from '#credits/credits.ts';
import { auditText } from '#discord/texts/audit.ts';
import { mention } from '#i18n/money.ts';
import { historyText, topText } from '../../commands/credits/view.ts';
import { modHistoryText } from '../../commands/mod/view.ts';

const reader = userId('900000000000000011');
const erased = userId('erased-0123456789abcdef');
const gift: LedgerEntry = {
  seq: 3,
  kind: 'give',
  atMs: 0,
  id: 'gift',
  byUserId: erased,
  userId: reader,
  credits: 5,
  reason: '',
  bonusAfter: 5,
  poolAfter: 0,
};

describe('a member whose data was deleted', () => {
  it('is named as such, and everybody else by their id', () => {
    expect(mention(erased)).toBe('a deleted member');
    expect(mention(reader)).toBe(`<@${reader}>`);
  });

  it('has no name in a ranking', () => {
    expect(topText('week', [{ userId: erased, pictures: 1, credits: 7 }], null)).toContain('1. a deleted member · ');
  });

  it('has no name in the history of whom they gave credits to, or got them from', () => {
    const back = { ...gift, byUserId: reader, userId: erased };
    const lines = [gift, back, { ...gift, kind: 'grant' as const }].map((entry) => ({ entry, job: null }));
    const own = historyText(lines, reader);
    expect(own).toContain('given by a deleted member');
    expect(own).toContain('given to a deleted member');
    expect(own).toContain('granted by a deleted member');
    const moderators = modHistoryText({ userId: reader, suspendedUntilMs: null }, lines, null);
    expect(moderators).toContain('got 5 credits from a deleted member');
    expect(moderators).toContain('gave 5 credits to a deleted member');
    expect(moderators).toContain('by a deleted member');
  });
});

describe('the log of a setup', () => {
  const act = { guildId: guildId('900000000000000001'), byUserId: reader, userId: null, credits: null };
  const reason = 'spoilers: nowhere -> channel 900000000000000021, role 900000000000000031';

  it('shows channels and roles, which the journal has by their ids', () => {
    const text = auditText({ kind: 'act', act: { ...act, what: 'setup', reason } });
    expect(text).toContain('<#900000000000000021>, <@&900000000000000031>');
  });

  it('leaves the words of a moderator alone', () => {
    const text = auditText({ kind: 'act', act: { ...act, what: 'grant', reason } });
    expect(text).toContain('channel 900000000000000021');
  });
});
