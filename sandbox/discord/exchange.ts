import type { FirstAnswer, InteractionRecord, MessageChange, Modal } from './records.ts';
import { renderMessage } from './render-message.ts';
import { waitFor } from './waiting.ts';
import type { Message } from './wire.ts';
import type { World } from './world.ts';

/** One state of a reply; `message` is null once it was deleted. */
export interface HistoryEntry {
  readonly atMs: number;
  readonly message: Message | null;
}

/** What came of one command, button, menu or form, as the person who used it sees it. */
export interface Exchange {
  readonly interactionId: string;
  /** For tests that write with it by hand. */
  readonly token: string;
  /** Rejects with "The application did not respond" when the deadline passes. */
  firstAnswer(): Promise<FirstAnswer>;
  /** The reply as it is now (for a button: the message it is on, when that was updated), or null. */
  reply(): Message | null;
  /** Every state of the reply, oldest first. */
  readonly history: readonly HistoryEntry[];
  /** The form that was opened, or null. */
  readonly modal: Modal | null;
  /** The follow-ups that are there now, oldest first. */
  readonly followUps: readonly Message[];
  /** Called after each change of reply or follow-ups; returns what stops it. */
  onChange(listener: (change: MessageChange) => void): () => void;
  /** The reply as soon as it fits; 10 s when no time is given. Rejects at once when the application did not respond. */
  until(predicate: (reply: Message) => boolean, timeoutMs?: number): Promise<Message>;
}

/** What Discord shows under a command that nobody answered in time. */
export const notResponding = 'The application did not respond';

/** Follows an interaction from its first moment. */
export function createExchange(world: World, record: InteractionRecord): Exchange {
  const followed = follow(world, record);
  const { history, listeners, listen } = followed;
  const reply = () => current(world, record.originalId);
  const unlessMissed = <Value>(value: Value | null) => {
    if (record.state === 'missed') throw new Error(notResponding);
    return value;
  };
  const fitting = (predicate: (reply: Message) => boolean) => {
    const message = reply();
    return message !== null && predicate(message) ? message : null;
  };
  return {
    interactionId: record.id,
    token: record.token,
    history,
    firstAnswer: () =>
      waitFor(
        {
          read: () => unlessMissed(followed.answer()),
          listen,
          describe: () => 'there is neither answer nor deadline.',
        },
        longWaitMs,
      ),
    reply,
    get modal() {
      const answer = followed.answer();
      return answer?.kind === 'modal' ? answer.modal : null;
    },
    get followUps() {
      return record.followUpIds.map((id) => current(world, id)).filter((message) => message !== null);
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    until: (predicate, timeoutMs = 10_000) =>
      waitFor({ read: () => unlessMissed(fitting(predicate)), listen, describe: () => describe(reply()) }, timeoutMs),
  };
}

interface Followed {
  readonly history: HistoryEntry[];
  readonly listeners: Set<(change: MessageChange) => void>;
  readonly answer: () => FirstAnswer | null;
  /** Calls back after everything that happens to the interaction. */
  readonly listen: (wake: () => void) => () => void;
}

function follow(world: World, record: InteractionRecord): Followed {
  const history: HistoryEntry[] = [];
  const listeners = new Set<(change: MessageChange) => void>();
  const waiting = new Set<() => void>();
  let answer: FirstAnswer | null = null;
  const remember = () => {
    const message = current(world, record.originalId);
    if (message !== null || history.length > 0) history.push({ atMs: world.settings.now(), message });
  };
  const heard = (change: MessageChange) => {
    if (change.message.id === record.originalId) remember();
    for (const listener of [...listeners]) listener(change);
  };
  const answered = (first: FirstAnswer) => {
    answer = first;
    if (history.length === 0) remember();
  };
  record.listeners.add((event) => {
    if (event.kind === 'answered') answered(event.answer);
    if (event.kind === 'message') heard(event.change);
    for (const wake of [...waiting]) wake();
  });
  const listen = (wake: () => void) => {
    waiting.add(wake);
    return () => waiting.delete(wake);
  };
  return { history, listeners, answer: () => answer, listen };
}

function current(world: World, id: string | null): Message | null {
  const stored = id === null ? undefined : world.messages.get(id);
  return stored === undefined ? null : renderMessage(world, stored);
}

const longWaitMs = 60_000;

function describe(message: Message | null): string {
  if (message === null) return 'there is no reply.';
  const { content, flags, embeds, components, attachments } = message;
  return `the reply is ${JSON.stringify({ content, flags, embeds, components, attachments: attachments.map((file) => file.filename) })}`;
}
