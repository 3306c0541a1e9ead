import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { guildId, jobId, userId } from '#core/ids.ts';
import type { Gate } from '#generation/gate.ts';
import type { PendingRequest } from '#moderation/pending-requests.ts';
import type { Exchange } from '../../../sandbox/discord/exchange.ts';
import { isEphemeral, type Message } from '../../../sandbox/discord/wire.ts';
import { createReferee } from '../../support/referee.ts';
import { admissionOf, offerOf, planOf, policy, requestOf, snowflakeAt } from '../../support/requests.ts';
import { type Approving, startApproving } from '../support/approving.ts';

let stage: Approving;

beforeAll(async () => {
  stage = await startApproving();
});
afterAll(() => stage.stop());

const spendable = 100;
const renewsAtMs = 1_700_000_000_000;
const confirmed: Gate = { kind: 'confirm', credits: 7, spendable };
const short: Gate = { kind: 'short', credits: 7, spendable: 3, renewsAtMs };
const dear: Gate = { kind: 'approval', credits: 7, threshold: 5 };

beforeEach(() => {
  stage.bot.gate = () => Promise.resolve(confirmed);
  stage.approvers.setBotPermissions(['ViewChannel', 'SendMessages']);
});

const says = (text: string) => (message: Message) => message.content.includes(text);
const hasPicture = ({ attachments }: Message) => attachments.length === 1;
const labelsOf = ({ components }: Message) => JSON.stringify(components).match(/(?<="label":")[^"]+/g) ?? [];
const bonusOf = async (member: string) =>
  (await stage.world.ledger.balance(guildId(stage.server.id), userId(member), policy)).bonus;

/** `/imagine` of a new member, up to the question it leads to. */
async function asked(gate: Gate, line = '/imagine prompt:a fox size:16:9') {
  stage.bot.gate = () => Promise.resolve(gate);
  const person = stage.server.member({ name: 'Ada' });
  const exchange = person.slash(line);
  const question = await exchange.until(({ content }) => content !== '');
  return { person, exchange, question };
}

/** The approvers' message about a request. */
function noticeOf({ exchange }: { exchange: Exchange }) {
  const isAbout = ({ components }: Message) => JSON.stringify(components).includes(exchange.interactionId);
  return stage.sandbox.untilMessage(stage.approvers.id, isAbout);
}

/** The message of the channel in which the picture of a member is. */
const pictureOf = (member: string) =>
  stage.sandbox.untilMessage(stage.server.general.id, (message) => hasPicture(message) && says(member)(message));

