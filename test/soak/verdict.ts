/** What was measured at one moment, of all processes that are never restarted together. */
export interface Sample {
  /** Since the load began. */
  readonly atMs: number;
  readonly rssMiB: number;
  readonly heapMiB: number;
  readonly handles: number;
  /** Of the slowest of them. */
  readonly loopP99Ms: number;
}

/** Something that happened at one moment; `value` is in milliseconds where it is a duration. */
export interface Happening {
  readonly atMs: number;
  readonly value: number;
}

/** Everything that a soak has measured. */
export interface Measured {
  readonly lastedMs: number;
  readonly samples: readonly Sample[];
  /** How long each picture took from its end at the service to Discord. */
  readonly lags: readonly Happening[];
  /** Lines of the log at the level of errors. */
  readonly errors: readonly Happening[];
}

/** One figure in each third of the time; null where nothing was measured. */
export interface FigureRow {
  readonly name: string;
  readonly thirds: readonly [number | null, number | null, number | null];
  /** How much the last third is above the first: 0.05 is five per cent. Null where one of them is not known. */
  readonly growth: number | null;
  /** False where it must not grow, and has, or was not measured. */
  readonly isFine: boolean;
}

/** The first part of the time counts for nothing: caches fill, and code is compiled. */
const warmUpFraction = 1 / 6;
/** What must not grow may be so much higher in the last third. */
export const mostGrowth = 0.05;

/** Compares the thirds of the time after the warm-up: medians of what was sampled, percentiles of what happened. */
export function judgeThirds({ lastedMs, samples, lags, errors }: Measured): readonly FigureRow[] {
  const beginsMs = lastedMs * warmUpFraction;
  const thirdMs = (lastedMs - beginsMs) / 3;
  const inThird = <Value extends { readonly atMs: number }>(all: readonly Value[], third: number) =>
    all.filter(({ atMs }) => atMs >= beginsMs + third * thirdMs && atMs < beginsMs + (third + 1) * thirdMs);
  const row = (name: string, mayGrow: boolean, figureOf: (third: number) => number | null): FigureRow => {
    const thirds = [figureOf(0), figureOf(1), figureOf(2)] as const;
    const [first, , last] = thirds;
    const growth = first === null || last === null ? null : growthOf(first, last);
    return { name, thirds, growth, isFine: mayGrow || (growth !== null && growth <= mostGrowth) };
  };
  const sampled = (pick: (sample: Sample) => number) => (third: number) =>
    percentile(inThird(samples, third).map(pick), 0.5);
  const lag = (share: number) => (third: number) =>
    percentile(
      inThird(lags, third).map(({ value }) => value),
      share,
    );
  return [
    row(
      'memory (rss), MiB',
      false,
      sampled(({ rssMiB }) => rssMiB),
    ),
    row(
      'heap, MiB',
      false,
      sampled(({ heapMiB }) => heapMiB),
    ),
    row(
      'open handles',
      false,
      // Some ten of them: by the median one more would be 8 %.
      (third) => mean(inThird(samples, third).map(({ handles }) => handles)),
    ),
    row(
      'event loop delay p99, ms',
      true,
      sampled(({ loopP99Ms }) => loopP99Ms),
    ),
    row('delivery lag p50, ms', false, lag(0.5)),
    row('delivery lag p95, ms', false, lag(0.95)),
    row('errors a minute', true, (third) => (inThird(errors, third).length * 60_000) / thirdMs),
  ];
}

function growthOf(first: number, last: number): number {
  return first === 0 ? (last === 0 ? 0 : Number.POSITIVE_INFINITY) : last / first - 1;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The value that `share` of all do not exceed; null for none. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}

/** The rows as a table of text. */
export function tableOf(rows: readonly FigureRow[]): string {
  const cells = [
    ['', 'first third', 'second', 'last', 'growth', ''],
    ...rows.map(({ name, thirds, growth, isFine }) => [
      name,
      ...thirds.map((figure) => (figure === null ? 'none' : figure.toFixed(1))),
      growth === null ? 'unknown' : `${(growth * 100).toFixed(1)} %`,
      isFine ? '' : 'TOO MUCH',
    ]),
  ];
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  const lineOf = (row: readonly string[]) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)));
  return cells.map((row) => lineOf(row).join('  ').trimEnd()).join('\n');
}
