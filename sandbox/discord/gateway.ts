import { randomUUID } from 'node:crypto';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { dropAll, type GatewayDrop, isOnShard, type Session, send, shardOf } from './gateway-session.ts';
import type { Settings } from './settings.ts';
import { makeUser } from './wire.ts';

/** What the gateway saw; kept in order for assertions. */
export interface GatewayEvent {
  readonly kind: 'hello' | 'identify' | 'resume' | 'heartbeat' | 'refused' | 'closed';
  readonly shard: number | null;
}

/** The gateway's side that the rest of the sandbox uses. */
export interface Gateway {
  readonly webSockets: WebSocketServer;
  readonly events: readonly GatewayEvent[];
  onEvent(listener: (event: GatewayEvent) => void): () => void;
  /**
   * To every session whose shard has the guild; one that is disconnected gets it when it resumes. Returns under which name the first
   * connected one asked; null where none is.
   */
  dispatch(guildId: string | null, name: string | null, data: unknown): string | null;
  /** To every open connection, as it is. */
  sendFrame(text: string): void;
  /** How many connections were dropped. */
  drop(how: GatewayDrop): number;
  /** Ends every session that has no connection. */
  forgetSessions(): void;
  close(): void;
}

/** What the gateway must know of the world. */
export interface GatewayContext {
  readonly settings: Settings;
  /** Those that READY names. */
  readonly guildIds: () => readonly string[];
}

/** Speaks the gateway of API v10 as JSON, uncompressed. @see https://discord.com/developers/docs/events/gateway read 2026-11-20 */
export function createGateway(context: GatewayContext): Gateway {
  const sessions = new Map<string, Session>();
  const events: GatewayEvent[] = [];
  const listeners = new Set<(event: GatewayEvent) => void>();
  const note = (event: GatewayEvent) => {
    events.push(event);
    for (const listener of [...listeners]) listener(event);
  };
  const webSockets = new WebSocketServer({ noServer: true });
  const state: State = { context, sessions, note, identifiedAtMs: new Map() };
  webSockets.on('connection', (socket, request) => accept(state, socket, request.headers.host ?? ''));
  return {
    webSockets,
    events,
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispatch: (guildId, name, data) => {
      const fitting = [...sessions.values()].filter((session) => isOnShard(guildId, session));
      for (const session of fitting) send(session, name, data);
      return fitting.find(({ socket }) => socket !== null)?.host ?? null;
    },
    sendFrame: (text) => {
      for (const socket of webSockets.clients) socket.send(text);
    },
    drop: (how) => dropAll(sessions, how),
    forgetSessions: () => {
      for (const [id, { socket }] of sessions) if (socket === null) sessions.delete(id);
    },
    close: () => {
      for (const socket of webSockets.clients) socket.terminate();
      webSockets.close();
    },
  };
}

interface Connection {
  session: Session | null;
  readonly host: string;
}

interface State {
  readonly context: GatewayContext;
  readonly sessions: Map<string, Session>;
  readonly note: (event: GatewayEvent) => void;
  /** When a session was last opened, by bucket. */
  readonly identifiedAtMs: Map<number, number>;
}

function accept(state: State, socket: WebSocket, host: string): void {
  const connection: Connection = { session: null, host };
  socket.on('message', (data) => {
    const payload = payloadSchema.safeParse(jsonOf(String(data)));
    if (payload.success) handle(state, socket, connection, payload.data);
    else socket.close(4002, 'Error while decoding payload.');
  });
  socket.on('close', (code) => {
    const { session } = connection;
    state.note({ kind: 'closed', shard: session?.shard[0] ?? null });
    if (session?.socket !== socket) return;
    session.socket = null;
    if (code === 1000 || code === 1001) state.sessions.delete(session.id);
  });
  socket.send(
    JSON.stringify({ op: 10, d: { heartbeat_interval: state.context.settings.heartbeatIntervalMs }, s: null, t: null }),
  );
  state.note({ kind: 'hello', shard: null });
}

