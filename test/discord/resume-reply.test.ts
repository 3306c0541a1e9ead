import { beforeEach, describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { messageId } from '#core/ids.ts';
import { resumeReply } from '#discord/replies/reply.ts';
import { discordError } from './support/errors.ts';
import { createReplyBench } from './support/reply-bench.ts';
import { address, refunded } from './support/samples.ts';
import { scriptedMessageId } from './support/scripted-routes.ts';

let { routes, parts, called, jobAt, delivery } = createReplyBench();
beforeEach(() => {
  ({ routes, parts, called, jobAt, delivery } = createReplyBench());
});

const other = messageId('1200000000000000088');
const unsaved = { messageId: null, isPrivate: false } as const;
const placeOf = (id: typeof other) => ({ channelId: address.channelId, messageId: id });
const lastMessage = () => routes.calls.at(-1);

describe('the reply of a job whose message was not written down', () => {
  it('is the message of its own in the channel, and the private answer points to it', async () => {
    routes.script('findMessage', other);
    expect(await resumeReply(parts, jobAt(unsaved)).deliver(await delivery())).toEqual(placeOf(other));
    expect(called()).toEqual(['findMessage', 'findOriginal', 'editOriginal', 'editMessage']);
    expect(routes.calls[2]?.message?.content).toContain(`${address.channelId}/${other}`);
    expect(lastMessage()).toMatchObject({ at: placeOf(other) });
  });

  it('is the answer itself where that is what was found', async () => {
    routes.script('findMessage', scriptedMessageId);
    await resumeReply(parts, jobAt(unsaved)).deliver(await delivery());
    expect(called()).toEqual(['findMessage', 'findOriginal', 'editOriginal']);
  });

  it('is found after the token has ended, and told there', async () => {
    routes.script('findMessage', other);
    const reply = resumeReply(parts, jobAt({ ...unsaved, sealedToken: null }));
    await reply.fail(new BotError('provider.unavailable', 'gone'), refunded);
    expect(called()).toEqual(['findMessage', 'editMessage']);
    expect(lastMessage()).toMatchObject({ at: placeOf(other) });
  });

  it('is the message that was found also where Discord does not say what the answer is', async () => {
    routes.script('findMessage', other);
    routes.script('findOriginal', discordError(10008, 404));
    await resumeReply(parts, jobAt(unsaved)).deliver(await delivery());
    expect(called()).toEqual(['findMessage', 'findOriginal', 'editMessage']);
  });

  it('goes by the token where no message is found', async () => {
    routes.script('findMessage', null, null);
    await resumeReply(parts, jobAt(unsaved)).deliver(await delivery());
    expect(called()).toEqual(['findMessage', 'findMessage', 'editOriginal']);
  });

  it('shows progress where it was found, before the picture', async () => {
    routes.script('findMessage', other);
    const job = jobAt(unsaved);
    const reply = resumeReply(parts, job);
    reply.show(job, { kind: 'running', fraction: 0.5, expectedAtMs: null });
    await reply.deliver(await delivery());
    expect(called().filter((route) => route === 'findMessage')).toHaveLength(1);
    expect(called().at(-1)).toBe('editMessage');
  });

  it.each([
    ['is private', { messageId: null, isPrivate: true }],
    ['is in a channel that the bot may not use', { ...unsaved, canUseChannel: false }],
    ['was written down', { messageId: other, isPrivate: false }],
  ])('is not looked for where it %s', async (_what, change) => {
    await resumeReply(parts, jobAt(change)).deliver(await delivery());
    expect(called()).toEqual(['editOriginal']);
  });
});
