import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/db/open-store.ts';
import { jobId, userId } from '../../src/domain/ids.ts';
import type { Job } from '../../src/domain/job.ts';
import { createJobs } from '../../src/store/jobs.ts';
import { BreakingRows, breaksOf, noBreak } from '../support/store/breaking-rows.ts';
import { jobOf } from '../support/store/jobs.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';
import { dayMs, wednesdayMs } from '../support/store/money.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';

const hourMs = 3_600_000;
const prompt = 'a lighthouse';

function openOn(rows: Map<string, string>) {
  const log = createRecordingLog();
  return { ...createJobs({ store: createMemoryStore(rows, log), log }), log };
}

function ended(id: string, changes: Partial<Job> = {}): Job {
  return jobOf(id, { state: 'delivered', endedAtMs: wednesdayMs, charged: 7, ...changes });
}

describe('a picture that is gone from Discord', () => {
  it('is written down as that, and nothing else of its job is', async () => {
    const jobs = openOn(new Map());
    await jobs.save(ended('1'));
    for (let times = 0; times < 2; times += 1) await jobs.markRemoved(jobId('1'));
    expect(await jobs.find(jobId('1'))).toEqual({ ...ended('1'), isRemoved: true });
  });

  it('of no job, or of one that cannot be read, changes nothing', async () => {
    const rows = new Map<string, string>();
    const jobs = openOn(rows);
    await jobs.markRemoved(jobId('1'));
    expect(rows.size).toBe(0);
    await jobs.save(ended('1'));
    for (const [key, row] of rows) rows.set(key, row.replace('"delivered"', '"lost"'));
    const before = [...rows];
    await jobs.markRemoved(jobId('1'));
    expect([...rows]).toEqual(before);
  });
});

describe('a failure that is made again', () => {
  it('is claimed once, until nothing came of it; of no job never', async () => {
    const jobs = openOn(new Map());
    await jobs.save(ended('1'));
    const claim = (isRetried: boolean) => jobs.markRetried(jobId('1'), isRetried);
    expect([await claim(true), await claim(true), await claim(false), await claim(true)]).toEqual([
      true,
      false,
      true,
      true,
    ]);
    expect(await jobs.markRetried(jobId('2'), true)).toBe(false);
  });
});

