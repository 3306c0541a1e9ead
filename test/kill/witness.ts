import type { Exchange } from '../../sandbox/discord/exchange.ts';
import type { Person } from '../../sandbox/discord/person.ts';
import { allComponents, isLoading, type Message } from '../../sandbox/discord/wire.ts';
import type { ServiceExchange } from '../../sandbox/services/loopback-server.ts';
import { isRecord } from '../../sandbox/services/read-request.ts';
import type { Act, FirstAnswerKind, LastMessage, Submit, Wish } from './evidence.ts';
import type { Stage } from './stage.ts';
import { isSubmit } from './wire.ts';

/** What a person did, while it is followed. */
interface Followed extends Omit<Act, 'answer' | 'messageIds' | 'door'> {
  readonly exchange: Exchange;
  answer: FirstAnswerKind;
}

type Ordered = Omit<Submit, 'ending' | 'isAnswerLost' | 'pictures'> & {
  readonly seq: number;
  /** The place of the process that asked. */
  readonly by: string | null;
  /** When its answer left the service; null where the connection was gone before. */
  leftAtMs: number | null;
};

/** A message as it is now, with who sees it. */
export interface SeenMessage {
  readonly message: Message;
  readonly viewerId: string | null;
  readonly madeAtMs: number;
}

/** What is known of a deed besides its interaction. */
export type InteractionAction = Pick<Act, 'kind' | 'text' | 'guildId' | 'requestId'>;

/** Remembers everything that happens in front of Discord and the services. */
export interface Witness {
  /** By id, as they are now; deleted ones are gone. */
  readonly messages: ReadonlyMap<string, SeenMessage>;
  readonly wishes: Wish[];
  /** Follows what a person has begun. */
  follow(exchange: Exchange, person: Person, deed: InteractionAction): void;
  /** The process of that place was killed at this moment: answers of the last moments may not have reached it. */
  killed(name: string | null): void;
  acts(): readonly Act[];
  lastMessages(): readonly LastMessage[];
  submits(): readonly Submit[];
}

/** @see Witness */
export function openWitness(stage: Stage, now: () => number): Witness {
  const messages = watchMessages(stage);
  const followed: Followed[] = [];
  const ordered: Ordered[] = [];
  const kills: Kill[] = [];
  for (const service of ['runninghub', 'runcomfy'] as const) {
    stage[service].onExchange((exchange) => noteOrder(ordered, orderOf(service, exchange, stage), exchange, now));
  }
  return {
    messages,
    wishes: [],
    follow(exchange, { userId, channelId }, deed) {
      const { interactionId } = exchange;
      const act: Followed = { ...deed, interactionId, channelId, userId, atMs: now(), exchange, answer: 'none' };
      followed.push(act);
      exchange.firstAnswer().then(
        ({ kind }) => {
          act.answer = kind;
        },
        () => {
          act.answer = 'missed';
        },
      );
    },
    killed: (name) => void kills.push({ name, atMs: now() }),
    acts: () =>
      followed.map(({ exchange, ...act }) => {
        const door = stage.nameOf(stage.discord.doorOf(exchange.interactionId) ?? '');
        return { ...act, door, messageIds: idsOf(exchange) };
      }),
    lastMessages: () => [...messages.values()].filter(({ message }) => message.author.bot).map(lastOf),
    submits: () => ordered.map((order) => endOf(order, stage, { kills, nowMs: now() })),
  };
}

/** A submit that the service has worked on, and the moment at which its answer left. */
function noteOrder(
  ordered: Ordered[],
  order: Omit<Ordered, 'seq' | 'leftAtMs'>,
  exchange: ServiceExchange,
  now: () => number,
): void {
  if (exchange.answer === null || !isSubmit(exchange.request)) return;
  if (!exchange.hasLeft) {
    ordered.push({ ...order, seq: ordered.length, leftAtMs: null });
    return;
  }
  const known = ordered.find(({ remoteId }) => remoteId !== null && remoteId === order.remoteId);
  if (known !== undefined) known.leftAtMs = now();
}

function watchMessages({ discord }: Stage): Map<string, SeenMessage> {
  const messages = new Map<string, SeenMessage>();
  discord.onMessage(({ kind, message, viewerId, atMs }) => {
    if (kind === 'deleted') messages.delete(message.id);
    else messages.set(message.id, { message, viewerId, madeAtMs: messages.get(message.id)?.madeAtMs ?? atMs });
  });
  return messages;
}

function idsOf(exchange: Exchange): string[] {
  const reply = exchange.reply();
  return [...(reply === null ? [] : [reply.id]), ...exchange.followUps.map(({ id }) => id)];
}

function lastOf({ message, viewerId, madeAtMs }: SeenMessage): LastMessage {
  return {
    id: message.id,
    channelId: message.channel_id,
    viewerId,
    madeAtMs,
    content: message.content,
    isThinking: isLoading(message),
    nonce: message.nonce === undefined ? null : String(message.nonce),
    buttons: buttonsOf(message),
    files: message.attachments.map(({ filename }) => filename),
  };
}

/** The custom ids of the buttons under a message. */
export function buttonsOf({ components }: Message): string[] {
  return allComponents(components).flatMap(({ type, custom_id: id }) => (type === 2 && id ? [id] : []));
}

function orderOf(service: Submit['service'], { request, answer }: ServiceExchange, stage: Stage) {
  const label = /request\d+/.exec(JSON.stringify(request.body))?.[0] ?? 'unknown';
  const by = stage.nameOf(request.headers.host ?? '');
  return { service, label, remoteId: remoteIdIn(answer), atMs: request.atMs, by };
}

function remoteIdIn(answer: ServiceExchange['answer']): string | null {
  const text = answer?.body.toString('utf8') ?? '';
  const body: unknown = text.startsWith('{') ? JSON.parse(text) : null;
  if (!isRecord(body)) return null;
  const id = body.taskId ?? body.request_id;
  return typeof id === 'string' && id !== '' ? id : null;
}

interface Kill {
  readonly name: string | null;
  readonly atMs: number;
}

interface Ends {
  readonly kills: readonly Kill[];
  readonly nowMs: number;
}

function endOf({ seq: _seq, leftAtMs, by, ...order }: Ordered, stage: Stage, { kills, nowMs }: Ends): Submit {
  const task = stage[order.service].tasks.get(order.remoteId ?? '');
  const own = kills.filter(({ name }) => name === by);
  const way = stage.onItsWayMs;
  // What a killed process has sent may arrive after its end.
  const isAnswerLost = leftAtMs === null || own.some(({ atMs }) => atMs > order.atMs - way && atMs < leftAtMs + way);
  if (task === undefined) return { ...order, pictures: 0, ending: 'failed', isAnswerLost };
  return { ...order, pictures: task.outputNames.length, ending: endingOf(task, nowMs), isAnswerLost };
}

type Task = NonNullable<
  ReturnType<Stage['runninghub']['tasks']['get']> | ReturnType<Stage['runcomfy']['tasks']['get']>
>;

function endingOf({ cancelledAtMs, timeline, verdict }: Task, nowMs: number): Submit['ending'] {
  if (cancelledAtMs !== null) return 'cancelled';
  if (nowMs < timeline.submittedAtMs + timeline.queueMs + timeline.runMs) return 'live';
  return verdict === 'success' ? 'success' : 'failed';
}
