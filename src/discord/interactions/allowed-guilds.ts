import { DiscordAPIError, type REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import { z } from 'zod';
import type { Clock } from '#core/clock.ts';
import type { GuildId } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import { describeError } from '../messages/failures.ts';
import { withTimeout } from '../messages/retry.ts';

/** @see createAllowedGuilds */
export interface AllowedGuildsParts {
  /** Null: the servers in which the application's owner, or a member of its team, is a member. */
  readonly allowed: '*' | readonly GuildId[] | null;
  /** The connection with the bot's token. */
  readonly bot: Pick<REST, 'get'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Whether a server may spend the operator's money; `unknown` while Discord does not tell. */
export type GuildAnswer = 'yes' | 'no' | 'unknown';

/** An owner who leaves is noticed after an hour, one who joins after a minute. */
const yesForMs = 60 * 60_000;
const noForMs = 60_000;
/** Both questions together have to fit into Discord's 3 s. */
const askWithinMs = 1_500;
const mostKept = 10_000;

interface Known {
  readonly answer: 'yes' | 'no';
  readonly untilMs: number;
}

/** Which servers may use the bot. Discord is asked once per server and hour; a failure is never remembered. */
export function createAllowedGuilds({
  allowed,
  bot,
  clock,
  log,
}: AllowedGuildsParts): (guildId: GuildId) => Promise<GuildAnswer> {
  if (allowed === '*') return async () => 'yes';
  if (allowed !== null) {
    const ids = new Set<string>(allowed);
    return async (guildId) => (ids.has(guildId) ? 'yes' : 'no');
  }
  const known = new Map<GuildId, Known>();
  const asking = new Map<GuildId, Promise<GuildAnswer>>();

  const keep = (guildId: GuildId, answer: Known['answer']): GuildAnswer => {
    const [oldest] = known.keys();
    if (known.size >= mostKept && oldest !== undefined) known.delete(oldest);
    known.set(guildId, { answer, untilMs: clock.now() + (answer === 'yes' ? yesForMs : noForMs) });
    return answer;
  };
  const ask = async (guildId: GuildId): Promise<GuildAnswer> => {
    try {
      const isOwned = await withTimeout(clock, askWithinMs, (signal) => isOwnersGuild(guildId, bot, signal));
      if (!isOwned) log.info({ guildId }, 'a server without the owner of the application is not served');
      return keep(guildId, isOwned ? 'yes' : 'no');
    } catch (error) {
      log.warn({ guildId, error: describeError(error) }, 'Discord did not tell whether a server may be served');
      return 'unknown';
    }
  };

  return async (guildId) => {
    const kept = known.get(guildId);
    if (kept !== undefined && clock.now() < kept.untilMs) return kept.answer;
    known.delete(guildId);
    const begun = asking.get(guildId) ?? ask(guildId).finally(() => asking.delete(guildId));
    asking.set(guildId, begun);
    return begun;
  };
}

async function isOwnersGuild(guildId: GuildId, bot: Pick<REST, 'get'>, signal: AbortSignal): Promise<boolean> {
  const application = applicationSchema.parse(await bot.get(Routes.currentApplication(), { signal }));
  const owners = ownersOf(application);
  if (owners.length === 0) throw new Error('the application names no owner');
  const found = await Promise.all(owners.map((id) => isMember(guildId, id, bot, signal)));
  return found.some(Boolean);
}

/** A team's application is also "owned" by a user who stands for the team and is in no server. */
function ownersOf({ owner, team }: z.infer<typeof applicationSchema>): readonly string[] {
  const members = (team?.members ?? []).filter(({ membership_state: state }) => state === accepted);
  return team ? members.map(({ user }) => user.id) : owner ? [owner.id] : [];
}

async function isMember(guildId: GuildId, id: string, bot: Pick<REST, 'get'>, signal: AbortSignal): Promise<boolean> {
  try {
    await bot.get(Routes.guildMember(guildId, id), { signal });
    return true;
  } catch (error) {
    if (error instanceof DiscordAPIError && notThere.has(Number(error.code))) return false;
    throw error;
  }
}

const notThere: ReadonlySet<number> = new Set([
  RESTJSONErrorCodes.UnknownMember,
  RESTJSONErrorCodes.UnknownUser,
  RESTJSONErrorCodes.UnknownGuild,
  RESTJSONErrorCodes.MissingAccess,
]);

/** Of a membership in a team: 1 is invited, 2 accepted. */
const accepted = 2;
/** @see https://docs.discord.com/developers/resources/application and .../topics/teams, read 2026-11 */
const applicationSchema = z.object({
  owner: z.object({ id: z.string() }).nullish(),
  team: z
    .object({ members: z.array(z.object({ membership_state: z.number(), user: z.object({ id: z.string() }) })) })
    .nullish(),
});
