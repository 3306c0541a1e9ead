import { access, chmod, constants, mkdir, open, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { codeOf } from './sql-errors.ts';

/** The format that this Easel reads and writes: SQLite's `user_version`. A change that an older Easel cannot read raises it. */
export const storeFormat = 2;

/** The file cannot be used as it is, and starting again does not help. The message says why and what to do. */
export class UnusableStore extends Error {
  override readonly name = 'UnusableStore';
}

/** Where SQLite's header says what. @see https://www.sqlite.org/fileformat2.html section 1.3, read 2026-11-28 */
const header = {
  bytes: 100,
  magic: 'SQLite format 3\0',
  pageSize: 16,
  pages: 28,
  userVersion: 60,
  changes: 24,
  vouchedFor: 92,
};
const journalHeader = { bytes: 28, pagesBefore: 16, sectorSize: 20 };
/** What follows the header where the list of tables takes more than the first page. @see the same, section 1.6 */
const manyPages = 5;
/** Files that SQLite keeps beside its own. */
const besides = ['-wal', '-shm', '-journal'] as const;

/** The name of the copy that is made of a file which was deleted under a running Easel. */
export function rescuedPath(path: string): string {
  return `${path}.rescued`;
}

/**
 * Makes the folder (for its owner alone), and looks at the file without changing it.
 *
 * @throws {@link UnusableStore}: not writable, no SQLite file, truncated, of a newer Easel or of another program
 */
export async function inspectStoreFile(path: string): Promise<void> {
  const folder = dirname(path);
  await orUnusable(`the folder ${folder} cannot be made`, () => mkdir(folder, { recursive: true, mode: 0o700 }));
  await orUnusable(`the folder ${folder} is not writable`, () => access(folder, constants.W_OK | constants.X_OK));
  if ((await sizeOf(path)) === null) return refuseRemains(path);
  await orUnusable(`${path} is not writable`, () => access(path, constants.R_OK | constants.W_OK));
  const start = await orUnusable(`${path} cannot be read`, () => readStart(path));
  if (start.byteLength === 0 && (await isFirstJournal(`${path}-journal`))) return;
  // The size last: another process may be writing, and its last pages come after the header that announces them.
  const isUnfinished = (await hasBytes(`${path}-wal`)) || (await hasBytes(`${path}-journal`));
  const problem = problemIn(start, (await sizeOf(path)) ?? 0, isUnfinished);
  if (problem !== null) throw new UnusableStore(`${path} ${problem}. The file was left as it is`);
}

/** Lets only the owner read the file and what SQLite keeps beside it; new ones take after the file. */
export async function keepPrivate(path: string): Promise<void> {
  await chmod(path, 0o600);
  for (const suffix of besides) await chmod(`${path}${suffix}`, 0o600).catch(() => undefined);
}

/** Tells one file from another of the same name; null where there is none. */
export async function identityOf(path: string): Promise<string | null> {
  return stat(path).then(
    ({ dev, ino }) => `${dev}:${ino}`,
    () => null,
  );
}

/** Why a driver's error means that the store cannot be used; null for a failure that may pass. */
export function unusableReason(error: unknown): string | null {
  const code = codeOf(error);
  const said = String(Reflect.get(Object(error), 'message'));
  // The server says whom it refuses, and whether TLS would help.
  if (code === '28000') return `refuses the login: ${said}`;
  if (untrusted.has(code))
    return `has a certificate that is not trusted here (${said}); name its CA with sslrootcert=…`;
  if (Reflect.get(Object(error), 'syscall') === 'open') return `names a file that cannot be read (${said})`;
  const byWords = reasonsByWords.find(([words]) => said.includes(words));
  return reasonsByCode.get(code) ?? byWords?.[1] ?? null;
}

/** The complaint about a corrupt file. */
export const damaged = 'is damaged; restore it from a backup';

/** The complaint about a file whose tables are not Easel's. */
export const foreign = 'is the database of another program';

const reasonsByCode: ReadonlyMap<string, string> = new Map([
  ['SQLITE_CANTOPEN', 'cannot be opened: it is a folder, or its folder does not let Easel write'],
  ['SQLITE_READONLY', 'cannot be written'],
  ['SQLITE_PERM', 'cannot be written'],
  ['SQLITE_NOTADB', 'is not a SQLite file'],
  ['SQLITE_CORRUPT', damaged],
  ['28P01', 'refuses the login: wrong user or password'],
  ['3D000', 'names a database that does not exist'],
  ['3F000', 'has no schema that this user may use'],
  ['42501', 'does not let this user make tables'],
  ['ENOTFOUND', 'names a host that does not exist'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'has a certificate for another host name'],
]);

/** What the driver of PostgreSQL says without a code. */
const reasonsByWords = [
  ['client password must be', 'asks for a password, and the address has none'],
  ['does not support SSL', 'offers no TLS, which the address asks for'],
] as const;

/** @see https://nodejs.org/docs/latest-v20.x/api/tls.html#x509-certificate-error-codes read 2026-11-29 */
const untrusted: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** The complaint about a file of a later format. */
export function newerFormat(found: number): string {
  return `was written by a newer Easel (format ${found}; this Easel reads ${storeFormat}); update Easel, or restore a backup`;
}

/** Before its first release Easel kept everything as documents. */
export const firstFormat = 1;

/** The complaint about a file of {@link firstFormat}. */
export const oldFormat = `is of the form that Easel had before its first release (format ${firstFormat}), which is not read any more; move it away to begin with an empty store`;

/** A file that is missing while something of it lies there: beginning with an empty one would look like a loss of all balances. */
async function refuseRemains(path: string): Promise<void> {
  const left = (await hasBytes(rescuedPath(path))) ? rescuedPath(path) : `${path}-wal`;
  if (!(await hasBytes(left))) return;
  const advice = `put ${basename(path)} back (a .rescued file is a whole copy of it: rename it), or move ${basename(left)} away to begin with an empty store`;
  throw new UnusableStore(`${path} is missing, but ${basename(left)} lies beside it: ${advice}`);
}

/**
 * The journal of a transaction that began on a file of no pages: what made the file was ended before anything was in it. Easel has a
 * journal while it makes the file, and a write-ahead file from then on.
 *
 * @see https://www.sqlite.org/fileformat2.html section 3, read 2026-11-29
 */
async function isFirstJournal(path: string): Promise<boolean> {
  const start = await readStart(path).catch(() => Buffer.alloc(0));
  const { bytes, pagesBefore, sectorSize } = journalHeader;
  return start.byteLength >= bytes && start.readUInt32BE(pagesBefore) === 0 && start.readUInt32BE(sectorSize) > 0;
}

async function readStart(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function problemIn(start: Buffer, bytes: number, isUnfinished: boolean): string | null {
  if (bytes === 0) return 'is empty (0 bytes); restore it from a backup, or delete it to begin with an empty store';
  if (start.byteLength < header.bytes || start.toString('latin1', 0, header.magic.length) !== header.magic) {
    return 'is not a SQLite file';
  }
  const version = start.readUInt32BE(header.userVersion);
  if (version > storeFormat) return newerFormat(version);
  if (version === firstFormat) return oldFormat;
  // With a write-ahead file or a journal the last pages may be there instead: they are being written, or were at a crash.
  if (!isUnfinished && bytes < announcedBytes(start)) return 'is truncated; restore it from a backup';
  return version === 0 && isForeign(start) ? foreign : null;
}

/** 0 where the header does not vouch for its own count of pages. */
function announcedBytes(start: Buffer): number {
  const isVouchedFor = start.readUInt32BE(header.changes) === start.readUInt32BE(header.vouchedFor);
  return isVouchedFor ? start.readUInt16BE(header.pageSize) * start.readUInt32BE(header.pages) : 0;
}

/**
 * Of a file without a format. Easel's own has one table at most, since its format is written before the others are made: the
 * statement of that table is in the first page, whereas many tables leave their statements to other pages.
 */
function isForeign(start: Buffer): boolean {
  if (start[header.bytes] === manyPages) return true;
  const text = start.toString('latin1');
  return text.includes('CREATE ') && !text.includes('CREATE TABLE keyv(');
}

async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ size }) => size,
    () => null,
  );
}

async function hasBytes(path: string): Promise<boolean> {
  return ((await sizeOf(path)) ?? 0) > 0;
}

async function orUnusable<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new UnusableStore(`${what} (${reasonOf(error)})`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  const code = String(Reflect.get(Object(error), 'code'));
  return [plainReasons.get(code), code].filter((part) => part !== undefined).join(', ');
}

const plainReasons: ReadonlyMap<string, string> = new Map([
  ['EEXIST', 'a file is in the way'],
  ['ENOTDIR', 'a file is in the way'],
  ['EACCES', 'the user that runs Easel may not'],
  ['EPERM', 'the user that runs Easel may not'],
  ['EROFS', 'it is mounted read-only'],
  ['ENOSPC', 'the disk is full'],
]);
