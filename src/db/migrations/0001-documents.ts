import type { Migration } from '../migrate.ts';

/** What is read and written by key alone, where Keyv's adapter does not bring a table of its own. */
export const documents: Migration = {
  number: 1,
  name: 'documents',
  statements: ['CREATE TABLE documents (key TEXT PRIMARY KEY, value TEXT NOT NULL)'],
};
