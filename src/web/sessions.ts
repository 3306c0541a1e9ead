import { createHash, timingSafeEqual } from 'node:crypto';

/** Somebody who has given the token. */
export interface Session {
  /** What every act has to bring along in a header. */
  readonly csrf: string;
  /** How long it still lasts, in milliseconds. */
  readonly lastsMs: number;
}

/** A session with its name, which the browser keeps in a cookie. */
export interface NewSession extends Session {
  readonly id: string;
}

/** How a login ended. `limited`: too many wrong tokens came; try again after `retryAfterMs`. */
export type Login =
  | { readonly kind: 'in'; readonly session: NewSession }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'limited'; readonly retryAfterMs: number };

/** Who is logged in, in memory: a restart ends every session. */
export interface Sessions {
  /** `address` is where the attempt comes from. */
  login(token: string, address: string): Login;
  /** Null for a session that has ended, or was never there. */
  find(id: string): Session | null;
  end(id: string): void;
}

/** @see createSessions */
export interface SessionsDeps {
  /** What a login has to give. */
  readonly token: string;
  /** 32 random bytes as text, never the same twice. */
  readonly newSecret: () => string;
  /** Monotonic milliseconds: setting the machine's clock makes no session longer. */
  readonly monotonic: () => number;
}

/** How long a session lasts. */
export const sessionMs = 12 * 60 * 60_000;
/** The oldest one ends for one more. */
const mostSessions = 20;
/** Wrong tokens that are looked at within {@link windowMs}: from one address, and from all of them. */
const mostWrong = { each: 10, all: 60 } as const;
const windowMs = 60_000;

/** @see Sessions */
export function createSessions({ token, newSecret, monotonic }: SessionsDeps): Sessions {
  // By a digest: what is compared with a stranger's text tells nothing about the sessions that there are.
  const sessions = new Map<string, { readonly csrf: string; readonly endsAtMs: number }>();
  const wrong = createWrongTokens(monotonic);
  const wanted = digestOf(token);

  const open = (): NewSession => {
    const [id, csrf] = [newSecret(), newSecret()];
    const [oldest] = sessions.keys();
    if (sessions.size >= mostSessions && oldest !== undefined) sessions.delete(oldest);
    sessions.set(nameOf(id), { csrf, endsAtMs: monotonic() + sessionMs });
    return { id, csrf, lastsMs: sessionMs };
  };

  return {
    login(given, address) {
      const retryAfterMs = wrong.waitMs(address);
      if (retryAfterMs > 0) return { kind: 'limited', retryAfterMs };
      if (timingSafeEqual(digestOf(given), wanted)) return { kind: 'in', session: open() };
      wrong.count(address);
      return { kind: 'wrong' };
    },
    find(id) {
      const found = sessions.get(nameOf(id));
      if (found === undefined) return null;
      const lastsMs = found.endsAtMs - monotonic();
      if (lastsMs > 0) return { csrf: found.csrf, lastsMs };
      sessions.delete(nameOf(id));
      return null;
    },
    end: (id) => void sessions.delete(nameOf(id)),
  };
}

/** In constant time, whatever the lengths. */
export function isSameText(one: string, other: string): boolean {
  return timingSafeEqual(digestOf(one), digestOf(other));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function nameOf(id: string): string {
  return digestOf(id).toString('base64');
}

/** Counts wrong tokens within one minute; all counts end with it, so that strangers fill no memory. */
function createWrongTokens(monotonic: () => number) {
  const counts = new Map<string, number>();
  let all = 0;
  let endsAtMs = 0;
  const leftMs = () => {
    if (monotonic() >= endsAtMs) {
      counts.clear();
      all = 0;
    }
    return endsAtMs - monotonic();
  };
  return {
    /** How long nothing from the address is looked at; 0 where it is. */
    waitMs(address: string): number {
      const lastsMs = leftMs();
      const isLimited = all >= mostWrong.all || (counts.get(networkOf(address)) ?? 0) >= mostWrong.each;
      return lastsMs > 0 && isLimited ? lastsMs : 0;
    },
    count(address: string): void {
      if (leftMs() <= 0) endsAtMs = monotonic() + windowMs;
      all += 1;
      const network = networkOf(address);
      counts.set(network, (counts.get(network) ?? 0) + 1);
    },
  };
}

/** Of IPv6 the first half: the other one is its owner's to choose. */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/iu.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('%', 1)[0]?.split('::') ?? [];
  const groups = (part: string) => part.split(':').filter((group) => group !== '');
  const [first, last] = [groups(head), groups(tail ?? '')];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  const whole = [...first, ...Array.from({ length: zeros }, () => '0'), ...last];
  return whole.slice(0, 4).join(':');
}
