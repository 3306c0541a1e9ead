import { describe, expect, it } from 'vitest';
import type { Model } from '#catalog/model.ts';
import { BotError } from '#core/errors.ts';
import { channelId, roleId } from '#core/ids.ts';
import { blankMemberRecord, type MemberRecord } from '#guilds/guild-settings.ts';
import {
  checkAsker,
  checkKind,
  checkKindPrice,
  checkLora,
  checkUploadRequest,
  isSpoilerChannel,
  mayUseModel,
  type PromptVerdicts,
} from '#moderation/rules.ts';
import { settingsOf } from '../support/community.ts';
import { modelOf, requestOf, startMs } from '../support/requests.ts';

const dayMs = 86_400_000;
const here = channelId('800000000000000001');
const elsewhere = channelId('800000000000000002');
const thread = { channelId: channelId('800000000000000055'), parentChannelId: here };
const artist = roleId('300000000000000001');
const patron = roleId('300000000000000002');
const plain = modelOf();
const adultModel: Model = { ...plain, adult: true };
const suspended: MemberRecord = {
  ...blankMemberRecord,
  suspendedUntilMs: startMs + 1,
  suspensionReason: 'enough',
};

/** The rule, or the code, that refuses; null where nothing does. */
function refusalIn(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof BotError) return error.facts.rule ?? error.code;
    throw error;
  }
}

function askerRefusal(settings: object, asking: Parameters<typeof requestOf>[0] = {}, record = blankMemberRecord) {
  const context = { settings: settingsOf(settings), member: record, nowMs: startMs };
  return refusalIn(() => checkAsker(requestOf(asking), context));
}

interface Wish {
  readonly settings?: object;
  readonly asking?: Parameters<typeof requestOf>[0];
  readonly model?: Model;
  readonly words?: PromptVerdicts;
}

const clean: PromptVerdicts = { check: () => null, isAdult: () => false };
const adultWords: PromptVerdicts = { check: () => null, isAdult: () => true };
const blockedWords: PromptVerdicts = {
  check: () => ({ list: 'guild', matched: 'cat', isClear: true }),
  isAdult: () => true,
};

function wish({ settings = {}, asking = {}, model = plain, words = clean }: Wish): () => void {
  const context = { settings: settingsOf(settings), member: blankMemberRecord, words, nowMs: startMs };
  return () => checkUploadRequest(requestOf(asking), model, 'a cat', context);
}
const wishRefusal = (of: Wish) => refusalIn(wish(of));

describe('a member of a guild that has set nothing', () => {
  it('may ask anywhere, with any model', () => {
    expect([askerRefusal({}), wishRefusal({})]).toEqual([null, null]);
  });
});

describe('a suspension', () => {
  it('is told with its end and its reason', () => {
    const context = { settings: settingsOf(), member: suspended, nowMs: startMs };
    expect(() => checkAsker(requestOf(), context)).toThrow(
      expect.objectContaining({ code: 'refused.suspended', facts: { untilMs: startMs + 1, reason: 'enough' } }),
    );
  });

  it('is over at its very moment', () => {
    expect(askerRefusal({}, {}, { ...suspended, suspendedUntilMs: startMs })).toBeNull();
  });
});

describe('the rules about who asks', () => {
  const everything = {
    newcomers: { minAccountDays: 7, minMemberDays: 7 },
    memberRoles: [artist],
    channels: { mode: 'only', ids: [elsewhere] },
  };
  const newest = { accountMadeAtMs: startMs, joinedAtMs: startMs };
  const oldAccount = { accountMadeAtMs: startMs - 7 * dayMs, joinedAtMs: startMs };
  const old = { accountMadeAtMs: startMs - 7 * dayMs, joinedAtMs: startMs - 7 * dayMs };

  it('are told one at a time, from the person to the place', () => {
    expect(askerRefusal(everything, newest, suspended)).toBe('refused.suspended');
    expect(askerRefusal(everything, newest)).toBe('account_age');
    expect(askerRefusal(everything, oldAccount)).toBe('member_age');
    expect(askerRefusal(everything, old)).toBe('role');
    expect(askerRefusal(everything, { ...old, roleIds: [artist] })).toBe('channel');
    expect(askerRefusal(everything, { ...old, roleIds: [artist], channelId: elsewhere })).toBeNull();
  });

  it('hold a newcomer back to the millisecond, and name the days', () => {
    const settings = { newcomers: { minMemberDays: 3 } };
    expect(askerRefusal(settings, { joinedAtMs: startMs - 3 * dayMs + 1 })).toBe('member_age');
    expect(askerRefusal(settings, { joinedAtMs: startMs - 3 * dayMs })).toBeNull();
    const context = { settings: settingsOf(settings), member: blankMemberRecord, nowMs: startMs };
    expect(() => checkAsker(requestOf({ joinedAtMs: startMs }), context)).toThrow(
      expect.objectContaining({ facts: { rule: 'member_age', limit: 3 } }),
    );
  });

  it('count an unknown day of joining as today, and do not ask where no days are set', () => {
    expect(askerRefusal({ newcomers: { minMemberDays: 1 } }, { joinedAtMs: null })).toBe('member_age');
    expect(askerRefusal({}, { joinedAtMs: null })).toBeNull();
  });

  it('take any one of several roles', () => {
    const settings = { memberRoles: [artist, patron] };
    expect(askerRefusal(settings, { roleIds: [roleId('300000000000000009'), patron] })).toBeNull();
    expect(askerRefusal(settings, { roleIds: [] })).toBe('role');
  });
});

