import type { DecisionOutcome } from '#approvals/deps.ts';
import { BotError } from '#core/errors.ts';
import { jobId } from '#core/ids.ts';
import type { ButtonCall, ModalCall } from '#discord/interactions/calls.ts';
import { approverActions, askButtons, priceActions } from '#discord/messages/buttons.ts';
import type { OutgoingMessage } from '#discord/messages/message.ts';
import { reasonForm, reasonIn } from '#discord/messages/text-form.ts';
import {
  approverTexts,
  askedText,
  dayLimitText,
  decidedText,
  declinedText,
  priceTexts,
} from '#discord/texts/approvals.ts';
import { reasonForms } from '#discord/texts/pictures.ts';
import type { PendingRequest } from '#moderation/pending-requests.ts';
import type { Bot } from '../command.ts';
import { decisionOf } from '../place.ts';

const declineForm = 'decline_form';

/** The buttons of the approvers' message. The message itself is changed by whoever decides, here only the presser is answered. */
export const approverPresses = { [approverActions.approve]: approve, [approverActions.decline]: askReason };
/** The form behind Decline. */
export const approverForms = { [declineForm]: decline };

async function approve({ caller, id, answer }: ButtonCall, bot: Bot): Promise<void> {
  if (!caller.isModerator) return answer(t('onlyModerators'));
  try {
    const outcome = await bot.approvals.approve(jobId(id.subject), decisionOf(caller, ''));
    await answer(
      outcome === 'decided' ? await decidedLine(id.subject, bot) : t(outcome === 'done' ? 'approved' : outcome),
    );
  } catch (error) {
    if (!(error instanceof BotError) || !error.code.startsWith('refused.')) throw error;
    // What refuses the member would read as if it refused the approver.
    await answer(refusedLine(error));
  }
}

function refusedLine({ code, facts }: BotError) {
  if (code !== 'refused.quota') return t('refused');
  return facts.rule === undefined ? t('poolTooSmall') : { content: dayLimitText(facts), buttons: [] };
}

/** Another approver was faster: who, where that is known still. */
async function decidedLine(id: string, bot: Bot): Promise<OutgoingMessage> {
  return { content: decidedText(await bot.approvals.find(jobId(id))), buttons: [] };
}

async function askReason({ caller, id, answer, openForm }: ButtonCall): Promise<void> {
  if (!caller.isModerator) return answer(t('onlyModerators'));
  const { title, label } = reasonForms.decline;
  await openForm(reasonForm({ action: declineForm, subject: id.subject, extra: null }, title, label));
}

async function decline({ caller, id, fields, answer }: ModalCall, bot: Bot): Promise<void> {
  if (!caller.isModerator) return answer(t('onlyModerators'));
  const pending = await bot.approvals.find(jobId(id.subject));
  const outcome = await bot.approvals.decline(jobId(id.subject), decisionOf(caller, reasonIn(fields)));
  if (outcome === 'decided') return answer(await decidedLine(id.subject, bot));
  if (outcome !== 'done') return answer(t(outcome));
  const told = pending === null ? approverTexts.declined : declinedText(pending.request.channelId);
  await answer({ content: told, buttons: [] });
}

function t(text: keyof typeof approverTexts) {
  return { content: approverTexts[text], buttons: [] };
}

/** The buttons of the question about a price. Whatever is pressed, the question has no buttons afterwards. */
export const pricePresses = {
  [priceActions.yes]: makeIt,
  [priceActions.no]: dropIt,
  [priceActions.askInstead]: askInstead,
};

/**
 * The question is closed before the work begins; a private picture then takes its place, a public one is posted in the
 * channel. A price that has grown beyond the threshold is a question for the approvers.
 */
async function makeIt(call: ButtonCall, bot: Bot): Promise<void> {
  const pending = await openQuestion(call, bot);
  if (pending === null) return;
  const showMaking = () => call.update({ content: priceTexts.making, buttons: [] });
  const reply = call.reply(pending.request.isPrivate, pending.id);
  const outcome = await bot.approvals.confirm(pending.id, decisionOf(call.caller, ''), reply, showMaking);
  if (outcome === 'threshold') {
    return call.update({ content: priceTexts.threshold, buttons: askButtons(pending.id, 'threshold') });
  }
  if (outcome !== 'done') await close(call, outcome, bot);
}

async function dropIt(call: ButtonCall, bot: Bot): Promise<void> {
  const outcome = await bot.approvals.drop(jobId(call.id.subject), decisionOf(call.caller, ''));
  await (outcome === 'done' ? show(call, priceTexts.dropped) : close(call, outcome, bot));
}

async function askInstead(call: ButtonCall, bot: Bot): Promise<void> {
  const pending = await openQuestion(call, bot);
  if (pending === null) return;
  const reason = call.id.extra === 'threshold' ? 'threshold' : 'short';
  const outcome = await bot.approvals.askInstead(pending.id, decisionOf(call.caller, ''), reason);
  if (outcome !== 'done') return close(call, outcome, bot);
  await show(call, askedText(pending.credits));
}

/** Null where the question is over, which is said. */
async function openQuestion(call: ButtonCall, bot: Bot): Promise<PendingRequest | null> {
  const pending = await bot.approvals.find(jobId(call.id.subject));
  const isHere = pending?.request.guildId === call.caller.guildId;
  if (isHere && pending.state === 'waiting') return pending;
  await close(call, isHere ? 'decided' : 'gone', bot);
  return null;
}

/** A second press, of one who pressed twice or of two buttons, must not hide what the first has led to. */
async function close(call: ButtonCall, outcome: Exclude<DecisionOutcome, 'done'>, bot: Bot): Promise<void> {
  const decided = outcome === 'decided' ? await bot.approvals.find(jobId(call.id.subject)) : null;
  // The picture may stand in the place of the question by then.
  if (decided?.state === 'approved') return call.answer({ content: priceTexts.saidYes, buttons: [] });
  if (decided?.state === 'dropped') return show(call, priceTexts.dropped);
  if (decided?.state === 'waiting' && decided.reason !== 'price') return show(call, askedText(decided.credits));
  await show(call, priceTexts[outcome]);
}

function show({ update }: ButtonCall, content: string): Promise<void> {
  return update({ content, buttons: [] });
}
