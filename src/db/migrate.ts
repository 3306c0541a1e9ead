import { BotError } from '#core/errors.ts';
import type { Database, Transaction } from './database.ts';

/** One step of the schema. What has been released is never changed: a new step comes after it. */
export interface Migration {
  /** 1, 2, 3, … without gaps. */
  readonly number: number;
  /** What it is for, for people. */
  readonly name: string;
  /** In the SQL that both engines share, one statement each; or apart, where the engines say it differently. */
  readonly statements: readonly string[] | Readonly<Record<Database['engine'], readonly string[]>>;
}

/** The schema is of a later Easel. The message says so. */
export class NewerSchema extends Error {
  override readonly name = 'NewerSchema';
}

const makeTable = 'CREATE TABLE IF NOT EXISTS migrations (number BIGINT PRIMARY KEY, name TEXT NOT NULL)';
/** Any number, the same in every process. */
const lockId = 3_178_421;

/**
 * Brings the schema up to the last of `migrations`, in one transaction, while other processes that start wait. Resolves with
 * how many steps were made.
 *
 * @throws {@link NewerSchema}, without a change; {@link BotError} `store.unavailable`
 */
export async function migrate(database: Database, migrations: readonly Migration[]): Promise<number> {
  const bringUpToDate = async (transaction: Transaction) => {
    if (database.engine === 'postgres') await transaction.query('SELECT pg_advisory_xact_lock($1)', [lockId]);
    await transaction.query(makeTable);
    const version = await versionOf(transaction);
    const last = migrations.at(-1)?.number ?? 0;
    if (version > last) throw new NewerSchema(newerSchema(version, last));
    const due = migrations.filter(({ number }) => number > version);
    for (const { number, name, statements } of due) {
      for (const statement of statementsFor(database.engine, statements)) await transaction.query(statement);
      await transaction.query('INSERT INTO migrations (number, name) VALUES ($1, $2)', [number, name]);
    }
    return due.length;
  };
  return database.transaction(bringUpToDate, { mayTakeLong: true });
}

function statementsFor(engine: Database['engine'], statements: Migration['statements']): readonly string[] {
  return 'sqlite' in statements ? statements[engine] : statements;
}

async function versionOf(transaction: Transaction): Promise<number> {
  const [row] = await transaction.query('SELECT COALESCE(MAX(number), 0) AS version FROM migrations');
  const version = row?.version;
  if (typeof version !== 'number') throw new BotError('bug', 'the table of migrations has no version');
  return version;
}

function newerSchema(found: number, known: number): string {
  return `the database was written by a newer Easel (schema ${found}; this Easel knows ${known}); update Easel, or restore a backup`;
}
