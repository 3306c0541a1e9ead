import { createServer, type Server } from 'node:http';
import { z } from 'zod';
import { createDoor, type Door } from '../door.ts';
import type { Delivery } from './endpoint.ts';
import { createFaults, type Faults } from './faults.ts';
import { createGateway, type GatewayEvent } from './gateway.ts';
import type { GatewayDrop } from './gateway-session.ts';
import { addGuild, type GuildOptions, type SandboxGuild } from './guild.ts';
import { deleteMessage } from './messages.ts';
import type { GuildRecord, InteractionRecord, MessageChange, RegisteredCommand } from './records.ts';
import { renderMessage } from './render-message.ts';
import { createRequestLog, type RecordedRequest } from './requests.ts';
import { createRequestListener } from './server.ts';
import { type SandboxDiscordOptions, settingsFrom } from './settings.ts';
import type { SigningKey } from './signing-key.ts';
import { waitFor } from './waiting.ts';
import type { JsonObject, Message } from './wire.ts';
import { createWorld, type World } from './world.ts';

/** A loopback Discord that is running, as tests and the demo hold it. */
export interface SandboxDiscord {
  /** `http://127.0.0.1:PORT/api`, for `rest.api` */
  readonly apiBase: string;
  /** `http://127.0.0.1:PORT`, for `rest.cdn` */
  readonly cdnBase: string;
  readonly token: string;
  readonly applicationId: string;
  addGuild(options: GuildOptions): SandboxGuild;
  /** What everyone in the channel sees, oldest first; ephemeral messages are seen through `person.messages()`. */
  messages(channelId: string): readonly Message[];
  /** Each new, edited and deleted message of any channel, ephemeral ones included. Returns what stops it. */
  onMessage(listener: (change: MessageChange) => void): () => void;
  /** A message of the channel as soon as one fits, ephemeral ones included; 10 s when no time is given. */
  untilMessage(channelId: string, predicate: (message: Message) => boolean, timeoutMs?: number): Promise<Message>;
  /** Everything registered globally, or for a guild. */
  commands(guildId?: string): readonly RegisteredCommand[];
  /** Every request in the order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** Called when a request has arrived, before anything comes of it. Returns what stops it. */
  onArrival(listener: (request: RecordedRequest) => void): () => void;
  /** Called when a request has been answered. Returns what stops it. */
  onRequest(listener: (request: RecordedRequest) => void): () => void;
  readonly faults: Faults;
  readonly gatewayEvents: readonly GatewayEvent[];
  /** Returns what stops it. */
  onGatewayEvent(listener: (event: GatewayEvent) => void): () => void;
  /** The next gateway event that fits, or one that has happened already; 10 s when no time is given. */
  untilGateway(predicate: (events: readonly GatewayEvent[]) => boolean, timeoutMs?: number): Promise<void>;
  /** Loses every gateway connection, without a word unless told otherwise. Returns how many there were. */
  dropGateway(how?: GatewayDrop): number;
  /** Refuses connections and lets them in again; the gateway's stay until they are dropped. */
  readonly door: Door;
  /** The name of the process that an interaction went to first: its gateway's, or the endpoint's; null where no session was connected. */
  doorOf(interactionId: string): string | null;
  /** Ends every session that has no connection, as Discord does after some minutes. */
  forgetSessions(): void;
  /** What this Discord signs posted interactions with; its public half is the application's `verify_key`. */
  readonly signingKey: SigningKey;
  /**
   * Posts interactions to an address instead of the gateway, or to the gateway again (null). The address has to answer as Discord asks.
   *
   * @throws Error where it does not
   */
  setInteractionsEndpoint(url: string | null): Promise<void>;
  /** What became of the interactions that were posted. */
  readonly deliveries: readonly Delivery[];
  /** Sends an interaction to the application a second time, as a gateway does now and then. */
  dispatchAgain(interactionId: string): void;
  /** Sends an event to every session, whatever is in it, as a gateway that has gone wrong would; an interaction goes to the endpoint where one is set. */
  sendEvent(name: string | null, data: unknown): void;
  /** Sends a text to every open connection as it is. */
  sendFrame(text: string): void;
  /** Which command of which kind an interaction was, as people read it: `/imagine`, or a menu's name; null for all others. */
  commandOf(interactionId: string): string | null;
  /** The INTERACTION_CREATE events that were sent, oldest first. */
  interactionEvents(): readonly JsonObject[];
  /** Ends a token's 15 minutes now. */
  expireToken(interactionId: string): void;
  /** Deletes a message as a moderator would. */
  removeMessage(message: { readonly id: string }): void;
  stop(): Promise<void>;
}

