import { afterEach, describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { guildId } from '#core/ids.ts';
import type {
  GuildAnswer,
  GuildsAnswer,
  JobDetails,
  JobsAnswer,
  JournalAnswer,
  Overview,
  SpendReport,
} from '#web/wire.ts';
import { settingsOf } from '../support/community.ts';
import { fillStore } from '../support/operator/fill.ts';
import { openStage, type Stage, type StageOptions } from '../support/operator/stage.ts';
import { guild, member, requestOf, startMs } from '../support/requests.ts';
import { jobOf } from '../support/store/jobs.ts';

const opened: Stage[] = [];
const open = async (options: StageOptions = {}) => {
  const stage = await openStage(options);
  opened.push(stage);
  await stage.login();
  return stage;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ close }) => close()));
});

const evil = '<img src=x onerror=alert(1)>&"\'</script>';

describe('what the operator’s page shows', () => {
  it('goes through many jobs page by page, each of them once', async () => {
    const { store, read } = await open();
    await fillStore(store, { jobs: 240, guilds: 4, nowMs: startMs });
    const seen: string[] = [];
    let before: string | null = '';
    while (before !== null) {
      const page: JobsAnswer = await read(`/jobs?phase=ended&before=${before}`);
      expect(page.jobs.length).toBeLessThanOrEqual(50);
      seen.push(...page.jobs.map(({ id }) => id));
      before = page.next;
    }
    expect([seen.length, new Set(seen).size]).toEqual([231, 231]);
    const { jobs } = await read<JobsAnswer>('/jobs?phase=open');
    expect(jobs).toHaveLength(9);
  });

  it('follows a job from its start to its end, with its money', async () => {
    const { begin, clock, read } = await open();
    const running = begin();
    await clock.settle();
    const { jobs } = await read<JobsAnswer>('/jobs?phase=open');
    const facts = { id: requestOf().id, guild, member, service: 'runninghub', credits: 7 };
    expect(jobs).toMatchObject([
      { ...facts, state: 'submitted', charged: null, readyAtMs: null, progress: 'starting' },
    ]);
    const { open: count, services } = await read<Overview>('/overview');
    expect([count, services.find(({ name }) => name === 'runninghub')?.submitted]).toEqual([1, 1]);
    await clock.advanceUntil(running);
    const ended = await read<JobDetails>(`/jobs/${requestOf().id}`);
    expect(ended).toMatchObject({ ...facts, state: 'delivered', charged: 7, refunded: 0, progress: null, came: 1 });
    const moments = [ended.openedAtMs, ended.submittedAtMs, ended.readyAtMs, ended.endedAtMs];
    expect(moments).toEqual(moments.toSorted((one, other) => Number(one) - Number(other)));
    expect(moments).not.toContain(null);
  });

  it('hands texts over as they are: nothing in them can become a tag', async () => {
    const { store, jobs, ledger, ask, read } = await open();
    await jobs.save(
      jobOf('1', {
        settings: { ...jobOf('1').settings, prompt: evil },
        modelTitle: evil,
        guildId: guild,
        state: 'failed',
        endedAtMs: startMs,
        charged: 0,
      }),
    );
    await ledger.note({ id: 'n', guildId: guild, kind: 'setup', byUserId: null, userId: null, reason: evil });
    const job = await read<JobDetails>('/jobs/1');
    expect([job.prompt, job.model]).toEqual([evil, evil]);
    const { entries } = await read<JournalAnswer>(`/guilds/${guild}/journal`);
    expect(entries[0]?.reason).toBe(evil);
    for (const path of ['/jobs/1', '/jobs?phase=ended', `/guilds/${guild}/journal`]) {
      expect((await ask(`/api${path}`)).headers.get('content-type')).toMatch(/^application\/json/u);
    }
    await store.database.query('UPDATE jobs SET typed = NULL');
    expect((await read<JobDetails>('/jobs/1')).prompt).toBe('');
  });

  it('adds up spending by day and by kind, beside what the services took', async () => {
    const { store, read } = await open();
    await fillStore(store, { jobs: 120, guilds: 3, nowMs: startMs });
    const report = await read<SpendReport>('/spend?days=7&by=kind');
    expect(report.days).toHaveLength(7);
    const sum = (rows: SpendReport['rows'], what: 'credits' | 'took' | 'jobs') =>
      rows.reduce((total, row) => total + row[what], 0);
    expect(report.rows.map(({ key }) => key).sort()).toEqual(['image', 'video']);
    for (const what of ['took', 'jobs'] as const) expect(sum(report.days, what)).toBeCloseTo(sum(report.rows, what), 3);
    expect(sum(report.days, 'credits')).toBe(sum(report.rows, 'credits'));
    const { rows } = await read<SpendReport>('/spend?days=7&by=guild&guild=900000000000000001');
    expect(rows.map(({ key }) => key)).toEqual(['900000000000000001']);
    const byModel = await read<SpendReport>('/spend?days=7');
    expect(byModel.rows.map(({ credits }) => credits)).toEqual(
      byModel.rows.map(({ credits }) => credits).sort((one, other) => other - one),
    );
  });

  it('lists servers page by page, and shows one with what its managers decided', async () => {
    const { store, set, ledger, read, ask } = await open();
    await fillStore(store, { jobs: 60, guilds: 55, nowMs: startMs });
    const first = await read<GuildsAnswer>('/guilds');
    expect(first.guilds).toHaveLength(50);
    const rest = await read<GuildsAnswer>(`/guilds?after=${first.next}`);
    expect([rest.guilds.length, rest.next]).toEqual([5, null]);
    await set(settingsOf({ confirmPercent: 40 }));
    await ledger.note({ id: 'n', guildId: guild, kind: 'setup', byUserId: null, userId: null, reason: '' });
    const one = await read<GuildAnswer>(`/guilds/${guild}`);
    expect(one).toMatchObject({
      books: { guildId: guild },
      today: { spent: 0, limit: null },
      settings: { confirmPercent: 40, loras: [] },
    });
    expect((await ask('/api/guilds/1')).status).toBe(404);
    expect((await ask('/api/jobs/1')).status).toBe(404);
  });

  it('searches a journal, and writes it down as CSV with what a spreadsheet would run made harmless', async () => {
    const { ledger, ask, read } = await open();
    const reasons = ['=HYPERLINK("http://evil")', '+1', '-1', '@cmd', 'a "quoted", line', 'two\nlines'];
    for (const [index, reason] of reasons.entries()) {
      await ledger.note({ id: `n${index}`, guildId: guild, kind: 'strike', byUserId: null, userId: member, reason });
    }
    const { entries } = await read<JournalAnswer>(
      `/guilds/${guild}/journal?text=hyperlink&kind=strike&member=${member}`,
    );
    expect(entries.map(({ id }) => id)).toEqual(['n0']);
    const response = await ask(`/api/guilds/${guild}/journal.csv`);
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="easel-journal-${guild}.csv"`);
    const text = await response.text();
    const lines = text.split('\r\n');
    expect(lines[0]).toBe('entry,time,what,id,by,member,credits,reason,pool after');
    expect(text).toContain('"\'=HYPERLINK(""http://evil"")"');
    expect(lines.filter((line) => /,(?:[=+@]|-\D|-1,)/u.test(line))).toEqual([]);
    expect(lines.at(-1)).toBe('');
    const found = await (await ask(`/api/guilds/${guild}/journal.csv?text=quoted`)).text();
    expect(found.split('\r\n')).toHaveLength(3);
    const spend = await (await ask('/api/spend.csv?days=2&by=model')).text();
    expect(spend.split('\r\n')).toEqual([
      'day,pictures,credits,jobs,service took,charged for these',
      '2026-11-20,0,0,0,0,0',
      '2026-11-21,0,0,0,0,0',
      '',
      'key,title,pictures,credits,jobs,service took,charged for these',
      '',
    ]);
  });

  it('reads a long journal to its end, also where most of it does not fit', async () => {
    const { ledger, ask } = await open();
    for (let index = 0; index < 1_100; index += 1) {
      const reason = index === 0 ? 'the oldest' : 'x';
      await ledger.note({
        id: `n${index}`,
        guildId: guildId('77'),
        kind: 'strike',
        byUserId: null,
        userId: member,
        reason,
      });
    }
    const all = await (await ask('/api/guilds/77/journal.csv')).text();
    expect(all.split('\r\n')).toHaveLength(1_102);
    const one = await (await ask('/api/guilds/77/journal.csv?text=oldest')).text();
    expect(one.split('\r\n')).toHaveLength(3);
  });

  it.each([
    ['/jobs?phase=both', 'phase'],
    ['/jobs?guild=abc', 'guild'],
    ['/jobs?member=%3Cb%3E', 'member'],
    ['/jobs?state=odd', 'state'],
    ['/jobs?before=1', 'before'],
    ['/jobs/%2E%2E%2Fx', "a job's id"],
    ['/spend?days=32', 'days'],
    ['/spend?by=day', 'by'],
    ['/guilds/abc', 'a Discord id'],
    ['/guilds/1/journal?kind=odd', 'kind'],
    ['/guilds/1/journal?before=0', 'before'],
  ])('refuses %s and names what is wrong', async (path, told) => {
    const { ask } = await open();
    const response = await ask(`/api${path}`);
    const answer: unknown = await response.json();
    expect([response.status, String(Object(answer).error)]).toEqual([400, expect.stringContaining(told)]);
  });

  it('says so where the store is away', async () => {
    const away = () => Promise.reject(new BotError('store.unavailable', 'a secret path'));
    const { ask } = await open({ deps: { jobs: { page: away, find: away, ends: away, costs: away } } });
    const response = await ask('/api/jobs');
    expect([response.status, await response.json()]).toEqual([
      503,
      { error: 'Easel cannot reach its records right now.' },
    ]);
  });
});
