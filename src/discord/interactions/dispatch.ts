import { asBotError, errorRules } from '#core/errors.ts';
import { bornAtMs } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import { cut } from '#i18n/escape.ts';
import { t, withLocaleOf } from '#i18n/t.ts';
import type { Arrival } from '../gateway/gateway-guard.ts';
import { refusalButtons } from '../messages/buttons.ts';
import { describeError } from '../messages/failures.ts';
import { limits, pace } from '../messages/limits.ts';
import type { OutgoingMessage } from '../messages/message.ts';
import { post } from '../messages/post.ts';
import { withTimeout } from '../messages/retry.ts';
import { createReply, showPictures } from '../replies/reply.ts';
import type { ReplyDeps } from '../replies/reply-message.ts';
import { errorText, referenceOf } from '../texts/errors.ts';
import { type AnswerSlots, createAnswerSlots } from './answer-slots.ts';
import type { Answering, ButtonCall, CommandOf, Suggestion } from './calls.ts';
import { type CustomId, parseCustomId } from './custom-id.ts';
import { foreignEntity } from './entities.ts';
import type { Entrance } from './entrance.ts';
import {
  type Caller,
  type Interaction,
  type InteractionAction,
  parseInteraction,
  type TypedCommand,
} from './interaction.ts';
import { createLateness } from './lateness.ts';
import { checkVisible, focusedOption, openSubcommand } from './options.ts';
import { Responder, type Visibility } from './responder.ts';
import { createThreadMarks } from './restricted-threads.ts';
import { createTaken, type TakenDeps } from './taken.ts';

/** @see createDispatch */
export interface DispatchDeps<Bot> {
  readonly commands: readonly CommandOf<Bot>[];
  readonly bot: Bot;
  /** Lets everyone in when left out. */
  readonly entrance?: Entrance;
  readonly replies: ReplyDeps;
  readonly log: Log;
  /** The newest interaction across restarts; nothing is remembered when left out. */
  readonly newest?: Pick<TakenDeps, 'newestBefore' | 'openBefore' | 'saveNewest'>;
}

/** The one entry of everything that Discord sends. */
export interface Dispatch {
  /**
   * Takes the payload of an INTERACTION_CREATE, whatever it is; one that is not replayed when nothing else is said. A copy of an earlier one
   * does nothing, and neither does one that comes when Discord takes no answer to it any more. Never rejects.
   */
  handle(payload: unknown, arrival?: Arrival): Promise<void>;
  /** From now on members read that Easel restarts. */
  close(): void;
  /** Resolves when everything that was begun is answered. */
  idle(): Promise<void>;
}

/** Finds the code for an interaction, runs it, and turns what it throws into a text: the only catch of that entry. */
export function createDispatch<Bot>(deps: DispatchDeps<Bot>): Dispatch {
  const { log, replies } = deps;
  const { retryDeps, routes } = replies;
  const underWay = new Set<Promise<void>>();
  const newest = deps.newest ?? { newestBefore: null, saveNewest: async () => undefined };
  const withThreadMark = createThreadMarks({ ...replies, log });
  const slots = createAnswerSlots(retryDeps.clock);
  const taken = createTaken({ ...newest, clock: retryDeps.clock, log });
  const latenessOf = createLateness(retryDeps.clock);
  let isClosed = false;

  const handle = async (payload: unknown, arrival: Arrival): Promise<void> => {
    const receivedAtMs = retryDeps.clock.now();
    const interaction = parseInteraction(payload, receivedAtMs);
    if (interaction === null) return log.warn({}, 'an interaction of no known kind was left alone');
    const { id } = interaction.target;
    if (!taken.take(id, arrival)) return log.info({ id }, 'an interaction that arrived twice was left alone');
    const [ageMs, lateMs] = [receivedAtMs - bornAtMs(id), latenessOf(id)];
    const mayBeOld = arrival.isReplayed || arrival.isJustResumed === true;
    // Its member reads that it failed, and tries again: what is done for it now would be done twice.
    if ((mayBeOld && ageMs > pace.firstAnswerBudgetMs) || lateMs > pace.latestMs)
      return log.info({ id, ageMs, lateMs }, 'an interaction that came too late to be answered was left alone');
    const responder = new Responder(interaction.target, routes, retryDeps, receivedAtMs);
    void responder.answered.then(taken.keepNewest);
    return withLocaleOf(interaction.locales, () => respond(interaction, responder));
  };

  const respond = async ({ action, caller }: Interaction, responder: Responder): Promise<void> => {
    const marked = async () => caller && (await withThreadMark(caller));
    if (action.kind === 'completion') return suggest(deps, action, marked, responder);
    try {
      await slots.run({
        decided: responder.decided,
        isForEveryone: isForEveryone(deps.commands, action),
        holdBack: (visibility) => holdBack(deps, responder, visibility),
        async work() {
          const allowed = async () => findAllowed({ ...deps, slots }, action, await marked(), responder);
          const work = isClosed ? t('dispatch.restarting') : await allowed();
          if (typeof work === 'string') await responder.answer({ content: work });
          else await work();
        },
      });
    } catch (thrown) {
      await answerWithError(deps, responder, thrown);
    }
  };

  return {
    handle(payload, arrival = { isReplayed: false }) {
      const handled = handle(payload, arrival)
        .catch((error: unknown) => log.error({ error: describeError(error) }, 'an interaction was not answered'))
        .finally(() => underWay.delete(handled));
      underWay.add(handled);
      return handled;
    },
    close() {
      isClosed = true;
    },
    async idle() {
      await Promise.allSettled(underWay);
      await taken.idle();
    },
  };
}

