import { describe, expect, it } from 'vitest';
import { jobId, userId } from '#core/ids.ts';
import type { Database } from '#db/database.ts';
import type { Job } from '#jobs/job.ts';
import { createJobs, type StoredJobs, saveJobIn } from '#jobs/job-store.ts';
import { BreakingRows, breaksOf, noBreak } from '../support/store/breaking-rows.ts';
import { engines } from '../support/store/engines.ts';
import { jobOf } from '../support/store/jobs.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';
import { ada, bob, dayMs, guild, guildOf, wednesdayMs } from '../support/store/money.ts';
import { storesOn } from '../support/store/on-engine.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';

const hourMs = 3_600_000;
const prompt = 'a lighthouse';
const pseudonym = userId('deleted-1');

function ended(id: string, changes: Partial<Job> = {}): Job {
  return jobOf(id, { state: 'delivered', endedAtMs: wednesdayMs, charged: 7, ...changes });
}

/** A job of which nothing that was typed is kept. */
function emptied(job: Job): Job {
  return { ...job, settings: { ...job.settings, prompt: '', loras: [], images: [] } };
}

const image = {
  ...{ url: 'https://cdn.example/SECRET', name: 'SECRET.png' },
  ...{ bytes: null, mediaType: null, widthPx: null, heightPx: null },
};

