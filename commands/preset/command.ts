import { ApplicationCommandOptionType, ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import type { ButtonCall, CommandCall, CompletionCall, Suggestion } from '#discord/interactions/calls.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import type { CommandDefinition } from '#discord/interactions/options.ts';
import type { OutgoingMessage } from '#discord/messages/message.ts';
import { nearestPage, pageButtons } from '#discord/messages/pages.ts';
import { described } from '#i18n/t.ts';
import type { Bot, Command } from '../command.ts';
import { complete as completeImagine } from '../imagine/command.ts';
import { ownerOf, suggestUsable } from './find.ts';
import { remove, removeOptions, suggestRemovals } from './remove.ts';
import { save, saveOptions } from './save.ts';
import { use, useOptions } from './use.ts';
import { pagesOfPresets, presetsPageText } from './view.ts';

/** The action of the page buttons. */
export const pageAction = 'presets';

/** `/preset list`: the member's last choice, the member's own, then the guild's. */
export async function list({ caller, answer }: CommandCall, bot: Bot): Promise<void> {
  await answer(await pageOf(caller, 0, bot));
}

/** Previous or Next. It is always what the presser can use. */
export async function turnPage({ caller, id, update }: ButtonCall, bot: Bot): Promise<void> {
  await update(await pageOf(caller, Number(id.subject), bot));
}

async function pageOf(caller: Caller, asked: number, { choices, presets }: Bot): Promise<OutgoingMessage> {
  const own = await presets.list(ownerOf(caller, false));
  const choice = await choices.get(caller.guildId, caller.userId);
  const pages = pagesOfPresets({ choice, own, guilds: await presets.list(ownerOf(caller, true)) });
  const place = { page: nearestPage(asked, pages.length), pages: pages.length };
  return { content: presetsPageText(pages[place.page] ?? [], place), buttons: pageButtons(pageAction, place) };
}

const data = {
  name: 'preset',
  ...described('preset.description'),
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  options: [
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'save',
      ...described('preset.save.description'),
      options: saveOptions,
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'use',
      ...described('preset.use.description'),
      options: useOptions,
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'list',
      ...described('preset.list.description'),
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'remove',
      ...described('preset.remove.description'),
      options: removeOptions,
    },
  ],
} as const satisfies CommandDefinition;

const subcommands: ReadonlyMap<string, (call: CommandCall, bot: Bot) => Promise<void>> = new Map([
  ['save', save],
  ['use', use],
  ['remove', remove],
]);

/** `/preset`: everybody's own, and those of the server. */
export const preset: Command = {
  data,
  run: (call, bot) => (subcommands.get(call.subcommand ?? '') ?? list)(call, bot),
  complete,
  components: { [pageAction]: turnPage },
};

function complete(call: CompletionCall, bot: Bot): Promise<readonly Suggestion[]> {
  if (call.focused.name !== 'name') return completeImagine(call, bot);
  return call.subcommand === 'remove' ? suggestRemovals(call, bot) : suggestUsable(call, bot);
}