describe('a price that is confirmed first', () => {
  it('is asked privately, and a yes makes the picture in the channel, for everyone, with the question closed', async () => {
    const { person, exchange, question } = await asked(confirmed);
    expect(isEphemeral(question)).toBe(true);
    expect(question.content).toContain('**7 credits** of the 100');
    expect(labelsOf(question)).toEqual(['Make it', 'No']);
    person.press(question, 'Make it');
    const picture = await pictureOf(person.mention);
    expect(picture.mentions).toEqual([]);
    const closed = await exchange.until(says(picture.id));
    expect(labelsOf(closed)).toEqual([]);
    expect((await stage.world.stored(jobIdOf(exchange)))?.charged).toBe(7);
  });

  it('becomes the private picture itself where the member wished one', async () => {
    const { person, exchange, question } = await asked(confirmed, '/imagine prompt:a fox private:true');
    person.press(question, 'Make it');
    const message = await exchange.until(hasPicture);
    expect(message.id).toBe(question.id);
    expect(labelsOf(message)).toEqual(['Again', 'Change', 'Edit', 'Favourite']);
  });

  it('is asked of whoever presses Again, too', async () => {
    const { person, question } = await asked(confirmed);
    person.press(question, 'Make it');
    const picture = await pictureOf(person.mention);
    await stage.dispatch.idle();
    stage.bot.findJob = stage.world.stored;
    const other = stage.server.member({ name: 'Ben' });
    const again = await other.press(picture, 'Again').until(({ content }) => content !== '');
    expect(isEphemeral(again)).toBe(true);
    expect(labelsOf(again)).toEqual(['Make it', 'No']);
  });

  it('makes one picture however often yes is pressed', async () => {
    const { person, exchange, question } = await asked(confirmed);
    const before = stage.world.runninghub.submits.length;
    const presses = [person.press(question, 'Make it'), person.press(question, 'Make it')];
    await pictureOf(person.mention);
    await Promise.all(presses.map((press) => press.firstAnswer()));
    await stage.dispatch.idle();
    expect(stage.world.runninghub.submits).toHaveLength(before + 1);
    expect(exchange.reply()?.components).toEqual([]);
  });

  it('makes none after a no, and says so', async () => {
    const { person, exchange, question } = await asked(confirmed);
    const presses = [person.press(question, 'No'), person.press(question, 'Make it')];
    await Promise.all(presses.map((press) => press.firstAnswer()));
    await stage.dispatch.idle();
    expect(exchange.reply()?.content).toMatch(/Nothing was made/);
    expect((await stage.world.stored(jobIdOf(exchange)))?.state).toBeUndefined();
  });

  it('is refused in the question where the rules have changed by then', async () => {
    const { person, exchange, question } = await asked(confirmed);
    const admission = stage.world.flow.admit;
    Object.assign(stage.world.flow, {
      admit: () => Promise.reject(new BotError('refused.rules', 'x', { rule: 'role' })),
    });
    person.press(question, 'Make it');
    const closed = await exchange.until(says('You need a certain role'));
    Object.assign(stage.world.flow, { admit: admission });
    expect(labelsOf(closed)).toEqual([]);
  });

  it.each([
    ['forgotten', () => null, 'has expired'],
    ['of another server', (pending: PendingRequest) => ({ ...pending, request: requestOf() }), 'has expired'],
  ])('closes a question that is %s', async (_what, change, expected) => {
    const { person, exchange, question } = await asked(short);
    const { find } = stage.bot.approvals;
    stage.bot.approvals.find = async (id) => {
      const pending = await find(id);
      return pending && change(pending);
    };
    person.press(question, 'Ask a moderator');
    const closed = await exchange.until(says(expected));
    stage.bot.approvals.find = find;
    expect(labelsOf(closed)).toEqual([]);
  });

  it('answered already leaves what the answer has led to, and says so to whoever presses again', async () => {
    const { person, exchange, question } = await asked(short);
    const { find } = stage.bot.approvals;
    stage.bot.approvals.find = async (id) => {
      const pending = await find(id);
      return pending && { ...pending, state: 'approved' };
    };
    const answer = await person.press(question, 'Ask a moderator').until(says('You already said yes to this'));
    stage.bot.approvals.find = find;
    expect(isEphemeral(answer)).toBe(true);
    expect(exchange.reply()?.id).toBe(question.id);
    expect(exchange.reply()?.content).toBe(question.content);
  });

  it('is answered by the one who asked only', async () => {
    const { exchange, person, question } = await asked(confirmed);
    const { confirm } = stage.bot.approvals;
    stage.bot.approvals.confirm = () => Promise.resolve('not_yours');
    person.press(question, 'Make it');
    await exchange.until(says('Only the person who asked for this can answer.'));
    stage.bot.approvals.confirm = confirm;
  });
});

