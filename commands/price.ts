import { askButtons, priceActions } from '../src/discord/buttons.ts';
import type { PressCall } from '../src/discord/calls.ts';
import { askedText, priceTexts } from '../src/discord/wording/approvals.ts';
import { jobId } from '../src/domain/ids.ts';
import type { ParkedRequest } from '../src/domain/moderation.ts';
import type { DecisionOutcome } from '../src/flow/approvals.ts';
import type { Bot } from './command.ts';
import { decisionOf } from './place.ts';

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
async function makeIt(call: PressCall, bot: Bot): Promise<void> {
  const parked = await openQuestion(call, bot);
  if (parked === null) return;
  const showMaking = () => call.update({ content: priceTexts.making, buttons: [] });
  const reply = call.reply(parked.request.isPrivate, parked.id);
  const outcome = await bot.approvals.confirm(parked.id, decisionOf(call.caller, ''), reply, showMaking);
  if (outcome === 'threshold') {
    return call.update({ content: priceTexts.threshold, buttons: askButtons(parked.id, 'threshold') });
  }
  if (outcome !== 'done') await close(call, outcome, bot);
}

async function dropIt(call: PressCall, bot: Bot): Promise<void> {
  const outcome = await bot.approvals.drop(jobId(call.id.subject), decisionOf(call.caller, ''));
  await (outcome === 'done' ? show(call, priceTexts.dropped) : close(call, outcome, bot));
}

async function askInstead(call: PressCall, bot: Bot): Promise<void> {
  const parked = await openQuestion(call, bot);
  if (parked === null) return;
  const reason = call.id.extra === 'threshold' ? 'threshold' : 'short';
  const outcome = await bot.approvals.askInstead(parked.id, decisionOf(call.caller, ''), reason);
  if (outcome !== 'done') return close(call, outcome, bot);
  await show(call, askedText(parked.credits));
}

/** Null where the question is over, which is said. */
async function openQuestion(call: PressCall, bot: Bot): Promise<ParkedRequest | null> {
  const parked = await bot.approvals.find(jobId(call.id.subject));
  const isHere = parked?.request.guildId === call.caller.guildId;
  if (isHere && parked.state === 'waiting') return parked;
  await close(call, isHere ? 'decided' : 'gone', bot);
  return null;
}

/** A second press, of one who pressed twice or of two buttons, must not hide what the first has led to. */
async function close(call: PressCall, outcome: Exclude<DecisionOutcome, 'done'>, bot: Bot): Promise<void> {
  const decided = outcome === 'decided' ? await bot.approvals.find(jobId(call.id.subject)) : null;
  // The picture may stand in the place of the question by then.
  if (decided?.state === 'approved') return call.answer({ content: priceTexts.saidYes, buttons: [] });
  if (decided?.state === 'dropped') return show(call, priceTexts.dropped);
  if (decided?.state === 'waiting' && decided.reason !== 'price') return show(call, askedText(decided.credits));
  await show(call, priceTexts[outcome]);
}

function show({ update }: PressCall, content: string): Promise<void> {
  return update({ content, buttons: [] });
}
