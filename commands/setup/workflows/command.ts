import { ApplicationCommandOptionType } from 'discord.js';
import { type GuildWorkflow, guildWorkflowBounds } from '#catalog/guild-workflow.ts';
import { seenText } from '#core/text.ts';
import type { ButtonCall, CommandCall } from '#discord/interactions/calls.ts';
import { readOptions } from '#discord/interactions/options.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { inlineCode } from '#i18n/escape.ts';
import { described, t } from '#i18n/t.ts';
import type { Bot, Subcommand } from '../../command.ts';
import { confirmation } from '../../confirm.ts';
import { option, subcommand } from '../../options.ts';
import { fitsCommand, ownDefinitions } from '../../run/own-command.ts';
import { carryOut, type Plan } from '../plan.ts';
import { setupTexts } from '../view.ts';
import { add, addComponents, addModals } from './add.ts';
import { completeWorkflow, findWorkflow, titleProblem, workflowOption } from './find.ts';
import { commandNote, workflowActions, workflowText } from './view.ts';

const { titleCharacters, descriptionCharacters, mostCredits } = guildWorkflowBounds;

const changeOptions = [
  workflowOption,
  option.text('name', 'setup.workflows.change.name.description', { max_length: titleCharacters }),
  option.text('description', 'setup.workflows.add.description.description', { max_length: descriptionCharacters }),
  option.integer('most', 'setup.workflows.add.most.description', { min_value: 1, max_value: mostCredits }),
  option.flag('adult', 'setup.workflows.add.adult.description'),
] as const;
const commandOptions = [
  workflowOption,
  option.flag('on', 'setup.workflows.command.on.description', { required: true }),
] as const;
const listOptions = [option.integer('page', 'setup.workflows.list.page.description', { min_value: 1 })] as const;

/** The settings with this workflow instead of its earlier form. */
function withWorkflow(settings: GuildSettings, workflow: GuildWorkflow): GuildSettings {
  const workflows = settings.workflows.map((each) => (each.id === workflow.id ? workflow : each));
  return { ...settings, workflows };
}

const planChange: Plan = (asked, settings) => {
  const typed = readOptions(changeOptions, asked.options);
  const found = findWorkflow(typed.requiredText('workflow'), settings);
  if ('refusal' in found) return found;
  const { workflow } = found;
  const title = seenText(typed.text('name'));
  const problem = title === '' ? null : titleProblem(title, settings, asked, workflow.id);
  if (problem !== null) return { refusal: problem };
  const next = {
    ...workflow,
    title: title || workflow.title,
    description: seenText(typed.text('description')) || workflow.description,
    mostCredits: typed.number('most') ?? workflow.mostCredits,
    isAdult: typed.yesOrNo('adult') ?? workflow.isAdult,
  };
  return {
    next: withWorkflow(settings, next),
    what: t('workflows.what', { workflow: inlineCode(workflow.id) }),
    was: workflowText(workflow),
    now: workflowText(next),
    hints: [t('workflows.whoMay', { id: workflow.id })],
  };
};

const change: Subcommand = {
  data: subcommand('change', 'setup.workflows.change.description', changeOptions),
  run: (call, bot) => changeAndWrite(planChange, call, bot),
  complete: completeWorkflow,
};

/** Carries the plan out, then makes Discord's commands those of what is there now. */
async function changeAndWrite(plan: Plan, call: Pick<CommandCall, 'caller' | 'options'>, bot: Bot): Promise<string> {
  const { guildId } = call.caller;
  const before = await bot.settings(guildId);
  const { text, isChanged } = await carryOut(plan, call, bot);
  const { workflows } = await bot.settings(guildId);
  const isAbout = [...before.workflows, ...workflows].some(({ hasCommand }) => hasCommand);
  const note = isChanged && isAbout ? commandNote(await bot.ownCommands.set(guildId, ownDefinitions(workflows))) : null;
  return note === null ? text : `${text}\n${note}`;
}

const planCommand: Plan = ({ options }, settings) => {
  const typed = readOptions(commandOptions, options);
  const found = findWorkflow(typed.requiredText('workflow'), settings);
  if ('refusal' in found) return found;
  const { workflow } = found;
  const next = { ...workflow, hasCommand: typed.flag('on') };
  const command = inlineCode(`/${workflow.id}`);
  const stateOf = ({ hasCommand }: GuildWorkflow) => t(hasCommand ? 'setting.on' : 'setting.off');
  return {
    next: withWorkflow(settings, next),
    what: t('workflows.commandOf', { command }),
    was: stateOf(workflow),
    now: stateOf(next),
    hints: next.hasCommand ? [t('workflows.command.soon')] : [],
  };
};

