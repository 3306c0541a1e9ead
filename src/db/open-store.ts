import { tmpdir } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import KeyvSqlite from '@keyv/sqlite';
import type Keyv from 'keyv';
import { BotError } from '#core/errors.ts';
import type { Log } from '#core/log.ts';
import { succeeds } from '#core/retry.ts';
import type { Database } from './database.ts';
import { openNamespace, type Rows } from './documents.ts';
import { type FileGuard, type GuardOptions, guardFile } from './guard-file.ts';
import { copyInto } from './live-backup.ts';
import { migrate, NewerSchema } from './migrate.ts';
import { migrations } from './migrations.ts';
import { createPostgresDatabase } from './postgres.ts';
import { DatabaseInUse } from './sole-process.ts';
import { codeOf } from './sql-errors.ts';
import { createSqliteDatabase, type SqliteDatabase } from './sqlite.ts';
import { type OpenSqlite, openSqliteConnection, type SqliteConnection } from './sqlite-connection.ts';
import {
  damaged,
  foreign,
  inspectStoreFile,
  keepPrivate,
  newerFormat,
  storeFormat,
  UnusableStore,
  unusableReason,
} from './store-file.ts';

/** How long a process that is still stopping may keep the file. */
const defaultLockWaitMs = 5_000;
/** How often an idle store looks whether its file is still there. */
const defaultGuardEveryMs = 2_000;
/** Every namespace listens to the one adapter; Node warns above this number. */
const maxNamespaces = 50;
/** The table of Keyv's adapter, as it makes it. */
const sqliteDocuments = 'keyv';
const makeSqliteDocuments = `CREATE TABLE IF NOT EXISTS ${sqliteDocuments}(key VARCHAR(255) PRIMARY KEY, value TEXT )`;
const scheme = 'sqlite://';
const inMemory = ':memory:';

/** What must survive a restart: tables, and documents that are read and written by key alone. */
export interface Store {
  readonly database: Database;
  /** Documents of one kind. The same name gives the same instance. @throws {@link BotError} `bug` for a name that is not letters only */
  namespace(name: string): Keyv;
  /** One cheap read; false also when the file is gone. Never throws. */
  isHealthy(): Promise<boolean>;
  /**
   * Empties the write-ahead file of SQLite, which otherwise holds what was overwritten or deleted until the store is closed.
   * For after an erasure, and now and then. @throws {@link BotError} `store.unavailable`
   */
  forgetOverwritten(): Promise<void>;
  /** Harmless when repeated. Afterwards every read and write throws. */
  close(): Promise<void>;
}

/** @see openStore */
export interface OpenStoreOptions {
  /** `sqlite://data/easel.sqlite`, `sqlite:///absolute/path`, `sqlite://:memory:`, or `postgres://user:password@host/database`. */
  readonly url: string;
  readonly log: Log;
  readonly lockWaitMs?: number;
  readonly guardEveryMs?: number;
  /**
   * Whether a PostgreSQL database is claimed: `alone` for this process, which follows every job, `shared` for all that share the work.
   * A SQLite file always is this process's alone.
   */
  readonly claim?: 'alone' | 'shared';
  /** Called once, when the open file was deleted, renamed or replaced, or another process has taken the database: this one has to stop. */
  readonly onLost?: (reason: Error) => void;
  /** {@link openSqliteConnection} unless told. */
  readonly openSqlite?: OpenSqlite | undefined;
}

/**
 * Opens the store and brings its schema up to date. A SQLite file is opened for this process alone, and its folder is made:
 * no other process can even read it until `close`, and no other user at any time. A PostgreSQL database is shared.
 *
 * @throws {@link BotError} `store.unavailable`: not an address of a store, unusable, out of reach, or used by another process
 */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const { store, claim } = isPostgresUrl(options.url)
    ? openPostgresStore(options)
    : { store: await openSqliteStore(options), claim: async () => undefined };
  try {
    await claim();
    await migrate(store.database, migrations);
    return store;
  } catch (error) {
    await store.close();
    throw openingError(
      withoutPassword(options.url),
      error instanceof NewerSchema ? new UnusableStore(error.message) : error,
    );
  }
}

async function openSqliteStore(options: OpenStoreOptions): Promise<Store> {
  const { url, log, lockWaitMs = defaultLockWaitMs, openSqlite } = options;
  const path = pathOf(url);
  const connection = await connect(path, lockWaitMs, openSqlite);
  const exclusively = (work: () => Promise<void>) => database.exclusively(work);
  const guard = path === inMemory ? noGuard : await guardOf(connection, { ...options, path, exclusively });
  const database = createSqliteDatabase(connection.query);
  const documents = sqliteDocumentsOn(database);
  let closing: Promise<void> | undefined;

  return {
    database,
    namespace: namespacesOn(documents, log),
    isHealthy: async () =>
      (await succeeds(database.query(`SELECT key FROM ${sqliteDocuments} LIMIT 1`))) && guard.lost() === null,
    async forgetOverwritten() {
      await database.plainQuery('PRAGMA wal_checkpoint(TRUNCATE)').catch((error: unknown) => {
        throw new BotError('store.unavailable', `cannot empty the write-ahead file: ${String(error)}`, {}, error);
      });
    },
    close() {
      guard.stop();
      closing ??= database.exclusively(async () => {
        await documents.close();
        await connection.close();
      });
      return closing;
    },
  };
}

