import { approverActions } from '../src/discord/buttons.ts';
import type { FormCall, PressCall } from '../src/discord/calls.ts';
import type { OutgoingMessage } from '../src/discord/message.ts';
import { reasonForm, reasonIn } from '../src/discord/reason-form.ts';
import { approverTexts, dayLimitText, decidedText, declinedText } from '../src/discord/wording/approvals.ts';
import { reasonForms } from '../src/discord/wording/pictures.ts';
import { BotError } from '../src/domain/errors.ts';
import { jobId } from '../src/domain/ids.ts';
import type { Bot } from './command.ts';
import { decisionOf } from './place.ts';

const declineForm = 'decline_form';

/** The buttons of the approvers' message. The message itself is changed by whoever decides, here only the presser is answered. */
export const approverPresses = { [approverActions.approve]: approve, [approverActions.decline]: askReason };
/** The form behind Decline. */
export const approverForms = { [declineForm]: decline };

async function approve({ caller, id, answer }: PressCall, bot: Bot): Promise<void> {
  if (!caller.isModerator) return answer(say('onlyModerators'));
  try {
    const outcome = await bot.approvals.approve(jobId(id.subject), decisionOf(caller, ''));
    await answer(
      outcome === 'decided' ? await decidedLine(id.subject, bot) : say(outcome === 'done' ? 'approved' : outcome),
    );
  } catch (error) {
    if (!(error instanceof BotError) || !error.code.startsWith('refused.')) throw error;
    // What refuses the member would read as if it refused the approver.
    await answer(refusedLine(error));
  }
}

function refusedLine({ code, facts }: BotError) {
  if (code !== 'refused.quota') return say('refused');
  return facts.rule === undefined ? say('poolTooSmall') : { content: dayLimitText(facts), buttons: [] };
}

/** Another approver was faster: who, where that is known still. */
async function decidedLine(id: string, bot: Bot): Promise<OutgoingMessage> {
  return { content: decidedText(await bot.approvals.find(jobId(id))), buttons: [] };
}

async function askReason({ caller, id, answer, openForm }: PressCall): Promise<void> {
  if (!caller.isModerator) return answer(say('onlyModerators'));
  const { title, label } = reasonForms.decline;
  await openForm(reasonForm({ action: declineForm, subject: id.subject, extra: null }, title, label));
}

async function decline({ caller, id, fields, answer }: FormCall, bot: Bot): Promise<void> {
  if (!caller.isModerator) return answer(say('onlyModerators'));
  const parked = await bot.approvals.find(jobId(id.subject));
  const outcome = await bot.approvals.decline(jobId(id.subject), decisionOf(caller, reasonIn(fields)));
  if (outcome === 'decided') return answer(await decidedLine(id.subject, bot));
  if (outcome !== 'done') return answer(say(outcome));
  const told = parked === null ? approverTexts.declined : declinedText(parked.request.channelId);
  await answer({ content: told, buttons: [] });
}

function say(text: keyof typeof approverTexts) {
  return { content: approverTexts[text], buttons: [] };
}
