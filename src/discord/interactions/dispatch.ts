import { asBotError, levelOf } from '#core/errors.ts';
import type { Log } from '#core/log.ts';
import { withLocaleOf } from '#i18n/t.ts';
import { refusalButtons } from '../messages/buttons.ts';
import { describeError } from '../messages/failures.ts';
import { pace } from '../messages/limits.ts';
import { withTimeout } from '../messages/retry.ts';
import { createReply, showPictures } from '../replies/reply.ts';
import type { ReplyDeps } from '../replies/reply-message.ts';
import { dispatchTexts, foreignTexts } from '../texts/dispatch.ts';
import { errorText, referenceOf } from '../texts/errors.ts';
import { announce } from './announce.ts';
import type { Answering, ButtonCall, CommandOf, MessageCommandCall, MessageCommandOf } from './calls.ts';
import { completionsFor } from './completions.ts';
import { type CustomId, parseCustomId } from './custom-id.ts';
import { foreignEntity } from './entities.ts';
import type { Entrance } from './entrance.ts';
import { type Caller, type Interaction, type InteractionAction, parseInteraction } from './interaction.ts';
import { checkVisible, openSubcommand } from './options.ts';
import { Responder } from './responder.ts';
import { createThreadMarks } from './restricted-threads.ts';
import { createTaken, type TakenDeps } from './taken.ts';

/** @see createDispatch */
export interface DispatchDeps<Bot> {
  readonly commands: readonly CommandOf<Bot>[];
  /** None when left out. */
  readonly messageCommands?: readonly MessageCommandOf<Bot>[];
  readonly bot: Bot;
  /** Lets everyone in when left out. */
  readonly entrance?: Entrance;
  readonly replies: ReplyDeps;
  readonly log: Log;
  /** The newest interaction across restarts; nothing is remembered when left out. */
  readonly newest?: Pick<TakenDeps, 'newestBefore' | 'saveNewest'>;
}

/** The one entry of everything that Discord sends. */
export interface Dispatch {
  /** Takes the payload of an INTERACTION_CREATE, whatever it is; a copy of an earlier one does nothing. Never rejects. */
  handle(payload: unknown): Promise<void>;
  /** From now on members read that Easel restarts. */
  close(): void;
  /** Resolves when everything that was begun is answered. */
  idle(): Promise<void>;
}

