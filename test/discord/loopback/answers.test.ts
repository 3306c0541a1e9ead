import { describe, expect, it } from 'vitest';
import type { GenerationRequest } from '#catalog/request.ts';
import { BotError } from '#core/errors.ts';
import type { Exchange } from '../../../sandbox/discord/exchange.ts';
import { isEphemeral } from '../../../sandbox/discord/wire.ts';
import { startImagineBench } from '../support/imagine-bench.ts';
import { refunded } from '../support/samples.ts';
import { jobOf } from '../support/scripted-bot.ts';

const { stage, bot, imagine, generating, deliver, requestsOf } = startImagineBench();
const hasPicture = (message: { attachments: readonly unknown[] }) => message.attachments.length === 1;

describe('/imagine at a Discord', () => {
  it('acknowledges publicly, shows progress with Cancel, and delivers the picture with alt text', async () => {
    const done = generating(async (reply, job) => {
      reply.show(job, { kind: 'queued', ahead: 3, expectedAtMs: null });
      await exchange.until(({ content }) => content.includes('3 ahead'));
      expect(JSON.stringify(exchange.reply()?.components)).toContain(`cancel:${job.id}`);
      return deliver(reply, job);
    });
    const exchange = imagine();
    expect(await exchange.firstAnswer()).toEqual({ kind: 'deferred', isPrivate: false });
    const message = await exchange.until(hasPicture);
    expect((await done)?.messageId).toBe(message.id);
    expect(message.attachments[0]).toMatchObject({
      description: 'a fox',
      filename: `easel-${exchange.interactionId}-1.png`,
    });
    expect(message.content).toContain('64×48');
    expect(message.mentions).toEqual([]);
    expect(requestsOf(exchange).every(({ hasAuthorization }) => !hasAuthorization)).toBe(true);
  });

  it('goes on where Discord has taken the first answer and says so in a form that cannot be read', async () => {
    const done = generating(deliver);
    stage().sandbox.faults.add({ kind: 'wrong_types', method: 'POST', path: /\/callback$/ });
    const exchange = imagine();
    const message = await exchange.until(hasPicture);
    expect((await done)?.messageId).toBe(message.id);
  });

  it('hands on what was typed', async () => {
    const asked = new Promise<GenerationRequest>((resolve) => {
      bot.generate = async (request, reply) => {
        await reply.accept();
        resolve(request);
      };
    });
    const exchange = imagine(
      ' model:flux-2-klein-9b size:16:9 steps:8 lora:ink.safetensors lora_strength:0.8 format:png private:true',
    );
    expect(await exchange.firstAnswer()).toEqual({ kind: 'deferred', isPrivate: true });
    expect(await asked).toMatchObject({
      id: exchange.interactionId,
      guildId: stage().server.id,
      channelId: stage().server.general.id,
      userId: stage().alice.userId,
      model: 'flux-2-klein-9b',
      prompt: 'a fox',
      options: {
        size: '16:9',
        quality: null,
        resolution: null,
        steps: 8,
        lora: 'ink.safetensors',
        loraStrength: 0.8,
        format: 'png',
      },
      isPrivate: true,
    });
  });

  it('refuses to the member alone, and says that nothing was charged', async () => {
    bot.generate = () => Promise.reject(new BotError('refused.busy', 'x', { limit: 2 }));
    const reply = await imagine().until(({ content }) => content.includes('this server allows 2 requests at once'));
    expect(isEphemeral(reply)).toBe(true);
    expect(reply.content).toContain("You weren't charged.");
  });

  it('gives a reference for what nobody foresaw, which the log has too', async () => {
    bot.generate = () => Promise.reject(new TypeError('x is not a function'));
    const reply = await imagine().until(({ content }) => content.includes('mention `'));
    const reference = /mention `([0-9a-z]+)`/.exec(reply.content)?.[1] ?? 'none';
    expect(stage().log.lines.findLast(({ level }) => level === 'error')?.facts).toMatchObject({
      reference,
      code: 'bug',
    });
  });

  it.each([
    ['lost after it was processed', { kind: 'reset_after' }],
    ['cut off before it arrived', { kind: 'reset_before' }],
    ['answered 503', { kind: 'status', status: 503 }],
  ] as const)('survives an acknowledgement that is %s', async (_how, fault) => {
    stage().sandbox.faults.add({ ...fault, method: 'POST', path: /\/callback$/ });
    const done = generating((reply, job) => deliver(reply, job));
    const message = await imagine().until(hasPicture);
    expect((await done)?.messageId).toBe(message.id);
  });

  it.each([
    ['a closed socket', { kind: 'reset_before' }],
    ['a lost answer', { kind: 'reset_after' }],
    ['three times 500', { kind: 'status', status: 500, times: 3 }],
    [
      'a 429',
      {
        kind: 'status',
        status: 429,
        headers: { 'Retry-After': '0.1' },
        body: { message: 'slow', retry_after: 0.1, global: false },
      },
    ],
  ] as const)('delivers through %s', async (_how, fault) => {
    const done = generating((reply, job) => {
      stage().sandbox.faults.add({ ...fault, method: 'PATCH', path: /\/webhooks\// });
      return deliver(reply, job);
    });
    const exchange = imagine();
    await exchange.until(hasPicture, 10_000);
    expect(await done).not.toBeNull();
  });

  it('says what became of the credits when the picture failed', async () => {
    const done = generating((reply) => reply.fail(new BotError('provider.failed', 'x'), refunded));
    const reply = await imagine().until(({ content }) => content.includes('your 7 credits are available again'));
    expect(JSON.stringify(reply.components)).toContain('Retry');
    await done;
  });

  it('posts in the channel when the checks took so long that the answer had to be held back', async () => {
    const exchange = await new Promise<Exchange>((resolve) => {
      bot.generate = async (request, reply) => {
        await begun.firstAnswer();
        const address = await reply.accept();
        await deliver(reply, jobOf(request, address));
        resolve(begun);
      };
      const begun = imagine();
    });
    expect(await exchange.firstAnswer()).toEqual({ kind: 'deferred', isPrivate: true });
    const posted = stage().sandbox.messages(stage().server.general.id).at(-1);
    expect(posted?.attachments).toHaveLength(1);
    expect(exchange.reply()?.content).toContain(`/${posted?.id}`);
  });

  it('is refused in time by itself when nothing can be answered', async () => {
    stage().sandbox.faults.add({
      kind: 'status',
      status: 404,
      method: 'POST',
      path: /\/callback$/,
      body: { code: 10062, message: 'Unknown interaction' },
      times: 2,
    });
    const done = generating((reply, job) => deliver(reply, job));
    imagine();
    await expect(done).rejects.toMatchObject({ code: 'delivery.expired' });
    await stage().dispatch.idle();
    stage().sandbox.faults.clear();
  });
});

describe('suggestions', () => {
  it('come from the catalogue, for the model that was chosen', async () => {
    const models = await stage().alice.autocomplete('/imagine prompt:x model:klein', 'model');
    expect(models.map(({ value }) => value)).toContain('flux-2-klein-9b');
    const sizes = await stage().alice.autocomplete('/imagine prompt:x model:gpt-image-2 size:', 'size');
    expect(sizes.length).toBeGreaterThan(2);
    expect(sizes.length).toBeLessThanOrEqual(25);
    expect(
      await stage().alice.autocomplete('/imagine prompt:x model:flux-2-dev-lora lora:my_style.safetensors', 'lora'),
    ).toEqual([{ name: 'my_style.safetensors', value: 'my_style.safetensors' }]);
  });

  it('are an empty list when anything fails', async () => {
    bot.openJobsOf = async () => {
      throw new Error('no');
    };
    expect(await stage().alice.autocomplete('/jobs cancel job:x', 'job')).toEqual([]);
    stage().sandbox.faults.add({ kind: 'reset_after', method: 'POST', path: /\/callback$/ });
    expect(await stage().alice.autocomplete('/imagine prompt:x model:', 'model')).not.toEqual([]);
    await stage().dispatch.idle();
  });
});

describe('the log', () => {
  it('has seen no token of all this', () => {
    const interactionTokens = stage().sandbox.requests.flatMap(
      ({ path }) => /(?:webhooks|interactions)\/\d+\/([^/]+)/.exec(path)?.[1] ?? [],
    );
    expect(interactionTokens.length).toBeGreaterThan(10);
    for (const token of [...interactionTokens, stage().sandbox.token]) expect(stage().log.text()).not.toContain(token);
  });
});