function handle(state: State, socket: WebSocket, connection: Connection, payload: z.infer<typeof payloadSchema>): void {
  switch (payload.op) {
    case 1:
      socket.send(JSON.stringify({ op: 11, d: null, s: null, t: null }));
      state.note({ kind: 'heartbeat', shard: connection.session?.shard[0] ?? null });
      return;
    case 2:
      if (connection.session === null) connection.session = identify(state, socket, connection.host, payload.d);
      else socket.close(4005, 'Already authenticated.');
      return;
    case 6:
      connection.session = resume(state, socket, payload.d);
      return;
    case 3:
    case 4:
    case 8:
      if (connection.session === null) socket.close(4003, 'Not authenticated.');
      return;
    default:
      socket.close(4001, 'Unknown opcode.');
  }
}

function identify(state: State, socket: WebSocket, host: string, data: unknown): Session | null {
  const { settings, guildIds } = state.context;
  const request = identifySchema.safeParse(data);
  if (!request.success) return refuse(state, socket, 4002);
  if (request.data.token !== settings.token) return refuse(state, socket, 4004);
  const shard = request.data.shard ?? [0, 1];
  const [number, count] = shard;
  if (number >= count) return refuse(state, socket, 4010);
  if (count < settings.minShards) return refuse(state, socket, 4011);
  if (isTooSoon(state, number)) {
    invalidate(socket);
    state.note({ kind: 'refused', shard: number });
    return null;
  }
  const session: Session = {
    id: randomUUID(),
    shard,
    host,
    sent: [],
    sequence: 0,
    socket,
  };
  state.sessions.set(session.id, session);
  const guilds = guildIds().filter((id) => shardOf(id, count) === number);
  send(session, 'READY', {
    v: 10,
    user: { ...makeUser(settings.applicationId, 'easel', true), verified: true, email: null, mfa_enabled: true },
    user_settings: {},
    guilds: guilds.map((id) => ({ id, unavailable: true })),
    private_channels: [],
    relationships: [],
    session_id: session.id,
    session_type: 'normal',
    resume_gateway_url: `ws://${host}/gateway/resume`,
    shard,
    application: { id: settings.applicationId, flags: 0 },
  });
  state.note({ kind: 'identify', shard: number });
  return session;
}

function resume(state: State, socket: WebSocket, data: unknown): Session | null {
  const request = resumeSchema.safeParse(data);
  if (!request.success) return refuse(state, socket, 4002);
  if (request.data.token !== state.context.settings.token) return refuse(state, socket, 4004);
  const session = state.sessions.get(request.data.session_id);
  if (session === undefined) {
    invalidate(socket);
    return null;
  }
  if (request.data.seq > session.sequence) return refuse(state, socket, 4007);
  session.socket = socket;
  for (const event of session.sent) if (event.sequence > request.data.seq) socket.send(event.text);
  send(session, 'RESUMED', {});
  state.note({ kind: 'resume', shard: session.shard[0] });
  return session;
}

/** Whether another session of the shard's bucket was opened a moment ago. */
function isTooSoon({ context: { settings }, identifiedAtMs }: State, shard: number): boolean {
  const bucket = shard % settings.maxConcurrency;
  const lastMs = identifiedAtMs.get(bucket) ?? Number.NEGATIVE_INFINITY;
  if (settings.now() - lastMs < settings.identifyWindowMs) return true;
  identifiedAtMs.set(bucket, settings.now());
  return false;
}

function invalidate(socket: WebSocket): void {
  socket.send(JSON.stringify({ op: 9, d: false, s: null, t: null }));
}

function refuse(state: State, socket: WebSocket, code: number): null {
  socket.close(code, code === 4004 ? 'Authentication failed.' : '');
  state.note({ kind: 'refused', shard: null });
  return null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const payloadSchema = z.looseObject({ op: z.int(), d: z.unknown() });
const identifySchema = z.looseObject({
  token: z.string(),
  intents: z.int(),
  properties: z.looseObject({}),
  shard: z.tuple([z.int().min(0), z.int().min(1)]).optional(),
});
const resumeSchema = z.looseObject({ token: z.string(), session_id: z.string(), seq: z.int() });
