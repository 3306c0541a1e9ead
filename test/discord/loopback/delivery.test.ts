import { describe, expect, it } from 'vitest';
import { resumeReply } from '#discord/replies/reply.ts';
import { startImagineBench } from '../support/imagine-bench.ts';
import { noisePicture } from '../support/samples.ts';

const { stage, imagine, generating, deliver, requestsOf } = startImagineBench();
const hasPicture = (message: { attachments: readonly unknown[] }) => message.attachments.length === 1;

describe('a delivery at a Discord', () => {
  it('edits the same message through the channel when the token has ended', async () => {
    const done = generating((reply, job) => {
      stage().sandbox.expireToken(job.id);
      return deliver(reply, job);
    });
    const exchange = imagine();
    const message = await exchange.until(hasPicture);
    expect((await done)?.messageId).toBe(message.id);
    const tries = requestsOf(exchange).filter(({ method }) => method === 'PATCH');
    expect(tries).toHaveLength(1);
    expect(tries[0]?.status).toBe(401);
  });

  it('goes on after a restart, with what was stored', async () => {
    const done = generating((_reply, job) => deliver(resumeReply(stage().replies, job), job));
    expect((await imagine().until(hasPicture)).id).toBe((await done)?.messageId);
  });

  it.each([[true], [false]])(
    'posts anew, linking the request, when the message was deleted (token alive: %s)',
    async (isAlive) => {
      const done = generating(async (reply, job) => {
        if (!isAlive) stage().sandbox.expireToken(job.id);
        stage().sandbox.removeMessage({ id: job.replyTo.messageId ?? '' });
        const id = (await deliver(reply, job))?.messageId;
        return { id, job };
      });
      imagine();
      const { id, job } = await done;
      const posted = stage()
        .sandbox.messages(stage().server.general.id)
        .find((message) => message.id === id);
      expect(posted?.content).toContain(
        `https://discord.com/channels/${job.guildId}/${job.channelId}/${job.replyTo.messageId}`,
      );
      expect(posted?.content).toContain(stage().alice.mention);
      expect(posted?.mentions).toEqual([]);
      expect(posted?.attachments).toHaveLength(1);
      expect((await deliver(resumeReply(stage().replies, job), job))?.messageId).toBe(id);
    },
  );

  it('cannot deliver where the bot lost its permission', async () => {
    const gallery = stage().server.addChannel({ name: 'gallery' });
    const done = generating((reply, job) => {
      stage().sandbox.expireToken(job.id);
      gallery.setBotPermissions([]);
      return deliver(reply, job);
    });
    stage().alice.in(gallery).slash('/imagine prompt:a fox');
    await expect(done).rejects.toMatchObject({ code: 'delivery.forbidden' });
  });

  it('cannot deliver a private picture once the token has ended', async () => {
    const done = generating((reply, job) => {
      stage().sandbox.expireToken(job.id);
      return deliver(reply, job);
    });
    imagine(' private:true');
    await expect(done).rejects.toMatchObject({ code: 'delivery.expired' });
  });

  it('makes a picture smaller that weighs too much here', async () => {
    const heavy = await noisePicture(256, 192);
    expect(heavy.bytes.byteLength).toBeGreaterThan(60_000);
    const done = generating((reply, job) => deliver(reply, job, heavy));
    const message = await imagine().until(hasPicture);
    expect(message.attachments[0]?.size).toBeLessThanOrEqual(60_000);
    expect(message.attachments[0]?.filename).toMatch(/\.webp$/);
    await done;
  });

  it('makes it smaller once more when Discord takes less than it said', async () => {
    const done = generating((reply, job) => {
      stage().sandbox.faults.add({
        kind: 'status',
        status: 413,
        method: 'PATCH',
        path: /\/webhooks\//,
        body: { code: 40005, message: 'too large' },
      });
      return deliver(reply, job);
    });
    expect((await imagine().until(hasPicture)).attachments[0]?.filename).toMatch(/\.webp$/);
    await done;
  });
});
