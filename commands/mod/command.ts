import { isDeepStrictEqual } from 'node:util';
import { PermissionFlagsBits } from 'discord.js';
import { userId } from '#core/ids.ts';
import type { CommandCall } from '#discord/interactions/calls.ts';
import { readOptions } from '#discord/interactions/options.ts';
import type { OutgoingMessage } from '#discord/messages/message.ts';
import { blankMemberRecord } from '#guilds/guild-settings.ts';
import { t } from '#i18n/t.ts';
import type { Bot, Command, Subcommand } from '../command.ts';
import { guildCommand } from '../options.ts';
import { history, historyAction, turnHistoryPage } from './history.ts';
import { cancel, refund } from './jobs.ts';
import { grant, memberOption, revoke, strikes, suspend, unsuspend } from './members.ts';
import { usage } from './usage/usage.ts';
import { block, blocklist, unblock } from './words.ts';

const subcommands: readonly Subcommand[] = [
  ...[grant, revoke, suspend, unsuspend, strikes],
  ...[block, unblock, blocklist],
  ...[history, cancel, refund, usage],
];

/** `/mod`: for moderators. What they do is in the journal and in the log channel, with their reason. */
export const mod: Command = {
  data: {
    ...guildCommand(
      'mod',
      'mod.description',
      subcommands.map((each) => each.data),
    ),
    // A default that servers can override, so the caller's own permission is checked too.
    default_member_permissions: String(PermissionFlagsBits.ModerateMembers),
  },
  async run(call, bot) {
    const answer = call.caller.isModerator ? await answerTo(call, bot) : t('mod.notAllowed');
    await call.answer(typeof answer === 'string' ? { content: answer } : answer);
  },
  complete: (call, bot) => (call.caller.isModerator ? (find(call.subcommand)?.complete?.(call, bot) ?? []) : []),
  components: {
    async [historyAction](call, bot) {
      if (!call.caller.isModerator) return call.answer({ content: t('mod.notAllowed') });
      await turnHistoryPage(call, bot);
    },
  },
};

async function answerTo(call: CommandCall, bot: Bot): Promise<string | OutgoingMessage> {
  const subcommand = find(call.subcommand);
  if (subcommand === null) return t('dispatch.unknown');
  return (await namesStranger(call, bot)) ? t('dispatch.foreign.user') : subcommand.run(call, bot);
}

/** Someone who has left the server is known by what it keeps about them; everyone else outside is a stranger. */
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