describe.each(engines)('on $name', (engine) => {
  const stores = storesOn(engine);
  const open = (store = stores.store) => {
    const log = createRecordingLog();
    return { ...createJobs({ store, log }), log };
  };
  const corrupt = (id: string, doc = 'not JSON') =>
    stores.store.database.query('UPDATE jobs SET doc = $2 WHERE job_id = $1', [id, doc]);

  describe('jobs', () => {
    it('come back as they were written', async () => {
      const full = jobOf('1', {
        tickets: [{ provider: 'runninghub', remoteId: '1907' }],
        state: 'submitted',
        submittedAtMs: wednesdayMs,
        settings: {
          ...jobOf('1').settings,
          size: { kind: 'pixels', widthPx: 512, heightPx: 768 },
          loras: [{ file: 'ink', strength: 1, triggerWords: ['wash'] }],
          images: [image],
        },
        replyTo: { ...jobOf('1').replyTo, sealedToken: 'sealed' },
        error: 'provider.timeout',
        cancelledBy: 'user',
        listCredits: 9,
        picturesPerTicket: 4,
        came: 3,
        costs: [{ currency: 'CNY', amount: 0.05 }],
        isUnlabelled: true,
        isSpoiler: true,
        isRemoved: true,
        isRetried: true,
      });
      await open().save(full);
      expect(await open(stores.other).find(full.id)).toEqual(full);
    });

    it('that were not saved are null', async () => {
      expect(await open().find(jobId('1'))).toBeNull();
    });

    it('that are open are listed, oldest first', async () => {
      const jobs = open();
      const [old, young] = [jobOf('1', { openedAtMs: 1 }), jobOf('2', { openedAtMs: 2, state: 'unsure' })];
      const untold = ended('4', { openedAtMs: 3, state: 'failed', isUntold: true });
      for (const job of [untold, young, old, jobOf('3')]) await jobs.save(job);
      await jobs.save(ended('3'));
      expect(await jobs.listOpen()).toEqual([old, young, untold]);
      await jobs.save({ ...untold, isUntold: false });
      expect(await jobs.listOpen()).toEqual([old, young]);
    });

    it('that are open are listed by server, and by member there', async () => {
      const jobs = open();
      const [ours, theirs, elsewhere] = [
        jobOf('1', { openedAtMs: 1 }),
        jobOf('2', { openedAtMs: 2, userId: bob }),
        jobOf('3', { openedAtMs: 3, guildId: guildOf(2) }),
      ];
      for (const job of [elsewhere, theirs, ours, ended('4')]) await jobs.save(job);
      expect(await jobs.listOpenIn(ours.guildId, null)).toEqual([ours, theirs]);
      expect(await jobs.listOpenIn(ours.guildId, bob)).toEqual([theirs]);
    });

    it('that have ended are still found', async () => {
      const jobs = open();
      await jobs.save(jobOf('1'));
      await jobs.save(ended('1'));
      expect(await jobs.listOpen()).toEqual([]);
      expect(await jobs.find(jobId('1'))).toEqual(ended('1'));
    });

    it('that have ended do not open again by a late write, of another process too', async () => {
      const jobs = open();
      await jobs.save(ended('1'));
      for (const late of [jobOf('1'), ended('1', { state: 'failed', charged: 0 })]) {
        await open(stores.other).save(late);
        expect(await jobs.find(jobId('1'))).toEqual(ended('1'));
      }
      expect(await jobs.listOpen()).toEqual([]);
    });

    it('end once where one process ends them while another still writes', async () => {
      for (const id of ['1', '2', '3', '4', '5']) {
        const [first, second] = [open(), open(stores.other)];
        await first.save(jobOf(id));
        await Promise.all([first.save(ended(id)), second.save(jobOf(id, { state: 'sending' }))]);
        expect(await first.find(jobId(id))).toEqual(ended(id));
      }
    });

    it('are saved as a part of a transaction, or not at all', async () => {
      const { database } = stores.store;
      const failing = database.transaction(async (transaction) => {
        await saveJobIn(transaction, jobOf('1'));
        throw new Error('no hold');
      });
      await expect(failing).rejects.toThrow('no hold');
      await database.transaction((transaction) => saveJobIn(transaction, jobOf('2')));
      expect(await open().listOpen()).toEqual([jobOf('2')]);
    });

    it('that cannot be read are logged and left out, and stay where they are', async () => {
      const jobs = open();
      for (const id of ['1', '2', '3']) await jobs.save(jobOf(id));
      await corrupt('2');
      expect((await jobs.listOpen()).map((job) => job.id)).toEqual(['1', '3']);
      expect(jobs.log.lines).toMatchObject([{ level: 'error', facts: { jobId: '2' } }]);
      expect(await jobs.listOpen()).toHaveLength(2);
      expect(jobs.log.lines).toHaveLength(2);
      await expect(jobs.find(jobId('2'))).rejects.toMatchObject({ code: 'store.unavailable' });
    });

    it('that are open keep their member from being erased, in their guild', async () => {
      const jobs = open();
      await jobs.save(jobOf('1'));
      await jobs.save(ended('2', { userId: bob }));
      expect([await jobs.hasOpen(guild, ada), await jobs.hasOpen(guild, bob)]).toEqual([true, false]);
      expect(await jobs.hasOpen(guildOf(2), ada)).toBe(false);
    });

    it('that ended last are listed, the newest first, so many at most', async () => {
      const jobs = open();
      for (const id of ['1', '2', '3', '4']) {
        await jobs.save(ended(id, { endedAtMs: wednesdayMs + Number(id) }));
      }
      await jobs.save(jobOf('5'));
      await corrupt('3', '{"modelId": 7}');
      expect((await jobs.listNewest(3)).map(({ id }) => id)).toEqual(['4', '2']);
    });
  });

  describe('what jobs cost', () => {
    it('is counted for those that were opened since a moment: open ones each, closed ones by guild', async () => {
      const jobs = open();
      const other = guildOf(2);
      await jobs.save(jobOf('1', { listCredits: 12, openedAtMs: wednesdayMs - 1 }));
      await jobs.save(jobOf('2', { listCredits: 12 }));
      await jobs.save(ended('3', { listCredits: 20 }));
      await jobs.save(ended('4', { endedAtMs: wednesdayMs + 1 }));
      await jobs.save(ended('5', { guildId: other, costs: [{ currency: 'USD', amount: 0.011 }] }));
      await jobs.save(ended('6', { openedAtMs: wednesdayMs - 1 }));
      const { open: stillOpen, closed } = await jobs.costsSince(wednesdayMs);
      expect(stillOpen).toEqual([{ id: '2', guildId: guild, credits: 12 }]);
      expect(closed.toSorted((one, two) => two.credits - one.credits)).toMatchObject([
        { guildId: guild, credits: 27 },
        { guildId: other, credits: 11 },
      ]);
    });

    it('is nothing where there are none', async () => {
      expect(await open().costsSince(0)).toEqual({ open: [], closed: [] });
    });
  });

  describe('a cancel mark', () => {
    it.each(['opened', 'sending', 'submitted', 'unsure'] as const)(
      'changes nothing else of an %s job',
      async (state) => {
        const jobs = open();
        await jobs.save(jobOf('1', { state }));
        const marked = jobOf('1', { state, cancelledBy: 'moderator' });
        expect(await jobs.markCancelled(jobId('1'), 'moderator')).toEqual(marked);
        expect(await jobs.find(jobId('1'))).toEqual(marked);
      },
    );

    it('is not written on a job that is delivered or has ended, or where there is none', async () => {
      const jobs = open();
      const untold = ended('2', { state: 'failed', isUntold: true });
      for (const job of [jobOf('1', { state: 'delivering' }), untold, ended('3')]) {
        await jobs.save(job);
        expect(await jobs.markCancelled(job.id, 'user')).toEqual(job);
      }
      expect(await jobs.markCancelled(jobId('4'), 'user')).toBeNull();
    });
  });

  describe('a picture that is gone from Discord', () => {
    it('is written down as that, and nothing else of its job is', async () => {
      const jobs = open();
      await jobs.save(ended('1'));
      for (let times = 0; times < 2; times += 1) await jobs.markRemoved(jobId('1'));
      expect(await jobs.find(jobId('1'))).toEqual({ ...ended('1'), isRemoved: true });
    });

    it('while its job is written down stays gone', async () => {
      const jobs = open();
      await jobs.save(jobOf('1', { state: 'delivering' }));
      await jobs.markRemoved(jobId('1'));
      await jobs.save(ended('1'));
      expect(await jobs.find(jobId('1'))).toEqual({ ...ended('1'), isRemoved: true });
    });

    it('of no job changes nothing', async () => {
      await open().markRemoved(jobId('1'));
      expect(await stores.rows()).toEqual([]);
    });
  });

  describe('a failure that is made again', () => {
    it('is claimed once, until nothing came of it; of no job never', async () => {
      const jobs = open();
      await jobs.save(ended('1'));
      const claim = (isRetried: boolean) => jobs.markRetried(jobId('1'), isRetried);
      const claims = [await claim(true), await claim(true), await claim(false), await claim(true)];
      expect(claims).toEqual([true, false, true, true]);
      expect(await jobs.markRetried(jobId('2'), true)).toBe(false);
    });

    it('is claimed by one of two processes', async () => {
      await open().save(ended('1'));
      const claims = await Promise.all(
        [stores.store, stores.other].map((store) => open(store).markRetried(jobId('1'), true)),
      );
      expect(claims.toSorted()).toEqual([false, true]);
    });
  });

  describe('prompts', () => {
    const sweep = { endedBeforeMs: wednesdayMs + hourMs, nowMs: wednesdayMs + dayMs };

    it('end with time, and the job stays', async () => {
      const jobs = open();
      await jobs.save(ended('1'));
      await jobs.save(ended('2', { endedAtMs: wednesdayMs + dayMs }));
      await jobs.save(jobOf('3'));
      await jobs.save(ended('4', { state: 'failed', isUntold: true }));
      expect(await jobs.sweepPrompts(sweep)).toBe(1);
      expect(await jobs.find(jobId('1'))).toEqual(emptied(ended('1')));
      for (const id of ['2', '3', '4']) expect((await jobs.find(jobId(id)))?.settings.prompt).toBe(prompt);
      expect(await jobs.sweepPrompts(sweep)).toBe(0);
    });

    it('end with the pictures and the LoRAs that were typed, whose addresses may hold a key, also where there was no prompt', async () => {
      const jobs = open();
      const loras = [{ file: 'https://example.com/a?token=SECRET', strength: 1, triggerWords: ['SECRET words'] }];
      const { settings } = jobOf('0');
      await jobs.save(ended('1', { settings: { ...settings, loras, images: [image] } }));
      await jobs.save(ended('2', { settings: { ...settings, prompt: '', loras } }));
      await jobs.save(ended('3', { settings: { ...settings, prompt: '', loras: [], images: [image] } }));
      await jobs.save(emptied(ended('4')));
      expect(await jobs.sweepPrompts(sweep)).toBe(3);
      expect((await stores.rows()).join()).not.toContain('SECRET');
    });

    it('of a job whose end has no time count from its start', async () => {
      const jobs = open();
      await jobs.save(ended('1', { endedAtMs: null }));
      expect(await jobs.sweepPrompts(sweep)).toBe(1);
    });

    it('that have ended do not come back by a late write', async () => {
      const jobs = open();
      await jobs.save(ended('1'));
      await jobs.sweepPrompts(sweep);
      await jobs.save(ended('1'));
      expect(await jobs.find(jobId('1'))).toEqual(emptied(ended('1')));
    });

    it('in rows that cannot be read end too', async () => {
      const jobs = open();
      await jobs.save(ended('1'));
      await corrupt('1');
      expect(await jobs.sweepPrompts(sweep)).toBe(1);
      expect((await stores.rows()).join()).not.toContain(prompt);
    });

    it('count from the first sweep where a wrong clock has written the end, and are lost by no clock', async () => {
      const jobs = open();
      const keptForMs = 30 * dayMs;
      const sweepAt = (nowMs: number) => jobs.sweepPrompts({ endedBeforeMs: nowMs - keptForMs, nowMs });
      await jobs.save(ended('1', { endedAtMs: Date.UTC(2046, 0, 1) }));
      await jobs.save(ended('2', { endedAtMs: wednesdayMs + hourMs }));
      for (const nowMs of [wednesdayMs, 1_000, wednesdayMs - hourMs, wednesdayMs + keptForMs]) {
        expect(await sweepAt(nowMs)).toBe(0);
      }
      expect(await sweepAt(wednesdayMs + keptForMs + 1)).toBe(1);
      expect((await jobs.find(jobId('1')))?.settings.prompt).toBe('');
      expect(await sweepAt(wednesdayMs + hourMs + keptForMs + 1)).toBe(1);
    });

    it('end beyond one commit', async () => {
      const jobs = open();
      const ids = Array.from({ length: 1_001 }, (_, index) => `${index}`);
      await stores.store.database.transaction(async (transaction) => {
        for (const id of ids) await saveJobIn(transaction, ended(id));
      });
      expect(await jobs.sweepPrompts(sweep)).toBe(1_001);
    });
  });

  describe('a member who is erased', () => {
    it('is taken out of a job that has ended, with everything that they typed, and stays out', async () => {
      const jobs = open();
      const token = (sealedToken: string | null) => ({ replyTo: { ...jobOf('1').replyTo, sealedToken } });
      await jobs.save(ended('1', token('sealed')));
      for (let times = 0; times < 2; times += 1) await jobs.erase(jobId('1'), pseudonym);
      const erased = emptied(ended('1', { ...token(null), userId: pseudonym }));
      expect(await jobs.find(jobId('1'))).toEqual(erased);
      await jobs.save(ended('1'));
      expect(await jobs.find(jobId('1'))).toEqual(erased);
    });

    it('is taken out of a row that cannot be read too', async () => {
      await open().save(ended('1'));
      await corrupt('1');
      await open().erase(jobId('1'), pseudonym);
      expect((await stores.rows()).join()).not.toMatch(new RegExp(`${ada}|${prompt}`));
    });

    it('keeps a job that is open, and no job is made', async () => {
      const jobs = open();
      await jobs.save(jobOf('1'));
      for (const id of ['1', '2']) await jobs.erase(jobId(id), pseudonym);
      expect(await jobs.find(jobId('1'))).toEqual(jobOf('1'));
      expect(await jobs.find(jobId('2'))).toBeNull();
    });
  });
});

