import { beforeEach, describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { channelId, messageId } from '#core/ids.ts';
import { createSemaphore } from '#core/lock.ts';
import { announce } from '#discord/interactions/dispatch.ts';
import { Responder } from '#discord/interactions/responder.ts';
import { createNotices, type NoticeDeps } from '#discord/log-channel/notices.ts';
import { nonceOf } from '#discord/messages/post.ts';
import type { ReplyDeps } from '#discord/replies/reply-message.ts';
import { createSealer, createTokenLives } from '#discord/replies/tokens.ts';
import type { Job, ReplyAddress } from '#jobs/job.ts';
import type { PendingRequest } from '#moderation/pending-requests.ts';
import { requestOf } from '../../support/requests.ts';
import { createFakeClock, type FakeClock } from '../support/clock.ts';
import { discordError, socketError } from '../support/errors.ts';
import { createRecordingLog, type RecordingLog } from '../support/log.ts';
import { address, caller, job, noisePicture, refunded, secretToken, target } from '../support/samples.ts';
import { createScriptedRoutes, type ScriptedRoutes, scriptedMessageId } from '../support/scripted-routes.ts';

const sealer = createSealer('bot token');
let clock: FakeClock;
let routes: ScriptedRoutes;
let log: RecordingLog;
let replies: ReplyDeps;

beforeEach(() => {
  clock = createFakeClock(caller.askedAtMs);
  routes = createScriptedRoutes();
  log = createRecordingLog();
  replies = {
    routes,
    retryDeps: { clock, random: () => 0.5 },
    sealer,
    tokens: createTokenLives(clock),
    uploads: createSemaphore(2),
    log,
  };
});

const request = requestOf({ prompt: 'a secret fox', model: 'typed-model' });
const approvers = channelId('1200000000000000050');
const notice = { channelId: approvers, messageId: messageId('1200000000000000051') };
const pending: PendingRequest = {
  id: request.id,
  request,
  reason: 'threshold',
  credits: 7,
  state: 'approved',
  expiresAtMs: 1_700_000_000_000,
  notice,
  decidedBy: caller.userId,
  decisionReason: '',
  todo: [],
  replyTo: null,
};
const noticesWith = (changes: Partial<NoticeDeps> = {}) =>
  createNotices({ replies, applicationId: () => '77', modelTitleOf: () => Promise.resolve('Klein'), ...changes });
const called = () => routes.calls.map(({ route }) => route);
const last = () => routes.calls.at(-1);

describe('asking the approvers', () => {
  it('posts one message however often its answer is lost', async () => {
    routes.script('createMessage', socketError());
    const asking = noticesWith().askApprovers(pending, approvers);
    await clock.advance(1000);
    expect(await asking).toBe(scriptedMessageId);
    expect(called()).toEqual(['createMessage', 'createMessage']);
    expect(last()?.at).toEqual({ channelId: approvers, nonce: nonceOf(pending.id, 'approval') });
    expect(last()?.message?.buttons?.map(({ label }) => label)).toEqual(['Approve', 'Decline']);
  });

  it.each([200_000, 240_000])('posts it without words that Discord refuses (%d), with its buttons', async (code) => {
    routes.script('createMessage', discordError(code, 400));
    expect(await noticesWith().askApprovers(pending, approvers)).toBe(scriptedMessageId);
    expect(called()).toEqual(['createMessage', 'createMessage']);
    expect(routes.calls[0]?.message?.content).toContain('secret');
    expect(last()?.message?.content).not.toContain('secret');
    expect(last()?.message?.content).toContain('Discord refused words of this message, so they are left out.');
    expect(last()?.message?.content).toContain('Klein');
    expect(last()?.message?.buttons?.map(({ label }) => label)).toEqual(['Approve', 'Decline']);
  });

  it('names the model as typed where its title cannot be found out', async () => {
    const notices = noticesWith({ modelTitleOf: () => Promise.reject(new BotError('store.unavailable', 'x')) });
    await notices.askApprovers(pending, approvers);
    expect(last()?.message?.content).toContain('typed\\-model');
    await notices.askApprovers({ ...pending, request: { ...request, model: null } }, approvers);
    expect(last()?.message?.content).toContain('the default model');
  });

  it.each([
    ['may not write there', discordError(50013, 403), 'delivery.forbidden'],
    ['finds the channel gone', discordError(10003, 404), 'delivery.forbidden'],
    ['gets no id of the message', null, 'delivery.expired'],
  ])('fails where Easel %s', async (_why, outcome, code) => {
    routes.script('createMessage', outcome);
    const asking = noticesWith().askApprovers(pending, approvers);
    await expect(asking).rejects.toMatchObject({ code, facts: { rule: 'approval' } });
  });
});

describe("-# If there's no decision, it ends", () => {
  it('replaces the buttons of the approvers’ message', async () => {
    await noticesWith().showDecision(pending);
    expect(last()).toMatchObject({ route: 'editMessage', at: notice, message: { buttons: [] } });
    expect(last()?.message?.content).toContain(`**Approved** by <@${caller.userId}>`);
  });

  it('is shown, and told to the member, without words that Discord refuses', async () => {
    routes.script('editMessage', discordError(200_000, 400));
    routes.script('createMessage', discordError(200_000, 400));
    const declined: PendingRequest = { ...pending, state: 'declined', decisionReason: 'a secret reason' };
    expect(await noticesWith().showDecision(declined)).toBe(true);
    expect(await noticesWith().tellMember(declined)).toBe(true);
    expect(called()).toEqual(['editMessage', 'editMessage', 'createMessage', 'createMessage']);
    const [, shown, , told] = routes.calls.map(({ message }) => message?.content ?? '');
    expect([shown, told].join()).not.toContain('secret');
    expect(shown).toContain('**Declined**');
    expect(told).toContain('your request was declined');
  });

  it('has nothing to replace where the message was never posted', async () => {
    await noticesWith().showDecision({ ...pending, notice: null });
    expect(called()).toEqual([]);
  });

  it('is posted anew where the message is too old to be edited', async () => {
    routes.script('editMessage', discordError(30046, 429));
    await noticesWith().showDecision({ ...pending, state: 'dropped' });
    expect(called()).toEqual(['editMessage', 'createMessage']);
    expect(last()?.message?.content).toContain('**Withdrawn**');
  });

  it('never throws, and its log has no prompt', async () => {
    routes.script('editMessage', discordError(10008, 404));
    routes.script('createMessage', discordError(50001, 403));
    await noticesWith().showDecision({ ...pending, state: 'waiting' });
    await noticesWith().tellMember({ ...pending, state: 'expired' });
    expect(log.lines.map(({ level }) => level)).toEqual(['warn', 'warn']);
    expect(log.text()).not.toContain('secret');
  });
});

describe('taking a picture away', () => {
  const jobAt = (change: Partial<ReplyAddress>): Job => ({ ...job, replyTo: { ...address, ...change } });
  const sealedToken = sealer.seal(secretToken);

  it('deletes its message', async () => {
    expect(await noticesWith().removePicture(job)).toBe(true);
    expect(last()).toEqual({
      route: 'deleteMessage',
      at: { channelId: address.channelId, messageId: address.messageId },
    });
  });

  it('finds it gone', async () => {
    routes.script('deleteMessage', discordError(10008, 404));
    expect(await noticesWith().removePicture(job)).toBe(false);
    expect(await noticesWith().removePicture(jobAt({ messageId: null }))).toBe(false);
    expect(called()).toEqual(['deleteMessage']);
  });

  it.each([
    ['it has no access', discordError(50001, 403), 'delivery.forbidden'],
    ['it has no permission', discordError(50013, 403), 'delivery.forbidden'],
    ["Easel couldn't ask the approvers because Discord doesn't answer.", 'hang', 'delivery.expired'],
  ] as const)('fails where %s', async (_why, outcome, code) => {
    routes.script('deleteMessage', outcome);
    const removing = noticesWith()
      .removePicture(job)
      .catch((error: unknown) => error);
    await clock.advance(20_000);
    expect(await removing).toMatchObject({ code });
  });

  it('reaches a private one through its token, while that lives', async () => {
    replies.tokens.arrived(secretToken, clock.monotonic());
    expect(await noticesWith().removePicture(jobAt({ isPrivate: true, sealedToken }))).toBe(true);
    routes.script('deleteOriginal', discordError(50027, 401));
    for (const change of [{ sealedToken }, { sealedToken: null }, { sealedToken: 'unreadable' }]) {
      const removing = noticesWith().removePicture(jobAt({ isPrivate: true, ...change }));
      await expect(removing).rejects.toMatchObject({ code: 'delivery.forbidden' });
    }
    await clock.advance(15 * 60_000);
    await expect(noticesWith().removePicture(jobAt({ isPrivate: true, sealedToken }))).rejects.toMatchObject({
      code: 'delivery.forbidden',
    });
    expect(called()).toEqual(['deleteOriginal', 'deleteOriginal']);
  });
});

describe('a reply in the channel', () => {
  it('is a message of its own, then edited like any other', async () => {
    const reply = noticesWith().replyInChannel(request);
    expect(await reply.accept()).toEqual({
      applicationId: '77',
      channelId: request.channelId,
      messageId: scriptedMessageId,
      sealedToken: null,
      tokenExpiresAtMs: request.askedAtMs,
      isPrivate: false,
      locale: null,
      guildLocale: null,
      attachmentLimitBytes: 10 * 1024 * 1024,
      canUseChannel: true,
    });
    expect(last()?.message?.content).toBe(`On it, for <@${request.userId}>…`);
    reply.show(job, { kind: 'starting' });
    await clock.advance(1);
    await reply.deliver({ job, media: [await noisePicture(8, 8)], tookMs: 1 });
    await reply.fail(new BotError('provider.failed', 'x'), refunded);
    expect(called()).toEqual(['createMessage', 'editMessage', 'editMessage', 'editMessage']);
    expect(last()?.at).toEqual({ channelId: request.channelId, messageId: scriptedMessageId });
  });

  it('cannot begin where Easel may not write', async () => {
    routes.script('createMessage', discordError(50013, 403));
    await expect(noticesWith().replyInChannel(request).accept()).rejects.toMatchObject({ code: 'delivery.forbidden' });
  });

  it('tells what went wrong before it began in a message, which nobody is rung by', async () => {
    const reply = noticesWith().replyInChannel(request);
    reply.show(job, { kind: 'starting' });
    await reply.fail(new BotError('refused.busy', 'x'), { charged: 0, returned: 0, held: 0, heldUntilMs: null });
    expect(called()).toEqual(['createMessage']);
    expect(last()?.message?.content).toContain(`For <@${request.userId}>:`);
    await noticesWith()
      .replyInChannel(request)
      .deliver({ job, media: [await noisePicture(8, 8)], tookMs: 1 });
    expect(last()?.message?.files).toHaveLength(1);
  });
});

describe('an announcement', () => {
  const message = { content: 'hear', buttons: [] };
  const responderFor = (canUseChannel = true) =>
    new Responder({ ...target, canUseChannel }, routes, replies.retryDeps, clock.now());

  it('is the answer that everyone sees', async () => {
    await announce(message, replies, caller, responderFor());
    expect(routes.calls).toEqual([
      { route: 'callback', body: { type: 4, data: expect.not.objectContaining({ flags: 64 }) } },
    ]);
  });

  it('is posted as well where the answer was held back privately', async () => {
    const responder = responderFor();
    await responder.defer('private');
    await announce(message, replies, caller, responder);
    expect(called()).toEqual(['callback', 'editOriginal', 'createMessage']);
    expect(last()?.at).toMatchObject({ channelId: caller.channelId });
  });

  it('stays private where Easel may not write in the channel', async () => {
    const responder = responderFor(false);
    await responder.defer('private');
    await announce(message, replies, caller, responder);
    routes.script('createMessage', discordError(50013, 403));
    const other = responderFor();
    await other.defer('private');
    await announce(message, replies, caller, other);
    expect(called()).toEqual(['callback', 'editOriginal', 'callback', 'editOriginal', 'createMessage']);
    expect(log.lines).toHaveLength(1);
  });
});
