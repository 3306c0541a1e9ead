import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { createSpending } from '#credits/spending.ts';
import { type GenerateOptions, generate } from '#generation/generate.ts';
import { abandonAfterMs } from '#polling/poller.ts';
import { approvers, settingsOf } from '../support/community.ts';
import {
  admissionOf,
  otherMember,
  planOf,
  policy,
  replyAddress,
  requestOf,
  snowflakeAt,
  startMs,
} from '../support/requests.ts';
import { finished, queued, running } from '../support/scripted-provider.ts';
import { jobOf } from '../support/store/jobs.ts';
import { createWorld, storeAway, type World } from '../support/world.ts';

const before = { added: 1_000, pool: 1_000, bonuses: 0, held: 0, spent: 0 };

describe('the whole story of a picture', () => {
  it('holds, submits once, shows, downloads, settles, delivers, closes and frees the place', async () => {
    const world = createWorld({ runninghub: { check: [queued, running, finished] } });
    const done = world.begin();
    await world.clock.settle();
    expect(await world.totals()).toEqual({ ...before, pool: 993, held: 7 });
    expect(world.flow.active.all()).toHaveLength(1);
    await world.clock.advanceUntil(done);

    expect(world.reply.accepted()).toBe(1);
    expect(world.runninghub.submits).toMatchObject([
      { quote: { credits: 7 }, wakeUrl: `https://easel.example/wake/runninghub/${requestOf().id}` },
    ]);
    expect(world.runcomfy.submits).toEqual([]);
    expect(world.reply.shown.map(({ progress }) => progress.kind)).toEqual(['queued', 'running']);
    expect(world.downloads).toEqual(['https://images.example/1.png']);
    expect(world.reply.delivered).toMatchObject([
      { media: [{ format: 'png' }], tookMs: 3_500, job: { state: 'delivering', charged: 7 } },
    ]);
    expect(world.reply.failed).toEqual([]);
    expect(await world.totals()).toEqual({ ...before, pool: 993, spent: 7 });
    expect(await world.stored()).toMatchObject({
      state: 'delivered',
      charged: 7,
      error: null,
      tickets: [{ provider: 'runninghub', remoteId: 'runninghub-1' }],
      endedAtMs: startMs + 3_500,
      replyTo: { messageId: '600000000000000009', sealedToken: null },
    });
    expect(await world.jobs.listOpen()).toEqual([]);
    expect(world.flow.active.all()).toEqual([]);
    expect(world.ended).toMatchObject([{ job: { state: 'delivered' }, error: null }]);
    expect(world.clock.waiting()).toBe(0);
  });

  it('keeps the message it knew when the delivery tells no other', async () => {
    const world = createWorld({ reply: { deliver: async () => null } });
    await world.generate();
    expect(await world.stored()).toMatchObject({ state: 'delivered', replyTo: { messageId: replyAddress.messageId } });
  });

  it('fetches at most ten pictures', async () => {
    const media = Array.from({ length: 12 }, (_, index) => ({ url: `https://images.example/${index}.png` }));
    const world = createWorld({ runninghub: { check: [() => ({ kind: 'finished', media })] } });
    await world.generate();
    expect(world.downloads).toHaveLength(10);
    expect(world.reply.delivered[0]?.media).toHaveLength(10);
  });
});

