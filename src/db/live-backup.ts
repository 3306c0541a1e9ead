import { access, chmod, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { Log } from '#core/log.ts';
import { succeeds } from '#core/retry.ts';
import type { SqliteQuery } from './sqlite-connection.ts';

/** What two processes leave each other beside the file of the store. Its folder is the owner's alone. */
function notesBeside(path: string) {
  return {
    wanted: `${path}.backup-wanted`,
    ready: `${path}.backup`,
    part: `${path}.backup-part`,
    failed: `${path}.backup-failed`,
  };
}

/**
 * Copies the store where another process has asked for it: only the process that holds the file can read it. Called while no
 * transaction is open, every few seconds. Never throws.
 */
export async function answerBackupRequest(query: SqliteQuery, path: string, log: Log): Promise<void> {
  const { wanted, ready, part, failed } = notesBeside(path);
  if (!(await exists(wanted))) return;
  try {
    await rm(part, { force: true });
    await copyInto(query, part);
    // Who asked may have given up meanwhile.
    if (!(await exists(wanted))) return await rm(part, { force: true });
    await rename(part, ready);
    log.info({ copy: ready }, 'the store was copied for a backup');
  } catch (error) {
    log.error({ reason: String(error) }, 'the store could not be copied for a backup');
    // Where the disk is full, what was copied so far would keep it full.
    for (const suffix of ['', '-journal']) await rm(`${part}${suffix}`, { force: true }).catch(() => undefined);
    await writeFile(failed, String(error)).catch(() => undefined);
  }
  await rm(wanted, { force: true }).catch(() => undefined);
}

/** Copies everything that is committed into a new file, which is on the disk when it resolves. */
export async function copyInto(query: SqliteQuery, target: string): Promise<void> {
  await query('VACUUM INTO ?', target);
  await chmod(target, 0o600);
  const file = await open(target, 'r');
  await file.sync();
  await file.close();
}

const lookEveryMs = 100;

/**
 * Asks the process that holds the store for a copy, and resolves with its path. It is the caller's to move.
 *
 * @throws {@link Error} whose message says what the other process could not do, or that it didn't answer within `waitMs`
 */
export async function requestBackup(
  path: string,
  waitMs: number,
  wait: (ms: number) => Promise<unknown>,
): Promise<string> {
  const { wanted, ready, failed } = notesBeside(path);
  for (const old of [ready, failed]) await rm(old, { force: true });
  await writeFile(wanted, '', { mode: 0o600 });
  for (let waitedMs = 0; await exists(wanted); waitedMs += lookEveryMs) {
    if (waitedMs >= waitMs) {
      await rm(wanted, { force: true });
      throw new Error('the Easel that uses the store does not answer; stop it, then run the backup again');
    }
    await wait(lookEveryMs);
  }
  if (await exists(ready)) return ready;
  const reason = await readFile(failed, 'utf8').catch(() => 'it ended meanwhile');
  await rm(failed, { force: true });
  throw new Error(`Easel could not copy its store: ${reason}`);
}

function exists(path: string): Promise<boolean> {
  return succeeds(access(path));
}
