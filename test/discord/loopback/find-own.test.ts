import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BotError } from '#core/errors.ts';
import { channelId, jobId } from '#core/ids.ts';
import { cancelButtons, replyActions } from '#discord/messages/buttons.ts';
import { findOwnMessage } from '#discord/messages/find.ts';
import { post } from '#discord/messages/post.ts';
import { createSystemClock } from '../support/clock.ts';
import { serverError } from '../support/errors.ts';
import { createReplyBench } from '../support/reply-bench.ts';
import { createScriptedBot } from '../support/scripted-bot.ts';
import { type Stage, startStage } from '../support/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await startStage({
    ...createScriptedBot(),
    generate: async (_request, reply) => void (await reply.accept()),
  });
});
afterEach(() => stage.stop());

const later = { clock: { ...createSystemClock(), now: () => Date.now() + 10 * 60_000 }, random: () => 0 };
const tenMinutesBefore = (nowMs: number) => jobId(String((BigInt(nowMs - 600_000 - 1_420_070_400_000) << 22n) + 1n));
const tenMinutesAgo = () => tenMinutesBefore(Date.now());

async function posted(id: string, content = 'On it') {
  const channel = channelId(stage.alice.channelId);
  const message = { content, buttons: cancelButtons(jobId(id)) };
  const place = { channelId: channel, id: `${id}${content}`, purpose: 'accepted' };
  return post(message, place, stage.replies, 5000);
}

describe('a message whose id was lost with a process', () => {
  it('is found by its buttons, among many others', async () => {
    const id = tenMinutesAgo();
    const messageId = await posted(id);
    for (let count = 0; count < 3; count += 1) await posted(String(BigInt(id) + BigInt(count) + 1n), `other ${count}`);
    const lost = { channelId: channelId(stage.alice.channelId), id, action: replyActions.cancel, isReposted: true };
    expect(await findOwnMessage(lost, { ...stage.replies, retryDeps: later })).toBe(messageId);
    expect(
      await findOwnMessage({ ...lost, id: jobId(String(BigInt(id) - 1n)) }, { ...stage.replies, retryDeps: later }),
    ).toBeNull();
  });

  it('is not looked for while its nonce still makes one message of two', async () => {
    const id = jobId(String(BigInt(Date.now() - 1_420_070_400_000) << 22n));
    await posted(id);
    const before = stage.sandbox.requests.length;
    const lost = { channelId: channelId(stage.alice.channelId), id, action: replyActions.cancel, isReposted: true };
    expect(await findOwnMessage(lost, stage.replies)).toBeNull();
    expect(stage.sandbox.requests.length).toBe(before);
  });

  it('is not found where the bot may not read the history, and that is no failure', async () => {
    const id = tenMinutesAgo();
    await posted(id);
    stage.server.general.setBotPermissions(['ViewChannel', 'SendMessages']);
    const lost = { channelId: channelId(stage.alice.channelId), id, action: replyActions.cancel, isReposted: true };
    expect(await findOwnMessage(lost, { ...stage.replies, retryDeps: later })).toBeNull();
  });

  it('is found as the answer to its interaction, also while it says "thinking…"', async () => {
    const exchange = stage.alice.slash('/imagine prompt:a fox');
    expect(await exchange.firstAnswer()).toMatchObject({ kind: 'deferred', isPrivate: false });
    const id = jobId(exchange.interactionId);
    const lost = { channelId: channelId(stage.alice.channelId), id, action: replyActions.cancel, isReposted: false };
    expect(await findOwnMessage(lost, stage.replies)).toBeNull();
    expect(await findOwnMessage({ ...lost, answerTo: id }, stage.replies)).toBe(exchange.reply()?.id);
  });

  it('is looked for later where Discord is away and a second one would be posted', async () => {
    const { routes, clock, parts } = createReplyBench();
    const lost = {
      channelId: channelId(stage.alice.channelId),
      id: tenMinutesBefore(clock.now()),
      action: replyActions.cancel,
    };
    const away = async (isReposted: boolean) => {
      routes.script('findMessage', ...Array.from({ length: 30 }, () => serverError(502)));
      const looking = findOwnMessage(
        { ...lost, isReposted },
        { ...parts, retryDeps: { ...parts.retryDeps, clock } },
      ).catch(({ code, facts }: BotError) => [code, facts.retryAfterMs !== undefined]);
      await clock.advance(60_000);
      return looking;
    };
    expect(await away(true)).toEqual(['delivery.expired', true]);
    expect(await away(false)).toBeNull();
  });
});
