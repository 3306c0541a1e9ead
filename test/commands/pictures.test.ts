import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { channelId, guildId, messageId, userId } from '#core/ids.ts';
import { createAudit } from '#discord/log-channel/audit.ts';
import { createNotices } from '#discord/log-channel/notices.ts';
import { blankMemberRecord, defaultGuildSettings } from '#guilds/guild-settings.ts';
import type { Job } from '#jobs/job.ts';
import type { Moderator } from '#moderation/acts.ts';
import { commands } from '../../commands/index.ts';
import type { Exchange } from '../../sandbox/discord/exchange.ts';
import type { Person } from '../../sandbox/discord/person.ts';
import { isEphemeral, type Message } from '../../sandbox/discord/wire.ts';
import { caller, job, noisePicture, recordAnswers } from '../discord/support/samples.ts';
import { createScriptedBot, jobOf, type ScriptedBot } from '../discord/support/scripted-bot.ts';
import { type Stage, startStage } from '../discord/support/stage.ts';
import { createReferee } from '../support/referee.ts';
import { requestOf } from '../support/requests.ts';

let stage: Stage;
let mia: Person;
let bob: Person;
const bot: ScriptedBot = createScriptedBot();

beforeAll(async () => {
  stage = await startStage(bot);
  mia = stage.server.member({ name: 'Mia', permissions: ['ModerateMembers'] });
  bob = stage.server.member({ name: 'Bob' });
});
afterAll(() => stage.stop());
beforeEach(() => {
  Object.assign(bot, createScriptedBot());
});

const dayMs = 24 * 60 * 60_000;
const saying = (exchange: Exchange) => exchange.until(({ content }) => content !== '');
const notices = () =>
  createNotices({
    replies: stage.replies,
    applicationId: () => stage.sandbox.applicationId,
    modelTitleOf: () => Promise.resolve('x'),
  });

/** A finished picture of Alice's, with its message and the job behind it; a delete really deletes. */
async function finished(change: Partial<Job> = {}): Promise<{ message: Message; of: Job }> {
  const image = await noisePicture(8, 8);
  let of = job;
  bot.generate = async (request, reply) => {
    of = { ...jobOf(request, await reply.accept()), ...change };
    await reply.deliver({ job: of, media: [image], tookMs: 1 });
  };
  const exchange = stage.alice.slash('/imagine prompt:a fox');
  const message = await exchange.until(({ attachments }) => attachments.length === 1);
  const delivered: Job = { ...of, state: 'delivered', replyTo: { ...of.replyTo, messageId: messageId(message.id) } };
  bot.findJob = (id) => Promise.resolve(id === of.id ? delivered : null);
  return { message, of: delivered };
}

async function fillIn(person: Person, press: Exchange, reason: string): Promise<Message> {
  await press.firstAnswer();
  if (press.modal === null) throw new Error('no form was opened');
  return saying(person.submitModal(press.modal, { reason }));
}

/** Deletes through Discord, and remembers who asked and why. */
function deleting(of: Job): Moderator[] {
  const asked: Moderator[] = [];
  bot.moderation.deletePicture = async (by) => {
    asked.push(by);
    return { job: of, wasThere: await notices().removePicture(of), byUserId: null };
  };
  return asked;
}

/** Presses Delete, then Delete again where Easel asks whether the member is sure. */
async function pressTwice(message: Message): Promise<string> {
  const question = await saying(stage.alice.press(message, 'Delete'));
  const press = stage.alice.press(question, 'Delete');
  return (await press.until(({ content }) => content !== question.content)).content;
}

