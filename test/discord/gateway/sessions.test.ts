import { describe, expect, it } from 'vitest';
import type { Clock } from '#core/clock.ts';
import { isGatewayOf, openSessions } from '#discord/gateway/sessions.ts';
import type { KeptSession, SessionStore } from '#gateway-sessions/session-store.ts';
import { createFakeClock } from '../support/clock.ts';
import { createRecordingLog } from '../support/log.ts';

const gatewayUrl = 'wss://gateway.discord.gg';
const resumeURL = 'wss://gateway-us-east1-b.discord.gg';
const ready = { sessionId: 'a', sequence: 1, resumeURL, shardId: 0, shardCount: 1 };
const kept: KeptSession = { shardId: 0, sessionId: 'a', sequence: 1, resumeUrl: resumeURL, applicationId: '11' };

/** A store that keeps what it is told; `faults` are thrown one after the other instead. */
function scriptedStore(before: readonly KeptSession[] = []) {
  const calls: unknown[] = [];
  const faults: Error[] = [];
  const lost = new Set<string>();
  const note = async (...call: unknown[]) => {
    const fault = faults.shift();
    if (fault !== undefined) throw fault;
    calls.push(call);
  };
  const store: SessionStore = {
    isAlone: false,
    async claim() {
      await note('claim');
      return before;
    },
    async write(sessions, of, refused) {
      await note(
        'write',
        sessions.map(({ sessionId, sequence }) => `${sessionId} ${sequence}/${of}`),
        refused,
      );
      return new Set(sessions.map(({ sessionId }) => sessionId).filter((id) => !lost.has(id)));
    },
    release: (sessions) => note('release', sessions),
    isServedElsewhere: async () => false,
    takeIdentifySlot: async () => 0,
  };
  return { store, calls, faults, lost };
}

