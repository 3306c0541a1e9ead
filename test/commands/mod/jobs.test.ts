import { beforeEach, describe, expect, it } from 'vitest';
import { guildId, type JobId, jobId } from '#core/ids.ts';
import { t } from '#i18n/t.ts';
import type { Job } from '#jobs/job.ts';
import { job } from '../../discord/support/samples.ts';
import { createScriptedBot, type ScriptedBot } from '../../discord/support/scripted-bot.ts';
import { actOf, entry, moderator, offered, textOf } from './support.ts';

let bot: ScriptedBot;
let asked: unknown[];
let noted: unknown[];
beforeEach(() => {
  bot = createScriptedBot();
  asked = [];
  noted = [];
  bot.findJob = (id) => Promise.resolve(id === job.id ? job : null);
  bot.moderation.noteCancel = (...input) => {
    noted.push(input);
    return Promise.resolve();
  };
});
const answering = (result: Awaited<ReturnType<ScriptedBot['cancel']>>) => {
  bot.cancel = (...input) => {
    asked.push(input);
    return Promise.resolve(result);
  };
};
const cancelling = { job: job.id, reason: 'off topic' };

describe('/mod cancel', () => {
  it.each([
    ['cancelled', `Stopped ||a fox|| of <@${job.userId}>. The credits set aside for it are available again.`],
    ['asked', `Asked the image service to stop ||a fox|| of <@${job.userId}>`],
  ] as const)('asks with a moderator’s powers, and writes it down when it was %s', async (result, text) => {
    answering(result);
    expect(await textOf(bot, 'cancel', cancelling)).toContain(text);
    const { guildId: here, userId } = moderator;
    expect(asked).toEqual([[job.id, { guildId: here, userId, isModerator: true }]]);
    expect(noted).toEqual([[actOf('off topic'), job.userId]]);
  });

  it.each([
    ['too_late', "Too late: the image service can't stop ||a fox||"],
    ['over', "There's nothing to stop: ||a fox||"],
    ['not_found', t('mod.noJob')],
    ['not_yours', t('mod.noJob')],
  ] as const)('writes nothing down when it was %s', async (result, text) => {
    answering(result);
    expect(await textOf(bot, 'cancel', cancelling)).toContain(text);
    expect(noted).toEqual([]);
  });

  it('writes it down where the job itself was not kept yet', async () => {
    answering('cancelled');
    bot.findJob = () => Promise.resolve(null);
    expect(await textOf(bot, 'cancel', cancelling)).toContain('Stopped the request. The credits');
    expect(noted).toEqual([[actOf('off topic'), null]]);
  });

  it('names a picture whose prompt is gone by its model', async () => {
    answering('over');
    bot.findJob = () => Promise.resolve({ ...job, settings: { ...job.settings, prompt: '' } });
    expect(await textOf(bot, 'cancel', cancelling)).toContain('a result of FLUX\\.2 Klein 9B of');
  });

  it('asks for nothing without an id or a reason', async () => {
    answering('cancelled');
    expect(await textOf(bot, 'cancel', { ...cancelling, job: 'a fox' })).toBe(t('mod.noJob'));
    expect(await textOf(bot, 'cancel', { ...cancelling, reason: '' })).toBe(t('mod.reason'));
    expect(asked).toEqual([]);
  });

  it('offers everybody’s open jobs', async () => {
    const cat: Job = {
      ...job,
      id: jobId('1200000000000000088'),
      settings: { ...job.settings, prompt: 'c'.repeat(300) },
    };
    bot.openJobsIn = async (here) =>
      here === moderator.guildId ? [job, cat].map((each) => ({ job: each, progress: { kind: 'starting' } })) : [];
    const all = await offered(bot, 'cancel', { option: 'job', typed: '' });
    expect(all.map(({ value }) => value)).toEqual([job.id, cat.id]);
    expect(all[0]?.name).toBe('a fox · FLUX.2 Klein 9B · 7 credits · member …0004');
    expect(all[1]?.name).toMatch(/^c+… · 7 credits · member …0004$/u);
    expect(all.every(({ name }) => name.length <= 100)).toBe(true);
    expect(await offered(bot, 'cancel', { option: 'job', typed: ' FOX ' })).toHaveLength(1);
    expect(await offered(bot, 'cancel', { option: 'job', typed: cat.id })).toHaveLength(1);
  });
});

describe('/mod refund', () => {
  const refunding = { job: ` ${job.id} `, reason: 'broken hands' };
  const giving = (credits: number | null) => {
    bot.moderation.refund = (...input) => {
      asked.push(input);
      return Promise.resolve(credits);
    };
  };

  it('gives the credits back, and says what the member has now', async () => {
    giving(7);
    expect(await textOf(bot, 'refund', refunding)).toContain(
      `Refunded 7 credits for ||a fox|| to <@${job.userId}>, who now has a bonus of 5 credits.`,
    );
    expect(asked).toEqual([[actOf('broken hands'), job.id]]);
  });

  it('says when there is nothing to give back, or no such job here', async () => {
    giving(0);
    expect(await textOf(bot, 'refund', refunding)).toBe(t('mod.nothingCharged'));
    giving(null);
    expect(await textOf(bot, 'refund', refunding)).toBe(t('mod.noJob'));
    bot.findJob = () => Promise.resolve({ ...job, guildId: guildId('1200000000000000099') });
    expect(await textOf(bot, 'refund', refunding)).toBe(t('mod.noJob'));
  });

  it('asks for nothing without an id or a reason', async () => {
    giving(7);
    const link = 'https://discord.com/channels/1/2/3';
    expect(await textOf(bot, 'refund', { ...refunding, job: link })).toBe(t('mod.noJob'));
    expect(await textOf(bot, 'refund', { ...refunding, reason: 'x' })).toBe(t('mod.reason'));
    expect(asked).toEqual([]);
  });

  it('offers pictures that were charged lately and not refunded', async () => {
    const ids = [1, 2, 3, 4, 5].map((last) => `120000000000000010${last}`);
    const [charged = '', refunded = '', free = '', gone = '', elsewhere = ''] = ids;
    bot.history = (guild, member, page) => {
      asked.push([guild, member, page]);
      return Promise.resolve([
        entry({ seq: 9, kind: 'refund', id: refunded }),
        entry({ seq: 8, kind: 'grant', id: '1' }),
        entry({ seq: 7, id: charged }),
        entry({ seq: 6, id: refunded }),
        entry({ seq: 5, id: free, credits: 0 }),
        entry({ seq: 4, id: gone }),
        entry({ seq: 3, id: elsewhere }),
      ]);
    };
    const here = (id: JobId): Job => ({ ...job, id, charged: 4 });
    bot.findJob = (id) => {
      if (id === gone) return Promise.resolve(null);
      return Promise.resolve(id === elsewhere ? { ...here(id), guildId: guildId('1200000000000000099') } : here(id));
    };
    expect(await offered(bot, 'refund', { option: 'job', typed: '' })).toEqual([
      { name: 'a fox · FLUX.2 Klein 9B · 4 credits · member …0004', value: charged },
    ]);
    expect(asked).toEqual([[moderator.guildId, null, { beforeSeq: null, limit: 100 }]]);
    expect(await offered(bot, 'refund', { option: 'job', typed: 'cat' })).toEqual([]);
  });
});