/**
 * Copies a file of SQLite that no process uses into a new file, without bringing its schema up to date.
 *
 * @throws {@link BotError} `store.unavailable`, also where another process uses it: {@link isInUse}
 */
export async function copyStoreFile(path: string, target: string): Promise<void> {
  const connection = await connect(path, 0);
  try {
    await copyInto(connection.query, target);
  } finally {
    await connection.close();
  }
}

/**
 * Reads a backup, a SQLite file that no process writes, and leaves it unchanged.
 *
 * @throws {@link BotError} `store.unavailable`: damaged, of a newer Easel, of another program
 */
export async function readStoreFile<T>(path: string, work: (database: Database) => Promise<T>): Promise<T> {
  const connection = await openSqliteConnection(path, 0).catch((error: unknown) => {
    throw openingError(path, error);
  });
  try {
    await refuseWrongContents(connection, path, 'integrity_check');
    await refuseForeign(connection, path);
    return await work(createSqliteDatabase(connection.query));
  } catch (error) {
    throw error instanceof BotError && error.cause === undefined ? error : openingError(path, error);
  } finally {
    await connection.close();
  }
}

/** Opens no connection yet. */
function openPostgresStore({ url, log, claim, onLost = () => undefined }: OpenStoreOptions) {
  const database = createPostgresDatabase({ url, log });
  const store: Store = {
    database,
    namespace: namespacesOn(documentRowsOn(database), log),
    isHealthy: () => succeeds(database.query('SELECT 1 AS one')),
    // The server's own log is the operator's to keep.
    forgetOverwritten: async () => undefined,
    close: database.close,
  };
  const isShared = claim === 'shared';
  return { store, claim: async () => claim && database.claim({ isShared, onLost }) };
}

/**
 * Keyv's own adapter, on the store's connection: its `query` is public, its connection isn't. The one that it opens for itself leads
 * to an empty database in memory.
 */
function sqliteDocumentsOn(database: SqliteDatabase): KeyvSqlite {
  const adapter = new KeyvSqlite({ uri: `${scheme}${inMemory}` });
  adapter.query = database.plainQuery;
  adapter.setMaxListeners(maxNamespaces);
  return adapter;
}

/** Keyv's rows in a table of their own. @keyv/postgres has one pool for all stores of a process, and one `close` ends all. */
function documentRowsOn(database: Database): Rows {
  const read = async (keys: readonly string[]) => {
    const places = keys.map((_, index) => `$${index + 1}`).join(', ');
    const rows = await database.query(`SELECT key, value FROM documents WHERE key IN (${places})`, keys);
    const found = new Map(rows.map(({ key, value }) => [key, value]));
    return keys.map((key) => found.get(key));
  };
  const upsert = `INSERT INTO documents (key, value) VALUES ($1, $2)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`;
  return {
    get: async (key) => (await read([key]))[0],
    getMany: read,
    set: (key, value) => database.query(upsert, [key, value]),
    delete: async (key) =>
      (await database.query(`DELETE FROM documents WHERE key = $1 RETURNING key`, [key])).length > 0,
    clear: async () => {
      await database.query(`DELETE FROM documents`);
    },
  };
}

function namespacesOn(rows: Rows, log: Log): Store['namespace'] {
  const namespaces = new Map<string, Keyv>();
  return (name) => {
    const keyv = namespaces.get(name) ?? openNamespace(rows, name, log);
    namespaces.set(name, keyv);
    return keyv;
  };
}

const noGuard: FileGuard = { lost: () => null, stop: () => undefined };

type Guarding = OpenStoreOptions & Pick<GuardOptions, 'path' | 'exclusively'>;

function guardOf(connection: SqliteConnection, options: Guarding): Promise<FileGuard> {
  const { guardEveryMs: everyMs = defaultGuardEveryMs, onLost = () => undefined } = options;
  return guardFile(connection, { ...options, everyMs, onLost });
}