describe('the channels', () => {
  it.each<[string, object, string | null, string | null]>([
    ['are open everywhere, listed or not', { mode: 'everywhere', ids: [elsewhere] }, null, null],
    ['may be only some', { mode: 'only', ids: [here] }, null, 'channel'],
    ['may be all but some', { mode: 'except', ids: [here] }, 'channel', null],
    ['may be none', { mode: 'only', ids: [] }, 'channel', 'channel'],
  ])('%s', (_name, channels, listed, unlisted) => {
    expect(askerRefusal({ channels }, { channelId: here })).toBe(listed);
    expect(askerRefusal({ channels }, { channelId: elsewhere })).toBe(unlisted);
  });

  it('count a thread as the channel that it is in', () => {
    expect(askerRefusal({ channels: { mode: 'only', ids: [here] } }, thread)).toBeNull();
    expect(askerRefusal({ channels: { mode: 'except', ids: [here] } }, thread)).toBe('channel');
    expect(askerRefusal({ channels: { mode: 'only', ids: [elsewhere] } }, thread)).toBe('channel');
  });

  it('may also name the thread itself', () => {
    expect(askerRefusal({ channels: { mode: 'only', ids: [thread.channelId] } }, thread)).toBeNull();
  });

  it('put results behind a spoiler where that is set, in threads too', () => {
    const settings = settingsOf({ channels: { spoilerIds: [here] } });
    expect(isSpoilerChannel(requestOf({ channelId: here }), settings)).toBe(true);
    expect(isSpoilerChannel(requestOf(thread), settings)).toBe(true);
    expect(isSpoilerChannel(requestOf({ channelId: elsewhere }), settings)).toBe(false);
    expect(isSpoilerChannel(requestOf(), settingsOf())).toBe(false);
  });
});

describe('a model', () => {
  it('that is denied is refused by name, whatever the roles', () => {
    const settings = { models: { denied: [plain.id], roles: { [plain.id]: [artist] } } };
    expect(wish({ settings, asking: { roleIds: [artist] } })).toThrow(
      expect.objectContaining({ code: 'refused.rules', facts: { rule: 'model', model: 'Some Model' } }),
    );
    expect(wishRefusal({ settings: { models: { denied: ['another'] } } })).toBeNull();
  });

  it('is offered where it would not be refused', () => {
    const denied = settingsOf({ models: { denied: [plain.id] } });
    expect([mayUseModel(requestOf(), plain, settingsOf()), mayUseModel(requestOf(), plain, denied)]).toEqual([
      true,
      false,
    ]);
  });

  it('for some roles is refused to the others', () => {
    const settings = { models: { roles: { [plain.id]: [artist] } } };
    expect(wishRefusal({ settings })).toBe('model_role');
    expect(wishRefusal({ settings, asking: { roleIds: [artist] } })).toBeNull();
    expect(wishRefusal({ settings: { models: { roles: { another: [artist] } } } })).toBeNull();
  });
});

describe('the way out', () => {
  const told = (facts: object) => expect.objectContaining({ facts: expect.objectContaining(facts) });

  it('of a channel that is closed is the open ones, where the server has named them', () => {
    const check = (channels: object) => () =>
      checkAsker(requestOf({ channelId: here }), {
        settings: settingsOf({ channels }),
        member: blankMemberRecord,
        nowMs: startMs,
      });
    expect(check({ mode: 'only', ids: [elsewhere] })).toThrow(told({ rule: 'channel', channelIds: [elsewhere] }));
    expect(check({ mode: 'except', ids: [here] })).toThrow(told({ rule: 'channel', channelIds: [] }));
  });

  it('of a model is the roles that have it, or the channels for adults', () => {
    const roles = { models: { roles: { [plain.id]: [artist] } } };
    expect(wish({ settings: roles })).toThrow(told({ rule: 'model_role', roleIds: [artist] }));
    const channels = { channels: { adultIds: [elsewhere] } };
    expect(wish({ settings: channels, model: adultModel })).toThrow(
      told({ rule: 'adult_model', channelIds: [elsewhere] }),
    );
    expect(wish({ model: adultModel })).toThrow(told({ rule: 'adult_model', channelIds: [] }));
  });
});

