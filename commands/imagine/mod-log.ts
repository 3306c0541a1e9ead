import { isSnowflake, jobId, type UserId, userId } from '#core/ids.ts';
import type { ButtonCall, ModalCall } from '#discord/interactions/calls.ts';
import { logActions } from '#discord/messages/buttons.ts';
import { reasonForm, reasonIn } from '#discord/messages/text-form.ts';
import {
  alreadySuspendedText,
  pictureTexts,
  reasonForms,
  struckBeforeText,
  struckText,
  suspendedBeforeText,
  suspendedText,
} from '#discord/texts/pictures.ts';
import { suspensionEndsAtMs } from '#guilds/guild-settings.ts';
import type { Bot } from '../command.ts';
import { actorOf } from '../place.ts';
import { removeForReason } from './delete.ts';

const suspendForMs = 24 * 60 * 60_000;
const modals = { delete: 'log_delete_form', strike: 'log_strike_form', suspend: 'log_suspend_form' } as const;

/** The buttons of the log channel: each asks for a reason. */
export const logPresses = {
  [logActions.delete]: (call: ButtonCall) => askReason(call, 'delete'),
  [logActions.strike]: (call: ButtonCall) => askReason(call, 'strike'),
  [logActions.suspend]: (call: ButtonCall) => askReason(call, 'suspend'),
};

/** What follows the reason. The permission is looked at again: time has passed. */
export const logForms = {
  [modals.delete]: removeForReason,
  [modals.strike]: (call: ModalCall, bot: Bot) => act(call, bot, strike),
  [modals.suspend]: (call: ModalCall, bot: Bot) => act(call, bot, suspend),
};

async function askReason({ caller, id, answer, openForm }: ButtonCall, what: keyof typeof modals): Promise<void> {
  if (!caller.isModerator) return answer({ content: pictureTexts.onlyModerators, buttons: [] });
  const { title, label } = reasonForms[what];
  await openForm(reasonForm({ ...id, action: modals[what] }, title, label));
}

type Act = (call: ModalCall, member: UserId, bot: Bot) => Promise<string>;

async function act(call: ModalCall, bot: Bot, deed: Act): Promise<void> {
  const { caller, answer } = call;
  if (!caller.isModerator) return answer({ content: pictureTexts.onlyModerators, buttons: [] });
  const member = await memberOf(call, bot);
  const content = member === null ? pictureTexts.noRecord : await deed(call, member, bot);
  await answer({ content, buttons: [] });
}

/** A refused request has left no job: then the button names the member. */
async function memberOf({ caller, id }: ModalCall, bot: Bot): Promise<UserId | null> {
  if (id.extra !== null) return isSnowflake(id.extra) ? userId(id.extra) : null;
  const job = await bot.findJob(jobId(id.subject));
  return job?.guildId === caller.guildId ? job.userId : null;
}

async function strike({ caller, id, fields }: ModalCall, member: UserId, bot: Bot): Promise<string> {
  const given = await bot.moderation.strike(actorOf(caller, reasonIn(fields)), member, jobId(id.subject));
  const { isNew, byUserId, strikes, suspendedUntilMs } = given;
  return isNew ? struckText(member, strikes, suspendedUntilMs) : struckBeforeText(member, byUserId, strikes);
}

async function suspend({ caller, id, fields }: ModalCall, member: UserId, bot: Bot): Promise<string> {
  const untilMs = bot.now() + suspendForMs;
  const suspendedUntilMs = suspensionEndsAtMs(await bot.memberRecord(caller.guildId, member), bot.now());
  if (suspendedUntilMs !== null && suspendedUntilMs > untilMs) return alreadySuspendedText(member, suspendedUntilMs);
  const by = actorOf(caller, reasonIn(fields));
  const { isNew, byUserId } = await bot.moderation.suspendAbout(by, member, untilMs, jobId(id.subject));
  return isNew ? suspendedText(member, untilMs) : suspendedBeforeText(member, byUserId);
}