interface WorkDeps<Bot> extends DispatchDeps<Bot> {
  readonly slots: AnswerSlots;
}

/** The work for an interaction, or the text that is answered instead. */
async function findAllowed<Bot>(
  deps: WorkDeps<Bot>,
  action: InteractionAction,
  caller: Caller | null,
  responder: Responder,
): Promise<(() => Promise<void>) | string> {
  if (caller === null) return t('dispatch.serversOnly');
  const refusal = await deps.entrance?.(caller, 'action');
  return refusal ?? findWork(deps, action, caller, responder) ?? t('dispatch.unknown');
}

/** Whether what the member asks for is for everyone, so that "thinking…" may be as well. */
function isForEveryone<Bot>(commands: readonly CommandOf<Bot>[], action: InteractionAction): boolean {
  if (action.kind !== 'command') return false;
  const command = commands.find(({ data }) => data.name === action.name);
  return command?.isForEveryone?.(openSubcommand(action.options)) ?? false;
}

function findWork<Bot>(
  deps: WorkDeps<Bot>,
  action: InteractionAction,
  caller: Caller,
  responder: Responder,
): (() => Promise<void>) | string | null {
  const { bot, commands, replies } = deps;
  const answering = answeringOf(deps, caller, responder);
  const update: Responder['update'] = (message) => responder.update(message);
  switch (action.kind) {
    case 'completion':
      return null;
    case 'command':
      return findCommand(deps, action, caller, responder);
    case 'message_command': {
      const command = commands.find(({ ofMessage }) => ofMessage?.data.name === action.name)?.ofMessage;
      return command ? () => command.run({ ...answering, ...action, caller }, bot) : null;
    }
    case 'button': {
      const { id, route } = findRoute(action.customId, commands, ({ components }) => components);
      const show: ButtonCall['show'] = (delivery) => showPictures(replies, responder, delivery);
      return id && route ? () => route({ ...answering, ...action, caller, id, update, show }, bot) : null;
    }
    case 'modal': {
      const { id, route } = findRoute(action.customId, commands, ({ modals }) => modals);
      if (id === null || route === undefined) return null;
      return async () => {
        for (const [name, text] of action.fields) checkVisible(name, text);
        await route({ ...answering, ...action, caller, id, update }, bot);
      };
    }
  }
}

function findCommand<Bot>(
  deps: WorkDeps<Bot>,
  typed: TypedCommand,
  caller: Caller,
  responder: Responder,
): (() => Promise<void>) | string | null {
  const command = deps.commands.find(({ data }) => data.name === typed.name);
  if (command === undefined) return findOfGuild(deps, typed, caller, responder);
  const foreign = foreignEntity(command.data, typed, caller);
  if (foreign !== null) return t(`dispatch.foreign.${foreign}`);
  const call = { ...answeringOf(deps, caller, responder), ...typed, caller, ...openSubcommand(typed.options) };
  return () => command.run(call, deps.bot);
}

/** A command that the server has made for itself. */
function findOfGuild<Bot>(
  deps: WorkDeps<Bot>,
  typed: TypedCommand,
  caller: Caller,
  responder: Responder,
): (() => Promise<void>) | null {
  const own = deps.commands.find(({ ofGuilds }) => ofGuilds?.isNamed(typed.name))?.ofGuilds;
  if (own === undefined) return null;
  const call = { ...answeringOf(deps, caller, responder), ...typed, caller, subcommand: null };
  return () => own.run(call, typed.name, deps.bot);
}

