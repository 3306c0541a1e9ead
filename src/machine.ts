import { type Config, WrongConfiguration } from '#config/config.ts';
import { asBotError } from '#core/errors.ts';
import type { Log } from '#core/log.ts';
import { isUnusable, openStore, type Store } from '#db/open-store.ts';
import type { OpenSqlite } from '#db/sqlite-connection.ts';
import type { CreateFile } from '#http/into-file.ts';
import { storeComplaint } from '#surroundings.ts';

/** What Easel takes from the machine that it runs on. */
export interface Machine {
  /** Unix milliseconds. */
  readonly now: () => number;
  /** 0 up to 1, as `Math.random`. */
  readonly random: () => number;
  /** The driver's own when left out. */
  readonly openSqlite?: OpenSqlite | undefined;
  /** How a result's file is made; on the disk when left out. */
  readonly createFile?: CreateFile | undefined;
}

/** How {@link openStoreOf} opens the store. */
interface Opening extends Pick<Machine, 'openSqlite'> {
  readonly log: Log;
  /** Called once, when the store is lost while it is open. */
  readonly onLost: (reason: WrongConfiguration) => void;
}

/** The store that the configuration names. @throws {@link WrongConfiguration} where it is unusable; {@link BotError} `store.unavailable` */
export async function openStoreOf(
  { storeUrl: url, redisUrl }: Config,
  { log, openSqlite, ...opening }: Opening,
): Promise<Store> {
  const onLost = ({ message }: Error) => opening.onLost(new WrongConfiguration([storeComplaint(url, message)]));
  const claim = redisUrl === null ? 'alone' : 'shared';
  return openStore({ url, log, onLost, claim, openSqlite }).catch((error: unknown) => {
    throw isUnusable(error) ? new WrongConfiguration([storeComplaint(url, asBotError(error).message)]) : error;
  });
}
