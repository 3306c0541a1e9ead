import { isDeepStrictEqual } from 'node:util';
import type { Catalog } from '#catalog/catalog.ts';
import { BotError } from '#core/errors.ts';
import type { CommandCall } from '#discord/interactions/calls.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { guildCatalog } from '#generation/admission.ts';
import { type GuildSettings, guildSettingsSchema } from '#guilds/guild-settings.ts';
import { t, withGuildLocale } from '#i18n/t.ts';
import type { Bot, OperatorBounds, Subcommand } from '../command.ts';
import { actorOf } from '../place.ts';
import { type ChangeTexts, setupTexts } from './view.ts';

type TypedCall = Pick<CommandCall, 'caller' | 'options'>;

/** What an operator asked for, and what there is to choose from on this server. */
export interface Asked extends TypedCall {
  readonly catalog: Catalog;
  readonly bounds: OperatorBounds;
}

/** Why not; a sentence or two. */
export interface Refusal {
  readonly refusal: string;
}

/** The settings as they would be, with the texts about the change. */
export interface Change extends ChangeTexts {
  readonly next: GuildSettings;
}

/** How the settings change. Pure: it runs again with the settings at the moment of writing. */
export type Plan = (asked: Asked, settings: GuildSettings) => Change | Refusal;

/** The longest list that an operator can keep. */
export const maxListed = 50;

/** A subcommand that changes settings, notes the change in the journal and answers with before and after. */
export function changing(plan: Plan): Subcommand['run'] {
  return async (call, bot) => (await carryOut(plan, call, bot)).text;
}

/** As {@link changing}, for a caller that goes on after a change. */
export function carryOut(plan: Plan, { caller, options }: TypedCall, bot: Bot) {
  return carryOutAll([{ plan, options }], caller, bot);
}

/** One of several changes that are made together. */
export interface Step {
  readonly plan: Plan;
  readonly options: TypedCall['options'];
}

/**
 * All of them with one entry in the journal, or none where one is refused. Resolves with the answer, whether anything is different now, and
 * whether it was refused.
 */
export async function carryOutAll(steps: readonly Step[], caller: Caller, bot: Bot) {
  const before = await bot.settings(caller.guildId);
  const planned = planAll(steps, caller, before, bot);
  if ('refusal' in planned) return { text: setupTexts.refused(planned.refusal), isChanged: false, isRefused: true };
  const text = planned.parts
    .map(({ change, isChanged }) => (isChanged ? setupTexts.changed(change) : setupTexts.unchanged(change)))
    .join('\n');
  if (!planned.parts.some(({ isChanged }) => isChanged)) return { text, isChanged: false, isRefused: false };
  // The journal is in the server's language, whatever the operator's is.
  const reason = withGuildLocale(() => {
    const again = planAll(steps, caller, before, bot);
    return 'refusal' in again ? again.refusal : setupTexts.reason(changesIn(again));
  });
  await bot.moderation.changeSettings(actorOf(caller, reason), 'setup', (current) => {
    const again = planAll(steps, caller, current, bot);
    return 'refusal' in again ? current : again.next;
  });
  return { text, isChanged: true, isRefused: false };
}

/** The answer if the plan would be refused now; else null. */
export async function refusalOf(plan: Plan, { caller, options }: TypedCall, bot: Bot): Promise<string | null> {
  const planned = planAll([{ plan, options }], caller, await bot.settings(caller.guildId), bot);
  return 'refusal' in planned ? setupTexts.refused(planned.refusal) : null;
}

/** The settings after all steps, with what each of them did. */
interface Planned {
  readonly next: GuildSettings;
  readonly parts: readonly { readonly change: Change; readonly isChanged: boolean }[];
}

function changesIn({ parts }: Planned): readonly Change[] {
  return parts.filter(({ isChanged }) => isChanged).map(({ change }) => change);
}

/** Discord checks the ranges of the definitions; the schema checks what comes otherwise, before it reaches the store. */
function planAll(steps: readonly Step[], caller: Caller, before: GuildSettings, bot: Bot): Planned | Refusal {
  const bounds = bot.bounds(caller.guildId);
  let planned: Planned = { next: before, parts: [] };
  for (const { plan, options } of steps) {
    const { next: settings, parts } = planned;
    const change = plan({ caller, options, catalog: guildCatalog(bot.catalog, settings), bounds }, settings);
    if ('refusal' in change) return change;
    const [issue] = guildSettingsSchema.safeParse(change.next).error?.issues ?? [];
    if (issue) return { refusal: t('setup.notKept', { what: change.what, issue: issue.message }) };
    const isChanged = !isDeepStrictEqual(change.next, settings);
    planned = { next: change.next, parts: [...parts, { change, isChanged }] };
  }
  return planned;
}

/** The row of the chosen action. @throws {@link BotError} `refused.options` for one that is not among the choices */
export function actionIn<T>(actions: Readonly<Record<string, T>>, name: string): T {
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action === undefined) throw new BotError('refused.options', 'unknown action', { option: 'action', value: name });
  return action;
}

/** `@everyone` is a role with the server's id, which no member is listed with. */
export function isEveryone(roleId: string | null, { guildId }: Caller): boolean {
  return roleId === guildId;
}

/** The list with the id at its end, once. */
export function listWith<Id extends string>(ids: readonly Id[], id: Id): Id[] {
  return ids.includes(id) ? [...ids] : [...ids, id];
}

/** The list without the id. */
export function listWithout<Id extends string>(ids: readonly Id[], id: Id): Id[] {
  return ids.filter((each) => each !== id);
}