describe('the Delete button', () => {
  it('takes the own picture away once the member is sure', async () => {
    const { message, of } = await finished();
    const asked = deleting(of);
    const question = await saying(stage.alice.press(message, 'Delete'));
    expect(isEphemeral(question)).toBe(true);
    expect(question.content).toBe("Delete this for everyone? That can't be undone, and its credits are not refunded.");
    expect(asked).toEqual([]);
    const press = stage.alice.press(question, 'Delete');
    const answer = await press.until(({ content }) => content !== question.content);
    expect(answer.content).toContain('Deleted.');
    expect(stage.sandbox.messages(stage.server.general.id).some(({ id }) => id === message.id)).toBe(false);
    expect(asked).toEqual([{ id: press.interactionId, guildId: of.guildId, userId: of.userId, reason: 'own result' }]);
  });

  it('asks a moderator for a reason, and finds a picture gone that was deleted meanwhile', async () => {
    const { message, of } = await finished();
    const asked = deleting(of);
    const press = mia.press(message, 'Delete');
    await press.firstAnswer();
    const again = mia.press(message, 'Delete');
    expect((await fillIn(mia, press, '  too *wild*  ')).content).toContain('Deleted.');
    expect((await fillIn(mia, again, 'once more')).content).toContain('It was already gone.');
    expect(asked.map(({ userId: by, reason }) => [by, reason])).toEqual([
      [mia.userId, 'too *wild*'],
      [mia.userId, 'once more'],
    ]);
  });

  it('does nothing for anybody else', async () => {
    const { message, of } = await finished();
    const asked = deleting(of);
    expect((await saying(bob.press(message, 'Delete'))).content).toContain(
      'Only the person who asked for this, or a moderator, can delete it.',
    );
    expect(asked).toEqual([]);
    bot.findJob = () => Promise.resolve({ ...of, guildId: guildId('1200000000000000098') });
    expect((await saying(stage.alice.press(message, 'Delete'))).content).toContain(
      'Easel no longer has a record of this.',
    );
    bot.findJob = () => Promise.resolve(of);
    bot.moderation.deletePicture = () => Promise.resolve(null);
    expect(await pressTwice(message)).toContain('Easel no longer has a record of this.');
  });

  it('asks again who presses, and whose picture it is, once the member is sure', async () => {
    const { message, of } = await finished();
    const asked = deleting(of);
    const sureOf = async (changed: Partial<Job>) => {
      bot.findJob = () => Promise.resolve(of);
      const question = await saying(stage.alice.press(message, 'Delete'));
      bot.findJob = () => Promise.resolve({ ...of, ...changed });
      return (await stage.alice.press(question, 'Delete').until(({ content }) => content !== question.content)).content;
    };
    expect(await sureOf({ guildId: guildId('1200000000000000098') })).toContain('no longer has a record of this.');
    expect(await sureOf({ userId: userId('1200000000000000097') })).toContain('Only the person who asked for this');
    expect(asked).toEqual([]);
  });

  it('says so where Easel cannot reach the message, or its records', async () => {
    const { message, of } = await finished();
    bot.moderation.deletePicture = () => Promise.reject(new BotError('delivery.forbidden', 'x'));
    expect(await pressTwice(message)).toContain("Easel can't reach this message:");
    bot.moderation.deletePicture = () => Promise.reject(new BotError('store.unavailable', 'x'));
    expect(await pressTwice(message)).toContain("Easel can't reach its records right now.");
    expect(of.state).toBe('delivered');
  });
});

describe('a private picture', () => {
  it('has no buttons that concern others, and is taken away through its token while that lives', async () => {
    let of = job;
    bot.generate = async (request, reply) => {
      of = jobOf(request, await reply.accept());
      await reply.deliver({ job: of, media: [await noisePicture(8, 8)], tookMs: 1 });
    };
    const exchange = stage.alice.slash('/imagine prompt:a fox private:true');
    const message = await exchange.until(({ attachments }) => attachments.length === 1);
    expect(JSON.stringify(message.components)).not.toMatch(/Report|Delete/);
    expect(await notices().removePicture(of)).toBe(true);
    expect(exchange.reply()).toBeNull();
    expect(await notices().removePicture(of)).toBe(false);
  });
});

