import { z } from 'zod';
import type { Stores } from '../assemble/materials.ts';
import type { DispatchParts } from '../discord/dispatch.ts';
import { isSnowflake } from '../domain/snowflake.ts';
import type { Settings } from '../store/settings.ts';

const key = 'newestInteraction';

/**
 * The newest interaction that an earlier process has taken, and where the next newest is written down. A process that was
 * killed may not have come to write down the newest one; its open jobs are named after interactions too.
 *
 * @throws {@link BotError} `store.unavailable`
 */
export async function newestInteraction(
  settings: Settings,
  { jobs }: Pick<Stores, 'jobs'>,
): Promise<NonNullable<DispatchParts<unknown>['newest']>> {
  const written = await settings.get(key, z.string());
  const open = await jobs.listOpen();
  const known = [written ?? '', ...open.map(({ id }) => id)].filter(isSnowflake).map(BigInt);
  const newest = known.reduce((one, other) => (other > one ? other : one), 0n);
  return { newestBefore: newest === 0n ? null : String(newest), saveNewest: (id) => settings.set(key, id) };
}
