import { expect, test } from 'vitest';
import { BotError } from '#core/errors.ts';
import { type MessageId, messageId } from '#core/ids.ts';
import { approvers, createCommunity, moderator } from '../support/community.ts';
import { approversMessage } from '../support/recording-notices.ts';
import { requestOf } from '../support/requests.ts';
import { approving, mods, requestId, waitingCommunity } from '../support/waiting.ts';

/** The process ended between the approvers' message and its id; then a moderator pressed a button of it, and it ended again. */
async function decidedUnplaced(again?: () => Promise<never>, findNotice: () => Promise<MessageId | null> = nowhere) {
  let isAgain = false;
  const askApprovers = async () => (isAgain && again ? again() : approversMessage);
  const community = await waitingCommunity({ notices: { askApprovers, findNotice } });
  isAgain = true;
  await community.pending.amend(requestId, 'waiting', { notice: null });
  const declined = { state: 'declined', decidedBy: moderator, decisionReason: '', todo: ['show', 'tell'] } as const;
  await community.pending.decide(requestId, declined);
  return community;
}

/** Nobody decided in time. */
async function endedUnplaced(findNotice: () => Promise<MessageId | null>) {
  const community = await waitingCommunity({ notices: { findNotice } });
  await community.pending.amend(requestId, 'waiting', { notice: null });
  const expired = { state: 'expired', decidedBy: null, decisionReason: '', todo: ['show', 'tell'] } as const;
  await community.pending.decide(requestId, expired);
  return community;
}

const nowhere = () => Promise.resolve(null);

test('a request that waits is not asked about in a second message after a restart', async () => {
  const found = messageId('600000000000000078');
  const { approvals, notices, pending } = await waitingCommunity({ notices: { findNotice: async () => found } });
  await pending.amend(requestId, 'waiting', { notice: null });
  await approvals.finishAll();
  expect(notices.asked).toHaveLength(1);
  expect((await pending.find(requestId))?.notice).toEqual({ channelId: approvers, messageId: found });
});

test('a request that arrives once more, at another process too, is put to the approvers once', async () => {
  const community = await waitingCommunity();
  await community.approvals.ask(requestOf(), 'threshold', 7);
  expect(community.notices.asked).toHaveLength(1);
  await community.approvals.decline(requestId, mods);
  await community.approvals.ask(requestOf(), 'threshold', 7);
  expect(community.notices.asked).toHaveLength(1);
  expect((await community.pending.find(requestId))?.state).toBe('declined');
});

test('one that arrives once more before its message is known is looked for, and asked about where there is none', async () => {
  const found = messageId('600000000000000078');
  for (const there of [found, null]) {
    const { approvals, notices, pending } = await waitingCommunity({ notices: { findNotice: async () => there } });
    await pending.amend(requestId, 'waiting', { notice: null });
    await approvals.ask(requestOf(), 'threshold', 7);
    expect(notices.asked).toHaveLength(there === null ? 2 : 1);
    expect((await pending.find(requestId))?.notice?.messageId).toBe(there ?? approversMessage);
  }
});

test.each([approversMessage, null])(
  'one that ends since Discord named no message is closed where it (%s) is there',
  async (there) => {
    const hung = () => Promise.reject(new BotError('delivery.expired', 'discord did not name the message'));
    const notices = { askApprovers: hung, findNotice: async () => there };
    const community = await createCommunity({ settings: approving(), notices });
    await expect(community.approvals.ask(requestOf(), 'threshold', 7)).rejects.toMatchObject({
      code: 'delivery.expired',
    });
    await community.clock.advanceUntil(community.approvals.finishAll());
    const shown = there === null ? [] : [{ state: 'dropped', notice: { messageId: there } }];
    expect(community.notices.shown).toMatchObject(shown);
    expect(community.notices.told).toEqual([]);
    expect(await community.pending.find(requestId)).toMatchObject({
      state: 'dropped',
      todo: [],
      request: { prompt: '' },
    });
  },
);

