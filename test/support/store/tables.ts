import type { Database } from '#db/database.ts';

const tablesOn = {
  sqlite: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
  postgres: 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY 1',
};

/** Every row of every table as `table: JSON`, apart from the list of migrations. */
export async function rowsInTables(database: Database): Promise<string[]> {
  const found: string[] = [];
  for (const { name } of await database.query(tablesOn[database.engine])) {
    if (name === 'migrations') continue;
    for (const row of await database.query(`SELECT * FROM ${name}`)) found.push(`${name}: ${JSON.stringify(row)}`);
  }
  return found;
}
