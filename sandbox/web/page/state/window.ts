/** Which messages of a channel are drawn: so many up to `end`. Positions count from the oldest that is known. */
export interface LogWindow {
  readonly start: number;
  readonly end: number;
}

const firstDrawn = 60;
const stepSize = 40;
const mostDrawn = 160;

/** The newest ones. */
export function newestWindow(count: number): LogWindow {
  return { start: Math.max(0, count - firstDrawn), end: count };
}

/** Older ones above, and as many fewer below once there are too many. */
export function earlierWindow({ start, end }: LogWindow): LogWindow {
  const earlier = Math.max(0, start - stepSize);
  return { start: earlier, end: Math.min(end, earlier + mostDrawn) };
}

/** Newer ones below, and as many fewer above. */
export function laterWindow({ start, end }: LogWindow, count: number): LogWindow {
  const later = Math.min(count, end + stepSize);
  return { start: Math.max(start, later - mostDrawn), end: later };
}

/** How what is known of a channel has changed. */
export interface Grown {
  /** So many older ones stand before what was known. */
  readonly added: number;
  /** How many were known, and how many are. */
  readonly before: number;
  readonly count: number;
  /** The reader is at the end, and stays there. */
  readonly isAtEnd: boolean;
}

/** The window after that: what was drawn still is, and new ones below it are until there are too many. */
export function movedWindow({ start, end }: LogWindow, { added, before, count, isAtEnd }: Grown): LogWindow {
  if (isAtEnd) return { start: Math.max(0, Math.min(start + added, count - firstDrawn)), end: count };
  const first = Math.min(start + added, count);
  const last = end === before ? Math.min(count, first + mostDrawn) : end + added;
  return { start: first, end: Math.min(last, count) };
}

/** Where a reader has scrolled to. */
export interface Scrolled {
  readonly abovePx: number;
  readonly belowPx: number;
  readonly count: number;
  /** There are older ones that are not known yet. */
  readonly hasOlder: boolean;
}

const nearPx = 400;

/** What has to be drawn or read before the reader comes to an edge; null where nothing has to. */
export function nextFor({ start, end }: LogWindow, { abovePx, belowPx, count, hasOlder }: Scrolled) {
  if (abovePx < nearPx && start > 0) return 'earlier';
  if (abovePx < nearPx && hasOlder) return 'older';
  return belowPx < nearPx && end < count ? 'later' : null;
}
