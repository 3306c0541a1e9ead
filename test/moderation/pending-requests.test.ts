import { describe, expect, it } from 'vitest';
import type { GenerationRequest } from '#catalog/request.ts';
import { jobId, messageId } from '#core/ids.ts';
import type { Database } from '#db/database.ts';
import type { PendingRequest } from '#moderation/pending-requests.ts';
import { createPendingRequests, decideIn, type StoredPendingRequests } from '#moderation/pending-requests.ts';
import { BreakingRows, breaksOf, noBreak } from '../support/store/breaking-rows.ts';
import { engines } from '../support/store/engines.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';
import { ada, bob, dayMs, guild, wednesdayMs } from '../support/store/money.ts';
import { storesOn } from '../support/store/on-engine.ts';
import {
  approval,
  endParked,
  openParked,
  over,
  pendingOf,
  requestOf,
  withoutPrompt,
} from '../support/store/pending.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';

const channel = requestOf('1').channelId;
const [first, second] = [jobId('1'), jobId('2')];

const file = { url: 'https://cdn.example/a', name: 'a', bytes: 1, mediaType: 'image/png', widthPx: 2, heightPx: 3 };
const wholeRequest: Required<GenerationRequest> = {
  ...requestOf('1'),
  fallbackChannelId: channel,
  options: { ...requestOf('1').options, form: { seed: 7, negative: 'rain', sound: true } },
  images: [file],
  media: { lastImage: file, video: file, audio: file },
  task: 'video',
  isFilledIn: true,
  shownCredits: 7,
};

