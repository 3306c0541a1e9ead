import { describe, expect, it, onTestFinished } from 'vitest';
import { type JobId, jobId } from '#core/ids.ts';
import { createLedger } from '#credits/ledger.ts';
import type { Store } from '#db/open-store.ts';
import { createBookings, createJobs } from '#jobs/job-store.ts';
import { createLeases } from '#jobs/leases.ts';
import { engines } from '../support/store/engines.ts';
import { jobOf } from '../support/store/jobs.ts';
import { ada, bob, guild, guildOf, holdOf, termsOf, wednesdayMs } from '../support/store/money.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';

const log = createRecordingLog();
const now = () => wednesdayMs;
const policy = termsOf(1000);
const roomy = { perMember: 100, perGuild: 100 };
const [one, two] = [jobId('1'), jobId('2')];

/** One process on the database, with what it writes jobs and money through. */
function processOn(store: Store, name: string, role = 'worker') {
  const leases = createLeases({ database: store.database, process: { name, role, version: '1' }, log });
  const jobs = createJobs({ store, log, ownership: leases });
  const bookings = createBookings({ store, now, ownership: leases });
  const ledger = createLedger({ store, now, log, checkIn: leases.checkIn });
  return {
    leases,
    jobs,
    bookings,
    ledger,
    open: (id: JobId, changes: Parameters<typeof jobOf>[1] = {}, limits: typeof roomy | null = roomy) => {
      const { guildId = guild, userId = ada } = changes;
      return bookings.open({ ...holdOf(id, 7, policy), guildId, userId }, () => jobOf(id, changes), limits);
    },
  };
}

