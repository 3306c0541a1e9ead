import { isDeepStrictEqual } from 'node:util';
import { ApplicationIntegrationType, InteractionContextType, PermissionFlagsBits } from 'discord.js';
import { userId } from '#core/ids.ts';
import type { ButtonCall, CommandCall, CompletionCall } from '#discord/interactions/calls.ts';
import { type CommandDefinition, readOptions } from '#discord/interactions/options.ts';
import { dispatchTexts, foreignTexts } from '#discord/texts/dispatch.ts';
import { blankMemberRecord } from '#guilds/guild-settings.ts';
import { described } from '#i18n/t.ts';
import type { Bot, Command } from '../command.ts';
import { grant, revoke } from './credits.ts';
import { history, historyAction, turnHistoryPage } from './history.ts';
import { cancel, refund } from './jobs.ts';
import { strikes } from './strikes.ts';
import { memberOption, plainAnswer, type Subcommand } from './subcommand.ts';
import { suspend, unsuspend } from './suspension.ts';
import { usage } from './usage/usage.ts';
import { modTexts } from './view.ts';
import { block, blocklist, unblock } from './words.ts';

const subcommands: readonly Subcommand[] = [
  grant,
  revoke,
  suspend,
  unsuspend,
  strikes,
  block,
  unblock,
  blocklist,
  history,
  cancel,
  refund,
  usage,
];

const data: CommandDefinition = {
  name: 'mod',
  ...described('mod.description'),
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  // Servers can override this for anybody, so that every way in asks the caller's own permissions again.
  default_member_permissions: PermissionFlagsBits.ModerateMembers.toString(),
  options: subcommands.map((each) => each.data),
};

/** `/mod`: for moderators. What they do is in the journal and in the log channel, with their reason. */
export const mod: Command = {
  data,
  async run(call, bot) {
    if (!isAllowed(call)) return call.answer(plainAnswer(modTexts.notAllowed));
    const subcommand = find(call.subcommand);
    if (subcommand === null) return call.answer(plainAnswer(dispatchTexts.unknown));
    const isStranger = await namesStranger(call, bot);
    await call.answer(isStranger ? plainAnswer(foreignTexts.user) : await subcommand.run(call, bot));
  },
  complete: (call, bot) => (isAllowed(call) ? (find(call.subcommand)?.complete?.(call, bot) ?? []) : []),
  components: {
    async [historyAction](call: ButtonCall, bot: Bot) {
      if (!isAllowed(call)) return call.answer(plainAnswer(modTexts.notAllowed));
      await turnHistoryPage(call, bot);
    },
  },
};

/** The one place where it is decided who may use any of it. */
function isAllowed({ caller }: CommandCall | CompletionCall | ButtonCall): boolean {
  return caller.isModerator;
}

/** Somebody who has left is still known by what the server holds about them; anybody else has nothing to do with it. */
async function namesStranger({ caller: { guildId }, options, resolvedUsers }: CommandCall, bot: Bot): Promise<boolean> {
  const typed = readOptions([memberOption], options).id('member');
  if (typed === null || resolvedUsers.get(typed)?.isMember !== false) return false;
  const member = userId(typed);
  const entries = await bot.history(guildId, member, { beforeSeq: null, limit: 1 });
  return entries.length === 0 && isDeepStrictEqual(await bot.memberRecord(guildId, member), blankMemberRecord);
}

function find(name: string | null): Subcommand | null {
  return subcommands.find((each) => each.data.name === name) ?? null;
}