/** For logs and complaints. The driver takes a password as a parameter of the address too. */
export function withoutPassword(url: string): string {
  return url.replace(/:\/\/([^:/@]*):[^/]*@/, '://$1:***@').replace(/([?&]password=)[^&#]*/gi, '$1***');
}

/** True for an address of a PostgreSQL server. */
export function isPostgresUrl(url: string): boolean {
  return /^postgres(ql)?:\/\//.test(url);
}

/** The file of a `sqlite://` address. @throws {@link BotError} `store.unavailable` for another address */
export function pathOf(url: string): string {
  const path = url.startsWith(scheme) ? url.slice(scheme.length) : '';
  if (path === '') throw new BotError('store.unavailable', `not an address of a store: ${withoutPassword(url)}`);
  return path;
}

async function connect(
  path: string,
  lockWaitMs: number,
  open: OpenSqlite = openSqliteConnection,
): Promise<SqliteConnection> {
  try {
    if (path !== inMemory) await inspectStoreFile(path);
    const connection = await open(path, lockWaitMs);
    await takeForUsAlone(connection, path).catch(async (error: unknown) => {
      await connection.close();
      throw error;
    });
    return connection;
  } catch (error) {
    throw openingError(path, error);
  }
}

/** Why `what` could not be opened: for good, as {@link isUnusable} tells, or for the moment. */
export function openingError(what: string, error: unknown): BotError {
  if (error instanceof UnusableStore) {
    return new BotError('store.unavailable', `cannot open the store: ${error.message}`, {}, error);
  }
  const cause = error instanceof BotError ? (error.cause ?? error) : error;
  const reason = unusableReason(cause);
  if (reason !== null) return openingError(what, new UnusableStore(`${what} ${reason}`, { cause }));
  const why = [passingReasons.get(codeOf(cause)), String(cause)].filter((part) => part !== undefined).join(': ');
  return new BotError('store.unavailable', `cannot open ${what}: ${why}`, {}, cause);
}

/** What may be over at the next start. */
const passingReasons: ReadonlyMap<string, string> = new Map([
  ['SQLITE_BUSY', 'another process uses the file'],
  ['SQLITE_FULL', 'the disk is full'],
  ['ECONNREFUSED', 'no database server answers there'],
  ['ETIMEDOUT', 'the database server did not answer in time'],
  ['57P03', 'the database server is starting'],
  ['53300', 'the database server has no connection left'],
]);

/** WAL is safe with one connection only (a bug of SQLite before 3.51.3), hence the lock comes first and a write takes it. */
async function takeForUsAlone(connection: SqliteConnection, path: string): Promise<void> {
  await refuseForeign(connection, path);
  await connection.query(makeSqliteDocuments);
  await connection.query('PRAGMA locking_mode=EXCLUSIVE');
  await refuseWrongContents(connection, path);
  if (path !== inMemory) await keepPrivate(path);
  await connection.query(`PRAGMA user_version=${storeFormat}`);
  await connection.query('PRAGMA journal_mode=WAL');
  await connection.query('PRAGMA synchronous=FULL');
  // What is overwritten or deleted is gone from the file: prompts are promised to end.
  await connection.query('PRAGMA secure_delete=ON');
}

/** Another program's file may have the same format number. Easel's has the table of documents, which is made first. @throws {@link UnusableStore} */
async function refuseForeign(connection: SqliteConnection, path: string): Promise<void> {
  const tables = await connection.query("SELECT name FROM sqlite_schema WHERE type = 'table'");
  if (tables.length === 0 || tables.some(({ name }) => name === sqliteDocuments)) return;
  throw new UnusableStore(`${path} ${foreign}`);
}

/** What the first bytes of the file cannot tell, before anything is written. @throws {@link UnusableStore} */
async function refuseWrongContents(
  connection: SqliteConnection,
  path: string,
  check: 'quick_check' | 'integrity_check' = 'quick_check',
): Promise<void> {
  const [version] = await connection.query('PRAGMA user_version');
  // A crash may have left the newer format in the write-ahead file.
  const format = Number(version?.user_version);
  if (format > storeFormat) {
    throw new UnusableStore(`${path} ${newerFormat(format)}`);
  }
  const [found] = await connection.query(`PRAGMA ${check}(1)`);
  if (found?.[check] !== 'ok') throw new UnusableStore(`${path} ${damaged}`);
}

/** What keeps the file of the store from being used, as far as can be seen without opening it; null for nothing. */
export async function storeProblem(url: string): Promise<string | null> {
  if (isPostgresUrl(url)) return null;
  const path = pathOf(url);
  if (path === inMemory) return null;
  return inspectStoreFile(path).then(
    () => null,
    ({ message }: Error) => message,
  );
}

/** True for the failure of {@link openStore} that means that another process uses the file or the database. */
export function isInUse(error: unknown): boolean {
  return error instanceof BotError && (codeOf(error.cause) === 'SQLITE_BUSY' || error.cause instanceof DatabaseInUse);
}

/** True for the failure of {@link openStore} that no restart mends. Its message says why, and what to do. */
export function isUnusable(error: unknown): boolean {
  return error instanceof BotError && error.cause instanceof UnusableStore;
}

/**
 * Where files lie that are too large for the store: beside the store's file, `data/easel-media` for `data/easel.sqlite`. A store in memory
 * has them in the system's folder for temporary files.
 */
export function mediaFolderOf(url: string): string {
  if (isPostgresUrl(url)) return join('data', 'easel-media');
  const path = pathOf(url);
  if (path === ':memory:') return join(tmpdir(), 'easel-media');
  return join(dirname(path), `${basename(path, extname(path))}-media`);
}
