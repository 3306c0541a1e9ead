import { randomBytes } from 'node:crypto';
import { openStore, type Store } from '#db/open-store.ts';
import { createPostgresDatabase } from '#db/postgres.ts';
import { createRecordingLog } from './recording-log.ts';

/** A database that several stores can be opened on, each as a process of its own would. */
export interface TestDatabase {
  /** Its address, for `openStore`. */
  readonly url: string;
  /** On SQLite the same store each time: one process has the file. */
  open(): Promise<Store>;
  /** Ends every store, and takes everything away. */
  end(): Promise<void>;
}

/** An engine that the contract suites run on. */
export interface TestEngine {
  readonly name: 'sqlite' | 'postgres';
  /** An empty database. */
  create(): Promise<TestDatabase>;
}

const sqlite: TestEngine = {
  name: 'sqlite',
  async create() {
    const store = await openStore({ url: 'sqlite://:memory:', log: createRecordingLog() });
    return { url: 'sqlite://:memory:', open: async () => store, end: () => store.close() };
  },
};

/** Every test has a schema of its own, so that tests run side by side. */
function postgresAt(serverUrl: string): TestEngine {
  return {
    name: 'postgres',
    async create() {
      const schema = `easel_test_${randomBytes(6).toString('hex')}`;
      // Not a store: a store would make its tables beside the schemas of the tests.
      const server = createPostgresDatabase({ url: serverUrl, log: createRecordingLog() });
      await server.query(`CREATE SCHEMA ${schema}`);
      const url = new URL(serverUrl);
      url.searchParams.set('options', `-c search_path=${schema}`);
      const stores: Store[] = [];
      return {
        url: url.href,
        async open() {
          const store = await openStore({ url: url.href, log: createRecordingLog() });
          stores.push(store);
          return store;
        },
        async end() {
          for (const store of stores) await store.close();
          await server.query(`DROP SCHEMA ${schema} CASCADE`);
          await server.close();
        },
      };
    },
  };
}

const { TEST_DATABASE_URL: serverUrl } = process.env;

/**
 * What the contract suites run on: SQLite always, and PostgreSQL where `TEST_DATABASE_URL` names a server. CI sets it;
 * `test/db/engines.test.ts` says when it was left out.
 */
export const engines: readonly TestEngine[] =
  serverUrl === undefined || serverUrl === '' ? [sqlite] : [sqlite, postgresAt(serverUrl)];
