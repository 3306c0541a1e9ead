import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { messageId } from '#core/ids.ts';
import { nonceOf } from '#discord/messages/post.ts';
import { createReply, resumeReply } from '#discord/replies/reply.ts';
import type { Job } from '#jobs/job.ts';
import type { ImageFile } from '#media/media.ts';
import { bytesOf } from '../../support/attached.ts';
import { discordError, serverError, socketError } from '../support/errors.ts';
import { createReplyBench } from '../support/reply-bench.ts';
import { address, caller, job, noisePicture } from '../support/samples.ts';
import { scriptedMessageId } from '../support/scripted-routes.ts';

let { clock, routes, parts, called, last, responderFor, jobAt, delivery } = createReplyBench();

beforeEach(() => {
  ({ clock, routes, parts, called, last, responderFor, jobAt, delivery } = createReplyBench());
});

describe('a delivery', () => {
  it('puts the picture on the reply, with alt text and a way to make it again', async () => {
    expect(await resumeReply(parts, jobAt({})).deliver(await delivery())).toEqual({
      channelId: address.channelId,
      messageId: scriptedMessageId,
    });
    const [file] = last()?.message?.files ?? [];
    expect(file).toMatchObject({ name: `easel-${job.id}-1.png`, mediaType: 'image/png', description: 'a fox' });
    expect(last()?.message?.buttons).toMatchObject([
      { label: 'Again' },
      { label: 'Change' },
      { label: 'Favourite' },
      { label: 'Report' },
      { label: 'Delete' },
    ]);
  });

  it('of an animation that fits in no size is its first frame, and says so', async () => {
    const frames = 60;
    const noise = await noisePicture(64, 64 * frames);
    const raw = await sharp(noise.bytes).raw().toBuffer();
    const pages = { width: 64, height: 64 * frames, channels: 3, pageHeight: 64 } as const;
    const bytes = await sharp(raw, { raw: pages }).gif().toBuffer();
    const moving: ImageFile = { bytes, format: 'gif', widthPx: 64, heightPx: 64 };
    const of = jobAt({ attachmentLimitBytes: 4_000 });
    await resumeReply(parts, of).deliver({ job: of, media: [moving], tookMs: 1 });
    const [file] = last()?.message?.files ?? [];
    const { pages: shown = 1 } = await sharp(bytesOf(file)).metadata();
    expect([shown, file?.mediaType]).toEqual([1, 'image/webp']);
    expect(last()?.message?.content).toContain('The animation is too large for this channel: this is its first frame.');
    const roomy = jobAt({ attachmentLimitBytes: bytes.byteLength });
    await resumeReply(parts, roomy).deliver({ job: roomy, media: [moving], tookMs: 1 });
    expect(last()?.message?.files?.[0]?.mediaType).toBe('image/gif');
    expect(last()?.message?.content).not.toContain('first frame');
  });

  it('carries its settings in the file, unless they would make it too heavy or the server does not want them', async () => {
    const picture = await noisePicture(96, 96);
    const { byteLength } = picture.bytes;
    const sent = async (of: Job) => {
      await resumeReply(parts, of).deliver({ job: of, media: [picture], tookMs: 1 });
      const [file] = last()?.message?.files ?? [];
      return { text: Buffer.from(bytesOf(file)).toString('latin1'), type: file?.mediaType };
    };
    expect((await sent(jobAt({}))).text).toContain('parameters\0\0\0\0\0a fox\nSteps: 8, Size: 96x96');
    expect((await sent({ ...jobAt({}), isUnlabelled: true })).text).not.toContain('a fox');
    const tight = await sent(jobAt({ attachmentLimitBytes: byteLength }));
    expect(tight.type).toBe('image/png');
    expect(tight.text).not.toContain('a fox');
  });

  it('of several pictures is one message with all of them, within what a request may weigh', async () => {
    const heavy = await noisePicture(1_700, 1_700);
    expect(heavy.bytes.byteLength).toBeGreaterThan(7_000_000);
    const four = { ...job, settings: { ...job.settings, count: 4 }, came: 4 };
    const media = [heavy, heavy, heavy, heavy];
    await resumeReply(parts, jobAt({})).deliver({ job: four, media, tookMs: 1 });
    const files = last()?.message?.files ?? [];
    expect(called()).toEqual(['editOriginal']);
    expect(files.map(({ name }) => name)).toEqual([1, 2, 3, 4].map((number) => `easel-${job.id}-${number}.webp`));
    expect(files.map(({ description }) => description)).toEqual([1, 2, 3, 4].map((number) => `${number} of 4: a fox`));
    const total = files.reduce((sum, { data }) => sum + data.byteLength, 0);
    expect(total).toBeLessThan(25 * 1024 * 1024);
  });

  it('is repeated with pauses while Discord fails', async () => {
    routes.script('editOriginal', socketError(), serverError(502), socketError('ECONNREFUSED'), 'hang');
    const delivering = resumeReply(parts, jobAt({}))
      .deliver(await delivery())
      .catch((error: unknown) => error);
    await clock.advance(100_000);
    expect(await delivering).toMatchObject({ code: 'delivery.expired', facts: { retryAfterMs: 30_000 } });
    expect(called().length).toBe(4);
  });

  it('edits the same message through the channel once the token has ended', async () => {
    for (const ended of [discordError(50027, 401), discordError(10015, 404), discordError(0, 404)]) {
      routes.script('editOriginal', ended);
      await resumeReply(parts, jobAt({})).deliver(await delivery());
      expect(called().slice(-2)).toEqual(['editOriginal', 'editMessage']);
      expect(last()?.at).toMatchObject({ channelId: address.channelId, messageId: address.messageId });
    }
  });

  it('does not touch a token that is over, unreadable or not stored', async () => {
    await clock.advance(15 * 60_000);
    await resumeReply(parts, jobAt({})).deliver(await delivery());
    await resumeReply(parts, jobAt({ sealedToken: 'x', tokenExpiresAtMs: 9e15 })).deliver(await delivery());
    await resumeReply(parts, jobAt({ sealedToken: null, tokenExpiresAtMs: 9e15 })).deliver(await delivery());
    expect(called()).toEqual(['editMessage', 'editMessage', 'editMessage']);
  });

  it.each([
    ['deleted', discordError(10008, 404)],
    ['too old to be edited', discordError(30046, 429)],
  ])('becomes a new message that links the request when the old one is %s', async (_why, error) => {
    routes.script('editMessage', error);
    const id = messageId('1200000000000000088');
    routes.script('createMessage', id);
    expect(await resumeReply(parts, jobAt({ sealedToken: null })).deliver(await delivery())).toEqual({
      channelId: address.channelId,
      messageId: id,
    });
    expect(last()?.message?.content).toContain(
      `https://discord.com/channels/${job.guildId}/${address.channelId}/${address.messageId}`,
    );
    expect(last()?.at).toMatchObject({ nonce: nonceOf(job.id, 'picture') });
    expect(nonceOf(job.id, 'picture').length).toBeLessThanOrEqual(25);
  });

  it('becomes a new message when the old one was never known', async () => {
    await resumeReply(parts, jobAt({ sealedToken: null, messageId: null })).deliver(await delivery());
    expect(called()).toEqual(['findMessage', 'findMessage', 'createMessage']);
    expect(last()?.message?.content).toContain(`For <@${job.userId}>:`);
  });

  it('is not posted a second time when posting hung, but is after a closed socket: the nonce makes it one message', async () => {
    routes.script('createMessage', socketError(), 'hang');
    const gone = jobAt({ sealedToken: null, messageId: null });
    const delivering = resumeReply(parts, gone)
      .deliver(await delivery())
      .catch((error: unknown) => error);
    await clock.advance(100_000);
    expect(await delivering).toMatchObject({ code: 'delivery.expired' });
    expect(called().filter((route) => route === 'createMessage')).toHaveLength(2);
  });

  it.each([
    [
      "The result was made, but Easel isn't allowed to post it in this channel.",
      { canUseChannel: false },
      null,
      'delivery.forbidden',
    ],
    ['has no access', {}, discordError(50001, 403), 'delivery.forbidden'],
    ['has no permission', {}, discordError(50013, 403), 'delivery.forbidden'],
    ['has lost the channel', {}, discordError(10003, 404), 'delivery.forbidden'],
    ['had a private reply', { isPrivate: true }, null, 'delivery.expired'],
  ])('fails for good when the bot %s', async (_why, change, error, code) => {
    if (error) routes.script('editMessage', error);
    if (error) routes.script('createMessage', error);
    const closed = jobAt({ sealedToken: null, ...change });
    await expect(resumeReply(parts, closed).deliver(await delivery())).rejects.toMatchObject({ code, facts: {} });
  });

  it('is made smaller before it is sent, and once more after Discord found it too large', async () => {
    const picture = await noisePicture(96, 96);
    const limit = Math.floor(picture.bytes.byteLength * 0.9);
    routes.script('editOriginal', discordError(40005, 413));
    await resumeReply(parts, jobAt({ attachmentLimitBytes: limit })).deliver({ job, media: [picture], tookMs: 1 });
    const weights = routes.calls.map(({ message }) => message?.files?.[0]?.data.byteLength ?? 0);
    expect(weights[0]).toBeLessThanOrEqual(limit);
    expect(weights[1]).toBeLessThanOrEqual((weights[0] ?? 0) / 2);
    expect(weights).toHaveLength(2);
  });

  it('is too large after the fourth try', async () => {
    routes.script('editOriginal', ...Array.from({ length: 4 }, () => discordError(40005, 413)));
    const picture = await noisePicture(96, 96);
    const delivering = resumeReply(parts, jobAt({})).deliver({ job, media: [picture], tookMs: 1 });
    await expect(delivering).rejects.toMatchObject({ code: 'delivery.too_large' });
  });

  it('carries ten pictures at most, also as JPEG', async () => {
    const picture = { ...(await noisePicture(8, 8)), format: 'jpeg' } as const;
    await resumeReply(parts, jobAt({})).deliver({ job, media: Array.from({ length: 12 }, () => picture), tookMs: 1 });
    expect(
      last()
        ?.message?.files?.map(({ name }) => name)
        .at(-1),
    ).toBe(`easel-${job.id}-10.jpg`);
  });

  it('reaches the address in the job even where this reply was never accepted', async () => {
    await createReply(parts, caller, responderFor(), false).deliver(await delivery(jobAt({})));
    expect(called()).toEqual(['editOriginal']);
  });
});
