import { BotError } from '#core/errors.ts';
import type { Database, Queryable, SqlValue, Transaction } from './database.ts';

/** What lies in a store: rows by table, and sums that have to be the same on the other side of a copy. */
export interface Contents {
  readonly rows: Readonly<Record<string, number>>;
  readonly sums: Readonly<Record<string, number>>;
  /** Why the books can't be right, one line each; empty while they add up. */
  readonly problems: readonly string[];
}

/** A table without its engine: Keyv's documents have another name on SQLite. */
interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
}

/** Rows read and written at once; SQLite takes 32,766 parameters, PostgreSQL 65,535. */
const rowsPerPage = 500;
const maxParameters = 30_000;

/**
 * Copies every row of every table, in one transaction of each side, and compares what is there afterwards. Both schemas have to be
 * at the same step. Resolves with what was copied.
 *
 * @throws {@link BotError} `store.unavailable`; `bug` where the target has rows, another schema, or other sums after the copy
 */
export async function copyTables(from: Database, to: Database): Promise<Contents> {
  const copy = async (source: Transaction) => {
    // One moment of the store, whatever others write meanwhile.
    if (from.engine === 'postgres') {
      await source.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    }
    const fill = async (target: Transaction) => {
      const tables = await sharedTables(from, source, to, target);
      for (const table of tables) await copyTable(source, from.engine, target, to.engine, table);
      const [before, after] = [await contentsOf(source, from.engine), await contentsOf(target, to.engine)];
      if (JSON.stringify(before) !== JSON.stringify(after)) {
        throw new BotError('bug', `the copy differs: ${JSON.stringify(before)}, ${JSON.stringify(after)}`);
      }
      return after;
    };
    return to.transaction(fill, { mayTakeLong: true });
  };
  return from.transaction(copy, { mayTakeLong: true });
}

/** True where no table of Easel has a row. */
export async function isEmptyStore(database: Database): Promise<boolean> {
  for (const { name } of await tablesOf(database, database.engine)) {
    const rows = await database.query(`SELECT 1 AS one FROM ${tableIn(database.engine, name)} LIMIT 1`);
    if (rows.length > 0) return false;
  }
  return true;
}

/** The number of the schema's last step; 0 where there is none. */
export async function schemaOf(database: Database): Promise<number> {
  const names = await namesOfTables(database, database.engine);
  if (!names.includes('migrations')) return 0;
  const [row] = await database.query('SELECT COALESCE(MAX(number), 0) AS version FROM migrations');
  return Number(row?.version);
}

/** Counts and adds up what lies in the tables. A schema from before the ledger has no sums. */
export async function contentsOf(from: Queryable, engine: Database['engine']): Promise<Contents> {
  const rows: Record<string, number> = {};
  const names = (await tablesOf(from, engine)).map(({ name }) => name);
  for (const name of names) {
    const [row] = await from.query(`SELECT COUNT(*) AS count FROM ${tableIn(engine, name)}`);
    rows[name] = Number(row?.count);
  }
  if (!names.includes('guilds')) return { rows, sums: {}, problems: [] };
  const sums: Record<string, number> = {};
  for (const [name, columns] of Object.entries(summed)) {
    const [row] = await from.query(`SELECT ${columns.map(sumOf).join(', ')} FROM ${name}`);
    for (const column of columns) sums[`${name}.${column}`] = Number(row?.[column]);
  }
  const problems: string[] = [];
  for (const [what, sql] of Object.entries(mustBeEmpty)) {
    for (const { guild_id: guildId } of await from.query(sql)) problems.push(`server ${String(guildId)}: ${what}`);
  }
  return { rows, sums, problems };
}

const summed: Readonly<Record<string, readonly string[]>> = {
  guilds: ['added', 'pool', 'bonuses', 'held', 'spent'],
  members: ['bonus', 'held'],
  holds: ['credits', 'charged', 'returned', 'refunded'],
  entries: ['credits'],
  usage: ['pictures', 'credits'],
};

const sumOf = (column: string) => `CAST(COALESCE(SUM(${column}), 0) AS BIGINT) AS ${column}`;