describe('jobs', () => {
  it('come back as they were written, also on SQLite', async () => {
    const log = createRecordingLog();
    const store = await openStore({ url: 'sqlite://:memory:', log });
    const jobs = createJobs({ store, log });
    const full = jobOf('1', {
      tickets: [{ provider: 'runninghub', remoteId: '1907' }],
      state: 'submitted',
      submittedAtMs: wednesdayMs,
      settings: { ...jobOf('1').settings, size: { kind: 'pixels', widthPx: 512, heightPx: 768 }, loras: [] },
      error: 'provider.timeout',
      cancelledBy: 'user',
      picturesPerTicket: 4,
      came: 3,
    });
    await jobs.save(full);
    expect(await jobs.find(full.id)).toEqual(full);
    await store.close();
  });

  it.each([
    [{ provider: 'runninghub', remoteId: '1907' }, [{ provider: 'runninghub', remoteId: '1907' }]],
    [null, []],
  ])('that were written down when they had one ticket at most are read (%o)', async (ticket, tickets) => {
    const rows = new Map<string, string>();
    const jobs = openOn(rows);
    await jobs.save(jobOf('1'));
    const row = JSON.parse(rows.get('jobs:1') ?? '');
    const { tickets: _tickets, picturesPerTicket: _each, came: _came, ...old } = row.value;
    rows.set('jobs:1', JSON.stringify({ ...row, value: { ...old, ticket } }));
    expect(await jobs.find(jobId('1'))).toEqual(
      jobOf('1', { tickets: tickets.map((each) => ({ ...each, provider: 'runninghub' })) }),
    );
  });

  it.each([
    [{ file: 'ink', strength: 1 }, [{ file: 'ink', strength: 1 }]],
    [null, []],
  ])('that were written down when they had one LoRA at most are read (%o)', async (lora, loras) => {
    const rows = new Map<string, string>();
    const jobs = openOn(rows);
    await jobs.save(jobOf('1'));
    const row = JSON.parse(rows.get('jobs:1') ?? '');
    const { loras: _loras, ...old } = row.value.settings;
    rows.set('jobs:1', JSON.stringify({ ...row, value: { ...row.value, settings: { ...old, lora } } }));
    expect((await jobs.find(jobId('1')))?.settings.loras).toEqual(loras);
  });

  it('that nobody saved are null', async () => {
    expect(await openOn(new Map()).find(jobId('1'))).toBeNull();
  });

  it('that are open are listed, oldest first', async () => {
    const jobs = openOn(new Map());
    const [old, young] = [jobOf('1', { openedAtMs: 1 }), jobOf('2', { openedAtMs: 2, state: 'unsure' })];
    for (const job of [young, old, jobOf('3')]) await jobs.save(job);
    await jobs.save(ended('3'));
    expect(await jobs.listOpen()).toEqual([old, young]);
  });

  it('that have ended are still found', async () => {
    const jobs = openOn(new Map());
    await jobs.save(jobOf('1'));
    await jobs.save(ended('1'));
    expect(await jobs.listOpen()).toEqual([]);
    expect(await jobs.find(jobId('1'))).toEqual(ended('1'));
  });

  it('that cannot be read are logged and left out, and stay where they are', async () => {
    const rows = new Map<string, string>();
    const jobs = openOn(rows);
    for (const id of ['1', '2', '3']) await jobs.save(jobOf(id));
    rows.set('jobs:2', 'not JSON');
    expect((await jobs.listOpen()).map((job) => job.id)).toEqual(['1', '3']);
    expect(jobs.log.lines).toMatchObject([{ level: 'error', facts: { jobId: '2' } }]);
    expect(await jobs.listOpen()).toHaveLength(2);
    expect(jobs.log.lines).toHaveLength(2);
  });

  it('are listed beyond one turn of reading', async () => {
    const jobs = openOn(new Map());
    await Promise.all(Array.from({ length: 120 }, (_, index) => jobs.save(jobOf(`${index}`))));
    expect(await jobs.listOpen()).toHaveLength(120);
  });

  it('are not listed as none when the store is gone', async () => {
    const log = createRecordingLog();
    const rows = new UnreadableJobs();
    const jobs = createJobs({ store: createMemoryStore(rows, log), log });
    await jobs.save(jobOf('1'));
    await expect(jobs.listOpen()).rejects.toMatchObject({ code: 'store.unavailable' });
  });
});

class UnreadableJobs extends Map<string, string> {
  override get(key: string): string | undefined {
    if (key.startsWith('jobs:')) throw new Error('SIMULATED: the disk is gone');
    return super.get(key);
  }
}

