import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isEphemeral } from '../../../discord/wire.ts';
import type { ShownMessage } from '../../protocol.ts';
import type { Timeline } from '../state/apply.ts';
import { earlierWindow, type LogWindow, laterWindow, movedWindow, newestWindow, nextFor } from '../state/window.ts';
import { useSurroundings } from './context.ts';
import { answeredBy, MessageView } from './message.tsx';

const groupedMs = 7 * 60_000;

/** What scrolls has to be reached by keyboard. */
const reachable = { tabIndex: 0 };

interface Kept {
  messages: readonly ShownMessage[];
  window: LogWindow;
  isAtEnd: boolean;
}

/** A channel's messages, as many as are needed around what is looked at. */
export function Log({
  timeline,
  title,
  topic,
}: {
  readonly timeline: Timeline | undefined;
  readonly title: string;
  readonly topic: string;
}) {
  const { session } = useSurroundings();
  const { dismissed, sent } = session.view();
  const messages = timeline?.messages ?? [];
  const box = useRef<HTMLDivElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const kept = useRef<Kept>({ messages, window: newestWindow(messages.length), isAtEnd: true });
  const anchor = useRef<{ readonly id: string; readonly top: number } | null>(null);
  const isReading = useRef(false);
  const [, redraw] = useState(0);
  if (kept.current.messages !== messages)
    kept.current = { ...kept.current, messages, window: windowAfter(kept.current, messages) };
  const { window } = kept.current;
  const drawn = messages.slice(window.start, window.end);

  // What was looked at stays where it is, or the end stays in view.
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    if (kept.current.isAtEnd) element.scrollTop = element.scrollHeight;
    else keepAnchor(element, anchor.current);
  });
  useEffect(() => {
    const [element, content] = [box.current, inner.current];
    if (element === null || content === null) return undefined;
    const observer = new ResizeObserver(() => {
      if (kept.current.isAtEnd) element.scrollTop = element.scrollHeight;
    });
    observer.observe(content);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const move = (next: LogWindow) => {
    anchor.current = anchorIn(box.current);
    kept.current = { ...kept.current, window: next };
    redraw((count) => count + 1);
  };
  const readOlder = async () => {
    if (isReading.current) return;
    isReading.current = true;
    anchor.current = anchorIn(box.current);
    await session.readOlder();
    isReading.current = false;
    move(earlierWindow(kept.current.window));
  };
  const onScroll = () => {
    const element = box.current;
    if (element === null) return;
    const { window: now } = kept.current;
    const [abovePx, count] = [element.scrollTop, messages.length];
    const belowPx = element.scrollHeight - abovePx - element.clientHeight;
    kept.current.isAtEnd = belowPx < 60 && now.end === count;
    anchor.current = anchorIn(element);
    const next = nextFor(now, { abovePx, belowPx, count, hasOlder: timeline?.hasOlder === true });
    if (next === 'earlier') move(earlierWindow(now));
    if (next === 'later') move(laterWindow(now, count));
    if (next === 'older') void readOlder();
  };
  const toEnd = () => {
    kept.current = { ...kept.current, window: newestWindow(messages.length), isAtEnd: true };
    redraw((count) => count + 1);
  };
  // Whoever does something wants to see what comes of it.
  useEffect(() => {
    if (sent > 0) toEnd();
  }, [sent]);
  return (
    <div class="log-frame">
      <div
        class="log"
        ref={box}
        onScroll={onScroll}
        role="log"
        aria-live="polite"
        aria-label={`Messages in ${title}`}
        {...reachable}
      >
        <div class="log-inner" ref={inner}>
          {timeline?.hasOlder === false && window.start === 0 && (
            <div class="beginning">
              <h2>Welcome to {title}</h2>
              <p>{topic}</p>
            </div>
          )}
          {drawn.map((shown, index) => (
            <MessageOrGap
              key={shown.message.id}
              shown={shown}
              before={drawn[index - 1]}
              all={messages}
              dismissed={dismissed}
            />
          ))}
        </div>
      </div>
      {window.end < messages.length && (
        <button type="button" class="to-end" onClick={toEnd}>
          Jump to the present ↓
        </button>
      )}
    </div>
  );
}

interface MessageOrGapProps {
  readonly shown: ShownMessage;
  readonly before: ShownMessage | undefined;
  readonly all: readonly ShownMessage[];
  readonly dismissed: readonly string[];
}

function MessageOrGap({ shown, before, all, dismissed }: MessageOrGapProps) {
  const { message } = shown;
  if (isEphemeral(message) && dismissed.includes(message.id)) return null;
  const repliesTo = answeredBy(message);
  const original = repliesTo === null ? null : (all.find((each) => each.message.id === repliesTo)?.message ?? null);
  return <MessageView shown={shown} isCompact={isGrouped(shown, before)} repliesTo={original} />;
}

function isGrouped({ message }: ShownMessage, before: ShownMessage | undefined): boolean {
  if (before === undefined || isEphemeral(message) !== isEphemeral(before.message)) return false;
  const apartMs = Date.parse(message.timestamp) - Date.parse(before.message.timestamp);
  return message.author.id === before.message.author.id && apartMs < groupedMs;
}

function windowAfter({ messages: old, window, isAtEnd }: Kept, messages: readonly ShownMessage[]): LogWindow {
  const [first] = old;
  if (first === undefined) return newestWindow(messages.length);
  const added = Math.max(
    0,
    messages.findIndex(({ message }) => message.id === first.message.id),
  );
  return movedWindow(window, { added, before: old.length, count: messages.length, isAtEnd });
}

/** The first message in view, and where it is. */
function anchorIn(box: HTMLElement | null): { readonly id: string; readonly top: number } | null {
  if (box === null) return null;
  const top = box.getBoundingClientRect().top;
  for (const element of box.querySelectorAll<HTMLElement>('article.message')) {
    const place = element.getBoundingClientRect();
    if (place.bottom > top) return { id: element.id, top: place.top };
  }
  return null;
}

function keepAnchor(box: HTMLElement, anchor: { readonly id: string; readonly top: number } | null): void {
  const element = anchor === null ? null : document.getElementById(anchor.id);
  if (element === null || anchor === null) return;
  const moved = element.getBoundingClientRect().top - anchor.top;
  if (Math.abs(moved) > 1) box.scrollTop += moved;
}
