import type { ButtonCall, CommandCall, CompletionCall, Suggestion } from '#discord/interactions/calls.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { readOptions } from '#discord/interactions/options.ts';
import type { OutgoingMessage } from '#discord/messages/message.ts';
import { nearestPage, pageButtons } from '#discord/messages/pages.ts';
import { inlineCode } from '#i18n/escape.ts';
import { t, withGuildLocale } from '#i18n/t.ts';
import { lastChoiceName, type Preset, presetKey, presetNamed } from '#members/presets.ts';
import type { Bot, Command } from '../command.ts';
import { confirmation } from '../confirm.ts';
import { complete as completeImagine } from '../imagine/command.ts';
import { guildCommand, isForEveryone, option, subcommand } from '../options.ts';
import { actorOf } from '../place.ts';
import { offeringFor } from '../resolve-model.ts';
import { matchingFirst } from '../suggest.ts';

import { ownerOf, save, saveOptions } from './save.ts';
import { findPreset, use, useOptions } from './use.ts';
import { lastChoiceLabel, pagesOfPresets, presetLabel, presetsPageText } from './view.ts';

const removeOptions = [
  option.text('name', 'preset.remove.name.description', { required: true, autocomplete: true }),
  option.flag('for_server', 'preset.remove.for_server.description'),
] as const;

const subcommands: Readonly<Record<string, (call: CommandCall, bot: Bot) => Promise<void>>> = { save, use, remove };

/** Of the question whether a preset is removed, whose subject is the member, and whose extra says whose preset it is and its name. */
const removeAction = 'drop_preset';
const pageAction = 'presets';

/** `/preset`: the member's own, and those of the server. */
export const preset: Command = {
  data: guildCommand('preset', 'preset.description', [
    subcommand('save', 'preset.save.description', saveOptions),
    subcommand('use', 'preset.use.description', useOptions),
    subcommand('list', 'preset.list.description'),
    subcommand('remove', 'preset.remove.description', removeOptions),
  ]),
  run: (call, bot) => (subcommands[call.subcommand ?? ''] ?? list)(call, bot),
  isForEveryone: (typed) => typed.subcommand === 'use' && isForEveryone(typed),
  complete(call, bot) {
    if (call.focused.name !== 'name') return completeImagine(call, bot);
    return call.subcommand === 'remove' ? suggestRemovals(call, bot) : suggestUsable(call, bot);
  },
  components: { [pageAction]: turnPage, [removeAction]: removeIt },
};

/** The member's last choice, the member's own presets, then the guild's. */
async function list({ caller, answer }: CommandCall, bot: Bot): Promise<void> {
  await answer(await pageOf(caller, 0, bot));
}

/** Previous or Next: always the presser's own list. */
async function turnPage({ caller, id, update }: ButtonCall, bot: Bot): Promise<void> {
  await update(await pageOf(caller, Number(id.subject), bot));
}

async function pageOf(caller: Caller, asked: number, { choices, presets }: Bot): Promise<OutgoingMessage> {
  const own = await presets.list(ownerOf(caller, false));
  const choice = await choices.get(caller.guildId, caller.userId);
  const pages = pagesOfPresets({ choice, own, guilds: await presets.list(ownerOf(caller, true)) });
  const place = { page: nearestPage(asked, pages.length), pages: pages.length };
  return { content: presetsPageText(pages[place.page] ?? [], place), buttons: pageButtons(pageAction, place) };
}

/** The member's last choice, or a preset: the member's own goes before the guild's. */
async function remove(call: CommandCall, bot: Bot): Promise<void> {
  const { caller, options, answer } = call;
  const typed = readOptions(removeOptions, options);
  const name = typed.requiredText('name');
  if (presetKey(name) !== lastChoiceName) {
    return askToRemove(name, typed.flag('for_server'), call, bot);
  }
  const isForgotten = await bot.choices.forget(caller.guildId, caller.userId);
  await answer({ content: t(isForgotten ? 'lastChoice.forgotten' : 'lastChoice.none') });
}