describe('prompts', () => {
  const sweep = { endedBeforeMs: wednesdayMs + hourMs };

  it('end with time, and the job stays', async () => {
    const jobs = openOn(new Map());
    await jobs.save(ended('1'));
    await jobs.save(ended('2', { endedAtMs: wednesdayMs + dayMs }));
    await jobs.save(jobOf('3'));
    expect(await jobs.sweepPrompts(sweep)).toBe(1);
    expect(await jobs.find(jobId('1'))).toEqual(
      ended('1', { settings: { ...jobOf('1').settings, prompt: '', loras: [] } }),
    );
    expect((await jobs.find(jobId('2')))?.settings.prompt).toBe(prompt);
    expect((await jobs.find(jobId('3')))?.settings.prompt).toBe(prompt);
    expect(await jobs.sweepPrompts(sweep)).toBe(0);
  });

  it('end with the pictures and the LoRAs that were typed, whose addresses may hold a key, also where there was no prompt', async () => {
    const rows = new Map<string, string>();
    const jobs = openOn(rows);
    const loras = [{ file: 'https://example.com/a?token=SECRET', strength: 1, triggerWords: ['SECRET words'] }];
    const image = {
      ...{ url: 'https://cdn.example/SECRET', name: 'SECRET.png' },
      ...{ bytes: null, mediaType: null, widthPx: null, heightPx: null },
    };
    const { settings } = jobOf('0');
    await jobs.save(ended('1', { settings: { ...settings, loras, images: [image] } }));
    await jobs.save(ended('2', { settings: { ...settings, prompt: '', loras } }));
    await jobs.save(ended('3', { settings: { ...settings, prompt: '', loras: [], images: [image] } }));
    await jobs.save(ended('4', { settings: { ...settings, loras, images: [image] } }));
    await jobs.erase(jobId('4'), userId('deleted-1'));
    expect(await jobs.sweepPrompts(sweep)).toBe(3);
    expect([...rows.values()].join()).not.toContain('SECRET');
  });

  it('of a job whose end has no time count from its start', async () => {
    const jobs = openOn(new Map());
    await jobs.save(ended('1', { endedAtMs: null }));
    expect(await jobs.sweepPrompts(sweep)).toBe(1);
  });

  it('of a job that was saved twice end once', async () => {
    const jobs = openOn(new Map());
    await jobs.save(ended('1'));
    await jobs.save(ended('1'));
    await jobs.save(ended('1', { endedAtMs: wednesdayMs - dayMs }));
    expect(await jobs.sweepPrompts(sweep)).toBe(1);
  });

  it('of a job that is open again stay', async () => {
    const jobs = openOn(new Map());
    await jobs.save(ended('1'));
    await jobs.save(jobOf('1'));
    expect(await jobs.sweepPrompts(sweep)).toBe(0);
    expect(await jobs.listOpen()).toEqual([jobOf('1')]);
  });

  it('in rows that cannot be read, or are gone, end too', async () => {
    const rows = new Map<string, string>();
    const jobs = openOn(rows);
    for (const id of ['1', '2']) await jobs.save(ended(id));
    rows.set('jobs:1', `{"value":{"settings":{"prompt":"${prompt}"}}}`);
    rows.delete('jobs:2');
    expect(await jobs.sweepPrompts(sweep)).toBe(0);
    expect(rows.has('jobs:1')).toBe(false);
  });

  it('leave nothing behind in the lists', async () => {
    const rows = new Map<string, string>();
    const jobs = openOn(rows);
    for (const id of ['1', '2']) await jobs.save(ended(id));
    await jobs.sweepPrompts(sweep);
    expect([...rows.keys()].filter((key) => key.startsWith('endedjobs:'))).toEqual([]);
    expect([...rows.values()].join()).not.toContain(prompt);
  });
});

describe('whatever write is the last one before a crash', () => {
  async function breakEverywhere(work: (jobs: ReturnType<typeof openOn>) => Promise<unknown>, start: Job[]) {
    const startRows = async () => {
      const rows = new Map<string, string>();
      for (const job of start) await openOn(rows).save(job);
      return rows;
    };
    const counted = new BreakingRows(await startRows(), noBreak);
    await work(openOn(counted));
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
      expect(await jobs.sweepPrompts({ endedBeforeMs: wednesdayMs + dayMs })).toBe(1);
    }
  });

  it('a sweep that is repeated ends every prompt', async () => {
    const sweep = { endedBeforeMs: wednesdayMs + dayMs };
    const start = [ended('1'), ended('2'), ended('3', { endedAtMs: wednesdayMs + hourMs })];
    for (const jobs of await breakEverywhere((broken) => broken.sweepPrompts(sweep), start)) {
      await jobs.sweepPrompts(sweep);
      for (const { id } of start) expect((await jobs.find(id))?.settings.prompt).toBe('');
    }
  });
});

describe('jobs since a moment', () => {
  it('are those that ended since, to the hour, and all that have not ended', async () => {
    const rows = new Map<string, string>();
    const jobs = openOn(rows);
    await jobs.save(ended('1', { endedAtMs: wednesdayMs - hourMs - 1 }));
    await jobs.save(ended('2', { endedAtMs: wednesdayMs }));
    await jobs.save(jobOf('3', { state: 'submitted', openedAtMs: wednesdayMs - 3 * dayMs }));
    await jobs.save(ended('4', { endedAtMs: wednesdayMs + hourMs }));
    await jobs.save(ended('5', { endedAtMs: wednesdayMs + hourMs }));
    const found = async () => (await jobs.listSince(wednesdayMs)).map(({ id }) => id).sort();
    expect(await found()).toEqual(['2', '3', '4', '5']);
    for (const [key, row] of rows) if (row.includes('"id":"5"')) rows.set(key, row.replace('"delivered"', '"lost"'));
    expect(await found()).toEqual(['2', '3', '4']);
  });
});
