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
  /** The operator's own words for the journal. */
  readonly note?: string | null;
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
export async function carryOut(
  plan: Plan,
  call: TypedCall,
  bot: Bot,
): Promise<{ readonly text: string; readonly isChanged: boolean }> {
  const before = await bot.settings(call.caller.guildId);
  const planned = planIn(plan, call, before, bot);
  if ('refusal' in planned) return { text: setupTexts.refused(planned.refusal), isChanged: false };
  if (isDeepStrictEqual(planned.next, before)) return { text: setupTexts.unchanged(planned), isChanged: false };
  // The journal is in the server's language, whatever the operator's is.
  const reason = withGuildLocale(() => {
    const again = planIn(plan, call, before, bot);
    return 'refusal' in again ? again.refusal : setupTexts.reason(again, again.note ?? null);
  });
  await bot.moderation.changeSettings(actorOf(call.caller, reason), 'setup', (current) => {
    const again = planIn(plan, call, current, bot);
    return 'refusal' in again ? current : again.next;
  });
  return { text: setupTexts.changed(planned), isChanged: true };
}

/** The answer if the plan would be refused now; else null. */
export async function refusalOf(plan: Plan, call: TypedCall, bot: Bot): Promise<string | null> {
  const planned = planIn(plan, call, await bot.settings(call.caller.guildId), bot);
  return 'refusal' in planned ? setupTexts.refused(planned.refusal) : null;
}

/** Discord checks the ranges of the definitions; the schema checks what comes otherwise, before it reaches the store. */
function planIn(plan: Plan, { caller, options }: TypedCall, settings: GuildSettings, bot: Bot): Change | Refusal {
  const asked = { caller, options, catalog: guildCatalog(bot.catalog, settings), bounds: bot.bounds(caller.guildId) };
  const planned = plan(asked, settings);
  if ('refusal' in planned) return planned;
  const [issue] = guildSettingsSchema.safeParse(planned.next).error?.issues ?? [];
  return issue ? { refusal: t('setup.notKept', { what: planned.what, issue: issue.message }) } : planned;
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
