import type { Task } from '#catalog/form.ts';
import type { Model } from '#catalog/model.ts';
import { shownPrice } from '#catalog/price.ts';
import type { GenerationRequest } from '#catalog/request.ts';
import { asBotError, BotError } from '#core/errors.ts';
import type { Answering } from '#discord/interactions/calls.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { askButtons, priceButtons } from '#discord/messages/buttons.ts';
import { askedText, priceText, privateApprovalText, shortText, toldText } from '#discord/texts/approvals.ts';
import { guildCatalog } from '#generation/admission.ts';
import type { Gate } from '#generation/gate.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { credits } from '#i18n/money.ts';
import { checkAsker, mayUseModel } from '#moderation/rules.ts';
import type { Bot } from './command.ts';

type Way = Pick<Answering, 'answer' | 'reply'>;

/** Makes the picture, or asks first: the member about its price, the approvers, or both. */
export function startPicture(request: GenerationRequest, way: Way, bot: Bot): Promise<void> {
  return start(request, way, bot, () => Promise.resolve());
}

/** As {@link startPicture}; keeps the model and size that the member named as their last choice, once the request is answered. */
export function startNamed(request: GenerationRequest, way: Way, bot: Bot): Promise<void> {
  return start(request, way, bot, () => bot.remember(request));
}

async function start(asked: GenerationRequest, way: Way, bot: Bot, remember: () => Promise<void>): Promise<void> {
  let remembered: Promise<void> | null = null;
  const onBegun = () => {
    remembered ??= remember();
  };
  try {
    const gate = await bot.gate(asked);
    try {
      await goOn(asked, gate, { ...way, onBegun }, bot);
    } finally {
      onBegun();
      await remembered;
    }
  } catch (thrown) {
    throw asDrafted(asked, thrown, bot);
  }
}

/** Keeps what was refused for the member, who can change it in a form instead of typing it again. */
export function asDrafted(request: GenerationRequest, thrown: unknown, { drafts }: Bot): BotError {
  const error = asBotError(thrown);
  drafts.keep(request);
  return new BotError(error.code, error.message, { ...error.facts, isDrafted: true }, error.cause ?? thrown);
}

/** Freezes the request: saved defaults are no longer applied. */
async function goOn(
  asked: GenerationRequest,
  gate: Gate,
  { answer, reply, onBegun }: Way & { readonly onBegun: () => void },
  bot: Bot,
): Promise<void> {
  const request = { ...(gate.request ?? asked), isFilledIn: true };
  const { id } = request;
  switch (gate.kind) {
    case 'go':
      return bot.generate(request, reply(request.isPrivate), { admission: gate.admission, onBegun });
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

/** An approved picture is public, so a member who asked for a private one decides before an approver reads the prompt. */
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
  await answer({ content: `${askedText(price)}${toldText(told)}` });
}

/**
 * The model that a form begins with, and its price: the default of the task where it fits and the member can use it, else the first
 * such model. Null where there is none.
 *
 * @throws {@link BotError} as {@link checkBeforeForm}
 */
export async function modelForForm(
  task: Task,
  caller: Caller,
  bot: Bot,
  fits: (model: Model) => boolean = () => true,
): Promise<{ readonly id: string; readonly price: string } | null> {
  const settings = await checkBeforeForm(caller, bot);
  const catalog = guildCatalog(bot.catalog.forTask(task), settings);
  const open = catalog.models.filter((each) => fits(each) && mayUseModel(caller, each, settings));
  const model = open.find(({ id }) => id === catalog.defaultModelId) ?? open[0];
  return model === undefined ? null : { id: model.id, price: credits(shownPrice(model, settings)) };
}

/**
 * Refuses a member who can make no picture here before a form opens, not after they have filled it in. Resolves with the
 * server's settings.
 *
 * @throws {@link BotError} `refused.suspended`, `refused.rules`, `store.unavailable`
 */
export async function checkBeforeForm(caller: Caller, bot: Bot): Promise<GuildSettings> {
  const { guildId, userId } = caller;
  const [settings, member] = await Promise.all([bot.settings(guildId), bot.memberRecord(guildId, userId)]);
  checkAsker(caller, { settings, member, nowMs: bot.now() });
  return settings;
}
