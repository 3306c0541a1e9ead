/** Discord snowflakes and our own ids are strings for ever: 18 digits do not fit a JavaScript number. */
type Branded<Name extends string> = string & { readonly __brand: Name };

/** A Discord server's id. */
export type GuildId = Branded<'GuildId'>;
/** A Discord channel's or thread's id. */
export type ChannelId = Branded<'ChannelId'>;
/** A Discord user's id. */
export type UserId = Branded<'UserId'>;
/** A Discord role's id. */
export type RoleId = Branded<'RoleId'>;
/** A Discord message's id. */
export type MessageId = Branded<'MessageId'>;
/** The interaction's id, which is also the request's, the reservation's and the job's. */
export type JobId = Branded<'JobId'>;

/** Whose job, draft or picture it is. */
export interface JobOwner {
  readonly id: JobId;
  readonly guildId: GuildId;
  readonly userId: UserId;
}

/** The only places where a string becomes an id; the caller has read it from Discord or from our own store. */
export const guildId = (value: string) => value as GuildId;
/** @see guildId */
export const channelId = (value: string) => value as ChannelId;
/** @see guildId */
export const userId = (value: string) => value as UserId;
/** Who stands in a journal for the person that runs this Easel, who acts on a page and not as a member. No Discord id looks like it. */
export const operatorId = userId('operator');
/** @see guildId */
export const roleId = (value: string) => value as RoleId;
/** @see guildId */
export const messageId = (value: string) => value as MessageId;
/** @see guildId */
export const jobId = (value: string) => value as JobId;

/** An image service's name, such as `runninghub`. @see src/providers/registry.ts, the list of them */
export type ProviderName = string;

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
