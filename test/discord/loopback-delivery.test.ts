import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Exchange } from '../../sandbox/discord/exchange.ts';
import { resumeReply } from '../../src/discord/reply.ts';
import type { ImageFile, Job } from '../../src/domain/job.ts';
import type { Reply } from '../../src/domain/ports.ts';
import type { GenerationRequest } from '../../src/domain/request.ts';
import { noisePicture } from './support/samples.ts';
import { createScriptedBot, jobOf, type ScriptedBot } from './support/scripted-bot.ts';
import { type Stage, startStage } from './support/stage.ts';

let stage: Stage;
let picture: ImageFile;
const bot: ScriptedBot = createScriptedBot();

beforeAll(async () => {
  stage = await startStage(bot, { fileLimitBytes: 60_000 });
  picture = await noisePicture(64, 48);
});
afterAll(() => stage.stop());
beforeEach(() => {
  Object.assign(bot, createScriptedBot());
});
afterEach(() => {
  expect(stage.sandbox.faults.pending()).toBe(0);
});

/** Lets `/imagine` run this instead of the story; resolves with what it came to. */
function generating<T>(story: (reply: Reply, job: Job) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    bot.generate = async (request: GenerationRequest, reply: Reply) => {
      await reply
        .accept()
        .then((address) => story(reply, jobOf(request, address)))
        .then(resolve, reject);
    };
  });
}

const imagine = (options = '') => stage.alice.slash(`/imagine prompt:a fox${options}`);
const hasPicture = (message: { attachments: readonly unknown[] }) => message.attachments.length === 1;
const deliver = (reply: Reply, job: Job, image = picture) => reply.deliver({ job, images: [image], tookMs: 1000 });
const requestsOf = (exchange: Exchange) => stage.sandbox.requests.filter(({ path }) => path.includes(exchange.token));

describe('a delivery at a Discord', () => {
  it('edits the same message through the channel when the token has ended', async () => {
    const done = generating((reply, job) => {
      stage.sandbox.expireToken(job.id);
      return deliver(reply, job);
    });
    const exchange = imagine();
    const message = await exchange.until(hasPicture);
    expect(await done).toBe(message.id);
    const tries = requestsOf(exchange).filter(({ method }) => method === 'PATCH');
    expect(tries).toHaveLength(1);
    expect(tries[0]?.status).toBe(401);
  });

  it('goes on after a restart, with what was stored', async () => {
    const done = generating((_reply, job) => deliver(resumeReply(stage.replies, job), job));
    expect((await imagine().until(hasPicture)).id).toBe(await done);
  });

  it.each([[true], [false]])(
    'posts anew, linking the request, when the message was deleted (token alive: %s)',
    async (isAlive) => {
      const done = generating(async (reply, job) => {
        if (!isAlive) stage.sandbox.expireToken(job.id);
        stage.sandbox.removeMessage({ id: job.replyTo.messageId ?? '' });
        const id = await deliver(reply, job);
        return { id, job };
      });
      imagine();
      const { id, job } = await done;
      const posted = stage.sandbox.messages(stage.server.general.id).find((message) => message.id === id);
      expect(posted?.content).toContain(
        `https://discord.com/channels/${job.guildId}/${job.channelId}/${job.replyTo.messageId}`,
      );
      expect(posted?.content).toContain(stage.alice.mention);
      expect(posted?.mentions).toEqual([]);
      expect(posted?.attachments).toHaveLength(1);
      expect(await deliver(resumeReply(stage.replies, job), job)).toBe(id);
    },
  );

  it('cannot deliver where the bot lost its permission', async () => {
    const gallery = stage.server.addChannel({ name: 'gallery' });
    const done = generating((reply, job) => {
      stage.sandbox.expireToken(job.id);
      gallery.setBotPermissions([]);
      return deliver(reply, job);
    });
    stage.alice.in(gallery).slash('/imagine prompt:a fox');
    await expect(done).rejects.toMatchObject({ code: 'delivery.forbidden' });
  });

  it('cannot deliver a private picture once the token has ended', async () => {
    const done = generating((reply, job) => {
      stage.sandbox.expireToken(job.id);
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
      stage.sandbox.faults.add({
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
