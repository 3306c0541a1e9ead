import { describe, expect, it } from 'vitest';
import type { CreditPolicy } from '#credits/credits.ts';
import {
  blankMemberRecord,
  creditPolicyFor,
  defaultGuildSettings,
  guildSettingsSchema,
  memberRecordSchema,
} from '#guilds/guild-settings.ts';
import { settingsOf } from '../support/community.ts';

const defaults: CreditPolicy = { allowance: { credits: 5, period: 'day' }, initialPool: 'unlimited', refill: null };
const row = (roleId: string | null, credits: number, period: 'day' | 'week' | 'month') => ({ roleId, credits, period });
const allowanceOf = (allowances: object[], roleIds: string[] = []) =>
  creditPolicyFor(settingsOf({ allowances }), roleIds, defaults).allowance;

describe('the settings of a guild', () => {
  it('that has decided nothing are the defaults, and those fit their own schema', () => {
    expect(guildSettingsSchema.parse({})).toEqual(defaultGuildSettings);
    expect(guildSettingsSchema.parse(defaultGuildSettings)).toEqual(defaultGuildSettings);
    expect(defaultGuildSettings).toMatchObject({
      allowances: [],
      refill: null,
      channels: { mode: 'everywhere', adultIds: null },
      approvals: { threshold: null, channelId: null },
      strikes: [
        { count: 3, hours: 24 },
        { count: 5, hours: 168 },
      ],
      confirmPercent: 100,
    });
  });

  it('of an older version are read with the new fields added', () => {
    const old = { channels: { mode: 'only', ids: ['800000000000000001'] }, models: { denied: ['x'] } };
    expect(guildSettingsSchema.parse(old)).toMatchObject({
      channels: { ...old.channels, adultIds: null, spoilerIds: [] },
      models: { denied: ['x'], roles: {}, prices: {} },
    });
  });

  it.each([
    { allowances: [{ roleId: null, credits: 1.5, period: 'day' }] },
    { allowances: [{ roleId: null, credits: -1, period: 'day' }] },
    { allowances: [{ roleId: null, credits: 1, period: 'year' }] },
    { models: { prices: { x: 0 } } },
    { strikes: [{ count: 0, hours: 1 }] },
    { confirmPercent: 0 },
    { words: { blocked: Array.from({ length: 501 }, () => 'x') } },
  ])('%j do not fit', (wrong) => {
    expect(guildSettingsSchema.safeParse(wrong).success).toBe(false);
  });
});

describe('what is held about a member', () => {
  it('is nothing at first', () => {
    expect(memberRecordSchema.parse(blankMemberRecord)).toEqual(blankMemberRecord);
    expect(blankMemberRecord).toMatchObject({ suspendedUntilMs: null, strikes: [] });
  });
});

describe("a member's allowance", () => {
  it("is the installation's where the guild has set none, or none for their roles", () => {
    expect(allowanceOf([])).toEqual(defaults.allowance);
    expect(allowanceOf([row('artist', 50, 'day')], ['patron'])).toEqual(defaults.allowance);
  });

  it('is that of everyone, also where it is less than the default', () => {
    expect(allowanceOf([row(null, 0, 'day')])).toEqual({ credits: 0, period: 'day' });
  });

  it('is the best of their roles and of everyone, in any order', () => {
    const rows = [row(null, 10, 'day'), row('artist', 50, 'day'), row('patron', 30, 'day'), row('boss', 900, 'day')];
    expect(allowanceOf(rows, ['patron', 'artist'])).toEqual({ credits: 50, period: 'day' });
    expect(allowanceOf(rows.toReversed(), ['patron', 'artist'])).toEqual({ credits: 50, period: 'day' });
    expect(allowanceOf(rows, [])).toEqual({ credits: 10, period: 'day' });
  });

  it('is compared by the day, whatever the period', () => {
    const rows = [row(null, 10, 'day'), row('weekly', 77, 'week'), row('monthly', 290, 'month')];
    expect(allowanceOf(rows, ['weekly', 'monthly'])).toEqual({ credits: 77, period: 'week' });
    expect(allowanceOf(rows, ['monthly'])).toEqual({ credits: 10, period: 'day' });
    expect(allowanceOf([row(null, 10, 'day'), row('monthly', 330, 'month')], ['monthly'])).toEqual({
      credits: 330,
      period: 'month',
    });
  });

  it('is the one that stands first where two are worth the same', () => {
    expect(allowanceOf([row(null, 10, 'day'), row('weekly', 70, 'week')], ['weekly'])).toEqual({
      credits: 10,
      period: 'day',
    });
  });
});

describe("a guild's refill", () => {
  it("is the guild's own, and the first pool stays the installation's", () => {
    const policy = creditPolicyFor(settingsOf({ refill: { credits: 500, period: 'week' } }), [], defaults);
    expect(policy).toEqual({ ...defaults, refill: { credits: 500, period: 'week' } });
  });
});