describe('credits that are short', () => {
  it('can be asked for; an approval pays what is missing, after the token has ended', async () => {
    const { person, exchange, question } = await asked(short);
    expect(isEphemeral(question)).toBe(true);
    expect(question.content).toContain('costs 7 credits, and you have 3 left');
    expect(question.content).toContain('<t:1700000000:R>');
    const press = person.press(question, 'Ask a moderator');
    expect((await press.until(says('A moderator has been asked'))).components).toEqual([]);
    const notice = await noticeOf({ exchange });
    for (const text of [
      person.mention,
      '7 credits',
      "** and doesn't have enough credits.",
      'Some \\*Model\\*',
      '16:9',
      '||a fox||',
    ])
      expect(notice.content).toContain(text);
    expect(notice.content).toContain(`<#${stage.server.general.id}>`);
    expect(notice.mentions).toEqual([]);

    stage.sandbox.expireToken(exchange.interactionId);
    stage.sandbox.expireToken(press.interactionId);
    Object.assign(stage.world.flow, {
      admit: () => Promise.resolve(admissionOf({ policy: { ...policy, allowance: { credits: 3, period: 'day' } } })),
    });
    const answer = await stage.mia.press(notice, 'Approve').until(says('Approved.'));
    expect(isEphemeral(answer)).toBe(true);
    const picture = await pictureOf(person.mention);
    expect(labelsOf(picture)).toEqual(['Again', 'Change', 'Edit', 'Favourite', 'Report', 'Delete']);
    expect(picture.mentions).toEqual([]);
    const shown = await stage.sandbox.untilMessage(stage.approvers.id, says(`**Approved** by ${stage.mia.mention}`));
    expect(shown.id).toBe(notice.id);
    expect(labelsOf(shown)).toEqual([]);
    expect(stage.audited.at(-1)).toMatchObject({ kind: 'act', act: { what: 'approve', credits: 7 } });
    Object.assign(stage.world.flow, { admit: () => Promise.resolve(admissionOf({ plan: planOf() })) });
  });

  it('are refused by a pool that is too small: the approver and the member read so', async () => {
    const { person, exchange, question } = await asked({ ...short, credits: 5000 });
    person.press(question, 'Ask a moderator');
    const notice = await noticeOf({ exchange });
    const { admit } = stage.world.flow;
    const dearer = admissionOf({ plan: planOf(offerOf({ credits: 5000 })) });
    Object.assign(stage.world.flow, { admit: () => Promise.resolve(dearer) });
    await stage.mia.press(notice, 'Approve').until(says('too few credits'));
    Object.assign(stage.world.flow, { admit });
    const told = await stage.sandbox.untilMessage(stage.server.general.id, says(`${person.mention}, your request`));
    expect(told.content).toContain('the pool has too few credits');
    expect(await bonusOf(person.userId)).toBe(0);
  });

  it('cannot be asked for twice, and a no ends it', async () => {
    const { person, exchange, question } = await asked(short);
    const presses = [person.press(question, 'Ask a moderator'), person.press(question, 'Ask a moderator')];
    await Promise.all(presses.map((press) => press.firstAnswer()));
    await stage.dispatch.idle();
    const isAbout = ({ components }: Message) => JSON.stringify(components).includes(exchange.interactionId);
    expect(stage.sandbox.messages(stage.approvers.id).filter(isAbout)).toHaveLength(1);
    const dropped = await asked(short);
    dropped.person.press(dropped.question, 'No');
    await dropped.exchange.until(says('Nothing was made.'));
  });
});

