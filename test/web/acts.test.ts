import { afterEach, describe, expect, it } from 'vitest';
import { jobId, operatorId } from '#core/ids.ts';
import { openStage, type Stage, type StageOptions } from '../support/operator/stage.ts';
import { guild, member, requestOf } from '../support/requests.ts';

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

const click = (number: number) => `00000000-0000-4000-a000-${String(number).padStart(12, '0')}`;
const { id: job } = requestOf();
const done = async (response: Promise<Response>) => {
  const answer = await response;
  return [answer.status, await answer.json()];
};

describe('a refund by the operator', () => {
  it('goes to the member in full, and stands in the journal and the log channel with who it was', async () => {
    const { generate, act, journal, audit, balance } = await open();
    await generate();
    const refund = { kind: 'refund', id: click(1), job, reason: 'it was blurred' };
    expect(await done(act(refund))).toEqual([200, { kind: 'refund', credits: 7 }]);
    expect(await balance()).toMatchObject({ bonus: 7 });
    expect(await journal(member)).toMatchObject([
      { kind: 'refund', byUserId: operatorId, credits: 7, reason: 'it was blurred' },
    ]);
    expect(audit.acts()).toMatchObject([{ what: 'refund', byUserId: operatorId, userId: member, credits: 7 }]);
  });

  it('happens once for a click, answered as before, and once for a job', async () => {
    const { generate, act, balance, audit } = await open();
    await generate();
    const refund = { kind: 'refund', id: click(1), job, reason: 'sorry' };
    const answers = await Promise.all([done(act(refund)), done(act(refund))]);
    expect(answers).toEqual([answers[0], [200, { kind: 'refund', credits: 7 }]]);
    expect(await done(act({ ...refund, id: click(2) }))).toEqual([200, { kind: 'refund', credits: 0 }]);
    expect(await balance()).toMatchObject({ bonus: 7 });
    expect(audit.acts()).toHaveLength(1);
  });

  it('of a job that is not there says so', async () => {
    const { act } = await open();
    expect(await done(act({ kind: 'refund', id: click(1), job: '1', reason: 'x' }))).toEqual([
      200,
      { kind: 'refund', credits: null },
    ]);
    expect(await done(act({ kind: 'cancel', id: click(2), job: '1', reason: 'x' }))).toEqual([
      200,
      { kind: 'cancel', answer: 'not_found' },
    ]);
  });

  it('may be tried again where the store was away', async () => {
    let isAway = true;
    const { generate, act, log, moderation, balance } = await open({
      deps: {
        moderation: {
          refund: (by, id) => (isAway ? Promise.reject(new Error('secret detail')) : moderation.refund(by, id)),
          noteCancel: async () => undefined,
        },
      },
    });
    await generate();
    const refund = { kind: 'refund', id: click(1), job, reason: 'sorry' };
    expect(await done(act(refund))).toEqual([500, { error: 'Something went wrong inside Easel; see the log.' }]);
    isAway = false;
    expect(await done(act(refund))).toEqual([200, { kind: 'refund', credits: 7 }]);
    expect(await balance()).toMatchObject({ bonus: 7 });
    expect(log.lines.filter(({ message }) => message.includes('could not answer'))).toHaveLength(1);
  });
});

describe('a cancel by the operator', () => {
  it('stops a job of any server, gives its credits back, and is noted once', async () => {
    const { begin, clock, act, journal, stored, totals } = await open({
      runninghub: { cancel: [() => 'cancelled' as const], check: [() => ({ kind: 'queued' as const, ahead: null })] },
    });
    const running = begin();
    await clock.advance(1_000);
    const cancel = { kind: 'cancel', id: click(1), job, reason: 'a costly mistake' };
    const [answer] = await Promise.all([done(act(cancel)), done(act(cancel))]);
    expect(answer).toEqual([200, { kind: 'cancel', answer: 'cancelled' }]);
    await clock.advanceUntil(running);
    expect(await stored()).toMatchObject({ state: 'cancelled', cancelledBy: 'moderator', charged: 0 });
    expect(await totals()).toMatchObject({ held: 0, spent: 0 });
    expect(await journal()).toMatchObject([
      { kind: 'cancel', byUserId: operatorId, userId: member, reason: 'a costly mistake' },
    ]);
    expect(await done(act({ ...cancel, id: click(2) }))).toEqual([200, { kind: 'cancel', answer: 'over' }]);
  });
});

