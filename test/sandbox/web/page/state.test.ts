import { describe, expect, it } from 'vitest';
import { type Message, makeUser } from '../../../../sandbox/discord/wire.ts';
import { readAddress, writeAddress } from '../../../../sandbox/web/page/state/address.ts';
import { addPart, applyEvent, markRead, openState, type PageState } from '../../../../sandbox/web/page/state/apply.ts';
import {
  earlierWindow,
  laterWindow,
  movedWindow,
  newestWindow,
  nextFor,
} from '../../../../sandbox/web/page/state/window.ts';
import type { FeedEvent, ShownMessage, StageState } from '../../../../sandbox/web/protocol.ts';

const mia = { id: '10', name: 'Mia', about: '', locale: 'en-US' };
const stage: StageState = {
  stage: 'demo',
  title: 'Demo',
  epoch: 'e',
  seq: 5,
  nowMs: 1000,
  me: mia,
  people: [mia],
  channels: [],
  roles: [],
  botId: '1',
  violations: [],
  step: null,
  hasFaults: true,
  pendingFaults: 0,
};

function shown(id: string, content: string): ShownMessage {
  const message: Message = {
    id,
    channel_id: 'c',
    author: makeUser('1', 'easel', true),
    content,
    timestamp: '2026-11-28T20:00:00.000Z',
    edited_timestamp: null,
    tts: false,
    mention_everyone: false,
    mentions: [],
    mention_roles: [],
    attachments: [],
    embeds: [],
    components: [],
    pinned: false,
    type: 0,
    flags: 0,
  };
  return { message, command: null };
}

const happened = (seq: number, change: 'created' | 'edited' | 'deleted', id: string, content = ''): FeedEvent => ({
  kind: 'message',
  change,
  shown: shown(id, content),
  seq,
  atMs: 2000,
});

const having = (state: PageState, ...events: readonly FeedEvent[]) =>
  events.reduce((before, event) => applyEvent(before, event, 1500), state);
const contentOf = (state: PageState) => state.timelines.c?.messages.map(({ message }) => message.content);
const opened = addPart(openState(stage, 500), 'c', { seq: 5, messages: [shown('100', 'a')], hasOlder: true });

describe('what happens', () => {
  it('is added, changed and taken away in order', () => {
    const state = having(opened, happened(6, 'created', '101', 'b'), happened(7, 'edited', '100', 'A'));
    expect(contentOf(state)).toEqual(['A', 'b']);
    expect(contentOf(having(state, happened(8, 'deleted', '100')))).toEqual(['b']);
  });

  it('counts once, however often it is told', () => {
    const event = happened(6, 'created', '101', 'b');
    const state = having(opened, event, event, happened(6, 'edited', '101', 'late copy'));
    expect(contentOf(state)).toEqual(['a', 'b']);
    expect(state.seq).toBe(6);
  });

  it('is sorted by age, ids of any length', () => {
    expect(contentOf(having(opened, happened(6, 'created', '99', 'older')))).toEqual(['older', 'a']);
    expect(contentOf(having(opened, happened(6, 'created', '1000', 'longer')))).toEqual(['a', 'longer']);
  });

  it('to a message that is further up than what is known changes nothing', () => {
    const state = having(opened, happened(6, 'edited', '50', 'x'), happened(7, 'deleted', '51'));
    expect(contentOf(state)).toEqual(['a']);
  });

  it('marks a channel as unread until it is looked at', () => {
    const state = having(opened, happened(6, 'created', '101'), happened(7, 'created', '102'));
    expect(state.unread).toEqual(['c']);
    expect(markRead(state, 'c').unread).toEqual([]);
    expect(having(opened, happened(6, 'edited', '100')).unread).toEqual([]);
  });

  it('moves the clock, and tells of violations, the tour and faults', () => {
    const violation = { id: 1, atMs: 0, method: 'POST', path: '/', problems: ['x'] };
    const step = { scene: 's', intro: '', did: '', personId: null, channelId: null, isOver: false, problem: null };
    const state = having(
      opened,
      { kind: 'violation', violation, seq: 6, atMs: 9000 },
      { kind: 'tour', step, seq: 7, atMs: 9000 },
      { kind: 'faults', pending: 3, seq: 8, atMs: 9000 },
    );
    expect(state).toMatchObject({ violations: [violation], step, pendingFaults: 3, aheadMs: 7500 });
    expect(openState(stage, 400).aheadMs).toBe(600);
  });
});

