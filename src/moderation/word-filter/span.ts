/** A part of the original text, in UTF-16 units; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The part from the first start to the last end of the spans from `from` to `to`, exclusive. At least one is given. */
export function coverOf(spans: readonly Span[], from = 0, to = spans.length): Span {
  return { start: firstStart(spans, from, to), end: lastEnd(spans, from, to) };
}

/** The lowest start of the spans from `from` to `to`, exclusive. */
export function firstStart(spans: readonly Span[], from: number, to: number): number {
  let start = Number(spans[from]?.start);
  for (let at = from + 1; at < to; at += 1) {
    const next = Number(spans[at]?.start);
    if (next < start) start = next;
  }
  return start;
}

/** The highest end of the spans from `from` to `to`, exclusive. */
export function lastEnd(spans: readonly Span[], from: number, to: number): number {
  let end = 0;
  for (let at = from; at < to; at += 1) {
    const next = Number(spans[at]?.end);
    if (next > end) end = next;
  }
  return end;
}

/** The hits that lie within no cover, by their start. One sweep after sorting. */
export function outside<H extends Span>(hits: readonly H[], covers: readonly Span[]): H[] {
  const steps = [
    ...covers.map(({ start, end }) => ({ start, end, hit: null })),
    ...hits.map((hit) => ({ start: hit.start, end: hit.end, hit })),
  ].sort((one, other) => one.start - other.start);
  const free: H[] = [];
  let coveredTo = 0;
  for (const { end, hit } of steps) {
    if (hit === null) coveredTo = Math.max(coveredTo, end);
    else if (end > coveredTo) free.push(hit);
  }
  return free;
}

/** The hit that stands first; the longest of those. */
export function firstOf<H extends Span>(hits: readonly H[]): H | null {
  return hits.reduce<H | null>((first, hit) => (first === null || isBefore(hit, first) ? hit : first), null);
}

function isBefore(hit: Span, other: Span): boolean {
  return hit.start < other.start || (hit.start === other.start && hit.end > other.end);
}
