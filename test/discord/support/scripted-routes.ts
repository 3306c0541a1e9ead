import { type MessageId, messageId } from '#core/ids.ts';
import type { OutgoingMessage } from '#discord/messages/message.ts';
import type { MessageRoutes } from '#discord/messages/routes.ts';

/** One call that was made. */
export interface RouteCall {
  readonly route: keyof MessageRoutes;
  readonly message?: OutgoingMessage;
  readonly body?: object;
  readonly at?: object;
}

/** What a call comes to: an id, an error, no answer until its signal ends it, or whatever a test does itself. */
export type Outcome = MessageId | null | Error | 'hang' | (() => Promise<MessageId | null>);

/** Message routes that play back outcomes and keep what was asked of them. */
export interface ScriptedRoutes extends MessageRoutes {
  readonly calls: RouteCall[];
  /** The next outcomes of a route; without any, a call succeeds. */
  script(route: keyof MessageRoutes, ...outcomes: readonly Outcome[]): void;
}

/** The id of every message that is made without a script. */
export const scriptedMessageId = messageId('1200000000000000077');

/** Routes without a script. */
export function createScriptedRoutes(): ScriptedRoutes {
  const calls: RouteCall[] = [];
  const scripts = new Map<keyof MessageRoutes, Outcome[]>();
  const play = (call: RouteCall, signal: AbortSignal): Promise<MessageId | null> => {
    calls.push(call);
    const next = scripts.get(call.route)?.shift();
    if (next === 'hang') return hang(signal);
    if (next instanceof Error) return Promise.reject(next);
    if (typeof next === 'function') return next();
    return Promise.resolve(next === undefined ? scriptedMessageId : next);
  };
  return {
    calls,
    script: (route, ...outcomes) => {
      scripts.set(route, [...(scripts.get(route) ?? []), ...outcomes]);
    },
    callback: (_id, _token, body, signal) => play({ route: 'callback', body }, signal),
    findOriginal: (_holder, signal) => play({ route: 'findOriginal' }, signal),
    editOriginal: (_holder, message, signal) => play({ route: 'editOriginal', message }, signal),
    createFollowUp: ({ isPrivate }, message, signal) =>
      play({ route: 'createFollowUp', at: { isPrivate }, message }, signal),
    editFollowUp: ({ messageId: id }, message, signal) =>
      play({ route: 'editFollowUp', at: { messageId: id }, message }, signal),
    editMessage: (at, message, signal) => play({ route: 'editMessage', at, message }, signal),
    createMessage: (at, message, signal) => play({ route: 'createMessage', at, message }, signal),
    findPictures: async (at, signal) => {
      await play({ route: 'findPictures', at }, signal);
      return [];
    },
    findFiles: async (at, signal) => {
      await play({ route: 'findFiles', at }, signal);
      return [];
    },
    // Without a script there is no such message.
    async findMessage(_where, signal) {
      const isScripted = (scripts.get('findMessage')?.length ?? 0) > 0;
      const found = await play({ route: 'findMessage' }, signal);
      return isScripted ? found : null;
    },
    findChannel: async (_id, signal) => {
      await play({ route: 'findChannel' }, signal);
      return { guildId: null, isAgeRestricted: true };
    },
    deleteMessage: async (at, signal) => void (await play({ route: 'deleteMessage', at }, signal)),
    deleteOriginal: async (_holder, signal) => void (await play({ route: 'deleteOriginal' }, signal)),
  };
}

function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(Object.assign(new Error('aborted'), { name: 'AbortError' })));
  });
}
