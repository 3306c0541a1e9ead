import type { FeedEvent, MessagePart, ShownMessage, StageState, TourStep, Violation } from '../../protocol.ts';

/** What is known of a channel: an unbroken part of it up to now. */
export interface Timeline {
  /** Oldest first. */
  readonly messages: readonly ShownMessage[];
  readonly hasOlder: boolean;
}

/** Everything that the page shows of a stage. */
export interface PageState {
  readonly stage: StageState;
  readonly seq: number;
  /** What has to be added to the machine's clock for the stage's. */
  readonly aheadMs: number;
  /** By channel id; channels that have not been looked at are missing. */
  readonly timelines: Readonly<Record<string, Timeline>>;
  /** The last events, for parts that arrive later than what happened to them. */
  readonly recent: readonly FeedEvent[];
  readonly unread: readonly string[];
  readonly violations: readonly Violation[];
  readonly step: TourStep | null;
  readonly pendingFaults: number;
}

const keptEvents = 300;

/** The page as it is when a stage has been opened, or after it was lost. */
export function openState(stage: StageState, machineNowMs: number): PageState {
  const { seq, violations, step, pendingFaults } = stage;
  const aheadMs = stage.nowMs - machineNowMs;
  return { stage, seq, aheadMs, timelines: {}, recent: [], unread: [], violations, step, pendingFaults };
}

/** Adds what happened. An event that is known already, as after a reconnection, changes nothing. */
export function applyEvent(state: PageState, event: FeedEvent, machineNowMs: number): PageState {
  if (event.seq <= state.seq) return state;
  const recent = [...state.recent, event].slice(-keptEvents);
  const next = { ...state, seq: event.seq, recent, aheadMs: event.atMs - machineNowMs };
  switch (event.kind) {
    case 'message':
      return withMessage(next, event);
    case 'violation':
      return { ...next, violations: [...next.violations, event.violation] };
    case 'tour':
      return { ...next, step: event.step };
    case 'faults':
      return { ...next, pendingFaults: event.pending };
  }
}

/** Puts a part of a channel before what is known of it, and brings it up to date. */
export function addPart(state: PageState, channelId: string, part: MessagePart): PageState {
  const before = state.timelines[channelId]?.messages ?? [];
  const known = new Set(before.map(({ message }) => message.id));
  const older = part.messages.filter(({ message }) => !known.has(message.id));
  const joined: Timeline = { messages: sorted([...older, ...before]), hasOlder: part.hasOlder };
  const later = state.recent.filter((event) => event.seq > part.seq && channelOf(event) === channelId);
  const timeline = later.reduce(changed, joined);
  return { ...state, timelines: { ...state.timelines, [channelId]: timeline } };
}

/** Nothing in the channel is new any more. */
export function markRead(state: PageState, channelId: string): PageState {
  if (!state.unread.includes(channelId)) return state;
  return { ...state, unread: state.unread.filter((id) => id !== channelId) };
}

function withMessage(state: PageState, event: Extract<FeedEvent, { kind: 'message' }>): PageState {
  const { channel_id: channelId } = event.shown.message;
  const isNew = event.change === 'created' && !state.unread.includes(channelId);
  const unread = isNew ? [...state.unread, channelId] : state.unread;
  const timeline = state.timelines[channelId];
  if (timeline === undefined) return { ...state, unread };
  return { ...state, unread, timelines: { ...state.timelines, [channelId]: changed(timeline, event) } };
}

function channelOf(event: FeedEvent): string | null {
  return event.kind === 'message' ? event.shown.message.channel_id : null;
}

function changed(timeline: Timeline, event: FeedEvent): Timeline {
  if (event.kind !== 'message') return timeline;
  const { message } = event.shown;
  const index = timeline.messages.findIndex((each) => each.message.id === message.id);
  if (event.change === 'deleted') {
    return index === -1 ? timeline : { ...timeline, messages: timeline.messages.toSpliced(index, 1) };
  }
  if (index !== -1) return { ...timeline, messages: timeline.messages.with(index, event.shown) };
  // An edit of a message that is older than what is known of the channel.
  if (event.change === 'edited') return timeline;
  return { ...timeline, messages: sorted([...timeline.messages, event.shown]) };
}

/** Ids grow with time; nearly always it is sorted already. */
function sorted(messages: readonly ShownMessage[]): readonly ShownMessage[] {
  const isBefore = (left: string, right: string) =>
    left.length - right.length || (left < right ? -1 : left > right ? 1 : 0);
  return messages.toSorted((left, right) => isBefore(left.message.id, right.message.id));
}