describe('a part of a channel', () => {
  it('stands before what is known, without copies', () => {
    const part = { seq: 5, messages: [shown('98', 'y'), shown('99', 'z'), shown('100', 'old copy')], hasOlder: false };
    const state = addPart(opened, 'c', part);
    expect(contentOf(state)).toEqual(['y', 'z', 'a']);
    expect(state.timelines.c?.hasOlder).toBe(false);
  });

  it('that is older than what has happened meanwhile is brought up to date', () => {
    const early = having(
      openState(stage, 0),
      happened(6, 'created', '101', 'b'),
      happened(7, 'edited', '100', 'A'),
      happened(8, 'deleted', '99'),
    );
    const part = { seq: 5, messages: [shown('99', 'z'), shown('100', 'a')], hasOlder: false };
    expect(contentOf(addPart(early, 'c', part))).toEqual(['A', 'b']);
  });

  it('that knows it already is not changed again', () => {
    const early = having(openState(stage, 0), happened(6, 'edited', '100', 'first'));
    const part = { seq: 7, messages: [shown('100', 'second')], hasOlder: false };
    expect(contentOf(addPart(early, 'c', part))).toEqual(['second']);
  });
});

describe('the window', () => {
  it('shows the newest sixty and never more than 160', () => {
    expect(newestWindow(3000)).toEqual({ start: 2940, end: 3000 });
    expect(newestWindow(10)).toEqual({ start: 0, end: 10 });
    const up = Array.from({ length: 20 }).reduce<{ start: number; end: number }>(earlierWindow, newestWindow(3000));
    expect(up).toEqual({ start: 2140, end: 2300 });
    expect(laterWindow(up, 3000)).toEqual({ start: 2180, end: 2340 });
    expect(laterWindow({ start: 2900, end: 2990 }, 3000)).toEqual({ start: 2900, end: 3000 });
    expect(earlierWindow({ start: 10, end: 70 })).toEqual({ start: 0, end: 70 });
  });

  it('goes along at the end, and stays elsewhere', () => {
    const grown = { added: 0, before: 100, count: 101, isAtEnd: true };
    expect(movedWindow({ start: 40, end: 100 }, grown)).toEqual({ start: 40, end: 101 });
    expect(movedWindow({ start: 40, end: 100 }, { ...grown, isAtEnd: false })).toEqual({ start: 40, end: 101 });
    expect(movedWindow({ start: 20, end: 80 }, { ...grown, isAtEnd: false })).toEqual({ start: 20, end: 80 });
    const older = { added: 60, before: 60, count: 260, isAtEnd: false };
    expect(movedWindow({ start: 0, end: 60 }, older)).toEqual({ start: 60, end: 220 });
    expect(movedWindow({ start: 0, end: 40 }, older)).toEqual({ start: 60, end: 100 });
  });

  it('asks for more before an edge is reached', () => {
    const at = (abovePx: number, belowPx: number, hasOlder = true) => ({ abovePx, belowPx, hasOlder, count: 100 });
    expect(nextFor({ start: 40, end: 100 }, at(100, 900))).toBe('earlier');
    expect(nextFor({ start: 0, end: 100 }, at(100, 900))).toBe('older');
    expect(nextFor({ start: 0, end: 100 }, at(100, 900, false))).toBeNull();
    expect(nextFor({ start: 0, end: 60 }, at(900, 10))).toBe('later');
    expect(nextFor({ start: 0, end: 100 }, at(900, 10))).toBeNull();
  });
});

describe('the address', () => {
  it('says where the page is, and survives a reload', () => {
    const address = { stage: 'tour', personId: '12', channelId: '34' };
    expect(readAddress(writeAddress(address))).toEqual(address);
  });

  it.each(['', '#/', '#/evil/<b>/x', '#/demo'])('%j is the demo', (hash) => {
    expect(readAddress(hash)).toEqual({ stage: 'demo', personId: null, channelId: null });
  });
});
