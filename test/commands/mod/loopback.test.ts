import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { userId } from '#core/ids.ts';
import { defaultGuildSettings } from '#guilds/guild-settings.ts';
import { t } from '#i18n/t.ts';
import type { Person } from '../../../sandbox/discord/person.ts';
import { isEphemeral } from '../../../sandbox/discord/wire.ts';
import { createScriptedBot, type ScriptedBot } from '../../discord/support/scripted-bot.ts';
import { type Stage, startStage } from '../../discord/support/stage.ts';
import { entry } from './support.ts';

let stage: Stage;
let mia: Person;
const bot: ScriptedBot = createScriptedBot();

beforeAll(async () => {
  stage = await startStage(bot);
  mia = stage.server.member({ name: 'Mia', permissions: ['ModerateMembers'] });
});
afterAll(() => stage.stop());
beforeEach(() => {
  Object.assign(bot, createScriptedBot());
});

describe('/mod over the wire', () => {
  it('reads the member that was picked', async () => {
    const asked: unknown[] = [];
    bot.moderation.suspend = (by, member, untilMs) => {
      asked.push([by, member]);
      return bot.memberRecord(by.guildId, member).then((record) => ({ ...record, suspendedUntilMs: untilMs }));
    };
    const exchange = mia.slash('/mod suspend member:@Alice duration:2h reason:spam in the gallery');
    const reply = await exchange.until(({ content }) => content !== '');
    expect(isEphemeral(reply)).toBe(true);
    const { interactionId } = exchange;
    const by = { id: interactionId, guildId: stage.server.id, userId: mia.userId, reason: 'spam in the gallery' };
    expect(asked).toEqual([[by, stage.alice.userId]]);
  });

  it('answers with files', async () => {
    const day = { userId: userId(stage.alice.userId), model: 'gpt-image-2', pictures: 2, credits: 14 };
    bot.usage.ofDays = (_guild, fromMs) => Promise.resolve([{ ...day, dayMs: fromMs }]);
    const reply = await mia.slash('/mod usage period:today').until(({ attachments }) => attachments.length === 2);
    expect(isEphemeral(reply)).toBe(true);
    expect(reply.content).toContain(`1 <@${stage.alice.userId}>`);
    expect(reply.attachments.map(({ filename }) => filename)).toEqual([
      'usage-by-member.png',
      'usage-2023-11-14-to-2023-11-14.csv',
    ]);
  });

  it('turns pages', async () => {
    const entries = Array.from({ length: 9 }, (_, index) => entry({ seq: 9 - index, kind: 'strike' }));
    bot.history = (_guild, _member, { beforeSeq, limit }) => {
      const older = entries.filter(({ seq }) => beforeSeq === null || seq < beforeSeq);
      return Promise.resolve(older.slice(0, limit));
    };
    const exchange = mia.slash('/mod history member:@Alice');
    const first = await exchange.until(({ content }) => content.includes('#9'));
    expect(isEphemeral(first)).toBe(true);
    mia.press(first, 'Older');
    const second = await exchange.until(({ content }) => content.includes('#1*'));
    mia.press(second, 'Newer');
    await exchange.until(({ content }) => content.includes('#9'));
  });

  it('offers suggestions that have to be read first', async () => {
    const words = { ...defaultGuildSettings.words, blocked: ['kraken'] };
    bot.settings = () => Promise.resolve({ ...defaultGuildSettings, words });
    expect(await mia.autocomplete('/mod unblock phrase:kr', 'phrase')).toEqual([{ name: 'kraken', value: 'kraken' }]);
    bot.settings = () => Promise.reject(new Error('the store is down'));
    expect(await mia.autocomplete('/mod unblock phrase:kr', 'phrase')).toEqual([]);
  });

  it('refuses whoever the server lets type it without being a moderator', async () => {
    stage.server.openCommand('mod');
    const sam = stage.server.member({ name: 'Sam', permissions: [] });
    bot.moderation.grant = () => Promise.reject(new Error('must not be asked'));
    const line = '/mod grant member:@Sam credits:500 reason:because I can';
    const reply = await sam.slash(line).until(({ content }) => content !== '');
    expect(isEphemeral(reply)).toBe(true);
    expect(reply.content).toBe(t('mod.notAllowed'));
  });
});