async function askToRemove(
  typedName: string,
  isForServer: boolean,
  { caller, answer }: CommandCall,
  bot: Bot,
): Promise<void> {
  const isGuilds = isForServer || ((await findPreset(caller, typedName, bot))?.isGuilds ?? false);
  const found = presetNamed(typedName, await bot.presets.list(ownerOf(caller, isGuilds)));
  const name = inlineCode(typedName);
  if (isGuilds && !caller.isModerator) return answer({ content: t('preset.ofGuildOnly', { name }) });
  if (found === null) return answer({ content: t('preset.nothingToRemove', { name }) });
  const id = { action: removeAction, subject: caller.userId, extra: `${isGuilds ? guildMark : ownMark}${found.name}` };
  const question = t(isGuilds ? 'preset.sureOfServer' : 'preset.sure', { name: inlineCode(found.name) });
  await answer(confirmation(question, 'remove', id));
}

/** Before the name in a button's id: the server's preset, or the member's own. */
const [guildMark, ownMark] = ['s', 'm'] as const;

async function removeIt({ caller, id, update }: ButtonCall, bot: Bot): Promise<void> {
  const isGuilds = id.extra?.startsWith(guildMark) === true;
  await update({ content: await removed((id.extra ?? '').slice(1), isGuilds, caller, bot) });
}

async function removed(typedName: string, isGuilds: boolean, caller: Caller, bot: Bot): Promise<string> {
  const name = inlineCode(typedName);
  if (isGuilds && !caller.isModerator) return t('preset.ofGuildOnly', { name });
  if (!(await bot.presets.remove(ownerOf(caller, isGuilds), typedName))) return t('preset.nothingToRemove', { name });
  if (!isGuilds) return t('preset.removed', { name });
  const reason = withGuildLocale(() => t('preset.reasonRemoved', { name: typedName }));
  await bot.moderation.noteSetup(actorOf(caller, reason));
  return t('preset.removedFromServer', { name });
}

/** The member's last choice, then all names. */
async function suggestRemovals(call: CompletionCall, bot: Bot): Promise<readonly Suggestion[]> {
  const { caller, focused } = call;
  const choice = await bot.choices.get(caller.guildId, caller.userId);
  const hasNone = choice.model === null && choice.size === null;
  const last = hasNone ? [] : [{ name: lastChoiceLabel(choice), value: lastChoiceName }];
  const fitting = matchingFirst(last, focused.typed, ({ value }) => [value]);
  return [...fitting, ...(await suggestPresets(call, bot, () => true))];
}

/** Without presets whose model is gone, or closed to the member here. */
async function suggestUsable(call: CompletionCall, bot: Bot): Promise<readonly Suggestion[]> {
  const settings = await bot.settings(call.caller.guildId);
  const { catalog } = offeringFor(call.caller, settings, bot);
  return suggestPresets(call, bot, ({ model }) => model === null || catalog.find(model) !== null);
}

/** By name, the member's own first; each name once. */
async function suggestPresets(
  { caller, focused }: CompletionCall,
  bot: Bot,
  isOffered: (preset: Preset) => boolean,
): Promise<readonly Suggestion[]> {
  const own = await bot.presets.list(ownerOf(caller, false));
  const guilds = await bot.presets.list(ownerOf(caller, true));
  const found = [
    ...own.map((each) => ({ preset: each, isGuilds: false })),
    ...guilds.filter(({ name }) => presetNamed(name, own) === null).map((each) => ({ preset: each, isGuilds: true })),
  ];
  const offered = found.filter((each) => isOffered(each.preset));
  return matchingFirst(offered, focused.typed, (each) => [each.preset.name]).map((each) => ({
    name: presetLabel(each.preset, each.isGuilds),
    value: each.preset.name,
  }));
}
