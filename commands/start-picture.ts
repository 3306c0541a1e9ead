import type { GenerationRequest } from '#catalog/request.ts';
import { asBotError, BotError } from '#core/errors.ts';
import type { Answering } from '#discord/interactions/calls.ts';
import { askButtons, priceButtons } from '#discord/messages/buttons.ts';
import { askedText, priceText, privateApprovalText, shortText } from '#discord/texts/approvals.ts';
import { toldText } from '#discord/texts/told.ts';
import type { Gate } from '#generation/gate.ts';
import type { Reply } from '#jobs/job.ts';
import type { Bot } from './command.ts';

type Way = Pick<Answering, 'answer' | 'reply'>;

/** Makes the picture, or asks first whoever has to be asked: the member about its price, the approvers, or both. */
export function startPicture(request: GenerationRequest, way: Way, bot: Bot): Promise<void> {
  return drafted(request, bot, async () => goOn(request, await bot.gate(request), way, bot));
}

/** What the work refuses is kept for the member, who can change it in a form instead of typing it again. */
export async function drafted<T>(request: GenerationRequest, { drafts }: Bot, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const error = asBotError(thrown);
    drafts.keep(request);
    throw new BotError(error.code, error.message, { ...error.facts, isDrafted: true }, error.cause ?? thrown);
  }
}

/**
 * The same with what the member has named: once it is admitted, it is their last choice. It is written down when the member
 * has been answered, so that it never keeps the store from deciding in time.
 */
export function startNamed(request: GenerationRequest, way: Way, bot: Bot): Promise<void> {
  return drafted(request, bot, () => startAndRemember(request, way, bot));
}

async function startAndRemember(request: GenerationRequest, { answer, reply }: Way, bot: Bot): Promise<void> {
  const gate = await bot.gate(request);
  const begun: Promise<void>[] = [];
  const remember = () => {
    if (begun.length === 0) begun.push(bot.remember(request));
  };
  const way: Way = { answer, reply: (isPrivate) => whenAccepted(reply(isPrivate), remember) };
  try {
    await goOn(request, gate, way, bot);
  } finally {
    remember();
    await Promise.all(begun);
  }
}

function whenAccepted(reply: Reply, then: () => void): Reply {
  return {
    address: () => reply.address(),
    async accept() {
      const address = await reply.accept();
      then();
      return address;
    },
    show: (job, progress) => reply.show(job, progress),
    deliver: (delivery) => reply.deliver(delivery),
    fail: (error, money) => reply.fail(error, money),
  };
}

/** From here on nothing that the member chooses elsewhere changes the request. */
async function goOn(asked: GenerationRequest, gate: Gate, { answer, reply }: Way, bot: Bot): Promise<void> {
  const request = { ...(gate.request ?? asked), isFilledIn: true };
  const { id } = request;
  switch (gate.kind) {
    case 'go':
      return bot.generate(request, reply(request.isPrivate), gate.admission);
    case 'confirm':
      await bot.approvals.waitForPrice(request, gate.credits);
      return answer({ content: priceText(request, gate), buttons: priceButtons(id) });
    case 'short': {
      await bot.approvals.waitForPrice(request, gate.credits);
      const { credits: price, spendable, renewsAtMs } = gate;
      return answer({
        content: `${shortText(request, { price, spendable, renewsAtMs })}${toldText(gate.told)}`,
        buttons: askButtons(id, 'short'),
      });
    }
    case 'approval':
      return askApprovers(request, gate, answer, bot);
  }
}

/** An approved picture is public. Who wished a private one is asked before anybody reads the prompt. */
async function askApprovers(
  request: GenerationRequest,
  { credits: price, threshold, told }: Extract<Gate, { kind: 'approval' }>,
  answer: Way['answer'],
  bot: Bot,
): Promise<void> {
  if (request.isPrivate) {
    await bot.approvals.waitForPrice(request, price);
    const content = `${privateApprovalText(request, price, threshold)}${toldText(told)}`;
    return answer({ content, buttons: askButtons(request.id, 'threshold') });
  }
  await bot.approvals.ask(request, 'threshold', price);
  await answer({ content: `${askedText(price)}${toldText(told)}`, buttons: [] });
}
