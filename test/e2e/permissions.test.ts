import { ApplicationCommandOptionType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { t } from '#i18n/t.ts';
import { commands } from '../../commands/index.ts';
import { isEphemeral } from '../../sandbox/discord/wire.ts';
import { readBooks } from '../support/evening/sums.ts';
import { type CommandTree, linesOf } from '../support/evening/typed-lines.ts';
import { speaks } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';

const refusals: ReadonlyMap<string, string> = new Map([
  ['mod', t('mod.notAllowed')],
  ['setup', t('setup.notManager')],
]);
const guarded = commands.map(({ data }): CommandTree => data).filter(({ name }) => refusals.has(name));

/** A house whose server has opened both commands to everyone, with a log channel and one line in its journal. */
async function openCarelessHouse() {
  const house = await openHouse();
  const bot = await startBot(house);
  const modLog = house.guild.addChannel({ name: 'mod-log' });
  const nora = house.guild.member({ name: 'Nora', permissions: ['ManageGuild'] });
  await nora.slash('/setup log channel:#mod-log').until(speaks);
  await house.discord.untilMessage(modLog.id, ({ content }) => content.includes('log channel'));
  for (const { name } of guarded) house.guild.openCommand(name);
  return { house, bot, modLog, sam: house.guild.member({ name: 'Sam' }), mika: house.guild.member({ name: 'Mika' }) };
}

describe('whoever a server lets type /mod and /setup without the permission', () => {
  it('is refused by each subcommand, and neither the journal nor the log channel has anything of it', async () => {
    const { house, bot, modLog } = await openCarelessHouse();
    for (const command of guarded) {
      // Each of them types all at once: one alone would be told to wait.
      const sam = house.guild.member({ name: `Sam of ${command.name}` });
      for (const line of linesOf(command)) {
        const reply = await sam.slash(line).until(speaks);
        expect([line, reply.content]).toEqual([line, refusals.get(command.name)]);
        expect(isEphemeral(reply)).toBe(true);
      }
    }
    expect(house.discord.messages(modLog.id)).toHaveLength(1);
    await bot.stop();
    expect(house.discord.messages(modLog.id)).toHaveLength(1);
    const { entries } = await readBooks(house.environment.STORE_URL ?? '', house.guild);
    expect(entries.map(({ kind }) => kind)).toEqual(['setup']);
  });

  it('is refused by each subcommand of /setup also as a moderator', async () => {
    const { house, bot } = await openCarelessHouse();
    const omar = house.guild.member({ name: 'Omar', permissions: ['ModerateMembers'] });
    for (const line of guarded.filter(({ name }) => name === 'setup').flatMap(linesOf)) {
      const reply = await omar.slash(line).until(speaks);
      expect([line, reply.content]).toEqual([line, t('setup.notManager')]);
    }
    await bot.stop();
    const { entries } = await readBooks(house.environment.STORE_URL ?? '', house.guild);
    expect(entries.map(({ kind }) => kind)).toEqual(['setup']);
  });
});

describe('the lines that are typed', () => {
  it('cover every subcommand that is registered', async () => {
    const { house } = await openCarelessHouse();
    const registered = house.discord.commands().filter(({ name }) => refusals.has(name));
    const paths = registered.flatMap(({ name, options }) =>
      (options ?? []).flatMap((each) => {
        const below = (each.options ?? []).filter(({ type }) => type === ApplicationCommandOptionType.Subcommand);
        const path = `/${name} ${each.name}`;
        return below.length === 0 ? [path] : below.map((inner) => `${path} ${inner.name}`);
      }),
    );
    const lines = guarded.flatMap(linesOf);
    const pathOf = (line: string) =>
      line
        .split(' ')
        .filter((word) => !word.includes(':'))
        .join(' ');
    expect(lines.map(pathOf).sort()).toEqual(paths.sort());
    expect(paths.length).toBeGreaterThan(20);
    expect(lines).toContain('/mod grant member:@Nora credits:1 reason:because');
  });

  it('are what somebody with the permission is not refused', async () => {
    const { house } = await openCarelessHouse();
    const olga = house.guild.member({ name: 'Olga', permissions: ['ManageGuild'] });
    for (const line of guarded.flatMap(linesOf)) {
      const reply = await olga.slash(line).until(speaks);
      expect([...refusals.values()]).not.toContain(reply.content);
    }
  });
});
