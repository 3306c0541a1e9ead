import { isDeepStrictEqual } from 'node:util';
import type { Catalog } from '#catalog/catalog.ts';
import { BotError } from '#core/errors.ts';
import type { CommandCall } from '#discord/interactions/calls.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import type { OutgoingMessage } from '#discord/messages/message.ts';
import { guildCatalog } from '#generation/choose-model.ts';
import { type GuildSettings, guildSettingsSchema } from '#guilds/guild-settings.ts';
import { withGuildLocale } from '#i18n/t.ts';
import type { Moderator } from '#moderation/acts.ts';
import type { Bot, OperatorBounds } from '../command.ts';
import { type ChangeTexts, setupTexts } from './view.ts';

/** Carries a subcommand out for somebody who may, and resolves with the answer; a text is an answer without buttons. */
export type Run = (call: CommandCall, bot: Bot) => Promise<string | OutgoingMessage>;

/** What an operator asked for, and what there is to choose from on this server. */
export interface Asked extends Pick<CommandCall, 'caller' | 'options'> {
  readonly catalog: Catalog;
  readonly bounds: OperatorBounds;
}

/** Why not; a sentence or two. */
export interface Refusal {
  readonly refusal: string;
}

/** The settings as they would be, with the words for it. */
export interface Change extends ChangeTexts {
  readonly next: GuildSettings;
  /** What the operator wants to be read in the journal besides. */
  readonly note?: string | null;
}

/** What becomes of the settings. Pure, since it is asked again with the settings of the moment of writing. */
export type Plan = (asked: Asked, settings: GuildSettings) => Change | Refusal;

/** Lists that an operator keeps by hand end here. */
export const maxListed = 50;

/** A subcommand that changes settings: planned, written with its reason in the journal, and answered with before and after. */
export function changing(plan: Plan): Run {
  return async (call, bot) => (await carryOut(plan, call, bot)).text;
}

/** What {@link changing} does, told also to the machine. */
export async function carryOut(
  plan: Plan,
  call: Pick<CommandCall, 'caller' | 'options'>,
  bot: Bot,
): Promise<{ readonly text: string; readonly isChanged: boolean }> {
  const before = await bot.settings(call.caller.guildId);
  const planned = planIn(plan, call, before, bot);
  if ('refusal' in planned) return { text: setupTexts.refused(planned.refusal), isChanged: false };
  if (isDeepStrictEqual(planned.next, before)) return { text: setupTexts.unchanged(planned), isChanged: false };
  const reason = withGuildLocale(() => reasonOf(planIn(plan, call, before, bot)));
  const by = operator(call.caller, reason);
  await bot.moderation.changeSettings(by, 'setup', (current) => {
    const again = planIn(plan, call, current, bot);
    return 'refusal' in again ? current : again.next;
  });
  return { text: setupTexts.changed(planned), isChanged: true };
}

/** Why the plan would be refused as things stand; null where it would not. */
export async function refusalOf(
  plan: Plan,
  call: Pick<CommandCall, 'caller' | 'options'>,
  bot: Bot,
): Promise<string | null> {
  const planned = planIn(plan, call, await bot.settings(call.caller.guildId), bot);
  return 'refusal' in planned ? setupTexts.refused(planned.refusal) : null;
}

function planIn(
  plan: Plan,
  { caller, options }: Pick<CommandCall, 'caller' | 'options'>,
  settings: GuildSettings,
  bot: Bot,
) {
  return checked(
    plan(
      { caller, options, catalog: guildCatalog(bot.catalog, settings), bounds: bot.bounds(caller.guildId) },
      settings,
    ),
  );
}

/** The journal is in the language of the server, whatever the operator's is. */
function reasonOf(planned: Change | Refusal): string {
  return 'refusal' in planned ? planned.refusal : setupTexts.reason(planned, planned.note ?? null);
}

/** The caller as the one who does it. `reason` is 1..500 characters. */
export function operator({ id, guildId, userId }: Caller, reason: string): Moderator {
  return { id, guildId, userId, reason };
}

/** What belongs to the chosen action. @throws {@link BotError} `refused.options` for one that is not among the choices */
export function actionIn<T>(actions: ReadonlyMap<string, T>, name: string): T {
  const action = actions.get(name);
  if (action === undefined) throw new BotError('refused.options', 'unknown action', { option: 'action', value: name });
  return action;
}

/** `@everyone` is a role with the server's id, which no member is listed with. */
export function isEveryone(roleId: string, { guildId }: Caller): boolean {
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

/** Discord keeps to the ranges of the definitions; what comes otherwise is refused before it reaches the store. */
function checked(planned: Change | Refusal): Change | Refusal {
  if ('refusal' in planned) return planned;
  const [issue] = guildSettingsSchema.safeParse(planned.next).error?.issues ?? [];
  return issue ? { refusal: setupTexts.notKept(planned.what, issue.message) } : planned;
}
