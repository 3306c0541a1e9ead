import { ApplicationCommandOptionType, ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import type { CommandCall, PressCall } from '../src/discord/calls.ts';
import type { Button } from '../src/discord/message.ts';
import type { CommandDefinition } from '../src/discord/options.ts';
import { described } from '../src/discord/wording/described.ts';
import { deleteText, exportText, heldText, privacyTexts } from '../src/discord/wording/privacy.ts';
import type { UserId } from '../src/domain/ids.ts';
import type { Bot, Command } from './command.ts';
import { countHeld } from './privacy/count-held.ts';
import { fitExport } from './privacy/fit-export.ts';

const data = {
  name: 'privacy',
  ...described('privacy.description'),
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  options: [
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'show',
      ...described('privacy.show.description'),
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'export',
      ...described('privacy.export.description'),
    },
    { type: ApplicationCommandOptionType.Subcommand, name: 'delete', ...described('privacy.delete.description') },
  ],
} as const satisfies CommandDefinition;

/** Below what every server takes, and quick to send. */
const maxExportBytes = 8 * 1024 * 1024;
const actions = { erase: 'privacy_delete', keep: 'privacy_keep' } as const;

/** `/privacy`: about oneself, on this server. */
export const privacy: Command = {
  data,
  run: (call, bot) => {
    if (call.subcommand === 'export') return exportHeld(call, bot);
    return call.subcommand === 'delete' ? askToDelete(call, bot) : show(call, bot);
  },
  presses: {
    [actions.erase]: erase,
    [actions.keep]: ({ update }) => update({ content: privacyTexts.kept, buttons: [] }),
  },
};

async function show({ caller, answer }: CommandCall, bot: Bot): Promise<void> {
  const { guildId, userId, roleIds } = caller;
  const counts = countHeld(await bot.privacy.exportMember(guildId, userId));
  const balance = await bot.balance(guildId, userId, roleIds);
  const { suspendedUntilMs: untilMs } = await bot.memberRecord(guildId, userId);
  const suspendedUntilMs = untilMs !== null && untilMs > bot.now() ? untilMs : null;
  const { promptRetentionDays } = bot;
  await answer({ content: heldText({ counts, balance, suspendedUntilMs, promptRetentionDays }), buttons: [] });
}

async function exportHeld({ caller, answer }: CommandCall, bot: Bot): Promise<void> {
  const held = await bot.privacy.exportMember(caller.guildId, caller.userId);
  const { bytes, leftOut } = fitExport(held, maxExportBytes);
  const description = privacyTexts.fileDescription;
  const files = [{ name: 'easel-export.json', mediaType: 'application/json', bytes, description }];
  await answer({ content: exportText(leftOut), buttons: [], files });
}

async function askToDelete({ caller, answer }: CommandCall, bot: Bot): Promise<void> {
  const { guildId, userId, roleIds } = caller;
  const balance = await bot.balance(guildId, userId, roleIds);
  const buttons = [
    buttonFor(actions.erase, userId, privacyTexts.deleteButton, 'danger'),
    buttonFor(actions.keep, userId, privacyTexts.keepButton, 'plain'),
  ];
  await answer({ content: deleteText(balance), buttons });
}

/** The id on the button only says who was asked: nobody but the presser is erased. */
async function erase({ caller, id, answer, update }: PressCall, bot: Bot): Promise<void> {
  if (id.subject !== caller.userId) return answer({ content: privacyTexts.notYours, buttons: [] });
  const outcome = await bot.privacy.eraseMember(caller.guildId, caller.userId);
  await update({ content: privacyTexts[outcome], buttons: [] });
}

function buttonFor(action: string, userId: UserId, label: string, look: Button['look']): Button {
  return { id: { action, subject: userId, extra: null }, label, look };
}
