import type { Sample } from './verdict.ts';

/** What is read of one process. */
export type ProcessFigures = Omit<Sample, 'atMs'>;

const mebibyte = 1024 * 1024;

/** Reads the text of `/metrics`. @throws Error that names a figure which is not there */
export function readMetrics(text: string): ProcessFigures {
  const figure = (name: string): number => {
    const line = text.split('\n').find((each) => each.startsWith(`${name} `));
    const value = Number(line?.slice(name.length + 1));
    if (line === undefined || !Number.isFinite(value)) throw new Error(`/metrics has no ${name}`);
    return value;
  };
  return {
    rssMiB: figure('process_resident_memory_bytes') / mebibyte,
    heapMiB: figure('nodejs_heap_size_used_bytes') / mebibyte,
    handles: figure('nodejs_active_resources_total'),
    loopP99Ms: figure('nodejs_eventloop_lag_p99_seconds') * 1000,
  };
}

/** All processes together; of the event loop the slowest. */
export function sumOf(each: readonly ProcessFigures[]): ProcessFigures {
  const sum = (pick: (figures: ProcessFigures) => number) => each.reduce((total, figures) => total + pick(figures), 0);
  return {
    rssMiB: sum(({ rssMiB }) => rssMiB),
    heapMiB: sum(({ heapMiB }) => heapMiB),
    handles: sum(({ handles }) => handles),
    loopP99Ms: Math.max(0, ...each.map(({ loopP99Ms }) => loopP99Ms)),
  };
}

/** What a line of the log tells a soak: how long a picture took to be posted, or that it is about an error. */
export function readLine(line: string): { readonly lagMs: number | null; readonly isError: boolean } {
  const lag = /"lagMs":(\d+)/.exec(line)?.[1];
  const isDelivered = line.includes('"outcome":"delivered"');
  return { lagMs: isDelivered && lag !== undefined ? Number(lag) : null, isError: /^\{"level":"error"/.test(line) };
}