describe('the Report button', () => {
  it('opens a case in the log channel, and thanks in private', async () => {
    const { message, of } = await finished();
    const logChannel = stage.server.addChannel({ name: 'mod-log' });
    const audit = createAudit({
      routes: stage.replies.routes,
      retryDeps: stage.replies.retryDeps,
      log: stage.log,
      logChannelOf: () => Promise.resolve(channelId(logChannel.id)),
    });
    bot.settings = () => Promise.resolve({ ...defaultGuildSettings, logChannelId: channelId(logChannel.id) });
    bot.moderation.report = (by) => {
      audit.write({ kind: 'report', job: of, byUserId: by.userId, reason: by.reason });
      return Promise.resolve('reported');
    };
    const thanks = await fillIn(bob, bob.press(message, 'Report'), 'not a fox');
    expect(isEphemeral(thanks)).toBe(true);
    expect(thanks.content).toContain('log channel');
    const told = await stage.sandbox.untilMessage(logChannel.id, ({ content }) => content.includes('not a fox'));
    expect(told.content).toContain(`${bob.mention} reports this`);
    expect(told.mentions).toEqual([]);
    deleting(of);
    const deleted = await fillIn(mia, mia.in(logChannel).press(told, 'Delete result'), 'reported');
    expect(deleted.content).toContain('Deleted.');
    await audit.idle();
  });

  it('tells the member where nobody reads it, where they said so before, and where the record is gone', async () => {
    const { message, of } = await finished();
    expect((await fillIn(bob, bob.press(message, 'Report'), 'x')).content).toContain('has no log channel');
    let reason = '';
    bot.moderation.report = (by) => {
      reason = by.reason;
      return Promise.resolve('before');
    };
    for (const nothing of ['   ', '\u3164\u2800\u200b']) {
      expect((await fillIn(bob, bob.press(message, 'Report'), nothing)).content).toContain('already reported');
      expect(reason).toBe('no reason given');
    }
    bot.findJob = () => Promise.resolve(null);
    expect((await bob.press(message, 'Report').until(({ content }) => content !== '')).content).toContain(
      'Easel no longer has a record of this.',
    );
    bot.findJob = () => Promise.resolve({ ...of, replyTo: { ...of.replyTo, isPrivate: true } });
    expect((await bob.press(message, 'Report').until(({ content }) => content !== '')).content).toContain(
      'Easel no longer has a record of this.',
    );
  });
});