describe('a kind besides pictures', () => {
  const video = (rule: object) =>
    settingsOf({ kinds: { video: { isOn: true, channelIds: [], mostCredits: null, ...rule } } });
  const refusedKind = (settings: ReturnType<typeof settingsOf>, asking: object = {}) =>
    refusalIn(() => checkKind(requestOf({ task: 'video', ...asking }), settings));

  it('is made where it is switched on', () => {
    expect([refusedKind(video({})), refusedKind(video({ isOn: false }))]).toEqual([null, 'kind_off']);
  });

  it('may have channels of its own, threads in them too', () => {
    const settings = video({ channelIds: [here] });
    expect(refusedKind(settings, { channelId: elsewhere })).toBe('kind_channel');
    expect(refusedKind(settings, { channelId: here })).toBeNull();
    expect(refusedKind(settings, thread)).toBeNull();
  });

  it('may cost what the server allows, and not a credit more', () => {
    const refusedPrice = (price: number, mostCredits: number | null) =>
      refusalIn(() => checkKindPrice({ task: 'video' }, price, video({ mostCredits })));
    expect([refusedPrice(50, 50), refusedPrice(51, 50), refusedPrice(51, null)]).toEqual([null, 'kind_price', null]);
  });

  it('says nothing about pictures', () => {
    const settings = video({ isOn: false, mostCredits: 1 });
    expect(refusedKind(settings, { task: undefined })).toBeNull();
    expect(refusalIn(() => checkKindPrice({}, 100, settings))).toBeNull();
  });
});

describe("a LoRA of the server's", () => {
  const lora = (isAdult: boolean, words: PromptVerdicts = clean, asking: object = {}) => {
    const applied = [{ file: 'a.safetensors', strength: 1, triggerWords: ['a cat'] }];
    const context = { settings: settingsOf(), member: blankMemberRecord, words, nowMs: startMs };
    const request = { ...requestOf(asking), loras: [] };
    return refusalIn(() => checkLora(request, { request, applied, isAdult }, context));
  };

  it('for adults needs an age-restricted channel', () => {
    expect([lora(false), lora(true)]).toEqual([null, 'adult_lora']);
    expect(lora(true, clean, { isAgeRestricted: true })).toBeNull();
  });

  it('with trigger words that are not allowed is refused', () => {
    expect(lora(false, blockedWords)).toBe('lora_words');
  });
});

describe('what is for adults', () => {
  const restricted = { isAgeRestricted: true, channelId: here };

  it.each<[string, Wish, string]>([
    ['a model', { model: adultModel }, 'adult_model'],
    ['a prompt', { words: adultWords }, 'adult_prompt'],
  ])('as %s is refused in an ordinary channel and open in an age-restricted one', (_what, of, rule) => {
    expect(wishRefusal(of)).toBe(rule);
    expect(wishRefusal({ ...of, asking: restricted })).toBeNull();
  });

  it.each<[string, Wish, string]>([
    ['a model', { model: adultModel }, 'adult_model'],
    ['a prompt', { words: adultWords }, 'adult_prompt'],
  ])('as %s is open only in those age-restricted channels that the guild has chosen', (_what, of, rule) => {
    const chosen = { ...of, settings: { channels: { adultIds: [here] } } };
    expect(wishRefusal({ ...chosen, asking: restricted })).toBeNull();
    expect(wishRefusal({ ...chosen, asking: { ...thread, isAgeRestricted: true } })).toBeNull();
    expect(wishRefusal({ ...chosen, asking: { ...restricted, channelId: elsewhere } })).toBe(rule);
    // A choice of the guild's does not make an ordinary channel age-restricted.
    expect(wishRefusal({ ...chosen, asking: { channelId: here } })).toBe(rule);
    expect(wishRefusal({ ...of, settings: { channels: { adultIds: [] } }, asking: restricted })).toBe(rule);
  });

  it('is told before the words, and the words that are never allowed before those for adults', () => {
    expect(wishRefusal({ model: adultModel, words: blockedWords })).toBe('adult_model');
    expect(wishRefusal({ words: blockedWords })).toBe('blocklist');
    expect(wishRefusal({ words: blockedWords, asking: restricted })).toBe('blocklist');
  });

  it('a refused word is told with its list and as it was typed', () => {
    expect(wish({ words: blockedWords })).toThrow(
      expect.objectContaining({ facts: { rule: 'blocklist', list: 'guild', matched: 'cat', isDoubtful: false } }),
    );
  });
});