describe.each(engines)('on $name', (engine) => {
  const stores = storesOn(engine);
  const open = () => openParked(stores.store);
  const openOther = () => openParked(stores.other);
  const corrupt = (id: string) =>
    stores.store.database.query('UPDATE pending_requests SET doc = $2 WHERE request_id = $1', [id, '{"prompt": 7}']);

  describe('a pending request', () => {
    it('waits as it was written, also for the next process', async () => {
      expect(await open().find(first)).toBeNull();
      await open().enqueue(pendingOf('1'));
      expect(await openOther().find(first)).toEqual(pendingOf('1'));
    });

    it('keeps everything that was asked for', async () => {
      await open().enqueue(pendingOf('1', { request: wholeRequest }));
      expect((await open().find(first))?.request).toEqual(wholeRequest);
    });

    it('is decided once, also where several processes decide at once', async () => {
      const processes = [open(), openOther()];
      await open().enqueue(pendingOf('1'));
      const words = [approval, over('declined'), over('dropped')];
      const answers = await Promise.all(
        processes.flatMap((pending) => words.map((word) => pending.decide(first, word))),
      );
      const [decided, ...more] = answers.filter((answer) => answer !== null);
      expect(more).toEqual([]);
      expect(await open().find(first)).toMatchObject({ state: decided?.state });
      expect(await open().decide(second, approval)).toBeNull();
    });

    it('is decided as a part of a transaction, or not at all', async () => {
      const pending = open();
      await pending.enqueue(pendingOf('1'));
      const failing = stores.store.database.transaction(async (transaction) => {
        await decideIn(transaction, { id: first, ...approval }, wednesdayMs);
        throw new Error('no job');
      });
      await expect(failing).rejects.toThrow('no job');
      expect(await pending.find(first)).toEqual(pendingOf('1'));
    });

    it('is changed by several processes at once without a loss', async () => {
      const notice = { channelId: channel, messageId: messageId('600000000000000001') };
      const [pending, other] = [open(), openOther()];
      await pending.enqueue(pendingOf('1'));
      await pending.decide(first, { ...approval, todo: ['record', 'run', 'show', 'tell'] });
      await Promise.all([
        ...[pending.done(first, ['record']), other.done(first, ['show']), pending.done(first, ['tell'])],
        other.setNotice(first, notice),
      ]);
      expect(await pending.find(first)).toMatchObject({ todo: ['run'], notice });
    });

    it('keeps its LoRAs, whose addresses may hold a key, only while it waits', async () => {
      const pending = open();
      const options = { ...requestOf('1').options, lora: 'https://example.com/a?token=SECRET', loraStrength: 0.5 };
      await pending.enqueue(pendingOf('1', { request: requestOf('1', { options }) }));
      expect((await pending.decide(first, approval))?.request.options).toEqual(options);
      expect((await pending.find(first))?.request.options).toEqual(options);
      await pending.done(first, ['run']);
      expect((await pending.find(first))?.request.options).toEqual({ ...options, lora: null, loraStrength: null });
      expect((await stores.rows()).join()).not.toContain('SECRET');
    });

    it('keeps its prompt only while it waits', async () => {
      const pending = open();
      await pending.enqueue(pendingOf('1', { reason: 'price' }));
      expect((await pending.decide(first, approval))?.request.prompt).toBe('a lighthouse');
      await pending.done(first, ['show']);
      expect((await pending.find(first))?.request.prompt).toBe('a lighthouse');
      await pending.done(first, ['run']);
      expect(await pending.find(first)).toEqual(withoutPrompt({ ...pendingOf('1', { reason: 'price' }), ...approval }));
      await pending.enqueue(pendingOf('2'));
      await pending.decide(second, over('declined'));
      expect((await stores.rows()).join()).not.toContain('lighthouse');
      expect(await pending.open()).toEqual([]);
    });

    it('that is added again stays as it is', async () => {
      const pending = open();
      await pending.enqueue(pendingOf('1', { reason: 'price' }));
      await pending.decide(first, approval);
      await pending.enqueue(pendingOf('1'));
      expect(await pending.find(first)).toMatchObject({ state: 'approved', reason: 'price' });
    });

    it("remembers the approvers' message, before and after the decision", async () => {
      const pending = open();
      const notice = { channelId: channel, messageId: messageId('600000000000000001') };
      await pending.enqueue(pendingOf('1'));
      await pending.setNotice(first, notice);
      expect(await pending.decide(first, approval)).toMatchObject({ notice });
      await pending.setNotice(first, null);
      expect(await pending.find(first)).toMatchObject({ notice: null, state: 'approved' });
      await pending.setNotice(second, notice);
      expect(await pending.find(second)).toBeNull();
    });

    it('is open until it was decided and everything is done, the oldest first', async () => {
      const pending = open();
      const at = (id: string, askedAtMs: number) => pendingOf(id, { request: requestOf(id, { askedAtMs }) });
      const [late, early] = [at('1', 20), at('2', 10)];
      for (const each of [late, early, at('3', 5), at('4', 15)]) await pending.enqueue(each);
      await pending.decide(jobId('3'), over('declined'));
      await pending.decide(jobId('4'), approval);
      expect(await pending.open()).toEqual([early, { ...at('4', 15), ...approval }, late]);
    });

    it('goes from one question to another in one step, as long as it waits', async () => {
      const pending = open();
      await pending.enqueue(pendingOf('1', { reason: 'price' }));
      const question = { reason: 'short', expiresAtMs: 7 } as const;
      expect(await pending.amend(first, 'waiting', question)).toEqual(pendingOf('1', question));
      await pending.decide(first, approval);
      expect(await pending.amend(first, 'waiting', question)).toBeNull();
      expect(await pending.amend(second, 'waiting', question)).toBeNull();
    });

    it('that cannot be read stops no other', async () => {
      const pending = open();
      for (const id of ['1', '2']) await pending.enqueue(pendingOf(id, { expiresAtMs: 5 }));
      await corrupt('1');
      expect(await pending.open()).toMatchObject([{ id: '2' }]);
      expect(await pending.exportOf(guild, ada)).toMatchObject([{ id: '2' }]);
      expect(pending.log.lines).toMatchObject([{ facts: { jobId: '1' } }, { facts: { jobId: '1' } }]);
      await expect(pending.find(first)).rejects.toMatchObject({ code: 'store.unavailable' });
    });
  });

  describe('requests that have waited', () => {
    it('are deleted some time after the decision, those that wait are not', async () => {
      const pending = open();
      for (const id of ['1', '2', '3']) await pending.enqueue(pendingOf(id));
      for (const id of [first, second]) await endParked(pending, id);
      expect(await pending.sweep(wednesdayMs)).toBe(0);
      expect(await pending.sweep(wednesdayMs + dayMs)).toBe(2);
      expect(await pending.find(first)).toBeNull();
      expect(await pending.find(jobId('3'))).toEqual(pendingOf('3'));
      expect(await pending.exportOf(guild, ada)).toEqual([pendingOf('3')]);
      await endParked(pending, jobId('3'));
      expect(await pending.sweep(wednesdayMs + dayMs)).toBe(1);
      expect(await stores.rows()).toEqual([]);
      expect(await pending.sweep(wednesdayMs + dayMs)).toBe(0);
    });

    it('are deleted too when they cannot be read', async () => {
      const pending = open();
      for (const id of ['1', '2']) await pending.enqueue(pendingOf(id));
      for (const id of [first, second]) await endParked(pending, id);
      await corrupt('1');
      expect(await pending.sweep(wednesdayMs + dayMs)).toBe(2);
      expect(await stores.rows()).toEqual([]);
    });

    it('count from their first end, whatever is changed afterwards', async () => {
      const clock = { nowMs: wednesdayMs };
      const { store } = stores;
      const pending = createPendingRequests({ store, now: () => clock.nowMs, log: createRecordingLog() });
      await pending.enqueue(pendingOf('1'));
      await endParked(pending, first);
      clock.nowMs += dayMs;
      await pending.setNotice(first, null);
      expect(await pending.sweep(wednesdayMs + 1)).toBe(1);
    });

    it('count from the first sweep where a wrong clock has written their end', async () => {
      const clock = { nowMs: Date.UTC(2046, 0, 1) };
      const { store } = stores;
      const pending = createPendingRequests({ store, now: () => clock.nowMs, log: createRecordingLog() });
      await pending.enqueue(pendingOf('1'));
      await endParked(pending, first);
      for (const nowMs of [wednesdayMs, 1_000, wednesdayMs - 1_000, wednesdayMs + dayMs]) {
        clock.nowMs = nowMs;
        expect(await pending.sweep(nowMs - dayMs)).toBe(0);
      }
      clock.nowMs = wednesdayMs + dayMs + 1;
      expect(await pending.sweep(clock.nowMs - dayMs)).toBe(1);
    });

    it('are deleted beyond one commit', async () => {
      const pending = open();
      await pending.enqueue(pendingOf('1'));
      await endParked(pending, first);
      const copies = Array.from({ length: 1_000 }, (_, index) => `copy${index}`);
      await stores.store.database.transaction(async ({ query }) => {
        for (const id of copies) {
          await query(
            `INSERT INTO pending_requests (request_id, guild_id, user_id, asked_at_ms, closed_at_ms, doc)
            SELECT $1, guild_id, user_id, asked_at_ms, closed_at_ms, doc FROM pending_requests WHERE request_id = '1'`,
            [id],
          );
        }
      });
      expect(await pending.sweep(wednesdayMs + dayMs)).toBe(1_001);
    });

    it('of one member are exported and erased together', async () => {
      const pending = open();
      await pending.enqueue(pendingOf('1'));
      await pending.enqueue(pendingOf('2'));
      await pending.enqueue(pendingOf('3', { request: requestOf('3', { userId: bob }) }));
      await pending.decide(first, approval);
      expect(await pending.exportOf(guild, ada)).toEqual([{ ...pendingOf('1'), ...approval }, pendingOf('2')]);
      expect(await pending.erase(guild, ada, wednesdayMs)).toBeNull();
      expect(await pending.erase(guild, ada, wednesdayMs)).toBeNull();
      expect((await stores.rows()).join()).not.toContain(ada);
      expect(await pending.decide(second, approval)).toBeNull();
      await pending.done(first, ['run']);
      expect((await stores.rows()).join()).not.toContain(ada);
      expect(await pending.open()).toMatchObject([{ id: '3' }]);
    });
  });

  describe('an approved request', () => {
    it('keeps its prompt and is listed, the oldest first, until it is closed', async () => {
      const pending = open();
      const newer = pendingOf('1', { request: requestOf('1', { askedAtMs: wednesdayMs + 1 }) });
      for (const each of [newer, pendingOf('2', { reason: 'short' }), pendingOf('3')]) await pending.enqueue(each);
      for (const id of [first, second]) await pending.decide(id, approval);
      expect((await open().open()).filter(({ state }) => state === 'approved')).toEqual([
        { ...pendingOf('2', { reason: 'short' }), ...approval },
        { ...newer, ...approval },
      ]);
      for (let times = 0; times < 2; times += 1) await pending.done(first, ['run']);
      expect(await pending.find(first)).toEqual(withoutPrompt({ ...newer, ...approval }));
      expect(await pending.open()).toMatchObject([{ id: '2' }, { id: '3' }]);
    });

    it('is not swept before it is closed', async () => {
      const pending = open();
      await pending.enqueue(pendingOf('1'));
      await pending.decide(first, approval);
      expect(await pending.sweep(wednesdayMs + dayMs)).toBe(0);
      expect(await pending.open()).toHaveLength(1);
      await pending.done(first, ['run']);
      expect(await pending.sweep(wednesdayMs + dayMs)).toBe(1);
    });

    it('that cannot be read stops no other', async () => {
      const pending = open();
      for (const id of ['1', '2']) await pending.enqueue(pendingOf(id));
      for (const id of [first, second]) await pending.decide(id, approval);
      await corrupt('1');
      expect(await pending.open()).toMatchObject([{ id: '2' }]);
      expect(pending.log.lines).toMatchObject([{ facts: { jobId: '1' } }]);
    });

    it('is the only one that can be closed', async () => {
      const pending = open();
      await pending.enqueue(pendingOf('1'));
      for (const id of [first, second]) await pending.done(id, ['run']);
      expect(await pending.find(first)).toEqual(pendingOf('1'));
      expect(await pending.find(second)).toBeNull();
    });
  });
});

