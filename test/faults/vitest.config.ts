import { defineConfig } from 'vitest/config';
import { rootPath } from '../support/repository.ts';

/** Plays every fault at every verb; no part of `npm test`. */
export default defineConfig({
  root: rootPath,
  test: {
    name: 'faults',
    include: ['test/faults/*.faults.ts'],
    maxWorkers: '100%',
    testTimeout: 90_000,
    hookTimeout: 60_000,
  },
});
