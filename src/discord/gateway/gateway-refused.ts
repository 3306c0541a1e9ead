import { GatewayCloseCodes } from 'discord.js';

/** Discord refuses this bot, and starting again will not help: the message says what to change. */
export class GatewayRefused extends Error {
  override name = 'GatewayRefused';
}

/** Discord does not know the token. */
export class TokenRefused extends GatewayRefused {
  constructor(cause?: unknown) {
    super('Discord does not accept DISCORD_TOKEN; copy the bot token again from the Developer Portal', { cause });
  }
}

/**
 * What to change, by the close code after which Discord takes no further connection.
 *
 * @see https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes, read 2026-11
 */
const remedies: ReadonlyMap<number, string> = new Map<number, string>([
  [
    GatewayCloseCodes.InvalidShard,
    'check SHARDS, and DISCORD_API_BASE: its gateway expects another number of connections',
  ],
  [
    GatewayCloseCodes.ShardingRequired,
    'the bot of DISCORD_TOKEN is in too many servers for so few connections: raise SHARDS, or leave it at auto',
  ],
  [GatewayCloseCodes.InvalidAPIVersion, 'check DISCORD_API_BASE: it must lead to version 10 of the API'],
  [GatewayCloseCodes.InvalidIntents, 'check the application of DISCORD_TOKEN: Easel asks for no intents'],
  [GatewayCloseCodes.DisallowedIntents, 'check the application of DISCORD_TOKEN: Easel asks for no intents'],
]);

/** Why a close code is final; null for one after which the client connects again. */
export function refusalOfClose(code: number): GatewayRefused | null {
  if (code === GatewayCloseCodes.AuthenticationFailed) return new TokenRefused();
  const remedy = remedies.get(code);
  if (remedy === undefined) return null;
  return new GatewayRefused(`Discord closed the gateway for good (${code} ${GatewayCloseCodes[code]}); ${remedy}`);
}

/** Every connection costs one of the sessions that Discord allows a day; a loop of restarts uses them up. */
export function noSessionsLeft(until: string): GatewayRefused {
  return new GatewayRefused(
    `Discord allows the bot of DISCORD_TOKEN no more sessions until ${until}: it was started too often today. Start it again then`,
  );
}
