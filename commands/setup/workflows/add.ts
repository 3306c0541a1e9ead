import {
  choiceProblem,
  foundKey,
  inputsOf,
  labelLine,
  type ReadOutcome,
  usualChoice,
  withLabelLine,
} from '#catalog/found-inputs.ts';
import {
  type GuildWorkflow,
  guildWorkflowBounds,
  mostGuildWorkflows,
  remoteIdIn,
  unfilledWorkflowSchema,
  workflowIdOf,
} from '#catalog/guild-workflow.ts';
import { mostAsked } from '#catalog/workflow-file.ts';
import { jobId } from '#core/ids.ts';
import { seenText } from '#core/text.ts';
import type { ButtonCall, CommandCall, ModalCall } from '#discord/interactions/calls.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { textForm } from '#discord/messages/text-form.ts';
import { guildCatalog } from '#generation/admission.ts';
import { type GuildSettings, kindRuleOf } from '#guilds/guild-settings.ts';
import { inlineCode } from '#i18n/escape.ts';
import { t } from '#i18n/t.ts';
import type { Bot, Subcommand } from '../../command.ts';
import { choices, option, subcommand } from '../../options.ts';
import type { WorkflowDraft } from '../../workflow-draft.ts';
import { type Asked, carryOut, type Plan, type Refusal } from '../plan.ts';
import { setupTexts } from '../view.ts';
import { isIdTaken, titleProblem } from './find.ts';
import { chosenOf, labelFields, labelledOf, proposal, workflowActions, workflowText } from './view.ts';

const { titleCharacters, descriptionCharacters, mostCredits } = guildWorkflowBounds;

const options = [
  option.text('kind', 'setup.workflows.add.kind.description', {
    required: true,
    ...choices(['workflow', 'app'], (kind) => `setup.workflows.add.kind.${kind}.choice`),
  }),
  option.text('id', 'setup.workflows.add.id.description', { required: true, max_length: 300 }),
  option.text('name', 'setup.workflows.add.name.description', { required: true, max_length: titleCharacters }),
  option.text('output', 'setup.workflows.add.output.description', {
    required: true,
    ...choices(
      ['image', 'video', 'audio', 'model3d', 'text'],
      (output) => `setup.workflows.add.output.${output}.choice`,
    ),
  }),
  option.integer('most', 'setup.workflows.add.most.description', {
    required: true,
    min_value: 1,
    max_value: mostCredits,
  }),
  option.text('description', 'setup.workflows.add.description.description', { max_length: descriptionCharacters }),
  option.flag('adult', 'setup.workflows.add.adult.description'),
] as const;

/** `/setup workflows add`: checks all that can be refused first, then asks the service what the workflow takes. */
export const add: Subcommand = {
  data: subcommand('add', 'setup.workflows.add.description', options),
  async run(call, bot) {
    const { id, guildId, userId } = call.caller;
    if (bot.readInputs === null) return setupTexts.refused(t('workflows.noService'));
    const settings = await bot.settings(guildId);
    const read = workflowIn(call);
    if ('refusal' in read) return setupTexts.refused(read.refusal);
    const objection = objectionTo(read.workflow, settings, { catalog: guildCatalog(bot.catalog, settings) });
    if (objection !== null) return setupTexts.refused(objection);
    const outcome = await bot.readInputs(read.workflow);
    const why = whyNot(outcome);
    if (why !== null) return setupTexts.refused(why);
    const { inputs: found } = outcome;
    const draft: WorkflowDraft = { id, guildId, userId, workflow: read.workflow, found, chosen: usualChoice(found) };
    bot.workflowDrafts.keep(draft);
    return proposal(draft);
  },
};

/** The menu and the buttons of a proposal. */
export const addComponents = {
  [workflowActions.pick]: pick,
  [workflowActions.labels]: askLabels,
  [workflowActions.add]: confirm,
  /** Nothing is added, whoever's draft it was. */
  [workflowActions.keep]: ({ update }: ButtonCall) => update({ content: t('workflows.dropped'), buttons: [] }),
};
/** The form behind one of the buttons. */
export const addModals = { [workflowActions.labelsForm]: changeLabels };

