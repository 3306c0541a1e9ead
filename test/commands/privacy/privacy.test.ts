import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { blankMemberRecord } from '#guilds/guild-settings.ts';
import { countHeld, fitExport, privacy } from '../../../commands/privacy/command.ts';
import { isEphemeral } from '../../../sandbox/discord/wire.ts';
import { caller } from '../../discord/support/samples.ts';
import { balance, createScriptedBot, type ScriptedBot } from '../../discord/support/scripted-bot.ts';
import { type Stage, startStage } from '../../discord/support/stage.ts';

let stage: Stage;
const bot: ScriptedBot = createScriptedBot();

beforeAll(async () => {
  stage = await startStage(bot);
});
afterAll(() => stage.stop());
beforeEach(() => {
  Object.assign(bot, createScriptedBot());
});

const held = {
  guildId: '1',
  userId: '2',
  account: { bonus: 5 },
  history: [{ seq: 9 }, { seq: 4 }],
  jobs: [{ id: '7', settings: { prompt: 'ein Fuchs im Schnee ❄' } }],
  documents: { record: { strikes: [{ reason: 'spam' }] }, pendingRequests: [], surprises: [1, 2, 3] },
};

describe('/privacy show', () => {
  it('tells in numbers what is held, for how long, and where the policy is', async () => {
    const asked: unknown[] = [];
    bot.privacy.exportMember = (guildId, userId) => {
      asked.push([guildId, userId]);
      return Promise.resolve(held);
    };
    bot.promptRetentionDays = 12;
    const reply = await stage.alice.slash('/privacy show').until(({ content }) => content !== '');
    expect(isEphemeral(reply)).toBe(true);
    expect(asked).toEqual([[stage.server.id, stage.alice.userId]]);
    for (const part of [
      '- Bonus: 5 credits; set aside for requests in the making: 7 credits',
      '- Entries in the credit journal: 2',
      '- Pictures with their options, times and prices: 1',
      '- Strikes with their reasons: 1',
      '- Requests that waited for your answer or for an approval: 0',
      '- surprises: 3',
      'deleted 12 days after',
      'Privacy Policy',
      '`/privacy export`',
      '`/privacy delete`',
    ]) {
      expect(reply.content).toContain(part);
    }
    expect(reply.content).not.toContain('Suspended');
  });

  it('tells of a suspension that lasts, and of no other', async () => {
    const show = async () => (await stage.alice.slash('/privacy show').until(({ content }) => content !== '')).content;
    bot.memberRecord = () => Promise.resolve({ ...blankMemberRecord, suspendedUntilMs: bot.now() + 1000 });
    expect(await show()).toContain('- Suspended until <t:1700000001:f>');
    bot.memberRecord = () => Promise.resolve({ ...blankMemberRecord, suspendedUntilMs: bot.now() });
    expect(await show()).not.toContain('Suspended');
  });
});

describe('/privacy export', () => {
  it('sends the file to the member alone', async () => {
    bot.privacy.exportMember = () => Promise.resolve(held);
    const reply = await stage.alice.slash('/privacy export').until(({ attachments }) => attachments.length === 1);
    expect(isEphemeral(reply)).toBe(true);
    expect(reply.content).toContain('Everything that Easel keeps about you on this server.');
    expect(reply.content).toContain('What you did as a moderator');
    const [file] = reply.attachments;
    expect(file).toMatchObject({ filename: 'easel-export.json', content_type: 'application/json' });
    const text = await (await fetch(file?.url ?? '')).text();
    expect(JSON.parse(text)).toEqual(held);
    expect(text).toContain('\n  "history": [');
  });

  it('says what is left out of a file that would be too large', async () => {
    const history = Array.from({ length: 3000 }, (_, at) => ({ seq: 3000 - at, reason: 'x'.repeat(4000) }));
    bot.privacy.exportMember = () => Promise.resolve({ ...held, history });
    const reply = await stage.alice.slash('/privacy export').until(({ attachments }) => attachments.length === 1);
    expect(reply.content).toContain('these older entries were left out: `history` 1500.');
    expect(reply.attachments[0]?.size).toBeLessThan(8 * 1024 * 1024);
  });
});

