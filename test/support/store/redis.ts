/**
 * The Redis server of the suites that several processes share, by `TEST_REDIS_URL`; null where it names none. CI sets it. `database` keeps
 * suites that run side by side apart.
 */
export function redisUrlFor(database: number): string | null {
  const { TEST_REDIS_URL: server } = process.env;
  if (server === undefined || server === '') return null;
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
