import { describe, expect, it } from 'vitest';
import { t } from '#i18n/t.ts';
import { mod } from '../../../commands/mod/command.ts';
import { caller } from '../../discord/support/samples.ts';
import { createScriptedBot, type ScriptedBot } from '../../discord/support/scripted-bot.ts';
import { bob, moderator, offered, press, use } from './support.ts';

/** A bot that tells whether anything of it was looked at. */
function watched(): { readonly bot: ScriptedBot; readonly touched: string[] } {
  const touched: string[] = [];
  const bot = new Proxy(createScriptedBot(), {
    get: (target, key) => {
      touched.push(String(key));
      return Reflect.get(target, key);
    },
  });
  return { bot, touched };
}

const subcommands = (mod.data.options ?? []).map(({ name }) => name);
const everything = {
  member: bob,
  credits: 10,
  reason: 'a good reason',
  duration: '3d',
  forgive: 'all',
  phrase: 'kraken',
  allow: 'kraken',
  job: '1200000000000000001',
  period: 'week',
};

describe('/mod', () => {
  it('has every subcommand, is for moderators by default, and works in servers only', () => {
    expect(subcommands).toEqual([
      'grant',
      'revoke',
      'suspend',
      'unsuspend',
      'strikes',
      'block',
      'unblock',
      'blocklist',
      'history',
      'cancel',
      'refund',
      'usage',
    ]);
    expect(mod.data).toMatchObject({
      default_member_permissions: '1099511627776',
      contexts: [0],
      integration_types: [0],
    });
  });

  it.each(subcommands)('%s refuses a member without the permission, and asks nothing of the bot', async (name) => {
    const { bot, touched } = watched();
    expect(await use(bot, name, everything, caller)).toEqual({ content: t('mod.notAllowed') });
    expect(touched).toEqual([]);
  });

  it.each(subcommands)('%s does something for a moderator', async (name) => {
    const { bot, touched } = watched();
    expect((await use(bot, name, everything)).content).not.toBe(t('mod.notAllowed'));
    expect(touched).not.toEqual([]);
  });

  it.each([
    ['cancel', 'job'],
    ['refund', 'job'],
    ['unblock', 'phrase'],
    ['blocklist', 'disallow'],
  ])('%s offers a member without the permission nothing', async (name, option) => {
    const { bot, touched } = watched();
    expect(await offered(bot, name, { option, typed: '' }, caller)).toEqual([]);
    expect(touched).toEqual([]);
  });

  it('refuses the buttons of a history to a member without the permission', async () => {
    const { bot, touched } = watched();
    const id = { action: 'mod_history', subject: bob, extra: null };
    const { answered, updated } = await press(bot, id, caller);
    expect(answered).toEqual([{ content: t('mod.notAllowed') }]);
    expect(updated).toEqual([]);
    expect(touched).toEqual([]);
  });

  it('knows no other subcommand', async () => {
    const bot = createScriptedBot();
    expect((await use(bot, 'nonsense', {})).content).toContain('older version');
    expect((await use(bot, null, {})).content).toContain('older version');
    expect(await offered(bot, 'nonsense', { option: 'x', typed: '' }, moderator)).toEqual([]);
    expect(await offered(bot, 'grant', { option: 'member', typed: '' }, moderator)).toEqual([]);
  });
});