describe('/privacy delete', () => {
  const ask = () => stage.alice.slash('/privacy delete').until(({ components }) => components.length > 0);
  let erased: unknown[];
  beforeEach(() => {
    erased = [];
    bot.privacy.eraseMember = (guildId, userId) => {
      erased.push([guildId, userId]);
      return Promise.resolve('erased');
    };
  });

  it('says first what is lost, and deletes nothing by itself', async () => {
    bot.balance = () => Promise.resolve({ ...balance, pool: 400 });
    const question = await ask();
    expect(isEphemeral(question)).toBe(true);
    expect(question.content).toContain("You lose your bonus of **5 credits**; they go back to the server's pool.");
    expect(question.content).toContain("This can't be undone.");
    expect(erased).toEqual([]);
  });

  it('names no bonus where there is none, and says that an unlimited pool takes none back', async () => {
    bot.balance = () => Promise.resolve({ ...balance, bonus: 0 });
    expect((await ask()).content).not.toContain('bonus');
    bot.balance = () => Promise.resolve(balance);
    expect((await ask()).content).toContain('You lose your bonus of **5 credits**.\n');
  });

  it('deletes what is held of the presser, and takes the buttons away', async () => {
    const question = await ask();
    const done = await stage.alice.press(question, 'Delete it all').until(({ content }) => content.startsWith('Done'));
    expect(done.id).toBe(question.id);
    expect(done.components).toEqual([]);
    expect(erased).toEqual([[stage.server.id, stage.alice.userId]]);
  });

  it('deletes nothing after second thoughts', async () => {
    const question = await ask();
    const kept = await stage.alice.press(question, 'Keep it').until(({ components }) => components.length === 0);
    expect(kept.content).toBe('Nothing was deleted.');
    expect(erased).toEqual([]);
  });

  it('says so while something is under way', async () => {
    bot.privacy.eraseMember = () => Promise.resolve('busy');
    const question = await ask();
    const busy = await stage.alice
      .press(question, 'Delete it all')
      .until(({ content }) =>
        content.includes('You still have a request in the making, or credits set aside for one.'),
      );
    expect(busy.content).toContain('Nothing was deleted.');
  });

  it('never deletes for somebody who presses another one’s button', async () => {
    const answers: string[] = [];
    const press = privacy.components?.privacy_delete;
    await press?.(
      {
        caller,
        id: { action: 'privacy_delete', subject: stage.alice.userId, extra: null },
        values: [],
        pictures: [],
        answer: ({ content }) => Promise.resolve(void answers.push(content)),
        announce: () => Promise.reject(new Error('no announcement')),
        update: () => Promise.reject(new Error('not theirs')),
        show: () => Promise.reject(new Error('no pictures')),
        openForm: () => Promise.reject(new Error('no form')),
        reply: () => {
          throw new Error('no reply');
        },
      },
      bot,
    );
    expect(answers).toEqual(['This button is for someone else. Nothing was deleted.']);
    expect(erased).toEqual([]);
  });
});

describe('fitExport', () => {
  const list = (length: number) => Array.from({ length }, (_, at) => at);
  const sizeOf = (data: object) => fitExport(data, 1_000_000).bytes.byteLength;

  it('leaves data that fits as it is', () => {
    const data = { a: list(10), b: { c: list(10) } };
    expect(fitExport(data, sizeOf(data)).leftOut.size).toBe(0);
  });

  it('keeps the newest of each list, and says in the file how many are missing', () => {
    const { bytes, leftOut } = fitExport({ name: 'x', a: list(1000), b: list(100), c: list(3) }, 1500);
    expect(bytes.byteLength).toBeLessThanOrEqual(1500);
    expect(leftOut).toEqual(
      new Map([
        ['a', 938],
        ['b', 38],
      ]),
    );
    expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual({
      name: 'x',
      a: list(62),
      b: list(62),
      c: list(3),
      leftOut: { a: 938, b: 38 },
    });
  });

  it('gives up its lists altogether before it goes on for ever', () => {
    const { leftOut } = fitExport({ text: 'x'.repeat(5000), a: list(3) }, 1000);
    expect(leftOut).toEqual(new Map([['a', 3]]));
    expect(fitExport({ text: 'x'.repeat(5000) }, 1000).leftOut.size).toBe(0);
  });
});

describe('countHeld', () => {
  it('finds lists at any depth, but not within lists', () => {
    expect([...countHeld({ a: [[1, 2], { b: [1] }], c: { d: { e: [] } }, f: null, g: 'text' })]).toEqual([
      ['a', 2],
      ['e', 0],
    ]);
  });
});