describe.each(engines.filter(({ name }) => name === 'postgres'))('leases on $name', ({ create }) => {
  /** Two processes that have shown that they are alive, and a way to let the lease of one end. */
  async function openTwo() {
    const server = await create();
    onTestFinished(() => server.end());
    const [store, other] = [await server.open(), await server.open()];
    const [a, b] = [processOn(store, 'a'), processOn(other, 'b')];
    await a.leases.beat(0);
    await b.leases.beat(0);
    const lapse = (name: string) =>
      store.database.query('UPDATE processes SET lease_until_ms = 1 WHERE name = $1', [name]);
    return { store, a, b, lapse };
  }

  it('name the processes that are alive, with what they have in flight', async () => {
    const { a, b, lapse } = await openTwo();
    await b.leases.beat(3);
    expect((await a.leases.beat(5)).processes).toEqual([
      { name: 'a', role: 'worker', inFlight: 5 },
      { name: 'b', role: 'worker', inFlight: 3 },
    ]);
    await lapse('b');
    expect((await a.leases.beat(5)).processes.map(({ name }) => name)).toEqual(['a']);
  });

  it("leave a job to its owner as long as the owner's lease lasts, and to another process afterwards", async () => {
    const { a, b, lapse } = await openTwo();
    await a.open(one);
    expect(await b.leases.claim(one)).toBe(false);
    expect(await b.leases.listLeft(10)).toEqual([]);
    await lapse('a');
    expect(await b.leases.listLeft(10)).toMatchObject([{ job: { id: one }, epoch: 1, isOrphan: true }]);
    expect(await b.leases.claim(one)).toBe(true);
    expect([a.leases.has(one), b.leases.has(one)]).toEqual([true, true]);
    expect(await b.leases.listLeft(10)).toEqual([]);
  });

  it('let a process that was too slow change neither the job nor its money', async () => {
    const { a, b, lapse } = await openTwo();
    const job = await a.open(one);
    await lapse('a');
    await b.leases.claim(one);
    const gone = { code: 'cancelled.shutdown' };
    await expect(a.jobs.save({ ...job, state: 'submitted' })).rejects.toMatchObject(gone);
    await expect(a.bookings.settle({ guildId: guild, id: one }, () => null)).rejects.toMatchObject(gone);
    await expect(a.ledger.release(guild, one)).rejects.toMatchObject(gone);
    await expect(a.ledger.settle(guild, one)).rejects.toMatchObject(gone);
    await expect(a.ledger.refund({ guildId: guild, jobId: one, byUserId: null, reason: '' })).rejects.toMatchObject(
      gone,
    );
    expect(await b.jobs.find(one)).toMatchObject({ state: 'opened' });
    expect(await b.ledger.totals(guild)).toMatchObject({ held: 7, spent: 0 });
    await b.jobs.save({ ...job, state: 'submitted' });
    expect(await a.jobs.find(one)).toMatchObject({ state: 'submitted' });
  });

  it('tell a process whose lease had ended which jobs it has lost, once, and leave it those that nobody took', async () => {
    const { a, b, lapse } = await openTwo();
    await a.open(one);
    await a.open(two);
    await lapse('a');
    await b.leases.claim(one);
    expect((await a.leases.beat(2)).lost).toEqual([one]);
    expect((await a.leases.beat(1)).lost).toEqual([]);
    expect([a.leases.has(one), a.leases.has(two)]).toEqual([false, true]);
    expect(await b.leases.claim(two)).toBe(false);
  });

  it('hand a job over at once, with how many the member and the server have in flight', async () => {
    const { a, b } = await openTwo();
    const job = await a.open(one);
    await a.open(two, { userId: bob });
    expect(await a.leases.handOver(job)).toEqual({ epoch: 1, ofMember: 0, ofGuild: 1 });
    expect(a.leases.has(one)).toBe(false);
    expect(await b.leases.claim(one)).toBe(true);
    expect(await a.leases.handOver(job)).toBeNull();
    expect(await a.leases.handOver(jobOf('3'))).toBeNull();
    b.leases.forget(one);
    expect(b.leases.has(one)).toBe(false);
  });

  it('leave everything to the others at the end of a process', async () => {
    const { a, b } = await openTwo();
    await a.open(one);
    await a.open(two, { state: 'submitted' });
    const left = await a.leases.end();
    expect(left.map(({ job, epoch }) => [job.id, job.state, epoch]).toSorted()).toEqual([
      ['1', 'opened', 1],
      ['2', 'submitted', 1],
    ]);
    expect((await b.leases.beat(0)).processes.map(({ name }) => name)).toEqual(['b']);
    expect(await b.leases.claim(one)).toBe(true);
  });

  it('list jobs that wait for their hour only where they are asked for', async () => {
    const { a, b } = await openTwo();
    await a.open(one, { state: 'unsure' });
    await a.leases.end();
    expect(await b.leases.listLeft(10)).toEqual([]);
    expect(await b.leases.listLeft(10, { withUnsure: true })).toHaveLength(1);
  });

  it('let one of several processes begin a request that all of them have', async () => {
    const { a, b } = await openTwo();
    const begun = await Promise.allSettled([a.open(one), b.open(one), a.open(one)]);
    expect(begun.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    expect(a.leases.has(one)).not.toBe(b.leases.has(one));
    expect(await a.ledger.totals(guild)).toMatchObject({ held: 7 });
  });

  it('let another process begin a request again of which nothing was sent, and no other', async () => {
    const { a, b, lapse } = await openTwo();
    const job = await a.open(one);
    const other = await a.open(two);
    await a.jobs.save({ ...other, state: 'sending' });
    await lapse('a');
    await b.open(job.id);
    expect(b.leases.has(one)).toBe(true);
    await expect(b.open(two)).rejects.toMatchObject({ code: 'cancelled.shutdown' });
  });

  it('count the jobs of all processes against the limits, in one step with the booking', async () => {
    const { a, b } = await openTwo();
    const limits = { perMember: 2, perGuild: 3 };
    const asked = [a, b, a, b].map((each, index) => each.open(jobId(`m${index}`), {}, limits));
    const answers = await Promise.allSettled(asked);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    await b.open(jobId('b1'), { userId: bob }, limits);
    await expect(a.open(jobId('b2'), { userId: bob }, limits)).rejects.toMatchObject({
      code: 'refused.busy',
      facts: { rule: 'guild', limit: 3, pictures: 3 },
    });
    await expect(a.open(jobId('m9'), {}, limits)).rejects.toMatchObject({
      facts: { rule: 'member', limit: 2, pictures: 2 },
    });
    await a.open(jobId('other'), { guildId: guildOf(2) }, limits);
    expect(await a.ledger.totals(guild)).toMatchObject({ held: 21 });
  });

  it('know the place of a job in the line of those that wait for room', async () => {
    const { a, b } = await openTwo();
    const limits = { perMember: 5, perGuild: 1 };
    const running = await a.open(one, { state: 'submitted' });
    const first = await b.open(two, { openedAtMs: wednesdayMs + 1 }, null);
    const second = await a.open(jobId('3'), { openedAtMs: wednesdayMs + 2 }, null);
    expect(await b.leases.placeInLine(first, limits)).toBe(1);
    expect(await a.leases.placeInLine(second, limits)).toBe(2);
    await a.jobs.save({ ...running, state: 'delivered', endedAtMs: wednesdayMs });
    expect(await b.leases.placeInLine(first, limits)).toBeNull();
    expect(await a.leases.placeInLine(second, limits)).toBe(2);
    expect(await a.leases.placeInLine(second, { perMember: 5, perGuild: 2 })).toBeNull();
  });

  it('carry to its owner that somebody wants a job stopped, until the owner has obeyed', async () => {
    const { a, b } = await openTwo();
    const job = await a.open(one);
    await b.jobs.markCancelled(one, 'moderator');
    // What the owner writes does not undo it.
    await a.jobs.save({ ...job, state: 'sending' });
    expect((await a.leases.beat(1)).stops).toEqual([{ id: one, by: 'moderator' }]);
    expect((await b.leases.beat(0)).stops).toEqual([]);
    await b.jobs.markCancelled(one, 'user');
    expect((await a.leases.beat(1)).stops).toEqual([{ id: one, by: 'user' }]);
    await a.leases.clearStop(one);
    expect((await a.leases.beat(1)).stops).toEqual([]);
  });

  it('give a repeated work to one process each time', async () => {
    const { store, a, b } = await openTwo();
    expect([await a.leases.isDue('sweep', 60_000), await b.leases.isDue('sweep', 60_000)]).toEqual([true, false]);
    expect(await b.leases.isDue('other', 60_000)).toBe(true);
    await store.database.query('UPDATE repeated_work SET due_at_ms = 1');
    const asked = await Promise.all([a, b, a, b].map(({ leases }) => leases.isDue('sweep', 60_000)));
    expect(asked.filter(Boolean)).toHaveLength(1);
  });

  it('give a work its turn once more where a process asks for it', async () => {
    const { a, b } = await openTwo();
    await a.leases.isDue('sweep', 60_000);
    await b.leases.makeDue('sweep');
    expect([await b.leases.isDue('sweep', 60_000), await a.leases.isDue('sweep', 60_000)]).toEqual([true, false]);
  });

  it('let a process take a job once, also where it comes twice at once', async () => {
    const { a, b } = await openTwo();
    await a.leases.handOver(await a.open(one));
    const taken = await Promise.all([b.leases.claim(one), b.leases.claim(one)]);
    expect(taken.toSorted()).toEqual([false, true]);
    expect(await b.leases.claim(one)).toBe(false);
  });

  it('let nothing be written that comes late from a process which has lost the job and is done with it', async () => {
    const { a, b, lapse } = await openTwo();
    const job = await a.open(one);
    await lapse('a');
    await b.leases.claim(one);
    await expect(a.jobs.save(job)).rejects.toMatchObject({ code: 'cancelled.shutdown' });
    a.leases.forget(one);
    await expect(a.jobs.save({ ...job, state: 'sending' })).rejects.toMatchObject({ code: 'cancelled.shutdown' });
    expect(await b.jobs.find(one)).toMatchObject({ state: 'opened' });
  });

  it('leave jobs that their owner does not work on to the others, at the second look', async () => {
    const { a, b } = await openTwo();
    await a.open(one);
    await a.open(two);
    const isWorkedOn = (id: JobId) => id === two;
    expect(await a.leases.leaveStrays(isWorkedOn)).toBe(0);
    expect(await b.leases.claim(one)).toBe(false);
    expect(await a.leases.leaveStrays(isWorkedOn)).toBe(1);
    expect([a.leases.has(one), a.leases.has(two)]).toEqual([false, true]);
    expect([await b.leases.claim(one), await b.leases.claim(two)]).toEqual([true, false]);
  });

  it('keep a job that is worked on again at the second look', async () => {
    const { a, b } = await openTwo();
    await a.open(one);
    expect(await a.leases.leaveStrays(() => false)).toBe(0);
    expect(await a.leases.leaveStrays(() => true)).toBe(0);
    expect(a.leases.has(one)).toBe(true);
    expect(await b.leases.claim(one)).toBe(false);
  });

  it('let a moderator refund a job at the process that has handed it over', async () => {
    const { a, b } = await openTwo();
    const job = await a.open(one);
    await a.leases.handOver(job);
    await b.leases.claim(one);
    await b.ledger.settle(guild, one);
    const order = { guildId: guild, jobId: one, byUserId: bob, reason: 'six legs' };
    expect([await a.ledger.refund(order), await a.ledger.refund(order)]).toEqual([7, 0]);
  });

  it('do not stand in the way of what a process does about a job that it never had', async () => {
    const { a, b } = await openTwo();
    await a.open(one);
    await a.ledger.settle(guild, one);
    await b.ledger.refund({ guildId: guild, jobId: one, byUserId: null, reason: '' });
    expect(await a.ledger.totals(guild)).toMatchObject({ held: 0, spent: 0 });
  });

  it('leave the wish to stop a job to its owner', async () => {
    const { a, b } = await openTwo();
    await a.open(one);
    await b.jobs.markCancelled(one, 'user');
    await b.leases.clearStop(one);
    expect((await a.leases.beat(1)).stops).toEqual([{ id: one, by: 'user' }]);
  });

  it('leave out a job whose row cannot be read, and say so', async () => {
    const { store, a, b } = await openTwo();
    await a.open(one);
    await store.database.query(`UPDATE jobs SET typed = 'no JSON', owner = NULL`);
    expect(await b.leases.listLeft(10)).toEqual([]);
    expect(log.lines.at(-1)).toMatchObject({ message: 'a job cannot be read' });
  });

  it('end a lease that nobody renews, by the clock of the database', async () => {
    const { store, a, b } = await openTwo();
    await a.open(one);
    const [row] = await store.database.query(
      `SELECT lease_until_ms - CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) AS left_ms
        FROM processes WHERE name = 'a'`,
    );
    expect(Number(row?.left_ms)).toBeGreaterThan(5_000);
    expect(Number(row?.left_ms)).toBeLessThanOrEqual(10_000);
    await store.database.query('UPDATE processes SET lease_until_ms = lease_until_ms - 10000');
    expect(await b.leases.claim(one)).toBe(true);
  });
});

it('are tested where TEST_DATABASE_URL names a server', () => {
  expect(engines.map(({ name }) => name)).toContain('sqlite');
});
