import { beforeEach, describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { createReply, resumeReply } from '#discord/replies/reply.ts';
import { settle } from '../support/clock.ts';
import { discordError } from '../support/errors.ts';
import { createReplyBench } from '../support/reply-bench.ts';
import { caller, job, refunded, secretToken } from '../support/samples.ts';
import { scriptedMessageId } from '../support/scripted-routes.ts';

let { clock, routes, log, parts, called, last, responderFor, jobAt, delivery } = createReplyBench();

beforeEach(() => {
  ({ clock, routes, log, parts, called, last, responderFor, jobAt, delivery } = createReplyBench());
});

describe('progress', () => {
  const queued = (ahead: number) => ({ kind: 'queued', ahead, expectedAtMs: null }) as const;

  it('is shown on change only, at most once in three seconds, the last state always', async () => {
    const reply = resumeReply(parts, jobAt({}));
    for (const ahead of [5, 4, 3]) reply.show(job, queued(ahead));
    await clock.advance(2999);
    expect(routes.calls).toHaveLength(1);
    await clock.advance(1);
    reply.show(job, queued(3));
    await clock.advance(10_000);
    expect(routes.calls.map(({ message }) => message?.content.split('\n').at(-1))).toEqual([
      'In the queue, 5 ahead…',
      'In the queue, 3 ahead…',
    ]);
    expect(last()?.message?.buttons).toMatchObject([{ label: 'Cancel', id: { action: 'cancel', subject: job.id } }]);
  });

  it('is tried again with the next state when Discord failed, and has no Cancel button while cancelling', async () => {
    routes.script('editOriginal', discordError(50035, 400));
    const reply = resumeReply(parts, jobAt({}));
    reply.show(job, { kind: 'cancelling' });
    await clock.advance(5000);
    reply.show(job, { kind: 'cancelling' });
    await clock.advance(1);
    expect(called()).toEqual(['editOriginal', 'editOriginal']);
    expect(last()?.message?.buttons).toEqual([]);
  });

  it('does not wait for Discord, and never overwrites the end', async () => {
    routes.script('editOriginal', 'hang');
    const reply = resumeReply(parts, jobAt({}));
    reply.show(job, queued(5));
    await settle();
    reply.show(job, queued(4));
    const delivering = reply.deliver(await delivery());
    await settle();
    expect(routes.calls).toHaveLength(1);
    await clock.advance(6000);
    await delivering;
    expect(routes.calls).toHaveLength(2);
    expect(last()?.message?.files).toHaveLength(1);
    reply.show(job, queued(3));
    await clock.advance(10_000);
    expect(routes.calls).toHaveLength(2);
  });

  it('rests at once where another process goes on, and may be shown again afterwards', async () => {
    routes.script('editOriginal', 'hang');
    const reply = resumeReply(parts, jobAt({}));
    reply.show(job, queued(5));
    await settle();
    reply.show(job, queued(4));
    const resting = reply.rest();
    await clock.advance(6000);
    await resting;
    await clock.advance(10_000);
    expect(routes.calls).toHaveLength(1);
    reply.show(job, queued(3));
    await clock.advance(1);
    reply.show(job, queued(2));
    await reply.rest();
    await clock.advance(10_000);
    expect(routes.calls).toHaveLength(2);
  });

  it('has nothing to rest from before anything was shown', async () => {
    await resumeReply(parts, jobAt({})).rest();
    await createReply(parts, caller, responderFor(), false).rest();
    expect(routes.calls).toEqual([]);
  });

  it('is not posted anew when its message is gone', async () => {
    routes.script('editOriginal', discordError(10008, 404));
    routes.script('editMessage', discordError(10008, 404));
    resumeReply(parts, jobAt({})).show(job, queued(1));
    await clock.advance(1);
    expect(called()).toEqual(['editOriginal', 'editMessage']);
  });

  it('is not shown before acceptance', async () => {
    createReply(parts, caller, responderFor(), false).show(job, queued(1));
    await clock.advance(10_000);
    expect(routes.calls).toEqual([]);
  });
});

describe('a failure after acceptance', () => {
  it('replaces the progress and says what happened to the credits', async () => {
    const reply = createReply(parts, caller, responderFor(), false);
    await reply.accept();
    await reply.fail(new BotError('provider.failed', 'x'), refunded);
    expect(last()?.message?.content).toContain("You weren't charged: your 7 credits are available again.");
    expect(last()?.message?.buttons).toMatchObject([{ label: 'Retry', id: { action: 'retry', subject: job.id } }]);
  });

  describe('of a picture to edit that is refused, and whose reply is a message of its own', () => {
    const refusal = new BotError('refused.image', 'x', { reason: 'animated' });

    async function replyElsewhere() {
      const responder = responderFor();
      await responder.holdBack('private');
      const reply = createReply(parts, caller, responder, false);
      await reply.accept();
      routes.calls.length = 0;
      return reply;
    }

    it('is the member’s alone: it takes the place of the link, and the message for everyone goes', async () => {
      await (await replyElsewhere()).fail(refusal, refunded);
      expect(called()).toEqual(['editOriginal', 'deleteMessage']);
      expect(routes.calls[0]?.message?.content).toContain('your 7 credits are available again');
      expect(last()?.at).toEqual({ channelId: caller.channelId, messageId: scriptedMessageId });
    });

    it('is no failure where a moderator has deleted that message', async () => {
      const reply = await replyElsewhere();
      routes.script('deleteMessage', discordError(10008, 404));
      await reply.fail(refusal, refunded);
      expect(called()).toEqual(['editOriginal', 'deleteMessage']);
    });

    it('ends the message for everyone where the member cannot be told alone', async () => {
      const reply = await replyElsewhere();
      routes.script('editOriginal', discordError(10_008, 404));
      await reply.fail(refusal, refunded);
      expect(last()).toMatchObject({ route: 'editMessage', at: { messageId: scriptedMessageId } });
    });

    it('stays the member’s alone where the message for everyone can’t be deleted: that one says that nothing came', async () => {
      const reply = await replyElsewhere();
      routes.script('deleteMessage', discordError(50_013, 403));
      await reply.fail(refusal, refunded);
      expect(called()).toEqual(['editOriginal', 'deleteMessage', 'editMessage']);
      const content = `Nothing came of this request. <@${caller.userId}> has been told why.`;
      expect(last()).toMatchObject({ at: { messageId: scriptedMessageId }, message: { content, buttons: [] } });
    });

    it('stays the member’s alone where the message for everyone can’t be edited either, which the log says', async () => {
      const reply = await replyElsewhere();
      routes.script('deleteMessage', discordError(50_013, 403));
      routes.script('editMessage', discordError(50_001, 403));
      await reply.fail(refusal, refunded);
      expect(log.lines.at(-1)).toMatchObject({ level: 'warn', facts: { messageId: scriptedMessageId } });
    });
  });

  it('says that the picture is kept also where Discord refuses the words', async () => {
    const reply = createReply(parts, caller, responderFor(), false);
    await reply.accept();
    routes.script('editOriginal', discordError(200_000, 400));
    await reply.fail(new BotError('delivery.expired', 'x', { isKept: true }), refunded);
    expect(last()?.message?.content).toContain('/jobs list');
  });

  it('is logged, with no token in it, when nothing reaches the member', async () => {
    routes.script('editOriginal', discordError(50027, 401, `https://d/webhooks/1/${secretToken}/messages/@original`));
    const reply = resumeReply(parts, jobAt({ canUseChannel: false }));
    expect(await reply.accept()).toMatchObject({ canUseChannel: false });
    await reply.fail(new BotError('bug', 'x'), refunded);
    await resumeReply(parts, jobAt({ isPrivate: true, sealedToken: null })).fail(
      new BotError('cancelled.user', 'x'),
      refunded,
    );
    expect(log.lines.map(({ level }) => level)).toEqual(['error', 'warn']);
    expect(log.text()).not.toContain(secretToken);
  });
});