describe('a pause by the operator', () => {
  it('of the bot tells members the notice, charges nothing, and ends with a click', async () => {
    const { act, flow, totals } = await open();
    const pause = { kind: 'pause', id: click(1), subject: 'bot', reason: 'Back at nine <b>sharp</b>.' };
    expect(await done(act(pause))).toEqual([200, { kind: 'pause', isNew: true }]);
    expect(await done(act(pause))).toEqual([200, { kind: 'pause', isNew: true }]);
    await expect(flow.admit(requestOf())).rejects.toMatchObject({
      code: 'refused.busy',
      facts: { rule: 'paused', reason: 'Back at nine <b>sharp</b>.' },
    });
    expect(await totals()).toMatchObject({ held: 0, spent: 0 });
    expect(await done(act({ kind: 'resume', id: click(2), subject: 'bot' }))).toEqual([
      200,
      { kind: 'resume', isNew: true },
    ]);
    expect((await flow.admit(requestOf())).plan.credits).toBe(7);
  });

  it('is kept over a restart, and a click of before it does not come back', async () => {
    const rows = new Map<string, string>();
    const before = await open({ rows });
    await before.act({ kind: 'pause', id: click(1), subject: 'runninghub', reason: 'odd bills' });
    await before.close();
    const after = await open({ rows });
    expect(after.pauses.isService('runninghub')).toBe(true);
    await after.act({ kind: 'resume', id: click(2), subject: 'runninghub' });
    expect(await done(after.act({ kind: 'pause', id: click(1), subject: 'runninghub', reason: 'odd bills' }))).toEqual([
      200,
      { kind: 'pause', isNew: false },
    ]);
    expect(after.pauses.isService('runninghub')).toBe(false);
  });

  it('shows among the metrics and on the page', async () => {
    const { act, metrics, read } = await open();
    await act({ kind: 'pause', id: click(1), subject: 'runcomfy', reason: 'odd bills' });
    expect((await metrics.render()).text).toContain('easel_paused{subject="runcomfy"} 1');
    const { services, acts } = await read<{ services: { name: string; pause: unknown }[]; acts: unknown[] }>(
      '/overview',
    );
    expect(services.find(({ name }) => name === 'runcomfy')?.pause).toMatchObject({ reason: 'odd bills' });
    expect(acts).toMatchObject([{ subject: 'runcomfy', isPaused: true, reason: 'odd bills' }]);
  });
});

describe('an act that cannot be', () => {
  it.each([
    [{ kind: 'refund', id: click(1), job, reason: ' ' }, /reason: 1 to 500/u],
    [{ kind: 'refund', id: 'a', job, reason: 'x' }, /Wrong id/u],
    [{ kind: 'refund', id: click(1), job: '../x', reason: 'x' }, /a job's id/u],
    [{ kind: 'pause', id: click(1), subject: 'midjourney', reason: 'x' }, /bot, runninghub, runcomfy/u],
    [{ kind: 'pause', id: click(1), subject: 'bot', reason: 'x'.repeat(301) }, /1 to 300/u],
    [{ kind: 'destroy', id: click(1) }, /Wrong kind/u],
  ])('is refused with what is allowed: %j', async (act, told) => {
    const stage = await open();
    const response = await stage.act(act);
    const answer: unknown = await response.json();
    expect([response.status, String(Object(answer).error)]).toEqual([400, expect.stringMatching(told)]);
  });

  it('is refused where its click has done something else', async () => {
    const { act } = await open();
    await act({ kind: 'pause', id: click(1), subject: 'bot', reason: 'one' });
    expect(await done(act({ kind: 'pause', id: click(1), subject: 'bot', reason: 'two' }))).toEqual([
      400,
      { error: 'This click has done something else.' },
    ]);
  });

  it('writes no prompt and no reason to the log', async () => {
    const { generate, act, log } = await open();
    await generate();
    await act({ kind: 'refund', id: click(1), job: jobId(job), reason: 'of Ada, who wrote' });
    const text = JSON.stringify(log.lines);
    expect(text).toContain('the operator refunds a job');
    expect(text).not.toMatch(/of Ada, who wrote|a lighthouse|a fox/u);
  });
});

it('is done for the server of its job: the guild stands in the journal of no other', async () => {
  const { generate, act, ledger } = await open();
  await generate();
  await act({ kind: 'refund', id: click(1), job, reason: 'x' });
  const [newest] = await ledger.history(guild, null, { beforeSeq: null, limit: 1 });
  expect(newest).toMatchObject({ kind: 'refund', id: job });
});
