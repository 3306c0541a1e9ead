import { replyActions } from '../src/discord/buttons.ts';
import type { FormCall, PressCall } from '../src/discord/calls.ts';
import { reasonForm, reasonIn } from '../src/discord/reason-form.ts';
import { pictureTexts, reasonForms } from '../src/discord/wording/pictures.ts';
import type { Bot } from './command.ts';
import { actorOf } from './place.ts';
import { visibleJob } from './visible.ts';

const reportForm = 'report_form';

/** The Report button of a picture. */
export const reportPresses = { [replyActions.report]: askReason };
/** The form behind it. */
export const reportForms = { [reportForm]: report };

async function askReason({ caller, id, answer, openForm }: PressCall, bot: Bot): Promise<void> {
  if ((await visibleJob(id.subject, caller, bot)) === null) return answer(say('noRecord'));
  const { title, label } = reasonForms.report;
  await openForm(reasonForm({ action: reportForm, subject: id.subject, extra: null }, title, label));
}

async function report({ caller, id, fields, answer }: FormCall, bot: Bot): Promise<void> {
  const job = await visibleJob(id.subject, caller, bot);
  if (job === null) return answer(say('noRecord'));
  if ((await bot.moderation.report(actorOf(caller, reasonIn(fields)), job)) === 'before')
    return answer(say('reportedBefore'));
  const { logChannelId } = await bot.settings(caller.guildId);
  await answer(say(logChannelId === null ? 'reportedNowhere' : 'reported'));
}

function say(text: keyof typeof pictureTexts) {
  return { content: pictureTexts[text], buttons: [] };
}
