import { findByName } from '#catalog/catalog.ts';
import type { GuildWorkflow } from '#catalog/guild-workflow.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { inlineCode } from '#i18n/escape.ts';
import { t } from '#i18n/t.ts';
import type { Command } from '../../command.ts';
import { option } from '../../options.ts';
import { matchingFirst } from '../../suggest.ts';
import type { Asked, Refusal } from '../plan.ts';

/** `workflow`, one of the server's own. */
export const workflowOption = option.text('workflow', 'setup.workflows.workflow.description', {
  required: true,
  autocomplete: true,
});

/** By id or title, upper and lower case alike. */
export function findWorkflow(
  name: string,
  { workflows }: Pick<GuildSettings, 'workflows'>,
): { readonly workflow: GuildWorkflow } | Refusal {
  const wanted = name.trim().toLowerCase();
  const workflow =
    workflows.find(({ id }) => id === wanted) ?? workflows.find(({ title }) => title.toLowerCase() === wanted);
  return workflow === undefined
    ? { refusal: t('workflows.unknown', { workflow: inlineCode(name, 80) }) }
    : { workflow };
}

/** Why no workflow can have this title; null where it can. `but` is the workflow that has it already. */
export function titleProblem(
  title: string,
  { workflows }: Pick<GuildSettings, 'workflows'>,
  { catalog }: Pick<Asked, 'catalog'>,
  but: string | null = null,
): string | null {
  const wanted = title.toLowerCase();
  const isTaken =
    workflows.some((each) => each.id !== but && each.title.toLowerCase() === wanted) ||
    catalog.forTask('run').models.some((model) => model.id !== but && model.title.toLowerCase() === wanted);
  return isTaken ? t('workflows.nameTaken', { title: inlineCode(title, 80) }) : null;
}

/** Whether something of the installation or of the server has the id. */
export function isIdTaken(
  id: string,
  { workflows }: Pick<GuildSettings, 'workflows'>,
  { catalog }: Pick<Asked, 'catalog'>,
) {
  return workflows.some((each) => each.id === id) || findByName(catalog.everyModel, id) !== null;
}

/** Suggests the server's own workflows. */
export const completeWorkflow: NonNullable<Command['complete']> = async ({ caller, focused }, bot) => {
  const { workflows } = await bot.settings(caller.guildId);
  const found = matchingFirst(workflows, focused.typed, ({ id, title }) => [id, title]);
  return found.map(({ id, title }) => ({ name: title, value: id }));
};
