const discordEpochMs = 1_420_070_400_000;

/** Makes ids like Discord's: 17–19 digits whose upper part is the time of making. */
export interface Snowflakes {
  next(): string;
  /** An id that seems to have been made at another time. */
  at(unixMs: number): string;
}

/** Ids never repeat, even when the clock stands still. */
export function createSnowflakes(now: () => number): Snowflakes {
  let count = 0;
  const at = (unixMs: number) => {
    count = (count + 1) % 4_194_304;
    return String((BigInt(Math.trunc(unixMs) - discordEpochMs) << 22n) + BigInt(count));
  };
  return { at, next: () => at(now()) };
}
