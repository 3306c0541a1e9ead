import { dutiesOf } from '#compose-cluster.ts';
import type { Config } from '#config/config.ts';
import type { Clock } from '#core/clock.ts';
import type { Log } from '#core/log.ts';
import type { FrontDoor } from '#discord/gateway/preflight.ts';
import { createInteractionEndpoint, type InteractionEndpoint } from '#discord/http/endpoint.ts';
import type { Dispatch } from '#discord/interactions/dispatch.ts';

/** How interactions reach this process; null where it takes none. */
export function frontDoorOf({
  role,
  discord,
  publicUrl,
}: Pick<Config, 'role' | 'discord' | 'publicUrl'>): FrontDoor | null {
  if (!dutiesOf(role).answers) return null;
  return { publicKey: discord.publicKey, endpointUrl: publicUrl === null ? null : `${publicUrl}/interactions` };
}

/** @see openEndpoint */
interface EndpointDeps {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
}

/** Where Discord posts interactions; null where they come from the gateway, or not to this process. It is not open yet. */
export function openEndpoint({ config, clock, log }: EndpointDeps, dispatch: Dispatch): InteractionEndpoint | null {
  const publicKey = frontDoorOf(config)?.publicKey ?? null;
  if (publicKey === null) return null;
  return createInteractionEndpoint({ publicKey, take: (payload) => void dispatch.handle(payload), clock, log });
}
