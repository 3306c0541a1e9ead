/** Starts a timer and returns what stops it. */
export type SetTimer = (delayMs: number, run: () => void) => () => void;

/** How many requests a bucket takes per window. */
export interface RateLimit {
  readonly limit: number;
  readonly windowMs: number;
}

/** The buckets that are enforced; `null` switches one off. */
export interface RateLimits {
  /** Requests that carry the bot's token, all routes together. */
  readonly global: RateLimit | null;
  /** Per interaction token: edits, follow-ups and reads together. The callback itself is exempt, as at Discord. */
  readonly webhook: RateLimit | null;
  /** Per channel and method. */
  readonly channel: RateLimit | null;
}

/** What a loopback Discord can be told; everything has Discord's own value as its default. */
export interface SandboxDiscordOptions {
  /** 0 takes any free port. */
  readonly port?: number;
  readonly token?: string;
  /** 17–19 digits. The bot's user has the same id. */
  readonly applicationId?: string;
  /** Unix milliseconds; token lives, rate limits and signed addresses are measured with it. */
  readonly now?: () => number;
  /** Deadlines of first answers and injected delays run on it. */
  readonly setTimer?: SetTimer;
  readonly ackDeadlineMs?: number;
  readonly tokenLifeMs?: number;
  readonly fileLimitBytes?: number;
  readonly requestLimitBytes?: number;
  readonly attachmentUrlLifeMs?: number;
  /** `'off'` for soak tests; otherwise only what differs from {@link defaultRateLimits}. */
  readonly rateLimits?: 'off' | Partial<RateLimits>;
  /** How many edits per hour and channel messages older than an hour take before 30046; not enforced by default. */
  readonly oldMessageEdits?: number;
  /** How many are recommended. */
  readonly shards?: number;
  /** With fewer than these a session is refused (4011), as at Discord from 2,500 servers on a shard. */
  readonly minShards?: number;
  /** Where an interaction goes once there is an endpoint. Discord has no choice then, and neither has an application; a test with both has. */
  readonly doorFor?: () => 'gateway' | 'endpoint';
  readonly maxConcurrency?: number;
  /** In which a bucket opens one session; a second one is invalid (op 9). Discord says 5000; not enforced by default. */
  readonly identifyWindowMs?: number;
  /** How many sessions may be started a day. */
  readonly sessionStarts?: number;
  readonly heartbeatIntervalMs?: number;
}

/** @see {@link SandboxDiscordOptions} */
export type Settings = Readonly<Required<Omit<SandboxDiscordOptions, 'rateLimits'>>> & {
  readonly rateLimits: RateLimits;
};

/**
 * Global as documented; the webhook bucket is the community's figure, the channel bucket what Discord commonly answers.
 *
 * @see https://discord.com/developers/docs/topics/rate-limits read 2026-11-20
 */
export const defaultRateLimits = {
  global: { limit: 50, windowMs: 1000 },
  webhook: { limit: 5, windowMs: 2000 },
  channel: { limit: 5, windowMs: 5000 },
} as const satisfies RateLimits;

const mebibyte = 1024 * 1024;

/** Fills in Discord's values. */
export function settingsFrom(options: SandboxDiscordOptions): Settings {
  return {
    port: 0,
    token: 'sandbox-bot-token',
    applicationId: '1100000000000000001',
    now: () => Date.now(),
    setTimer: realTimer,
    ackDeadlineMs: 3000,
    tokenLifeMs: 15 * 60_000,
    fileLimitBytes: 10 * mebibyte,
    requestLimitBytes: 25 * mebibyte,
    attachmentUrlLifeMs: 24 * 3_600_000,
    oldMessageEdits: Number.POSITIVE_INFINITY,
    shards: 1,
    minShards: 1,
    doorFor: () => 'endpoint',
    maxConcurrency: 16,
    identifyWindowMs: 0,
    sessionStarts: 1000,
    heartbeatIntervalMs: 41_250,
    ...options,
    rateLimits: rateLimitsFrom(options.rateLimits ?? {}),
  };
}

/** The default {@link SetTimer}. */
export function realTimer(delayMs: number, run: () => void): () => void {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
}

function rateLimitsFrom(limits: 'off' | Partial<RateLimits>): RateLimits {
  if (limits === 'off') return { global: null, webhook: null, channel: null };
  return { ...defaultRateLimits, ...limits };
}