async function open(scripted: ReturnType<typeof scriptedStore> | null, clock: Clock = createFakeClock(0)) {
  const log = createRecordingLog();
  const isTrusted = (url: string) => isGatewayOf(gatewayUrl, url);
  const shards = { first: 0, last: 0, of: 1 };
  const sessions = await openSessions({ store: scripted?.store ?? null, shards, isTrusted, clock, log });
  return { sessions, log };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a session of the gateway', () => {
  it('is written down once its application is known, after each event, and when the process ends', async () => {
    const scripted = scriptedStore();
    const { sessions } = await open(scripted);
    sessions.update(0, ready);
    expect(sessions.applicationId()).toBeNull();
    sessions.opened(0, '11');
    await settled();
    for (const sequence of [2, 3, 4]) sessions.update(0, { ...ready, sequence });
    await settled();
    await sessions.release();
    await sessions.release();
    sessions.update(0, { ...ready, sequence: 5 });
    expect(scripted.calls).toEqual([
      ['claim'],
      ['write', ['a 1/1'], []],
      ['write', ['a 2/1'], []],
      ['write', ['a 4/1'], []],
      ['release', [{ ...kept, sequence: 4 }]],
    ]);
  });

  it('that an earlier process has left is resumed', async () => {
    const { sessions } = await open(scriptedStore([kept]));
    expect(sessions.retrieve(0)).toEqual(ready);
    expect(sessions.applicationId()).toBe('11');
    await sessions.release();
  });

  it('is renewed while nothing happens', async () => {
    const scripted = scriptedStore([kept]);
    const clock = createFakeClock(0);
    const { sessions } = await open(scripted, clock);
    await clock.advance(3000);
    await settled();
    await clock.advance(3000);
    await settled();
    await sessions.release();
    expect(scripted.calls.filter((call) => String(call).startsWith('write'))).toHaveLength(2);
  });

  it('that Discord has refused is forgotten', async () => {
    const scripted = scriptedStore([kept]);
    const { sessions } = await open(scripted);
    sessions.update(0, null);
    sessions.opened(0, '11');
    expect(sessions.retrieve(0)).toBeNull();
    await sessions.release();
    expect(scripted.calls).toEqual([['claim'], ['write', [], ['a']], ['release', []]]);
  });

  it('keeps its address and never goes back, whatever a relay or a malformed READY says', async () => {
    const { sessions } = await open(null);
    sessions.update(0, { ...ready, sequence: 5 });
    sessions.update(0, { ...ready, sequence: 4, resumeURL: 'ws://127.0.0.1:4000/secret' });
    sessions.update(0, { sessionId: undefined, sequence: 6, resumeURL: undefined });
    expect(sessions.retrieve(0)).toEqual({ ...ready, sequence: 5 });
    await sessions.release();
  });

  it('is not kept where it would be resumed at an address that is not one of Discord', async () => {
    const { sessions, log } = await open(scriptedStore([{ ...kept, resumeUrl: 'wss://evil.example' }]));
    expect(sessions.retrieve(0)).toBeNull();
    sessions.update(0, { ...ready, resumeURL: 'wss://evil.example' });
    expect(sessions.retrieve(0)).toBeNull();
    expect(log.lines).toMatchObject([{ level: 'warn', facts: { shard: 0 } }]);
    await sessions.release();
  });

  it('is let go where another process has gone on with it', async () => {
    const scripted = scriptedStore([kept]);
    const { sessions, log } = await open(scripted);
    scripted.lost.add('a');
    sessions.update(0, { ...ready, sequence: 2 });
    await settled();
    expect(sessions.retrieve(0)).toBeNull();
    expect(log.lines).toMatchObject([{ level: 'warn', facts: { shard: 0 } }]);
    await sessions.release();
  });

  it('of an instant later is not let go for the one before it', async () => {
    const scripted = scriptedStore([kept]);
    const { sessions } = await open(scripted);
    scripted.lost.add('a');
    sessions.update(0, { ...ready, sequence: 2 });
    sessions.update(0, { ...ready, sessionId: 'b' });
    await settled();
    expect(sessions.retrieve(0)).toMatchObject({ sessionId: 'b' });
    await sessions.release();
  });

  it('is written down with the next event when the store was away', async () => {
    const scripted = scriptedStore([kept]);
    const { sessions, log } = await open(scripted);
    scripted.faults.push(new Error('away'));
    sessions.update(0, null);
    await settled();
    sessions.update(0, { ...ready, sessionId: 'b' });
    sessions.opened(0, '11');
    await settled();
    expect(scripted.calls.slice(1)).toEqual([['write', ['b 1/1'], ['a']]]);
    scripted.faults.push(new Error('away'));
    sessions.update(0, { ...ready, sessionId: 'b', sequence: 2 });
    await settled();
    scripted.faults.push(new Error('away'));
    await sessions.release();
    expect(log.lines.map(({ level }) => level)).toEqual(['warn', 'warn', 'warn']);
  });

  it('is opened where earlier ones cannot be read', async () => {
    const scripted = scriptedStore([kept]);
    scripted.faults.push(new Error('away'));
    const { sessions, log } = await open(scripted);
    expect(sessions.retrieve(0)).toBeNull();
    expect(log.lines).toMatchObject([{ level: 'warn' }]);
    await sessions.release();
  });
});

describe('an address to resume at', () => {
  it.each([
    ['wss://gateway-us-east1-b.discord.gg', true],
    ['wss://gateway.discord.gg/?v=10', true],
    ['wss://discord.com', true],
    ['ws://gateway-us-east1-b.discord.gg', false],
    ['wss://gateway-us-east1-b.discord.gg:8443', false],
    ['wss://evildiscord.gg', false],
    ['wss://discord.gg.evil.example', false],
    ['https://discord.gg', false],
    ['no address', false],
  ])('%s of Discord: %s', (url, isTrusted) => {
    expect(isGatewayOf(gatewayUrl, url)).toBe(isTrusted);
  });

  it('is that of the server that the API has named', () => {
    expect(isGatewayOf('ws://127.0.0.1:4000/gateway', 'ws://127.0.0.1:4000/gateway/resume')).toBe(true);
    expect(isGatewayOf('ws://127.0.0.1:4000/gateway', 'ws://127.0.0.1:4001/gateway/resume')).toBe(false);
  });
});