/** Starts a Discord on 127.0.0.1. */
export async function startSandboxDiscord(options: SandboxDiscordOptions = {}): Promise<SandboxDiscord> {
  const settings = settingsFrom(options);
  const server = createServer();
  const port = await listen(server, settings.port);
  const origin = `http://127.0.0.1:${port}`;
  const guilds = new Map<string, GuildRecord>();
  const guildIds = () => [...guilds.values()].filter((guild) => guild.botIsMember).map((guild) => guild.id);
  const gateway = createGateway({ settings, guildIds });
  const world = createWorld(settings, origin, gateway, guilds);
  const faults = createFaults();
  const log = createRequestLog();
  const answer = createRequestListener(world, faults, log);
  server.on('request', (request, response) => void answer(request, response));
  server.on('upgrade', (request, socket, head) => {
    gateway.webSockets.handleUpgrade(request, socket, head, (webSocket) =>
      gateway.webSockets.emit('connection', webSocket, request),
    );
  });
  return {
    apiBase: `${origin}/api`,
    cdnBase: origin,
    token: settings.token,
    applicationId: settings.applicationId,
    requests: log.entries,
    onArrival: log.onArrived,
    onRequest: log.onFinished,
    faults,
    gatewayEvents: gateway.events,
    onGatewayEvent: gateway.onEvent,
    untilGateway: async (predicate, timeoutMs = 10_000) => {
      const read = () => (predicate(gateway.events) ? true : null);
      await waitFor({ read, listen: gateway.onEvent, describe: () => JSON.stringify(gateway.events) }, timeoutMs);
    },
    door: createDoor(server, port),
    dropGateway: (how = { kind: 'kill' }) => gateway.drop(how),
    forgetSessions: gateway.forgetSessions,
    signingKey: world.endpoint.key,
    setInteractionsEndpoint: (url) => world.endpoint.set(url),
    deliveries: world.endpoint.deliveries,
    sendEvent(name, data) {
      if (name === 'INTERACTION_CREATE' && world.endpoint.url !== null) void world.endpoint.post(data);
      else gateway.dispatch(null, name, data);
    },
    sendFrame: (text) => gateway.sendFrame(text),
    commandOf: (interactionId) => commandName(world.interactions.get(interactionId)),
    interactionEvents: () => [...world.interactions.values()].map(({ event }) => event),
    ...peopleSide(world),
    stop: () => stop(server, world),
  };
}

type PeopleSide = Pick<
  SandboxDiscord,
  | 'addGuild'
  | 'messages'
  | 'onMessage'
  | 'untilMessage'
  | 'commands'
  | 'dispatchAgain'
  | 'doorOf'
  | 'expireToken'
  | 'removeMessage'
>;

function peopleSide(world: World): PeopleSide {
  const onMessage = (listener: (change: MessageChange) => void) => {
    world.messageListeners.add(listener);
    return () => world.messageListeners.delete(listener);
  };
  const inChannel = (channelId: string) => [...world.messages.values()].filter((each) => each.channelId === channelId);
  return {
    addGuild: (guild) => addGuild(world, guild),
    messages: (channelId) =>
      inChannel(channelId)
        .filter((each) => each.viewerId === null)
        .map((each) => renderMessage(world, each)),
    onMessage,
    untilMessage: (channelId, predicate, timeoutMs = 10_000) => {
      const rendered = () => inChannel(channelId).map((each) => renderMessage(world, each));
      const describe = () =>
        `the channel has ${JSON.stringify(rendered().map(({ content, embeds }) => ({ content, embeds })))}`;
      return waitFor({ read: () => rendered().find(predicate) ?? null, listen: onMessage, describe }, timeoutMs);
    },
    commands: (guildId = 'global') => world.commands.get(guildId) ?? [],
    dispatchAgain: (interactionId) => void interactionOf(world, interactionId).dispatch(),
    doorOf: (interactionId) => interactionOf(world, interactionId).door,
    expireToken: (interactionId) => {
      interactionOf(world, interactionId).isTokenExpired = true;
    },
    removeMessage: ({ id }) => deleteMessage(world, id),
  };
}

function commandName(record: InteractionRecord | undefined): string | null {
  const data = record?.type === 2 ? record.event.data : undefined;
  const command = commandData.safeParse(data).data;
  if (command === undefined) return null;
  if (command.type !== 1) return command.name;
  const [inner] = command.options ?? [];
  const parts = [inner, ...(inner?.options ?? [])].filter((part) => part !== undefined && part.type <= 2);
  return `/${[command.name, ...parts.map((part) => part?.name)].join(' ')}`;
}

const named = z.looseObject({ type: z.int(), name: z.string() });
const commandData = named.extend({
  options: z.array(named.extend({ options: z.array(named).optional() })).optional(),
});

function interactionOf(world: World, id: string): InteractionRecord {
  const record = world.interactions.get(id);
  if (record === undefined) throw new Error(`There is no interaction ${id}.`);
  return record;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function stop(server: Server, world: World): Promise<void> {
  world.gateway.close();
  for (const record of world.interactions.values()) record.stopDeadline();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