/** What has to hold between the tables, as questions that have no answer. */
const mustBeEmpty: Readonly<Record<string, string>> = {
  'added is not pool + bonuses + held + spent':
    'SELECT guild_id FROM guilds WHERE added <> pool + bonuses + held + spent ORDER BY guild_id LIMIT 10',
  'the members’ bonuses and holds are not the sums of the server': `SELECT g.guild_id FROM guilds g
    LEFT JOIN (SELECT guild_id, SUM(bonus) AS bonus, SUM(held) AS held FROM members GROUP BY guild_id) m
      ON m.guild_id = g.guild_id
    WHERE g.bonuses <> COALESCE(m.bonus, 0) OR g.held <> COALESCE(m.held, 0) ORDER BY g.guild_id LIMIT 10`,
  'the open holds are not what the server holds': `SELECT g.guild_id FROM guilds g
    LEFT JOIN (SELECT guild_id, SUM(credits) AS credits FROM holds WHERE state = 'held' GROUP BY guild_id) h
      ON h.guild_id = g.guild_id
    WHERE g.held <> COALESCE(h.credits, 0) ORDER BY g.guild_id LIMIT 10`,
};

async function sharedTables(from: Database, source: Queryable, to: Database, target: Queryable): Promise<Table[]> {
  const [ours, theirs] = [await tablesOf(source, from.engine), await tablesOf(target, to.engine)];
  const described = (tables: readonly Table[]) =>
    JSON.stringify(tables.map(({ name, columns }) => [name, [...columns].sort()]));
  if (described(ours) !== described(theirs)) throw new BotError('bug', 'the two stores have different tables');
  return ours;
}

async function copyTable(
  source: Queryable,
  sourceEngine: Database['engine'],
  target: Queryable,
  targetEngine: Database['engine'],
  { name, columns, key }: Table,
): Promise<void> {
  const insert = `INSERT INTO ${tableIn(targetEngine, name)} (${columns.join(', ')}) VALUES `;
  const perInsert = Math.min(rowsPerPage, Math.floor(maxParameters / columns.length));
  const keyColumns = key.join(', ');
  const after = `(${keyColumns}) > (${key.map((_, index) => `$${index + 1}`).join(', ')})`;
  const page = (where: string) =>
    `SELECT ${columns.join(', ')} FROM ${tableIn(sourceEngine, name)}${where} ORDER BY ${keyColumns} LIMIT ${perInsert}`;
  let rows = await source.query(page(''));
  while (rows.length > 0) {
    const values = rows.flatMap((row) => columns.map((column) => sqlValueOf(row[column])));
    const places = rows.map(
      (_, row) => `(${columns.map((__, column) => `$${row * columns.length + column + 1}`).join(', ')})`,
    );
    await target.query(insert + places.join(', '), values);
    const last = rows.at(-1);
    if (rows.length < perInsert) return;
    rows = await source.query(
      page(` WHERE ${after}`),
      key.map((column) => sqlValueOf(last?.[column])),
    );
  }
}

function sqlValueOf(value: unknown): SqlValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  throw new BotError('bug', `a column holds a ${typeof value}`);
}

const documents = { sqlite: 'keyv', postgres: 'documents' } as const;

function tableIn(engine: Database['engine'], name: string): string {
  return name === 'documents' ? documents[engine] : name;
}

async function namesOfTables(from: Queryable, engine: Database['engine']): Promise<string[]> {
  const rows = await from.query(
    engine === 'sqlite'
      ? "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
      : 'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()',
  );
  return rows.map(({ name }) => String(name));
}

/** Every table there is but that of the schema's steps, in order of names. */
async function tablesOf(from: Queryable, engine: Database['engine']): Promise<Table[]> {
  const there = await namesOfTables(from, engine);
  // SQLite has the table of PostgreSQL's documents too, always empty.
  const names = there
    .filter((name) => name !== 'migrations' && !(engine === 'sqlite' && name === 'documents'))
    .map((name) => (name === documents[engine] ? 'documents' : name))
    .sort();
  const tables: Table[] = [];
  for (const name of names) tables.push(await describeTable(from, engine, name));
  return tables;
}

async function describeTable(from: Queryable, engine: Database['engine'], name: string): Promise<Table> {
  const rows = await from.query(
    engine === 'sqlite' ? 'SELECT name, pk FROM pragma_table_info($1) ORDER BY pk, cid' : columnsOnPostgres,
    [tableIn(engine, name)],
  );
  const key = rows.filter(({ pk }) => Number(pk) > 0).map((row) => String(row.name));
  if (key.length === 0) throw new BotError('bug', `the table ${name} has no primary key`);
  return { name, columns: rows.map((row) => String(row.name)), key };
}

/** The catalogue itself: the views of `information_schema` take a tenth of a second each. */
const columnsOnPostgres = `SELECT a.attname AS name, COALESCE(array_position(i.indkey::int2[], a.attnum), -1) + 1 AS pk
  FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
  WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY pk, a.attnum`;