/** Finds what belongs to an interaction, runs it, and turns whatever it throws into a text: the only catch of that entry. */
export function createDispatch<Bot>(deps: DispatchDeps<Bot>): Dispatch {
  const { retryDeps, routes } = deps.replies;
  const underWay = new Set<Promise<void>>();
  const { newestBefore, saveNewest } = deps.newest ?? { newestBefore: null, saveNewest: async () => undefined };
  const withThreadMark = createThreadMarks({ ...deps.replies, log: deps.log });
  const taken = createTaken({ newestBefore, saveNewest, clock: retryDeps.clock, log: deps.log });
  let isClosed = false;

  const handle = async (payload: unknown): Promise<void> => {
    const receivedAtMs = retryDeps.clock.now();
    const interaction = parseInteraction(payload, receivedAtMs);
    if (interaction === null) return deps.log.warn({}, 'an interaction of no known kind was left alone');
    const { id } = interaction.target;
    if (!taken.take(id)) return deps.log.info({ id }, 'an interaction that arrived twice was left alone');
    const responder = new Responder(interaction.target, routes, retryDeps, receivedAtMs);
    return withLocaleOf(interaction.hearers, () => respond(interaction, responder));
  };

  const respond = async (heard: Interaction, responder: Responder): Promise<void> => {
    const asMarked = async () => ({ ...heard, caller: heard.caller && (await withThreadMark(heard.caller)) });
    if (heard.deed.kind === 'completion') return suggest(deps, await asMarked(), responder);
    const guard = new AbortController();
    void holdBack(deps, responder, guard.signal);
    try {
      const action = isClosed ? dispatchTexts.restarting : await findAllowed(deps, await asMarked(), responder);
      if (typeof action === 'string') await responder.answer({ content: action, buttons: [] });
      else await action();
    } catch (thrown) {
      await tell(deps, responder, thrown);
    } finally {
      guard.abort();
    }
  };

  return {
    handle(payload) {
      const handled = handle(payload)
        .catch((error: unknown) => deps.log.error({ error: describeError(error) }, 'an interaction was not answered'))
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

/** What is to be done, or why nothing is. */
async function findAllowed<Bot>(
  deps: DispatchDeps<Bot>,
  { deed, caller }: Interaction,
  responder: Responder,
): Promise<(() => Promise<void>) | string> {
  if (caller === null) return dispatchTexts.serversOnly;
  const refusal = await deps.entrance?.(caller, 'action');
  return refusal ?? findAction(deps, deed, caller, responder) ?? dispatchTexts.unknown;
}

function findAction<Bot>(
  deps: DispatchDeps<Bot>,
  deed: InteractionAction,
  caller: Caller,
  responder: Responder,
): (() => Promise<void>) | null {
  const { bot, commands } = deps;
  const answering = answeringOf(deps, caller, responder);
  switch (deed.kind) {
    case 'completion':
      return null;
    case 'command':
      return findCommand(deps, deed, caller, responder);
    case 'message_command':
      return findMessageCommand(deps, deed, { ...answering, caller, ...deed });
    case 'press': {
      const [id, press] = findRoute(commands, deed.customId, ({ components }) => components);
      const update: Responder['update'] = (message) => responder.update(message);
      const show: ButtonCall['show'] = (delivery) => showPictures(deps.replies, responder, delivery);
      return id && press ? () => press({ ...answering, caller, id, pictures: deed.pictures, update, show }, bot) : null;
    }
    case 'form': {
      const [id, form] = findRoute(commands, deed.customId, ({ modals }) => modals);
      const { fields, pictures } = deed;
      if (id === null || form === null) return null;
      return async () => {
        for (const [name, text] of fields) checkVisible(name, text);
        await form({ ...answering, caller, id, fields, pictures }, bot);
      };
    }
  }
}

function findCommand<Bot>(
  deps: DispatchDeps<Bot>,
  deed: Extract<InteractionAction, { readonly kind: 'command' | 'completion' }>,
  caller: Caller,
  responder: Responder,
): (() => Promise<void>) | null {
  const command = deps.commands.find(({ data }) => data.name === deed.name);
  if (command === undefined) return null;
  const foreign = foreignEntity(command.data, deed, caller);
  if (foreign !== null) return () => responder.answer({ content: foreignTexts[foreign], buttons: [] });
  const call = { ...answeringOf(deps, caller, responder), ...deed, caller, ...openSubcommand(deed.options) };
  return () => command.run(call, deps.bot);
}

function findMessageCommand<Bot>(
  { bot, messageCommands = [] }: DispatchDeps<Bot>,
  { name }: { readonly name: string },
  call: MessageCommandCall,
): (() => Promise<void>) | null {
  const command = messageCommands.find(({ data }) => data.name === name);
  return command ? () => command.run(call, bot) : null;
}

function findRoute<Bot, Route>(
  commands: readonly CommandOf<Bot>[],
  customId: string,
  routesOf: (command: CommandOf<Bot>) => Readonly<Record<string, Route>> | undefined,
): [CustomId | null, Route | null] {
  const id = parseCustomId(customId);
  if (id === null) return [null, null];
  const owner = commands.map(routesOf).find((routes) => routes !== undefined && Object.hasOwn(routes, id.action));
  return [id, owner?.[id.action] ?? null];
}

function answeringOf<Bot>({ replies }: DispatchDeps<Bot>, caller: Caller, responder: Responder): Answering {
  return {
    answer: (message) => responder.answer(message),
    announce: (message) => announce(message, replies, caller, responder),
    openForm: (form) => responder.openForm(form),
    // A crash must not make two messages of one: they are named after the request, also where a press asked for it.
    reply: (isPrivate, request = caller.id) => createReply(replies, { ...caller, id: request }, responder, isPrivate),
  };
}

/** Defers privately when nothing was said in good time, so that slow checks do not cost the interaction. */
async function holdBack<Bot>(
  { replies, log }: DispatchDeps<Bot>,
  responder: Responder,
  done: AbortSignal,
): Promise<void> {
  const isTime = await replies.retryDeps.clock.wait(pace.guardMs, done).then(
    () => true,
    () => false,
  );
  if (!isTime || !responder.isSilent) return;
  await responder.defer('private').catch((error: unknown) => {
    log.warn({ id: responder.target.id, error: describeError(error) }, 'an interaction could not be deferred');
  });
}

async function tell<Bot>({ log }: DispatchDeps<Bot>, responder: Responder, thrown: unknown): Promise<void> {
  const error = asBotError(thrown);
  const reference = referenceOf(responder.target.id);
  const { option, rule, provider, providerCode, httpStatus } = error.facts;
  const facts = { option, rule, provider, providerCode, httpStatus };
  log[levelOf[error.code]](
    { id: responder.target.id, reference, code: error.code, facts, error: describeError(error) },
    'an interaction was answered with an error',
  );
  const buttons = refusalButtons(responder.target.id, error);
  await responder.answer({ content: errorText(error, null, reference), buttons }).catch((cause: unknown) => {
    log.warn({ id: responder.target.id, reference, error: describeError(cause) }, 'the error could not be told');
  });
}

/** Suggestions fail in silence: an empty list, never an error under the member's cursor. */
async function suggest<Bot>(deps: DispatchDeps<Bot>, interaction: Interaction, responder: Responder): Promise<void> {
  const { log, replies } = deps;
  const warn = (error: unknown) => log.warn({ id: responder.target.id, error: describeError(error) }, 'no suggestions');
  const choices = await withTimeout(replies.retryDeps.clock, pace.completionBudgetMs, () =>
    completionsFor(deps, interaction),
  ).catch((error: unknown) => {
    warn(error);
    return [];
  });
  await responder.suggest(choices).catch(warn);
}
