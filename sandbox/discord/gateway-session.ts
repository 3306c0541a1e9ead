import type { WebSocket } from 'ws';

/** How a connection is lost: `kill` without a word, op 7 asks to reconnect, op 9 says the session is invalid. */
export type GatewayDrop =
  | { readonly kind: 'kill' }
  | { readonly kind: 'op7' }
  | { readonly kind: 'op9'; readonly resumable: boolean }
  | { readonly kind: 'close'; readonly code: number };

/** A gateway session; it outlives its connection so that it can be resumed. */
export interface Session {
  readonly id: string;
  readonly shard: readonly [number, number];
  /** The name under which its client connects. */
  readonly host: string;
  readonly sent: { readonly sequence: number; readonly text: string }[];
  sequence: number;
  socket: WebSocket | null;
}

/** The number of the shard that a guild's events go to. */
export function shardOf(guildId: string | null, shards: number): number {
  return guildId === null ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(shards));
}

const replayLimit = 1000;

/** Sends an event, or keeps it for the resume. */
export function send(session: Session, name: string | null, data: unknown): void {
  session.sequence += 1;
  const text = JSON.stringify({ op: 0, t: name, s: session.sequence, d: data });
  session.sent.push({ sequence: session.sequence, text });
  if (session.sent.length > replayLimit) session.sent.shift();
  session.socket?.send(text);
}

/** True when the session gets the guild's events. */
export function isOnShard(guildId: string | null, session: Session): boolean {
  return shardOf(guildId, session.shard[1]) === session.shard[0];
}

/** Returns how many connections there were. */
export function dropAll(sessions: Map<string, Session>, how: GatewayDrop): number {
  const live = [...sessions.values()].filter((session) => session.socket !== null);
  for (const session of live) dropOne(sessions, session, how);
  return live.length;
}

function dropOne(sessions: Map<string, Session>, session: Session, how: GatewayDrop): void {
  switch (how.kind) {
    case 'kill':
      session.socket?.terminate();
      return;
    case 'op7':
      session.socket?.send(JSON.stringify({ op: 7, d: null, s: null, t: null }));
      return;
    case 'op9':
      session.socket?.send(JSON.stringify({ op: 9, d: how.resumable, s: null, t: null }));
      if (!how.resumable) sessions.delete(session.id);
      return;
    case 'close':
      session.socket?.close(how.code);
  }
}