describe('a request that is refused', () => {
  it('by a rule leaves no trace', async () => {
    const refused = new BotError('refused.prompt', 'no');
    const world = createWorld({ flow: { admit: () => Promise.reject(refused) } });
    await expect(world.generate()).rejects.toBe(refused);
    expect([world.rows.size, world.reply.accepted(), world.reply.failed.length, world.ended.length]).toEqual([
      0, 0, 0, 0,
    ]);
  });

  it('for want of credits holds nothing and frees its place', async () => {
    const world = createWorld({ plan: planOf({ ...planOf().quotes[0], credits: 101 }) });
    const renewsAtMs = expect.any(Number);
    await expect(world.generate()).rejects.toHaveProperty('facts', { price: 101, left: 100, renewsAtMs });
    expect(await world.totals()).toEqual({ added: 0, pool: 0, bonuses: 0, held: 0, spent: 0 });
    expect([world.flow.active.all(), world.reply.accepted()]).toEqual([[], 0]);
  });

  it('when Discord no longer takes the answer gives the hold back', async () => {
    const expired = new BotError('delivery.expired', 'late');
    const world = createWorld({ reply: { accept: () => Promise.reject(expired) } });
    await expect(world.generate()).rejects.toMatchObject({
      code: 'delivery.expired',
      facts: { nothingStarted: true },
      cause: expired,
    });
    expect(await world.totals()).toEqual(before);
    expect(await world.stored()).toMatchObject({ state: 'failed', error: 'delivery.expired', charged: 0 });
    expect([world.runninghub.submits, world.flow.active.all()]).toEqual([[], []]);
    expect(await world.jobs.listOpen()).toEqual([]);
  });

  it('when the job cannot be written down gives the hold back', async () => {
    const world = createWorld({ jobs: (jobs) => ({ ...jobs, save: storeAway }) });
    await expect(world.generate()).rejects.toMatchObject({
      code: 'store.unavailable',
      facts: { nothingStarted: true },
    });
    expect(await world.totals()).toEqual(before);
    expect(world.runninghub.submits).toEqual([]);
  });
});

describe('a request that is known', () => {
  it('is left alone once it is over, and is not even admitted', async () => {
    let admitted = 0;
    const admit = async () => {
      admitted += 1;
      return admissionOf();
    };
    const world = createWorld({ flow: { admit } });
    await world.generate();
    await world.generate();
    expect([admitted, world.reply.accepted(), world.runninghub.submits.length]).toEqual([1, 1, 1]);
  });

  it('is left alone where another process has opened it', async () => {
    const world = createWorld();
    await world.jobs.save(jobOf(requestOf().id, { state: 'opened' }));
    await world.generate();
    expect([world.reply.accepted(), world.runninghub.submits]).toEqual([0, []]);
    expect(await world.stored()).toMatchObject({ state: 'opened' });
  });
});

describe('what a request may cost', () => {
  const approved = { approval: { byUserId: otherMember, reason: '' } };
  const run = (world: World, options: GenerateOptions) =>
    world.clock.advanceUntil(generate(requestOf(), world.reply, world.flow, options));

  it.each([
    [5, 5],
    [9, 7],
  ])('is at most what was agreed: %i credits make it %i of 7', async (maxCredits, charged) => {
    const world = createWorld();
    await run(world, { maxCredits });
    expect(await world.stored()).toMatchObject({ credits: charged, charged });
    expect(await world.totals()).toMatchObject({ held: 0, spent: charged });
  });

  it("is no more than the guild's threshold, unless it was approved", async () => {
    const settings = settingsOf({ approvals: { threshold: 6, channelId: approvers } });
    const world = createWorld({ flow: { admit: async () => admissionOf({ settings }) } });
    await expect(world.generate()).rejects.toMatchObject({ code: 'refused.rules', facts: { rule: 'threshold' } });
    await run(world, approved);
    expect(await world.totals()).toMatchObject({ spent: 7 });
  });

  it('is what is held already where it begins again', async () => {
    const world = createWorld();
    const { id, guildId, userId } = requestOf();
    const expiresAtMs = startMs + abandonAfterMs;
    await world.ledger.reserve({ id, guildId, userId, credits: 5, model: 'some-model', policy, expiresAtMs });
    await run(world, { isPatient: true });
    expect(await world.stored()).toMatchObject({ credits: 5, charged: 5 });
  });

  it('is held for longer than its job is waited for', async () => {
    const world = createWorld();
    const done = world.begin();
    await world.clock.settle();
    const [hold] = await world.ledger.holds();
    expect(hold?.expiresAtMs).toBeGreaterThan(startMs + abandonAfterMs);
    await world.clock.advanceUntil(done);
  });

  it("is free again of the operator's day where nothing came of it", async () => {
    const spending = createSpending({
      limits: { all: 7, perGuild: null },
      now: () => startMs,
      onMark: () => undefined,
    });
    const expired = new BotError('delivery.expired', 'late');
    const world = createWorld({ flow: { spending }, reply: { accept: () => Promise.reject(expired) } });
    await expect(world.generate()).rejects.toMatchObject({ code: 'delivery.expired' });
    expect(spending.todayOfAll()).toBe(0);
  });

  it('is booked within the limits of open jobs, unless it waits in line', async () => {
    const world = createWorld();
    const limits: unknown[] = [];
    const { bookings } = world.flow;
    const open: typeof bookings.open = (hold, jobFor, within) => {
      limits.push(within);
      return bookings.open(hold, jobFor, within);
    };
    const flow = { ...world.flow, bookings: { ...bookings, open } };
    await world.clock.advanceUntil(generate(requestOf(), world.reply, flow));
    const later = requestOf({ id: snowflakeAt(startMs, 1) });
    await world.clock.advanceUntil(generate(later, world.reply, flow, { isPatient: true }));
    expect(limits).toEqual([{ perMember: 2, perGuild: 3 }, null]);
  });
});

