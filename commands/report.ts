import { replyActions } from '../src/discord/buttons.ts';
import type { FormCall, PressCall } from '../src/discord/calls.ts';
import { reasonForm, reasonIn } from '../src/discord/reason-form.ts';
import { pictureTexts, reasonForms } from '../src/discord/wording/pictures.ts';
import { jobId } from '../src/domain/ids.ts';
import type { Bot } from './command.ts';
import { actorOf } from './place.ts';

const reportForm = 'report_form';

/** The Report button of a picture. */
export const reportPresses = { [replyActions.report]: askReason };
/** The form behind it. */
export const reportForms = { [reportForm]: report };

function askReason({ id, openForm }: PressCall): Promise<void> {
  const { title, label } = reasonForms.report;
  return openForm(reasonForm({ action: reportForm, subject: id.subject, extra: null }, title, label));
}

async function report({ caller, id, fields, answer }: FormCall, bot: Bot): Promise<void> {
  const isKnown = await bot.moderation.report(actorOf(caller, reasonIn(fields)), jobId(id.subject));
  if (!isKnown) return answer({ content: pictureTexts.noRecord, buttons: [] });
  const { logChannelId } = await bot.settings(caller.guildId);
  await answer({ content: pictureTexts[logChannelId === null ? 'reportedNowhere' : 'reported'], buttons: [] });
}
