import { choiceProblem, type FoundInput, foundKey, inputsOf } from '#catalog/found-inputs.ts';
import type { GuildWorkflow } from '#catalog/guild-workflow.ts';
import { mostAsked } from '#catalog/workflow-file.ts';
import type { OwnCommandsOutcome } from '#discord/interactions/register.ts';
import { limits } from '#discord/messages/limits.ts';
import type { Button, MenuChoice, OutgoingMessage } from '#discord/messages/message.ts';
import type { TextField } from '#discord/messages/text-form.ts';
import { cut, escapeText, inlineCode } from '#i18n/escape.ts';
import { credits } from '#i18n/money.ts';
import { t } from '#i18n/t.ts';
import type { WorkflowDraft } from '../../workflow-draft.ts';

/** The actions of the message that proposes a workflow's inputs, and of the question about removing one. */
export const workflowActions = {
  pick: 'workflow_pick',
  labels: 'workflow_labels',
  labelsForm: 'workflow_labels_form',
  add: 'workflow_add',
  keep: 'workflow_keep',
  remove: 'workflow_remove',
} as const;

/** A menu's room for files beside what is asked. */
const mostChosen = mostAsked + 3;

/** The inputs that were found, which of them are chosen, and what can be done about it. `note` says what was wrong. */
export function proposal(draft: WorkflowDraft, note: string | null = null): OutgoingMessage {
  const { id: subject, workflow, found } = draft;
  const chosen = chosenOf(draft);
  const problem = choiceProblem(chosen);
  const button = (action: 'add' | 'labels' | 'keep', look: Button['look']): Button => ({
    id: { action: workflowActions[action], subject, extra: null },
    label: t(`workflows.${action}.label`),
    look,
  });
  const lines = [
    t('workflows.proposal', { title: escapeText(workflow.title, 80), count: found.length }),
    ...inputsOf(chosen).map((input, at) => inputText(input, chosen[at]?.place ?? '')),
    ...(problem === null ? [] : [t(`workflows.problem.${problem}`, { most: mostAsked })]),
    ...(note === null ? [] : [note]),
  ];
  return {
    content: lines.join('\n'),
    menu: {
      id: { action: workflowActions.pick, subject, extra: null },
      hint: t('workflows.pick.hint'),
      most: mostChosen,
      choices: found.map((each) => choiceOf(each, draft.chosen.includes(foundKey(each)))),
    },
    buttons: [
      ...(problem === null ? [button('add', 'main')] : []),
      ...(problem !== 'tooMany' && labelledOf(draft).length > 0 ? [button('labels', 'plain')] : []),
      button('keep', 'danger'),
    ],
  };
}

/** What is chosen, best first. */
export function chosenOf({ found, chosen }: Pick<WorkflowDraft, 'found' | 'chosen'>): readonly FoundInput[] {
  return found.filter((each) => chosen.includes(foundKey(each)));
}

/** Those of the chosen ones that members read a label of. */
export function labelledOf(draft: Pick<WorkflowDraft, 'found' | 'chosen'>): readonly FoundInput[] {
  const chosen = chosenOf(draft);
  const inputs = inputsOf(chosen);
  return chosen.filter((_found, at) => 'label' in (inputs[at] ?? {}));
}

/** The fields of a form that changes labels and ranges. */
export function labelFields(found: readonly FoundInput[], lineOf: (each: FoundInput) => string): readonly TextField[] {
  return found.map((each, at) => ({
    name: `line${at}`,
    label: cut(t('workflows.line', { place: each.place, field: each.input.field }), limits.inputLabelCharacters),
    value: lineOf(each),
    hint: t(each.input.type === 'number' ? 'workflows.line.number' : 'workflows.line.text'),
  }));
}

function choiceOf(found: FoundInput, isChosen: boolean): MenuChoice {
  const { input, place } = found;
  const label = 'label' in input ? input.label : t(`workflows.type.${input.type}`);
  return { value: foundKey(found), label, detail: detailOf(input, place, input.field), isChosen };
}

/** What has no label is called by its kind. */
function detailOf(input: Input, place: string, field: string): string {
  if (!('label' in input)) return t('workflows.place', { place, field });
  return t('workflows.detail', { kind: ruleText(input), place, field });
}

type Input = GuildWorkflow['inputs'][number];

function inputText(input: Input, place: string): string {
  const label = 'label' in input ? escapeText(input.label, 45) : t(`workflows.type.${input.type}`);
  const detail = detailOf(input, escapeText(place, 60), inlineCode(input.field, 60));
  return t('workflows.field', { label, detail });
}

function ruleText(input: Input): string {
  const kind = t(`workflows.type.${input.type}`);
  if (input.type === 'number') return t('workflows.range', { kind, min: input.min, max: input.max });
  return input.type === 'choice' ? t('workflows.choices', { kind, count: input.values.length }) : kind;
}

/** A workflow on one line. */
export function workflowText(workflow: GuildWorkflow): string {
  const { id, title, kind, remoteId, output, mostCredits, inputs, hasCommand, isAdult } = workflow;
  const names = inputs.map((input) =>
    'label' in input ? escapeText(input.label, 45) : t(`workflows.type.${input.type}`),
  );
  const facts = {
    title: escapeText(title, 80),
    id: inlineCode(id),
    what: t('workflows.at', { kind: t(`setup.workflows.add.kind.${kind}.choice`), remoteId }),
    output: t(`setup.workflows.add.output.${output}.choice`),
    most: credits(mostCredits),
    inputs: cut(names.join(', '), 150),
  };
  return [
    t('workflows.row', facts),
    ...(hasCommand ? [t('workflows.hasCommand', { command: inlineCode(`/${id}`) })] : []),
    ...(isAdult ? [t('workflows.isAdult')] : []),
  ].join(' ');
}

/** What an operator reads where the command at Discord is not as it should be; null where it is. */
export function commandNote(outcome: OwnCommandsOutcome): string | null {
  return outcome === 'done' ? null : t(`workflows.command.${outcome}`);
}