function findRoute<Bot, Route>(
  customId: string,
  commands: readonly CommandOf<Bot>[],
  routesOf: (command: CommandOf<Bot>) => Readonly<Record<string, Route>> | undefined,
): { readonly id: CustomId | null; readonly route: Route | undefined } {
  const id = parseCustomId(customId);
  const all = id === null ? [] : commands.flatMap((command) => Object.entries(routesOf(command) ?? {}));
  return { id, route: all.find(([action]) => action === id?.action)?.[1] };
}

function answeringOf<Bot>({ replies, slots, log }: WorkDeps<Bot>, caller: Caller, responder: Responder): Answering {
  return {
    answer: (message) => responder.answer(message),
    announce: (message) => announce(message, { ...replies, log }, caller, responder),
    openForm: (form) => responder.openForm(form),
    // A crash must not make two messages of one: they are named after the request, also where another interaction asked for it.
    reply(isPrivate, request = caller.id) {
      const reply = createReply(replies, { ...caller, id: request }, responder, isPrivate);
      const accept = async () => {
        const address = await reply.accept();
        await slots.untilOthersAnswered();
        return address;
      };
      return { ...reply, accept };
    },
  };
}

/**
 * An answer that everyone in the channel sees. Where slow checks have deferred the interaction privately, it is also posted
 * in the channel.
 *
 * @throws {@link BotError} `delivery.expired`
 */
export async function announce(
  message: OutgoingMessage,
  deps: Pick<ReplyDeps, 'routes' | 'retryDeps' | 'log'>,
  { id, channelId }: Caller,
  responder: Responder,
): Promise<void> {
  const { visibility } = await responder.announce(message);
  if (visibility === 'public' || !responder.target.canUseChannel) return;
  await post(message, { channelId, id, purpose: 'announcement' }, deps, pace.answerBudgetMs).catch((cause: unknown) => {
    deps.log.warn({ id, cause: describeError(cause) }, 'an announcement stays private');
  });
}

/** Says "thinking…", so that neither a slow check nor a crowd costs the interaction. Never rejects. */
async function holdBack<Bot>({ log }: DispatchDeps<Bot>, responder: Responder, visibility: Visibility): Promise<void> {
  await responder.holdBack(visibility).catch((error: unknown) => {
    log.warn({ id: responder.target.id, error: describeError(error) }, 'an interaction could not be deferred');
  });
}

async function answerWithError<Bot>({ log }: DispatchDeps<Bot>, responder: Responder, thrown: unknown): Promise<void> {
  const error = asBotError(thrown);
  const { id } = responder.target;
  const reference = referenceOf(id);
  const { option, rule, provider, providerCode, httpStatus } = error.facts;
  const facts = { option, rule, provider, providerCode, httpStatus };
  const details = { id, reference, code: error.code, facts, error: describeError(error) };
  log[errorRules[error.code].level](details, 'an interaction was answered with an error');
  const message = { content: errorText(error, null, reference), buttons: refusalButtons(id, error) };
  await responder.insist(message).catch((cause: unknown) => {
    log.warn({ id, reference, error: describeError(cause) }, 'the error could not be told');
  });
}

/** Suggestions fail in silence: an empty list, never an error while the member types. */
async function suggest<Bot>(
  deps: DispatchDeps<Bot>,
  typed: TypedCommand,
  markedCaller: () => Promise<Caller | null>,
  responder: Responder,
): Promise<void> {
  const { log, replies } = deps;
  const warn = (error: unknown) => log.warn({ id: responder.target.id, error: describeError(error) }, 'no suggestions');
  const find = async () => completionsFor(deps, typed, await markedCaller());
  const choices = await withTimeout(replies.retryDeps.clock, pace.completionBudgetMs, find).catch((error: unknown) => {
    warn(error);
    return [];
  });
  await responder.suggest(choices).catch(warn);
}

/** Within Discord's limits; values too long to be sent are left out. */
async function completionsFor<Bot>(
  { commands, bot, entrance }: DispatchDeps<Bot>,
  { name, options }: TypedCommand,
  caller: Caller | null,
): Promise<readonly Suggestion[]> {
  const focused = focusedOption(options);
  const command = commands.find(({ data }) => data.name === name);
  if (caller === null || !focused || !command?.complete) return [];
  if (((await entrance?.(caller, 'suggestions')) ?? null) !== null) return [];
  const suggestions = await command.complete({ caller, focused, ...openSubcommand(options) }, bot);
  return suggestions
    .filter((each) => each.name !== '' && each.value !== '' && each.value.length <= limits.choiceValueCharacters)
    .slice(0, limits.choices)
    .map((each) => ({ name: cut(each.name, limits.choiceNameCharacters), value: each.value }));
}
