/** The first millisecond of 2015. @see https://discord.com/developers/docs/reference#snowflakes, read 2026-11 */
const discordEpochMs = 1_420_070_400_000;

/** Whether a text can be the id of something at Discord: 1 to 20 digits. Nothing else may become part of an address. */
export function isSnowflake(text: string): boolean {
  return /^\d{1,20}$/u.test(text);
}

/** When a Discord id was made, Unix milliseconds: a snowflake begins with its time of birth. 0 for what is no snowflake. */
export function bornAtMs(id: string): number {
  return isSnowflake(id) ? Number(BigInt(id) >> 22n) + discordEpochMs : 0;
}