describe('requests in a store that is gone', () => {
  it('are not listed as none', async () => {
    const broken = async () => {
      throw new Error('SIMULATED: the disk is gone');
    };
    const database: Database = { engine: 'sqlite', query: broken, transaction: broken };
    await expect(openParked({ database }).open()).rejects.toThrow('the disk is gone');
  });
});

describe('whatever write is the last one before a crash', () => {
  async function breakEverywhere(work: (pending: StoredPendingRequests) => Promise<unknown>, start: PendingRequest[]) {
    const startRows = async () => {
      const rows = new Map<string, string>();
      for (const each of start) await openParked(createMemoryStore(rows)).enqueue(each);
      return rows;
    };
    const counted = new BreakingRows(await startRows(), noBreak);
    await work(openParked(createMemoryStore(counted)));
    return Promise.all(
      breaksOf(counted.writes).map(async (at) => {
        const rows = await startRows();
        await expect(work(openParked(createMemoryStore(new BreakingRows(rows, at))))).rejects.toMatchObject({
          code: 'store.unavailable',
        });
        return openParked(createMemoryStore(rows));
      }),
    );
  }

  it('a request that waits is in the lists', async () => {
    for (const pending of await breakEverywhere((broken) => broken.enqueue(pendingOf('1', { expiresAtMs: 5 })), [])) {
      const found = await pending.find(first);
      expect(await pending.open()).toEqual(found === null ? [] : [found]);
      expect(await pending.exportOf(guild, ada)).toEqual(found === null ? [] : [found]);
      await pending.enqueue(pendingOf('1', { expiresAtMs: 5 }));
      expect(await pending.open()).toHaveLength(1);
    }
  });

  it('a request that was decided is deleted in the end', async () => {
    const refusal = over('declined');
    for (const pending of await breakEverywhere((broken) => broken.decide(first, refusal), [pendingOf('1')])) {
      await pending.decide(first, refusal);
      expect(await pending.open()).toEqual([]);
      expect(await pending.sweep(wednesdayMs + dayMs)).toBe(1);
      expect(await pending.exportOf(guild, ada)).toEqual([]);
    }
  });

  it('an approval is open with its prompt until it is closed, and deleted in the end', async () => {
    for (const pending of await breakEverywhere((broken) => endParked(broken, first), [pendingOf('1')])) {
      const found = await pending.find(first);
      const isOpen = found?.request.prompt === 'a lighthouse';
      expect(await pending.open()).toEqual(isOpen ? [found] : []);
      await endParked(pending, first);
      expect(await pending.open()).toEqual([]);
      expect(await pending.find(first)).toEqual(withoutPrompt({ ...pendingOf('1'), ...approval }));
      expect(await pending.sweep(wednesdayMs + dayMs)).toBe(1);
      expect(await pending.exportOf(guild, ada)).toEqual([]);
    }
  });
});