describe('a request that needs an approval', () => {
  it('is put before the approvers at once', async () => {
    const { exchange, question } = await asked(dear, '/imagine prompt:a fox');
    expect(isEphemeral(question)).toBe(true);
    expect(question.content).toContain('A moderator has been asked');
    const notice = await noticeOf({ exchange });
    expect(notice.content).toContain("**, which is above this server's limit.");
    expect(notice.content).toContain('default size');
  });

  it('asks a member who wished a private picture first, since everyone will see it', async () => {
    const { person, exchange, question } = await asked(dear, '/imagine prompt:a secret fox private:true');
    expect(question.content).toContain('for everyone');
    expect(stage.sandbox.messages(stage.approvers.id).some(says('secret'))).toBe(false);
    person.press(question, 'Ask a moderator');
    const notice = await noticeOf({ exchange });
    expect(notice.content).toContain("**, which is above this server's limit.");
    expect(notice.content).toContain('· asked for in private');
    const form = stage.mia.press(notice, 'Decline');
    await form.firstAnswer();
    if (form.modal === null) throw new Error('no form');
    stage.mia.submitModal(form.modal, { reason: 'too dear' });
    const told = await stage.sandbox.untilMessage(stage.server.general.id, says(`${person.mention}, your request`));
    expect(told.content).not.toContain('secret');
  });

  it('is declined with a reason that the member reads, in the channel and without being rung', async () => {
    const { person, exchange } = await asked(dear, '/imagine prompt:a fox at sea');
    const notice = await noticeOf({ exchange });
    const press = stage.mia.press(notice, 'Decline');
    await press.firstAnswer();
    if (press.modal === null) throw new Error('no form');
    const answer = await stage.mia.submitModal(press.modal, { reason: 'not *today*' }).until(says('Declined.'));
    expect(isEphemeral(answer)).toBe(true);
    const told = await stage.sandbox.untilMessage(stage.server.general.id, says(person.mention));
    expect(told.content).toContain('your request was declined: not \\*today\\*');
    expect(told.content).toContain("You weren't charged.");
    expect(told.content).toContain('||a fox at sea||');
    expect(told.mentions).toEqual([]);
    await stage.sandbox.untilMessage(stage.approvers.id, says(`**Declined** by ${stage.mia.mention}`));
  });

  it('is decided once when two approvers press at the same time', async () => {
    const { person, exchange } = await asked(dear);
    const notice = await noticeOf({ exchange });
    const before = stage.world.runninghub.submits.length;
    const presses = [stage.mia.press(notice, 'Approve'), stage.max.press(notice, 'Approve')];
    const answers = await Promise.all(presses.map((press) => press.until(({ content }) => content !== '')));
    expect(answers.filter(says('Approved.'))).toHaveLength(1);
    expect(answers.filter(says('already decided'))).toHaveLength(1);
    await pictureOf(person.mention);
    expect(stage.world.runninghub.submits).toHaveLength(before + 1);
  });

  it('is decided by moderators only, whichever button they press', async () => {
    const { person, exchange } = await asked(dear);
    const notice = await noticeOf({ exchange });
    for (const label of ['Approve', 'Decline'])
      await person.in(stage.approvers).press(notice, label).until(says('Only moderators'));
    const press = stage.mia.press(notice, 'Decline');
    await press.firstAnswer();
    if (press.modal === null) throw new Error('no form');
    await person.in(stage.approvers).press(notice, 'Approve').until(says('Only moderators'));
    expect(labelsOf((await noticeOf({ exchange })) ?? notice)).toEqual(['Approve', 'Decline']);
  });

  it('is refused after all where the rules have changed, and the member reads that', async () => {
    const { person, exchange } = await asked(dear);
    const notice = await noticeOf({ exchange });
    const { admit } = stage.world.flow;
    Object.assign(stage.world.flow, { admit: () => Promise.reject(new BotError('refused.rules', 'x')) });
    await stage.mia
      .press(notice, 'Approve')
      .until(says("You approved it, but this server's rules no longer allow it, so it isn't made."));
    Object.assign(stage.world.flow, { admit });
    await stage.sandbox.untilMessage(
      stage.server.general.id,
      (message) => says(person.mention)(message) && says("this server's rules no longer allow it")(message),
    );
  });

  it('waits in line where the approval comes while too many pictures are made, and is made afterwards', async () => {
    const { person, exchange } = await asked(dear);
    const notice = await noticeOf({ exchange });
    const { active } = stage.world.flow;
    const others = [1, 2].map((number) => snowflakeAt(stage.world.clock.now(), number));
    const [, requested = ''] = /"approve:(\d+)"/u.exec(JSON.stringify(notice.components)) ?? [];
    const request = (await stage.bot.approvals.find(jobId(requested)))?.request ?? requestOf();
    for (const id of others) active.enter({ ...request, id }, null);
    await stage.mia.press(notice, 'Approve').until(says('It waits for its turn'));
    await stage.sandbox.untilMessage(stage.server.general.id, says('number 1 in line'));
    for (const id of others) active.leave(id);
    const made = await stage.sandbox.untilMessage(stage.server.general.id, says(`for ${person.mention}`));
    expect(made.attachments).toHaveLength(1);
  });

  it('passes what has nothing to do with the rules on to the one place for errors', async () => {
    const { exchange } = await asked(dear);
    const notice = await noticeOf({ exchange });
    const { approve } = stage.bot.approvals;
    stage.bot.approvals.approve = () => Promise.reject(new BotError('store.unavailable', 'x'));
    await stage.mia.press(notice, 'Approve').until(says("Easel can't reach its records right now."));
    stage.bot.approvals.approve = approve;
  });

  it('cannot be put before approvers whose channel is closed to Easel', async () => {
    stage.approvers.setBotPermissions(['ViewChannel']);
    const { question } = await asked(dear);
    expect(question.content).toContain("it isn't allowed to write in their channel.");
    expect(question.content).toContain("You weren't charged.");
  });

  it('ends by itself after a day, which both sides read', async () => {
    const { person, exchange } = await asked(dear);
    const notice = await noticeOf({ exchange });
    await stage.world.clock.advance(25 * 60 * 60_000);
    await stage.bot.approvals.expire();
    await stage.sandbox.untilMessage(
      stage.server.general.id,
      (message) => says(person.mention)(message) && says('no moderator decided in time')(message),
    );
    const shown = stage.sandbox.messages(stage.approvers.id).find(({ id }) => id === notice.id);
    expect(shown?.content).toContain('**Ended**');
    expect(shown?.components).toEqual([]);
  });
});

describe('the log', () => {
  it('has seen no token and no prompt of all this', () => {
    for (const secret of [stage.sandbox.token, 'a fox']) expect(stage.log.text()).not.toContain(secret);
  });
});

function jobIdOf({ interactionId }: Exchange) {
  return jobId(interactionId);
}

const referee = createReferee();

describe("Discord's own document", () => {
  it('knows everything that was sent', () => {
    for (const request of stage.sandbox.requests) expect(referee.check(request), request.path).toEqual([]);
  });
});