test.each([approversMessage, null])(
  'one that was asked about while Discord hung waits, and its message (%s) is looked for',
  async (there) => {
    let isAway = true;
    const hung = () => Promise.reject(new BotError('delivery.expired', 'discord: hung', { retryAfterMs: 30_000 }));
    const askApprovers = () => (isAway ? hung() : Promise.resolve(messageId('600000000000000079')));
    const notices = { askApprovers, findNotice: async () => there };
    const community = await createCommunity({ settings: approving(), notices });
    await community.approvals.ask(requestOf(), 'threshold', 7);
    expect(await community.pending.find(requestId)).toMatchObject({ state: 'waiting', notice: null });
    isAway = false;
    await community.clock.advanceUntil(community.approvals.finishAll());
    const messageIdNow = there ?? '600000000000000079';
    expect(await community.pending.find(requestId)).toMatchObject({
      state: 'waiting',
      notice: { messageId: messageIdNow },
    });
    expect(await community.clock.advanceUntil(community.approvals.approve(requestId, mods))).toBe('done');
    await community.clock.advance(60_000);
    expect(await community.totals()).toMatchObject({ spent: 7 });
  },
);

test('one that was decided while its message was looked for stays decided', async () => {
  const declined = { state: 'declined', decidedBy: moderator, decisionReason: '', todo: [] } as const;
  const community = await waitingCommunity({
    notices: {
      findNotice: async () => {
        await community.pending.decide(requestId, declined);
        throw new BotError('delivery.forbidden', 'gone');
      },
    },
  });
  await community.pending.amend(requestId, 'waiting', { notice: null });
  await community.approvals.finishAll();
  expect((await community.pending.find(requestId))?.state).toBe('declined');
});

test('it is looked for later where Discord is away', async () => {
  const away = () => Promise.reject(new BotError('delivery.expired', 'away', { retryAfterMs: 1000 }));
  const { approvals, notices, pending } = await waitingCommunity({ notices: { findNotice: away } });
  await pending.amend(requestId, 'waiting', { notice: null });
  await approvals.finishAll();
  expect(notices.asked).toHaveLength(1);
  expect(await pending.find(requestId)).toMatchObject({ state: 'waiting', notice: null });
});

test('a decision is shown on the approvers’ message whose id was lost with a process', async () => {
  const { approvals, notices } = await decidedUnplaced();
  await approvals.finishAll();
  expect(notices.shown).toMatchObject([{ notice: { channelId: approvers, messageId: approversMessage } }]);
});

test('it is shown on the very message where its buttons are found', async () => {
  const found = messageId('600000000000000078');
  const { approvals, notices } = await decidedUnplaced(undefined, async () => found);
  await approvals.finishAll();
  expect(notices.shown).toMatchObject([{ notice: { channelId: approvers, messageId: found } }]);
  expect(notices.asked).toHaveLength(1);
});

test.each([
  ['is closed where its message is found', messageId('600000000000000078'), 1],
  ['asks nobody once more where there is none', null, 0],
] as const)('a request that ended by itself %s', async (_title, found, shown) => {
  const { approvals, notices, pending } = await endedUnplaced(async () => found);
  await approvals.finishAll();
  expect([notices.shown.length, notices.asked.length]).toEqual([shown, 1]);
  expect((await pending.find(requestId))?.todo).toEqual([]);
});

test('it is shown later where Discord is away', async () => {
  const away = () => Promise.reject(new BotError('delivery.expired', 'away', { retryAfterMs: 1000 }));
  const { approvals, pending } = await decidedUnplaced(away);
  await approvals.finishAll();
  expect((await pending.find(requestId))?.todo).toEqual(['show']);
});

test('there is nothing to show where the approvers cannot be reached any more', async () => {
  const { approvals, pending, notices } = await decidedUnplaced(() =>
    Promise.reject(new BotError('delivery.forbidden', 'gone')),
  );
  await approvals.finishAll();
  expect((await pending.find(requestId))?.todo).toEqual([]);
  expect(notices.shown).toEqual([]);
});

test('nobody is asked once more in a server without approvers', async () => {
  const { approvals, pending, notices, settings } = await decidedUnplaced();
  await settings.change((await pending.find(requestId))?.request.guildId ?? never(), (before) => ({
    ...before,
    approvals: { threshold: null, channelId: null },
  }));
  await approvals.finishAll();
  expect(notices.asked).toHaveLength(1);
});

function never(): never {
  throw new Error('there is no request');
}
