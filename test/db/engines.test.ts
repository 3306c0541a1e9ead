import { describe, expect, it } from 'vitest';
import { engines } from '../support/store/engines.ts';

const names = engines.map(({ name }) => name);
const { CI = '' } = process.env;

describe('the contract suites', () => {
  it(`run on ${names.join(' and ')}`, () => {
    const rest = names.includes('postgres') ? '' : '; PostgreSQL is left out: TEST_DATABASE_URL names no server';
    process.stderr.write(`engines of the contract suites: ${names.join(', ')}${rest}\n`);
    expect(names).toContain('sqlite');
    if (CI !== '')
      expect(names, 'CI is set, so TEST_DATABASE_URL has to name a PostgreSQL server').toContain('postgres');
  });
});