describe('the buttons of the log channel', () => {
  /** An entry as it stands in a log channel of its own. */
  async function logged(entry: 'job' | 'refusal') {
    const channel = stage.server.addChannel({ name: `log-${entry}` });
    const audit = createAudit({
      routes: stage.replies.routes,
      retryDeps: stage.replies.retryDeps,
      log: stage.log,
      logChannelOf: () => Promise.resolve(channelId(channel.id)),
    });
    const here = { guildId: guildId(stage.server.id), userId: userId(bob.userId) };
    const of: Job = { ...job, ...here, state: 'delivered' };
    bot.findJob = (id) => Promise.resolve(id === of.id ? of : null);
    if (entry === 'job') audit.write({ kind: 'job', job: of, error: null });
    else audit.write({ kind: 'refusal', request: requestOf(here), error: new BotError('refused.rules', 'x') });
    await audit.idle();
    const [message] = stage.sandbox.messages(channel.id);
    if (!message) throw new Error('nothing was logged');
    return { channel, message };
  }

  it.each(['job', 'refusal'] as const)('strike the member of a %s, with a reason', async (entry) => {
    const { channel, message } = await logged(entry);
    let strikeTarget: unknown;
    bot.moderation.strike = (by, member) => {
      strikeTarget = [by.userId, by.reason, member];
      return Promise.resolve({ isNew: true, byUserId: by.userId, strikes: 3, suspendedUntilMs: 1_700_000_000_000 });
    };
    const answer = await fillIn(mia, mia.in(channel).press(message, 'Strike'), 'again');
    expect(strikeTarget).toEqual([mia.userId, 'again', bob.userId]);
    expect(answer.content).toBe(`${bob.mention} now has 3 strikes. They're suspended until <t:1700000000:f>.`);
    bot.moderation.strike = ({ userId: byUserId }) =>
      Promise.resolve({ isNew: true, byUserId, strikes: 1, suspendedUntilMs: null });
    const first = await fillIn(mia, mia.in(channel).press(message, 'Strike'), 'x');
    expect(first.content).toBe(`${bob.mention} now has 1 strike.`);
  });

  it('suspend the member for a day, and never shorten a suspension', async () => {
    const { channel, message } = await logged('job');
    const suspended: unknown[] = [];
    bot.moderation.suspendAbout = ({ userId: byUserId }, member, untilMs) => {
      suspended.push([member, untilMs]);
      return Promise.resolve({ isNew: true, byUserId });
    };
    const press = () => mia.in(channel).press(message, 'Suspend 24 h');
    expect((await fillIn(mia, press(), 'x')).content).toContain(`${bob.mention} is suspended until`);
    expect(suspended).toEqual([[bob.userId, bot.now() + dayMs]]);
    const longer = { ...blankMemberRecord, suspendedUntilMs: bot.now() + 2 * dayMs };
    bot.memberRecord = () => Promise.resolve(longer);
    expect((await fillIn(mia, press(), 'x')).content).toContain('already');
    expect(suspended).toHaveLength(1);
    bot.memberRecord = () => Promise.resolve({ ...longer, suspendedUntilMs: bot.now() + 1 });
    await fillIn(mia, press(), 'x');
    expect(suspended).toHaveLength(2);
  });

  it('find nobody where the record is gone', async () => {
    const { channel, message } = await logged('job');
    bot.findJob = () => Promise.resolve(null);
    bot.moderation.deletePicture = () => Promise.resolve(null);
    for (const label of ['Delete result', 'Strike', 'Suspend 24 h'])
      expect((await fillIn(mia, mia.in(channel).press(message, label), 'x')).content).toContain(
        'Easel no longer has a record of this.',
      );
  });

  it('are for moderators, also when the form comes back', async () => {
    const { channel, message } = await logged('job');
    const refuse = () => Promise.reject(new Error('must not be asked'));
    Object.assign(bot.moderation, { strike: refuse, suspendAbout: refuse, deletePicture: refuse });
    for (const label of ['Delete result', 'Strike', 'Suspend 24 h'])
      expect((await saying(bob.in(channel).press(message, label))).content).toContain('Only moderators');
  });
});

describe('a picture in a channel of spoilers', () => {
  it('is covered, and so are its words', async () => {
    const { message } = await finished({ isSpoiler: true });
    expect(message.attachments[0]?.filename).toMatch(/^SPOILER_easel-/);
    expect(message.content).toMatch(/^\|\|\*\*a fox\*\*\|\|\n/);
  });
});

describe('a form that comes back from somebody who is no moderator any more', () => {
  const modals = commands.flatMap((command) => Object.entries(command.modals ?? {}));

  it.each(['delete_form', 'log_delete_form', 'log_strike_form', 'log_suspend_form', 'decline_form'])(
    '%s does nothing',
    async (action) => {
      const [, run] = modals.find(([name]) => name === action) ?? [];
      const { answers, answering } = recordAnswers();
      await run?.(
        {
          caller,
          id: { action, subject: job.id, extra: caller.userId },
          fields: new Map([['reason', 'x']]),
          resolvedAttachments: new Map(),
          resolvedChannels: new Map(),
          pictures: [],
          ...answering,
        },
        bot,
      );
      expect(answers).toEqual([{ content: expect.stringContaining('Only moderators') }]);
    },
  );
});

const referee = createReferee();

describe("Discord's own document", () => {
  it('knows everything that was sent', () => {
    for (const request of stage.sandbox.requests) expect(referee.check(request), request.path).toEqual([]);
  });
});