/** Discord is asked first where a command is wanted: what it refuses is not noted. */
const command: Subcommand = {
  data: subcommand('command', 'setup.workflows.command.description', commandOptions),
  async run(call, bot) {
    const { guildId } = call.caller;
    const typed = readOptions(commandOptions, call.options);
    const settings = await bot.settings(guildId);
    const found = findWorkflow(typed.requiredText('workflow'), settings);
    if ('refusal' in found) return setupTexts.refused(found.refusal);
    if (!typed.flag('on')) return changeAndWrite(planCommand, call, bot);
    if (!fitsCommand(found.workflow)) return setupTexts.refused(t('workflows.command.long'));
    const { workflows } = withWorkflow(settings, { ...found.workflow, hasCommand: true });
    const note = commandNote(await bot.ownCommands.set(guildId, ownDefinitions(workflows)));
    return note === null ? (await carryOut(planCommand, call, bot)).text : setupTexts.refused(note);
  },
  complete: completeWorkflow,
};

/** With what the server has decided about it: a new one of the same name begins without. */
function planRemove(id: string): Plan {
  return (_asked, settings) => {
    const found = findWorkflow(id, settings);
    if ('refusal' in found) return found;
    const { denied, roles, prices, enabled } = settings.models;
    const without = <Value>(all: Readonly<Record<string, Value>>) =>
      Object.fromEntries(Object.entries(all).filter(([model]) => model !== id));
    const models = {
      enabled,
      denied: denied.filter((each) => each !== id),
      roles: without(roles),
      prices: without(prices),
    };
    const workflows = settings.workflows.filter((each) => each.id !== id);
    return {
      next: { ...settings, models, workflows },
      what: t('workflows.what', { workflow: inlineCode(id) }),
      was: workflowText(found.workflow),
      now: t('workflows.notThere'),
      hints: [t('workflows.removed')],
    };
  };
}

/** Asks first: what its inputs are is gone with it. */
const remove: Subcommand = {
  data: subcommand('remove', 'setup.workflows.remove.description', [workflowOption]),
  async run({ caller, options }, bot) {
    const name = readOptions([workflowOption], options).requiredText('workflow');
    const found = findWorkflow(name, await bot.settings(caller.guildId));
    if ('refusal' in found) return setupTexts.refused(found.refusal);
    const question = t('workflows.sure', { workflow: workflowText(found.workflow) });
    const id = { action: workflowActions.remove, subject: caller.id, extra: found.workflow.id };
    return confirmation(question, 'remove', id, { action: workflowActions.keep, label: t('workflows.keep.label') });
  },
  complete: completeWorkflow,
};

async function removeIt({ caller, id, update }: ButtonCall, bot: Bot): Promise<void> {
  const content = caller.isManager
    ? await changeAndWrite(planRemove(id.extra ?? ''), { caller, options: [] }, bot)
    : t('setup.notManager');
  await update({ content, buttons: [] });
}

const perPage = 4;

const list: Subcommand = {
  data: subcommand('list', 'setup.workflows.list.description', listOptions),
  async run({ caller, options }, bot) {
    const { workflows } = await bot.settings(caller.guildId);
    if (workflows.length === 0) return t('workflows.empty');
    const pages = Math.ceil(workflows.length / perPage);
    const page = Math.min(readOptions(listOptions, options).number('page') ?? 1, pages);
    const shown = workflows.slice((page - 1) * perPage, page * perPage);
    const lines = shown.map((each) => t('workflows.listed', { workflow: workflowText(each) }));
    const more = pages === 1 ? [] : [t('workflows.page', { page, pages })];
    return [t('workflows.heading', { count: workflows.length }), ...lines, ...more].join('\n');
  },
};

const subcommands = [add, list, change, command, remove];

/** `/setup workflows`. */
export const workflowGroup = {
  type: ApplicationCommandOptionType.SubcommandGroup,
  name: 'workflows',
  ...described('setup.workflows.description'),
  options: subcommands.map(({ data }) => data),
} as const;
/** By `workflows add`. */
export const workflowSubcommands = subcommands.map(
  (each) => [[workflowGroup.name, each.data.name].join(' '), each] as const,
);
/** The buttons and menus of its answers. */
export const workflowComponents = { ...addComponents, [workflowActions.remove]: removeIt };
/** The forms behind them. */
export const workflowModals = addModals;
