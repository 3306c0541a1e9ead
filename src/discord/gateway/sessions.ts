import type { SessionInfo } from '@discordjs/ws';
import { z } from 'zod';
import type { Clock } from '#core/clock.ts';
import type { Log } from '#core/log.ts';
import type { KeptSession, SessionStore } from '#gateway-sessions/session-store.ts';
import type { Shards } from '#gateway-sessions/shards.ts';
import { describeError } from '../messages/failures.ts';

/** The sessions of this process with the gateway: in memory for the client, and in the store for the next process. */
export interface Sessions {
  /** What the client resumes the shard with; null where it has to open a session. */
  retrieve(shardId: number): SessionInfo | null;
  /** Takes what the client has learnt of the shard's session; null where Discord has refused it. */
  update(shardId: number, session: unknown): void;
  /** The shard's session is one of this application from now on. */
  opened(shardId: number, applicationId: string): void;
  /** Of any session; null while there is none. */
  applicationId(): string | null;
  /** Leaves the sessions to the next process. Harmless when repeated. */
  release(): Promise<void>;
}

interface SessionsOptions {
  /** Null keeps the sessions in memory only. */
  readonly store: SessionStore | null;
  readonly shards: Shards;
  /** Whether a session may be resumed at an address: the token is sent there. */
  readonly isTrusted: (resumeUrl: string) => boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** How often the leases are renewed; they last three times as long. */
const renewEveryMs = 3_000;
/** A process that is alone only shows that its sessions are not an old process's, which are deleted after an hour. */
const renewAloneEveryMs = 10 * 60_000;

interface Held {
  session: KeptSession;
  isDirty: boolean;
}

/** Takes over what earlier processes have left. */
export async function openSessions(options: SessionsOptions): Promise<Sessions> {
  const { store, shards, isTrusted, clock, log } = options;
  const held = new Map<number, Held>();
  for (const session of await claimed(options)) held.set(session.shardId, { session, isDirty: false });
  const over = new AbortController();
  const writer: Writer | null = store && createWriter(store, held, shards, log);
  if (writer !== null) void renewForEver();

  async function renewForEver(): Promise<void> {
    while (!over.signal.aborted) {
      await clock.wait(store?.isAlone ? renewAloneEveryMs : renewEveryMs, over.signal).catch(() => undefined);
      for (const each of held.values()) each.isDirty = true;
      writer?.write();
    }
  }

  function change(each: Held, part: Partial<KeptSession>): void {
    each.session = { ...each.session, ...part };
    each.isDirty = true;
    writer?.write();
  }

  function forget(shardId: number): void {
    const before = held.get(shardId);
    held.delete(shardId);
    if (before !== undefined) writer?.delete(before.session.sessionId);
  }

  function begin(shardId: number, { sessionId, sequence, resumeURL }: z.infer<typeof sessionSchema>): void {
    forget(shardId);
    if (!isTrusted(resumeURL)) {
      log.warn({ shard: shardId }, 'a session of the gateway is not kept: its address is not one of Discord');
      return;
    }
    // Written down once `opened` has told the application.
    const session = { shardId, sessionId, sequence, resumeUrl: resumeURL, applicationId: '' };
    held.set(shardId, { session, isDirty: false });
  }

  return {
    retrieve(shardId) {
      const session = held.get(shardId)?.session;
      if (session === undefined) return null;
      const { sessionId, sequence, resumeUrl: resumeURL } = session;
      return { sessionId, sequence, resumeURL, shardId, shardCount: shards.of };
    },
    update(shardId, told) {
      if (told === null) return forget(shardId);
      const session = sessionSchema.safeParse(told).data;
      if (session === undefined) return;
      const before = held.get(shardId);
      if (before?.session.sessionId !== session.sessionId) return begin(shardId, session);
      // The address stays: a relay hands the client one that leads nowhere in the next process.
      change(before, { sequence: Math.max(before.session.sequence, session.sequence) });
    },
    opened(shardId, applicationId) {
      const now = held.get(shardId);
      if (now !== undefined) change(now, { applicationId });
    },
    applicationId: () => [...held.values()].find(isOpened)?.session.applicationId ?? null,
    async release() {
      if (over.signal.aborted) return;
      over.abort();
      await writer?.close();
    },
  };
}

const isOpened = ({ session }: Held) => session.applicationId !== '';

/** Brings what is held into the store. */
interface Writer {
  /** Writes what is dirty, soon. */
  write(): void;
  /** Deletes a session that Discord has refused, soon. */
  delete(sessionId: string): void;
  /** Leaves everything to the next process. Never rejects. */
  close(): Promise<void>;
}

/**
 * One write at a time; what comes meanwhile shares the next. Without intents every event of the gateway is an interaction, so the sequence
 * says which interactions have arrived, and is written down after each.
 */
function createWriter(store: SessionStore, held: Map<number, Held>, { of }: Shards, log: Log): Writer {
  const refused = new Set<string>();
  let isWriting = false;
  let isOver = false;
  let written: Promise<void> = Promise.resolve();
  const dirty = () => [...held.values()].filter((each) => each.isDirty && isOpened(each));

  async function writeAll(): Promise<void> {
    isWriting = true;
    let isReached = true;
    while (isReached && (dirty().length > 0 || refused.size > 0)) isReached = await writeBatch(dirty(), [...refused]);
    isWriting = false;
  }

  /** False where the store cannot be reached: everything is tried again with the next event, or when the leases are renewed. */
  async function writeBatch(batch: readonly Held[], gone: readonly string[]): Promise<boolean> {
    const sessions = batch.map(({ session }) => session);
    for (const each of batch) each.isDirty = false;
    try {
      dropLost(sessions, await store.write(sessions, of, gone));
      for (const id of gone) refused.delete(id);
      return true;
    } catch (error) {
      log.warn({ error: describeError(error) }, 'the sessions of the gateway could not be written down');
      for (const each of batch) each.isDirty = true;
      return false;
    }
  }

  function dropLost(sessions: readonly KeptSession[], ours: ReadonlySet<string>): void {
    for (const { shardId, sessionId } of sessions) {
      if (ours.has(sessionId) || held.get(shardId)?.session.sessionId !== sessionId) continue;
      held.delete(shardId);
      log.warn({ shard: shardId }, 'another process has gone on with a session of the gateway');
    }
  }

  function write(): void {
    if (!isWriting && !isOver) written = writeAll();
  }

  return {
    write,
    delete(sessionId) {
      refused.add(sessionId);
      write();
    },
    async close() {
      isOver = true;
      await written;
      await store.release([...held.values()].map(({ session }) => session)).catch((error: unknown) => {
        log.warn({ error: describeError(error) }, 'the sessions of the gateway could not be left to the next process');
      });
    },
  };
}

/** Without them each shard opens a session, which Discord allows as well. */
async function claimed({ store, shards, isTrusted, log }: SessionsOptions): Promise<readonly KeptSession[]> {
  const found = await store?.claim(shards).catch((error: unknown) => {
    log.warn({ error: describeError(error) }, 'earlier sessions of the gateway could not be read');
    return [];
  });
  return (found ?? []).filter(({ resumeUrl }) => isTrusted(resumeUrl));
}

/** Discord's hosts for the gateway. @see https://docs.discord.com/developers/events/gateway#connecting, read 2026-11 */
const discordHosts = /(?:^|\.)discord\.(?:gg|com)$/u;

/**
 * Whether a session may be resumed at an address that an event has named: an encrypted one of Discord, or the very server that
 * `GET /gateway/bot` has named, which a loopback Discord is.
 */
export function isGatewayOf(gatewayUrl: string, resumeUrl: string): boolean {
  if (!URL.canParse(resumeUrl)) return false;
  const { protocol, host, hostname, port } = new URL(resumeUrl);
  const gateway = new URL(gatewayUrl);
  if (protocol === gateway.protocol && host === gateway.host) return true;
  return protocol === 'wss:' && port === '' && discordHosts.test(hostname);
}

const sessionSchema = z.object({ sessionId: z.string().min(1), sequence: z.int(), resumeURL: z.string() });
