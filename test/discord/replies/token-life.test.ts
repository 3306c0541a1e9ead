import { describe, expect, it } from 'vitest';
import { createReply, removePicture, resumeReply } from '#discord/replies/reply.ts';
import { createTokenLives } from '#discord/replies/tokens.ts';
import { discordError } from '../support/errors.ts';
import { createReplyBench } from '../support/reply-bench.ts';
import { address, caller, job } from '../support/samples.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const minuteMs = 60_000;
const privately = { isPrivate: true } as const;

/** A bench whose wall clock can be set. */
function steppedBench() {
  const bench = createReplyBench();
  const { now } = bench.clock;
  let aheadMs = 0;
  Object.assign(bench.clock, { now: () => now() + aheadMs });
  const step = (ms: number) => {
    aheadMs += ms;
  };
  return { ...bench, step };
}

describe('the token of a reply while the clock of the machine is set', () => {
  it.each([5 * hourMs, 400 * dayMs, -5 * hourMs])('lives on for its quarter of an hour (%d ms)', async (stepMs) => {
    const bench = steppedBench();
    const reply = createReply(bench.parts, caller, bench.responderFor(), true);
    const replyTo = await reply.accept();
    bench.step(stepMs);
    await bench.clock.advance(14 * minuteMs);
    expect(await reply.deliver(await bench.delivery({ ...job, replyTo }))).not.toBeNull();
    await resumeReply(bench.parts, { ...job, replyTo }).deliver(await bench.delivery());
    expect(await removePicture(bench.parts, { ...job, replyTo })).toBe(true);
    expect(bench.called().slice(-3)).toEqual(['editOriginal', 'editOriginal', 'deleteOriginal']);
  });

  it.each([5 * hourMs, -5 * hourMs])('has ended after it (%d ms)', async (stepMs) => {
    const bench = steppedBench();
    bench.step(stepMs);
    await bench.clock.advance(15 * minuteMs);
    const replyTo = bench.jobAt(privately);
    await expect(resumeReply(bench.parts, replyTo).deliver(await bench.delivery())).rejects.toMatchObject({
      code: 'delivery.expired',
    });
    await expect(removePicture(bench.parts, replyTo)).rejects.toMatchObject({ code: 'delivery.forbidden' });
    await resumeReply(bench.parts, bench.jobAt({})).deliver(await bench.delivery());
    expect(bench.called()).toEqual(['editMessage']);
  });
});

describe('the token of an earlier process', () => {
  const restarted = () => {
    const bench = steppedBench();
    return { ...bench, parts: { ...bench.parts, tokens: createTokenLives(bench.clock) } };
  };
  const bornAtMs = 1_706_000_000_000 + 100 * dayMs;

  it('is tried although the clock says that it has ended: Discord knows better', async () => {
    const bench = restarted();
    bench.step(5 * hourMs);
    await resumeReply(bench.parts, bench.jobAt(privately)).deliver(await bench.delivery());
    expect(bench.called()).toEqual(['editOriginal']);
  });

  it('gives way to the channel once Discord refuses it, and is not used again', async () => {
    const bench = restarted();
    bench.routes.script('editOriginal', discordError(50027, 401));
    const reply = resumeReply(bench.parts, bench.jobAt({}));
    await reply.deliver(await bench.delivery());
    await reply.deliver(await bench.delivery());
    expect(bench.called()).toEqual(['editOriginal', 'editMessage', 'editMessage']);
  });

  it('leaves a private reply undelivered once Discord refuses it, so that it is kept to be fetched', async () => {
    const bench = restarted();
    bench.routes.script('editOriginal', discordError(50027, 401));
    const delivering = resumeReply(bench.parts, bench.jobAt(privately)).deliver(await bench.delivery());
    await expect(delivering).rejects.toMatchObject({ code: 'delivery.expired' });
    expect(bench.called()).toEqual(['editOriginal']);
  });

  it('is left alone when it has been over for more than a day', async () => {
    const bench = restarted();
    bench.step(bornAtMs + dayMs - address.tokenExpiresAtMs);
    await resumeReply(bench.parts, bench.jobAt({})).deliver(await bench.delivery());
    expect(bench.called()).toEqual(['editMessage']);
  });
});