describe('jobs in a store that is gone', () => {
  it('are not listed as none', async () => {
    const broken = async () => {
      throw new Error('SIMULATED: the disk is gone');
    };
    const database: Database = { engine: 'sqlite', query: broken, transaction: broken };
    const jobs = createJobs({ store: { database }, log: createRecordingLog() });
    await expect(jobs.listOpen()).rejects.toThrow('the disk is gone');
  });
});

describe('whatever write is the last one before a crash', () => {
  const openOn = (rows: Map<string, string>) => {
    const log = createRecordingLog();
    return createJobs({ store: createMemoryStore(rows, log), log });
  };

  async function breakEverywhere(work: (jobs: StoredJobs) => Promise<unknown>, start: Job[]) {
    const startRows = async () => {
      const rows = new Map<string, string>();
      for (const job of start) await openOn(rows).save(job);
      return rows;
    };
    const counted = new BreakingRows(await startRows(), noBreak);
    await work(openOn(counted));
    expect(counted.writes).toBeGreaterThan(0);
    return Promise.all(
      breaksOf(counted.writes).map(async (at) => {
        const rows = await startRows();
        await expect(work(openOn(new BreakingRows(rows, at)))).rejects.toMatchObject({ code: 'store.unavailable' });
        return openOn(rows);
      }),
    );
  }

  it('a job that was written down as open is listed', async () => {
    for (const jobs of await breakEverywhere((broken) => broken.save(jobOf('1')), [])) {
      const found = await jobs.find(jobId('1'));
      expect(await jobs.listOpen()).toEqual(found === null ? [] : [found]);
      await jobs.save(jobOf('1'));
      expect(await jobs.listOpen()).toEqual([jobOf('1')]);
    }
  });

  it('a job that ends is either listed or final, and its prompt ends', async () => {
    for (const jobs of await breakEverywhere((broken) => broken.save(ended('1')), [jobOf('1')])) {
      const isFinal = (await jobs.find(jobId('1')))?.state === 'delivered';
      expect(await jobs.listOpen()).toHaveLength(isFinal ? 0 : 1);
      await jobs.save(ended('1'));
      expect(await jobs.listOpen()).toEqual([]);
      expect(await jobs.sweepPrompts({ endedBeforeMs: wednesdayMs + dayMs, nowMs: wednesdayMs + dayMs })).toBe(1);
    }
  });

  it('a sweep that is repeated ends every prompt', async () => {
    const sweep = { endedBeforeMs: wednesdayMs + dayMs, nowMs: wednesdayMs + dayMs };
    const start = [ended('1'), ended('2'), ended('3', { endedAtMs: wednesdayMs + hourMs })];
    for (const jobs of await breakEverywhere((broken) => broken.sweepPrompts(sweep), start)) {
      await jobs.sweepPrompts(sweep);
      for (const { id } of start) expect((await jobs.find(id))?.settings.prompt).toBe('');
    }
  });
});
