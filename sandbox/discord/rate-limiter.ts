import type { RateLimit } from './settings.ts';

/** What a bucket said to one request. */
export interface BucketAnswer {
  readonly isAllowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  readonly resetAtMs: number;
  readonly resetAfterMs: number;
}

/** Counts requests in windows that start with the first request. */
export interface RateLimiter {
  take(key: string, limit: RateLimit): BucketAnswer;
}

/** Buckets fill up again when the clock passes the end of their window. */
export function createRateLimiter(now: () => number): RateLimiter {
  const buckets = new Map<string, { used: number; resetAtMs: number }>();
  return {
    take(key, { limit, windowMs }) {
      const atMs = now();
      const known = buckets.get(key);
      const bucket = known !== undefined && known.resetAtMs > atMs ? known : { used: 0, resetAtMs: atMs + windowMs };
      buckets.set(key, bucket);
      const isAllowed = bucket.used < limit;
      if (isAllowed) bucket.used += 1;
      return {
        isAllowed,
        limit,
        remaining: limit - bucket.used,
        resetAtMs: bucket.resetAtMs,
        resetAfterMs: bucket.resetAtMs - atMs,
      };
    },
  };
}

/** Discord's headers of a bucket. `bucketId` is the same for all requests that share a limit. */
export function rateLimitHeaders(answer: BucketAnswer, bucketId: string): Record<string, string> {
  return {
    'X-RateLimit-Limit': String(answer.limit),
    'X-RateLimit-Remaining': String(answer.remaining),
    'X-RateLimit-Reset': (answer.resetAtMs / 1000).toFixed(3),
    'X-RateLimit-Reset-After': (answer.resetAfterMs / 1000).toFixed(3),
    'X-RateLimit-Bucket': bucketId,
  };
}
