/**
 * Something that goes wrong with a request. `status` answers in Discord's place; `reset_before` closes the socket before
 * anything happens, `reset_after` once everything has happened; `delay` waits, then goes on; `hang` never answers. `html` answers
 * with a page in Discord's place. After everything has happened: `slow_body` the answer in small pieces, `truncated` half of it, then
 * the connection ends, `wrong_types` every value of it of another type.
 */
export interface Fault {
  readonly kind:
    | 'status'
    | 'html'
    | 'reset_before'
    | 'reset_after'
    | 'delay'
    | 'hang'
    | 'slow_body'
    | 'truncated'
    | 'wrong_types';
  /** Any method when left out. */
  readonly method?: string;
  /** Tested against the path, which begins with `/api/v10`, or against a CDN path. */
  readonly path: RegExp;
  /** Meets only requests whose body, as JSON, holds this. */
  readonly bodyHolds?: string;
  /** How many requests it meets; 1 when left out. */
  readonly times?: number;
  /** For `status` and `html`; 500 when left out. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** For `delay`, 1000 when left out; per piece for `slow_body`, 50 when left out. */
  readonly delayMs?: number;
}

/** The faults that are still to come, in the order in which they were added. */
export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** How many requests will still be met. */
  pending(): number;
  /** Uses up the first fault that fits, or null. */
  take(method: string, path: string, body?: unknown): Fault | null;
}

/** An empty list of faults. */
export function createFaults(): Faults {
  const entries: { readonly fault: Fault; left: number }[] = [];
  return {
    add: (fault) => {
      entries.push({ fault, left: fault.times ?? 1 });
    },
    clear: () => {
      entries.length = 0;
    },
    pending: () => entries.reduce((sum, entry) => sum + entry.left, 0),
    take: (method, path, body) => {
      const entry = entries.find(
        ({ fault, left }) =>
          left > 0 && (fault.method ?? method) === method && path.search(fault.path) !== -1 && holds(body, fault),
      );
      if (entry === undefined) return null;
      entry.left -= 1;
      return entry.fault;
    },
  };
}

function holds(body: unknown, { bodyHolds }: Fault): boolean {
  return bodyHolds === undefined || (JSON.stringify(body) ?? '').includes(bodyHolds);
}
