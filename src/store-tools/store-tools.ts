import { access, copyFile, link, mkdtemp, open, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { asBotError } from '#core/errors.ts';
import type { Log } from '#core/log.ts';
import { succeeds } from '#core/retry.ts';
import { type Contents, contentsOf, copyTables, isEmptyStore, schemaOf } from '#db/copy-tables.ts';
import { requestBackup } from '#db/live-backup.ts';
import { migrations } from '#db/migrations.ts';
import {
  copyStoreFile,
  isInUse,
  isPostgresUrl,
  isUnusable,
  openingError,
  openStore,
  pathOf,
  readStoreFile,
  type Store,
  withoutPassword,
} from '#db/open-store.ts';
import { createPostgresDatabase } from '#db/postgres.ts';

/** What was asked for can't be done as it stands; the message says what to change. Ends with 78. */
export class WrongRequest extends Error {
  override readonly name = 'WrongRequest';
}

/** What a tool says for itself while it works, and how long it waits for a running Easel. */
export interface ToolDeps {
  readonly log: Log;
  readonly answerWithinMs: number;
}

/** A store that was written, and what lies in it. */
export interface Written {
  readonly place: string;
  readonly bytes: number | null;
  readonly contents: Contents;
  /** Where the store that lay there before is kept; null where there was none. */
  readonly keptAside: string | null;
}

const newestSchema = migrations.at(-1)?.number ?? 0;
const scheme = 'sqlite://';
/** A bot that runs holds its file for good. */
const lockWaitMs = 200;
const besides = ['', '-wal', '-shm', '-journal'] as const;

/**
 * Copies the store of `url` into the new SQLite file `target`, whichever engine it is on and whether a bot runs on it or not.
 *
 * @throws {@link WrongRequest}; {@link BotError} `store.unavailable`; {@link Error} where a running Easel does not answer
 */
export async function backup(url: string, target: string, deps: ToolDeps): Promise<Written> {
  if (await exists(target)) throw new WrongRequest(`${target} exists already; name another file with --to`);
  const part = `${target}.part`;
  for (const suffix of besides) await rm(`${part}${suffix}`, { force: true });
  try {
    if (isPostgresUrl(url)) await copyFromServer(url, part, deps);
    else await copyFromFile(pathOf(url), part, deps);
    const contents = await soundContents(part);
    await link(part, target);
    await sync(dirname(target));
    return { place: target, bytes: (await stat(target)).size, contents, keptAside: null };
  } finally {
    for (const suffix of besides) await rm(`${part}${suffix}`, { force: true });
  }
}

async function copyFromFile(path: string, part: string, { answerWithinMs }: ToolDeps): Promise<void> {
  if (!(await exists(path))) throw new WrongRequest(`there is no store at ${path}`);
  try {
    await copyStoreFile(path, part);
  } catch (error) {
    if (!isInUse(error)) throw asWrongRequest(error);
    const copy = await requestBackup(path, answerWithinMs, (ms) => setTimeout(ms));
    await moveFile(copy, part);
  }
}

/** A bot may run on the database meanwhile: nothing is claimed, and the schema stays as it is. */
async function copyFromServer(url: string, part: string, { log }: ToolDeps): Promise<void> {
  const server = createPostgresDatabase({ url, log });
  try {
    const schema = await schemaOf(server).catch((error: unknown) => {
      throw openingError(withoutPassword(url), error);
    });
    if (schema === 0) throw new WrongRequest(`there is no store at ${withoutPassword(url)}`);
    if (schema !== newestSchema) {
      throw new WrongRequest(
        `the store has schema ${schema} and this Easel ${newestSchema}; make the backup with the Easel that runs on it`,
      );
    }
    const file = await openStore({ url: `${scheme}${part}`, log });
    try {
      await copyTables(server, file.database);
      // What has no write-ahead file can be read from a place that nothing can be written to.
      await file.database.query('PRAGMA journal_mode=DELETE');
    } finally {
      await file.close();
    }
  } catch (error) {
    throw asWrongRequest(error);
  } finally {
    await server.close();
  }
}

/**
 * Puts the backup `from` in the place of the store of `url`: checked first, then in one step. A file that lies there is kept aside, and
 * only replaced where `mayReplace` says so; a database has to be empty.
 *
 * @throws {@link WrongRequest}; {@link BotError} `store.unavailable`
 */
export async function restore(from: string, url: string, mayReplace: boolean, { log }: ToolDeps): Promise<Written> {
  if (!(await exists(from))) throw new WrongRequest(`there is no backup at ${from}`);
  const folder = isPostgresUrl(url) ? await mkdtemp(join(tmpdir(), 'easel-restore-')) : null;
  const copy = folder === null ? `${pathOf(url)}.restoring` : join(folder, 'backup.sqlite');
  try {
    for (const suffix of besides) await rm(`${copy}${suffix}`, { force: true });
    await soundContents(from);
    await copyFile(from, copy);
    await sync(copy);
    const source = await openStore({ url: `${scheme}${copy}`, log });
    if (folder !== null) {
      const contents = await fill(source, url, log).finally(() => source.close());
      return { place: withoutPassword(url), bytes: null, contents, keptAside: null };
    }
    const contents = await contentsOf(source.database, 'sqlite').finally(() => source.close());
    const keptAside = await putInPlace(copy, pathOf(url), mayReplace);
    return { place: pathOf(url), bytes: (await stat(pathOf(url))).size, contents, keptAside };
  } catch (error) {
    throw asWrongRequest(error);
  } finally {
    for (const suffix of besides) await rm(`${copy}${suffix}`, { force: true });
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Copies a whole store to another place, empty so far. No bot may run on either.
 *
 * @throws {@link WrongRequest}; {@link BotError} `store.unavailable`, `bug` where the sums differ afterwards
 */
export async function moveStore(from: string, to: string, { log }: ToolDeps): Promise<Written> {
  if (from === to) throw new WrongRequest('--from and --to are the same store');
  if (!isPostgresUrl(from) && !(await exists(pathOf(from))))
    throw new WrongRequest(`there is no store at ${pathOf(from)}`);
  try {
    const source = await openStore({ url: from, log, claim: 'alone', lockWaitMs });
    const contents = await fill(source, to, log).finally(() => source.close());
    return { place: withoutPassword(to), bytes: null, contents, keptAside: null };
  } catch (error) {
    throw asWrongRequest(error);
  }
}

async function fill(source: Store, to: string, log: Log): Promise<Contents> {
  const target = await openStore({ url: to, log, claim: 'alone', lockWaitMs });
  try {
    if (!(await isEmptyStore(target.database))) {
      throw new WrongRequest(`${withoutPassword(to)} is not empty; name an empty store`);
    }
    return await copyTables(source.database, target.database);
  } finally {
    await target.close();
  }
}

/** One rename makes the copy the store, so that a crash leaves the old one or the new one, never none. */
async function putInPlace(copy: string, path: string, mayReplace: boolean): Promise<string | null> {
  const left = (await Promise.all(besides.map((suffix) => exists(`${path}${suffix}`)))).includes(true);
  if (left && !mayReplace) {
    throw new WrongRequest(`${path} exists, or a part of it; add --replace to restore all the same (it is kept aside)`);
  }
  if (await exists(path)) await refuseRunningBot(path, `${copy}-look`);
  const aside = await freeName(`${path}.before-restore`);
  if (await exists(path)) await link(path, aside);
  // A write-ahead file that stays would be taken for a part of the restored file.
  for (const suffix of besides.slice(1)) {
    if (await exists(`${path}${suffix}`)) await rename(`${path}${suffix}`, `${aside}${suffix}`);
  }
  await rename(copy, path);
  await sync(dirname(path));
  return left ? aside : null;
}

/** A damaged file is no reason to refuse: it is why one restores. */
async function refuseRunningBot(path: string, scratch: string): Promise<void> {
  const failure = await copyStoreFile(path, scratch).then(
    () => null,
    (error: unknown) => error,
  );
  await rm(scratch, { force: true });
  if (failure !== null && isInUse(failure)) throw new WrongRequest(`an Easel runs on ${path}; stop it first`);
}

async function soundContents(path: string): Promise<Contents> {
  const contents = await readStoreFile(path, (database) => contentsOf(database, 'sqlite')).catch((error: unknown) => {
    throw asWrongRequest(error);
  });
  if (contents.problems.length > 0) {
    throw new WrongRequest(`${path} does not add up: ${contents.problems.join('; ')}`);
  }
  return contents;
}

/** What no repetition mends is the request's fault: another file, another address, another Easel. */
function asWrongRequest(thrown: unknown): unknown {
  if (isInUse(thrown)) return new WrongRequest('an Easel runs on the store; stop it first');
  return isUnusable(thrown) ? new WrongRequest(asBotError(thrown).message) : thrown;
}

/** A file's bytes, or a folder's names, are on the disk when it resolves. */
async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
}

/** Also from one disk to another. */
async function moveFile(from: string, to: string): Promise<void> {
  await rename(from, to).catch(async () => {
    await copyFile(from, to);
    await rm(from);
  });
}

async function freeName(wanted: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (!(await exists(name))) return name;
  }
}

function exists(path: string): Promise<boolean> {
  return succeeds(access(path));
}

/** The folder in which a backup lies unless another file is named: that of the store, or the current one. */
export function folderOf(url: string): string {
  return isPostgresUrl(url) ? '.' : dirname(pathOf(url));
}
