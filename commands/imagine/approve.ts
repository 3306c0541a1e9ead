import type { DecisionOutcome } from '#approvals/steps.ts';
import { BotError } from '#core/errors.ts';
import { jobId } from '#core/ids.ts';
import type { ButtonCall, ModalCall } from '#discord/interactions/calls.ts';
import { approverActions, askButtons, priceActions } from '#discord/messages/buttons.ts';
import { reasonForm, reasonIn } from '#discord/messages/text-form.ts';
import { askedText, dayLimitText, decidedText } from '#discord/texts/approvals.ts';
import { t } from '#i18n/t.ts';
import type { PendingRequest } from '#moderation/pending-requests.ts';
import type { Bot } from '../command.ts';
import { decisionOf } from '../place.ts';

const declineForm = 'decline_form';

/** The buttons of the approvers' message, and of the question about a price. */
export const approvalButtons = {
  [approverActions.approve]: approve,
  [approverActions.decline]: askReason,
  [priceActions.yes]: makeIt,
  [priceActions.no]: dropIt,
  [priceActions.askInstead]: askInstead,
};
/** The form behind Decline. */
export const approvalModals = { [declineForm]: decline };

async function approve({ caller, id, answer }: ButtonCall, bot: Bot): Promise<void> {
  if (!caller.isModerator) return answer({ content: t('approver.onlyModerators') });
  try {
    const outcome = await bot.approvals.approve(jobId(id.subject), decisionOf(caller, ''));
    if (outcome === 'decided') return await answer({ content: decidedText(await findPending(id.subject, bot)) });
    await answer({ content: t(outcome === 'done' ? 'approver.approved' : `approver.${outcome}`) });
  } catch (error) {
    if (!(error instanceof BotError) || !error.code.startsWith('refused.')) throw error;
    // The member's refusal would read as if the approver were refused.
    await answer({ content: refusedText(error) });
  }
}

function refusedText({ code, facts }: BotError): string {
  if (code !== 'refused.quota') return t('approver.refused');
  return facts.rule === undefined ? t('approver.poolTooSmall') : dayLimitText(facts);
}

function findPending(id: string, bot: Bot): Promise<PendingRequest | null> {
  return bot.approvals.find(jobId(id));
}

async function askReason({ caller, id, answer, openForm }: ButtonCall): Promise<void> {
  if (!caller.isModerator) return answer({ content: t('approver.onlyModerators') });
  await openForm(reasonForm({ action: declineForm, subject: id.subject, extra: null }, 'decline'));
}

async function decline({ caller, id, fields, answer }: ModalCall, bot: Bot): Promise<void> {
  if (!caller.isModerator) return answer({ content: t('approver.onlyModerators') });
  const pending = await findPending(id.subject, bot);
  const outcome = await bot.approvals.decline(jobId(id.subject), decisionOf(caller, reasonIn(fields)));
  if (outcome === 'decided') return answer({ content: decidedText(await findPending(id.subject, bot)) });
  if (outcome !== 'done') return answer({ content: t(`approver.${outcome}`) });
  const channel = pending && `<#${pending.request.channelId}>`;
  await answer({ content: channel === null ? t('approver.declined') : t('approver.declinedIn', { channel }) });
}

/**
 * The question is closed before the work begins; a private picture then takes its place, a public one is posted in the
 * channel. A price that has grown beyond the threshold is a question for the approvers.
 */
async function makeIt(call: ButtonCall, bot: Bot): Promise<void> {
  const pending = await openQuestion(call, bot);
  if (pending === null) return;
  const showMaking = () => call.update({ content: t('price.making') });
  const reply = call.reply(pending.request.isPrivate, pending.id);
  const outcome = await bot.approvals.confirm(pending.id, decisionOf(call.caller, ''), reply, showMaking);
  if (outcome === 'threshold') {
    return call.update({ content: t('price.threshold'), buttons: askButtons(pending.id, 'threshold') });
  }
  if (outcome !== 'done') await close(call, outcome, bot);
}

async function dropIt(call: ButtonCall, bot: Bot): Promise<void> {
  const outcome = await bot.approvals.drop(jobId(call.id.subject), decisionOf(call.caller, ''));
  await (outcome === 'done' ? call.update({ content: t('price.dropped') }) : close(call, outcome, bot));
}

async function askInstead(call: ButtonCall, bot: Bot): Promise<void> {
  const pending = await openQuestion(call, bot);
  if (pending === null) return;
  const reason = call.id.extra === 'threshold' ? 'threshold' : 'short';
  const outcome = await bot.approvals.askInstead(pending.id, decisionOf(call.caller, ''), reason);
  if (outcome !== 'done') return close(call, outcome, bot);
  await call.update({ content: askedText(pending.credits) });
}

/** Null where the question is over; the member then reads so. */
async function openQuestion(call: ButtonCall, bot: Bot): Promise<PendingRequest | null> {
  const pending = await findPending(call.id.subject, bot);
  const isHere = pending?.request.guildId === call.caller.guildId;
  if (isHere && pending.state === 'waiting') return pending;
  await close(call, isHere ? 'decided' : 'gone', bot);
  return null;
}

/** A second click must not hide the result of the first one. */
async function close(call: ButtonCall, outcome: Exclude<DecisionOutcome, 'done'>, bot: Bot): Promise<void> {
  const decided = outcome === 'decided' ? await findPending(call.id.subject, bot) : null;
  // The picture may already stand in the place of the question.
  if (decided?.state === 'approved') return call.answer({ content: t('price.saidYes') });
  if (decided?.state === 'dropped') return call.update({ content: t('price.dropped') });
  const isAsked = decided?.state === 'waiting' && decided.reason !== 'price';
  await call.update({ content: isAsked ? askedText(decided.credits) : t(`price.${outcome}`) });
}