describe('the first answer', () => {
  it('is not given up for a slow store: the picture is made as soon as its price is held', async () => {
    const world = createWorld({
      ledger: (ledger) => ({
        ...ledger,
        reserve: async (hold) => {
          await world.clock.wait(5_000, new AbortController().signal);
          return ledger.reserve(hold);
        },
      }),
    });
    await world.generate();
    expect(world.reply.accepted()).toBe(1);
    expect(await world.totals()).toMatchObject({ held: 0, spent: 7 });
  });

  it('is waited for longer by a patient request', async () => {
    const admit = async () => {
      await world.clock.wait(35_000, new AbortController().signal);
      return admissionOf();
    };
    const world = createWorld({ flow: { admit } });
    await world.clock.advanceUntil(generate(requestOf(), world.reply, world.flow, { isPatient: true }));
    expect(await world.stored()).toMatchObject({ state: 'delivered' });
  });

  it('is a refusal after 30 s when the rules take too long', async () => {
    const world = createWorld({ flow: { admit: () => new Promise(() => undefined) } });
    const done = world.begin();
    await world.clock.advance(29_999);
    expect(world.clock.waiting()).toBe(1);
    await world.clock.advance(1);
    await expect(done).rejects.toMatchObject({ code: 'store.unavailable', facts: { nothingStarted: true } });
  });

  it('is a refusal within 30 s of the command when the hold comes late, and the hold is given back', async () => {
    const world = createWorld({
      flow: {
        admit: async () => {
          await world.clock.wait(1_000, new AbortController().signal);
          return admissionOf();
        },
      },
      ledger: (ledger) => ({
        ...ledger,
        reserve: async (hold) => {
          await world.clock.wait(35_000, new AbortController().signal);
          return ledger.reserve(hold);
        },
      }),
    });
    const done = world.begin();
    await world.clock.advance(30_000);
    await expect(done).rejects.toMatchObject({ code: 'store.unavailable' });
    expect([world.flow.active.all(), world.reply.accepted()]).toEqual([[], 0]);
    await world.clock.advance(10_000);
    expect(await world.totals()).toEqual(before);
    expect(await world.ledger.holds()).toEqual([]);
  });

  it('counts from the command, not from when Easel came to look', async () => {
    const world = createWorld({ flow: { admit: () => new Promise(() => undefined) } });
    const done = world.begin(requestOf({ askedAtMs: startMs - 40_000 }));
    await world.clock.advance(0);
    await expect(done).rejects.toMatchObject({ code: 'store.unavailable' });
  });

  it('a late hold that cannot be given back is logged, and stays until it is swept', async () => {
    const world = createWorld({
      ledger: (ledger) => ({
        ...ledger,
        release: storeAway,
        reserve: async (hold) => {
          await world.clock.wait(35_000, new AbortController().signal);
          return ledger.reserve(hold);
        },
      }),
    });
    const done = world.begin();
    await world.clock.advance(40_000);
    await expect(done).rejects.toMatchObject({ code: 'store.unavailable' });
    // Once when it is given up, and once when it is there after all.
    expect(world.log.lines.map(({ message }) => message)).toEqual(Array(2).fill('a hold stays until the sweep'));
    expect(await world.ledger.holds()).toHaveLength(1);
  });

  it('a hold that fails late changes nothing', async () => {
    const world = createWorld({
      ledger: (ledger) => ({
        ...ledger,
        reserve: async () => {
          await world.clock.wait(35_000, new AbortController().signal);
          return storeAway();
        },
      }),
    });
    const done = world.begin();
    await world.clock.advance(40_000);
    await expect(done).rejects.toMatchObject({ code: 'store.unavailable' });
    expect(world.log.lines).toEqual([]);
  });
});