/** What was typed, or what of it can't be used. */
function workflowIn({ options: raw }: CommandCall): { readonly workflow: WorkflowDraft['workflow'] } | Refusal {
  const typed = readOptions(options, raw);
  const title = seenText(typed.requiredText('name'));
  const id = workflowIdOf(title);
  const remoteId = remoteIdIn(typed.requiredText('id'));
  const most = typed.number('most');
  if (remoteId === null) return { refusal: t('workflows.badNumber') };
  if (id === null) return { refusal: t('workflows.badName') };
  if (most === null) return { refusal: t('workflows.badMost') };
  const workflow = unfilledWorkflowSchema.parse({
    id,
    title,
    description: seenText(typed.text('description')) || title,
    kind: typed.requiredText('kind'),
    remoteId,
    output: typed.requiredText('output'),
    mostCredits: most,
    isAdult: typed.flag('adult'),
  });
  return { workflow };
}

function objectionTo(
  { id, title }: WorkflowDraft['workflow'],
  settings: GuildSettings,
  asked: Pick<Asked, 'catalog'>,
): string | null {
  if (settings.workflows.length >= mostGuildWorkflows) return t('workflows.full', { most: mostGuildWorkflows });
  if (isIdTaken(id, settings, asked)) return t('workflows.nameTaken', { title: inlineCode(id) });
  return titleProblem(title, settings, asked);
}

function whyNot({ kind, inputs }: ReadOutcome): string | null {
  if (kind !== 'found') return t(`workflows.read.${kind}`);
  return inputs.length === 0 ? t('workflows.read.nothing') : null;
}

/** The caller's own draft; answered with what to do where it is gone. */
async function withDraft(
  call: ButtonCall | ModalCall,
  bot: Bot,
  work: (draft: WorkflowDraft) => Promise<void>,
): Promise<void> {
  const { guildId, userId, isManager } = call.caller;
  if (!isManager) return call.answer({ content: t('setup.notManager') });
  const draft = await bot.workflowDrafts.find({ id: jobId(call.id.subject), guildId, userId });
  if (draft === null) return call.answer({ content: setupTexts.refused(t('workflows.draftGone')) });
  await work(draft);
}

function pick(call: ButtonCall, bot: Bot): Promise<void> {
  return withDraft(call, bot, async (draft) => show({ ...draft, chosen: call.values }, call, bot));
}

async function show(draft: WorkflowDraft, call: ButtonCall | ModalCall, bot: Bot, note: string | null = null) {
  bot.workflowDrafts.keep(draft);
  await call.update(proposal(draft, note));
}

function askLabels(call: ButtonCall, bot: Bot): Promise<void> {
  return withDraft(call, bot, async (draft) => {
    const id = { action: workflowActions.labelsForm, subject: draft.id, extra: null };
    const fields = labelFields(labelledOf(draft).slice(0, mostAsked), labelLine);
    await call.openForm(textForm(id, t('workflows.labels.title'), fields));
  });
}

/** What can't be read stays as it was, and is said. */
function changeLabels(call: ModalCall, bot: Bot): Promise<void> {
  return withDraft(call, bot, async (draft) => {
    const lines = new Map(labelledOf(draft).map((each, at) => [foundKey(each), call.fields.get(`line${at}`)] as const));
    const wrong: string[] = [];
    const found = draft.found.map((each) => {
      const line = lines.get(foundKey(each));
      if (line === undefined) return each;
      const changed = withLabelLine(each, line);
      if (changed === null) wrong.push(line);
      return changed ?? each;
    });
    const note = wrong.map((line) => t('workflows.badLine', { line: inlineCode(line, 60) })).join('\n');
    await show({ ...draft, found }, call, bot, note || null);
  });
}

function confirm(call: ButtonCall, bot: Bot): Promise<void> {
  return withDraft(call, bot, async (draft) => {
    const { text } = await carryOut(planAdd(draft), { caller: call.caller, options: [] }, bot);
    await call.update({ content: text, buttons: [] });
  });
}

function planAdd(draft: WorkflowDraft): Plan {
  return (asked, settings) => {
    const { workflow: base } = draft;
    const chosen = chosenOf(draft);
    const problem = choiceProblem(chosen);
    const objection = objectionTo(base, settings, asked);
    if (problem !== null) return { refusal: t(`workflows.problem.${problem}`, { most: mostAsked }) };
    if (objection !== null) return { refusal: objection };
    const workflow: GuildWorkflow = { ...base, inputs: [...inputsOf(chosen)] };
    const isOff = !kindRuleOf(settings, 'run').isOn;
    return {
      next: { ...settings, workflows: [...settings.workflows, workflow] },
      what: t('workflows.what', { workflow: inlineCode(workflow.id) }),
      was: t('workflows.notThere'),
      now: workflowText(workflow),
      hints: [t('workflows.use', { id: workflow.id }), ...(isOff ? [t('workflows.kindOff')] : [])],
    };
  };
}
