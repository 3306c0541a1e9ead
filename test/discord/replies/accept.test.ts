import { beforeEach, describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { DeadlineError } from '#discord/messages/failures.ts';
import { pace } from '#discord/messages/limits.ts';
import { createReply } from '#discord/replies/reply.ts';
import { discordError, socketError } from '../support/errors.ts';
import { createReplyBench } from '../support/reply-bench.ts';
import { caller, job, refunded, secretToken, target } from '../support/samples.ts';
import { scriptedMessageId } from '../support/scripted-routes.ts';

let { sealer, clock, routes, log, parts, called, last, responderFor } = createReplyBench();

beforeEach(() => {
  ({ sealer, clock, routes, log, parts, called, last, responderFor } = createReplyBench());
});

describe('accepting', () => {
  it('defers publicly and tells the address, with the token sealed', async () => {
    const reply = createReply(parts, caller, responderFor(), false);
    const accepted = await reply.accept();
    expect(last()?.body).toEqual({ type: 5, data: {} });
    expect(accepted).toMatchObject({ messageId: scriptedMessageId, isPrivate: false, canUseChannel: true });
    expect(accepted.tokenExpiresAtMs).toBe(caller.askedAtMs + 15 * 60_000);
    expect(accepted.sealedToken).not.toContain(secretToken);
    expect(sealer.open(accepted.sealedToken ?? '')).toBe(secretToken);
  });

  it('defers privately for a private picture', async () => {
    const accepted = await createReply(parts, caller, responderFor(), true).accept();
    expect(last()?.body).toEqual({ type: 5, data: { flags: 64 } });
    expect(accepted.isPrivate).toBe(true);
  });

  it('looks for the message when Discord did not tell its id', async () => {
    routes.script('callback', null);
    expect((await createReply(parts, caller, responderFor(), false).accept()).messageId).toBe(scriptedMessageId);
    expect(called()).toEqual(['callback', 'findOriginal']);
  });

  it('goes on without the id when it cannot be found', async () => {
    routes.script('callback', null);
    routes.script('findOriginal', discordError(10008, 404));
    expect((await createReply(parts, caller, responderFor(), false).accept()).messageId).toBeNull();
  });

  it('takes "already acknowledged" for success after an answer was lost', async () => {
    routes.script('callback', socketError(), discordError(40060, 400));
    const accepting = createReply(parts, caller, responderFor(), false).accept();
    await clock.advance(1000);
    expect((await accepting).messageId).toBe(scriptedMessageId);
    expect(called()).toEqual(['callback', 'callback', 'findOriginal']);
  });

  it('leaves an interaction alone that somebody else has answered', async () => {
    routes.script('callback', discordError(40060, 400));
    await expect(createReply(parts, caller, responderFor(), false).accept()).rejects.toMatchObject({
      code: 'delivery.expired',
    });
  });

  it('gives up when Discord no longer knows the interaction', async () => {
    routes.script('callback', discordError(10062, 404));
    await expect(createReply(parts, caller, responderFor(), false).accept()).rejects.toMatchObject({
      code: 'delivery.expired',
    });
    expect(called()).toEqual(['callback']);
  });

  it('gives up before Discord does, however often the callback hangs', async () => {
    routes.script('callback', 'hang');
    const accepting = createReply(parts, caller, responderFor(), false).accept();
    const refused = expect(accepting).rejects.toMatchObject({ code: 'delivery.expired' });
    await clock.advance(2900);
    await refused;
  });

  it('posts a message of its own when the interaction was deferred privately before', async () => {
    const responder = responderFor();
    await responder.defer('private');
    const reply = createReply(parts, caller, responder, false);
    expect(await reply.accept()).toMatchObject({ messageId: scriptedMessageId, sealedToken: null, isPrivate: false });
    expect(called()).toEqual(['callback', 'createMessage', 'editOriginal']);
    expect(last()?.message?.content).toContain(
      `https://discord.com/channels/${caller.guildId}/${caller.channelId}/${scriptedMessageId}`,
    );
    reply.show(job, { kind: 'starting' });
    await clock.advance(1);
    expect(last()?.route).toBe('editMessage');
  });

  it('tries that message again where Discord is away for a moment', async () => {
    const responder = responderFor();
    await responder.defer('private');
    routes.script('createMessage', discordError(0, 502));
    const accepting = createReply(parts, caller, responder, false).accept();
    await clock.advance(2000);
    expect(await accepting).toMatchObject({ messageId: scriptedMessageId, isPrivate: false });
  });

  it('tries that message again where Discord does not answer: its nonce makes it one', async () => {
    const responder = responderFor();
    await responder.defer('private');
    routes.script('createMessage', async () => {
      await clock.wait(pace.editTimeoutMs, new AbortController().signal);
      throw new DeadlineError('no answer');
    });
    const accepting = createReply(parts, caller, responder, false).accept();
    await clock.advance(21_000);
    expect(await accepting).toMatchObject({ messageId: scriptedMessageId, isPrivate: false });
  });

  it('uses that message also where the member cannot be told of it', async () => {
    const responder = responderFor();
    await responder.defer('private');
    routes.script('editOriginal', discordError(10008, 404));
    const accepted = await createReply(parts, caller, responder, false).accept();
    expect(accepted).toMatchObject({ messageId: scriptedMessageId, isPrivate: false });
  });

  it('stays private where that message cannot be posted', async () => {
    const responder = responderFor();
    await responder.defer('private');
    routes.script('createMessage', discordError(50013, 403));
    expect((await createReply(parts, caller, responder, false).accept()).isPrivate).toBe(true);
    const silent = responderFor({ ...target, canUseChannel: false });
    await silent.defer('private');
    expect((await createReply(parts, caller, silent, false).accept()).isPrivate).toBe(true);
  });
});

describe('a refusal after acceptance', () => {
  it.each([
    ['taken away', null],
    ['deleted by a moderator before', discordError(10008, 404)],
  ])('is told to the member alone, with the public answer %s', async (_how, outcome) => {
    const reply = createReply(parts, caller, responderFor(), false);
    await reply.accept();
    routes.script('deleteOriginal', outcome);
    await reply.fail(new BotError('refused.busy', 'x', { limit: 2 }), refunded);
    expect(called()).toEqual(['callback', 'deleteOriginal', 'createFollowUp']);
    expect(last()?.at).toEqual({ isPrivate: true });
  });
});

describe('a refusal after acceptance where Discord does not answer', () => {
  it.each([
    ['the public answer is taken away', 'deleteOriginal', ['deleteOriginal', 'deleteOriginal', 'createFollowUp']],
    ['the member is told', 'createFollowUp', ['deleteOriginal', 'createFollowUp', 'createFollowUp']],
  ] as const)('as %s is the member’s alone all the same', async (_when, route, calls) => {
    const reply = createReply(parts, caller, responderFor(), false);
    await reply.accept();
    routes.script(route, async () => {
      await clock.wait(pace.editTimeoutMs, new AbortController().signal);
      throw new DeadlineError('no answer');
    });
    const told = reply.fail(new BotError('refused.busy', 'x', { limit: 2 }), refunded);
    await clock.advance(60_000);
    await told;
    expect(called()).toEqual(['callback', ...calls]);
    expect(last()?.at).toEqual({ isPrivate: true });
  });
});

describe('a refusal before acceptance', () => {
  it('is told to the member alone', async () => {
    const reply = createReply(parts, caller, responderFor(), false);
    await reply.fail(new BotError('refused.busy', 'x', { limit: 2 }), {
      charged: 0,
      returned: 0,
      held: 0,
      heldUntilMs: null,
    });
    expect(last()?.body).toMatchObject({ type: 4, data: { flags: 64, allowed_mentions: { parse: [] } } });
    expect(JSON.stringify(last()?.body)).toContain("You weren't charged.");
  });

  it('is logged when it cannot be told', async () => {
    routes.script('callback', discordError(10062, 404));
    await createReply(parts, caller, responderFor(), false).fail(new BotError('refused.busy', 'x'), refunded);
    expect(log.lines).toMatchObject([{ level: 'warn', facts: { code: 'refused.busy' } }]);
  });
});
