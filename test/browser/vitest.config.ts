import { defineConfig } from 'vitest/config';
import { rootPath } from '../support/repository.ts';

/** The playground in a real browser; not a part of `npm test`, since a Chromium has to be there. */
export default defineConfig({
  root: rootPath,
  test: {
    name: 'browser',
    include: ['test/browser/*.browser.ts'],
    globalSetup: ['test/browser/require-chromium.ts'],
    testTimeout: 40_000,
    hookTimeout: 40_000,
    // Two browsers at once would only take each other's time.
    fileParallelism: false,
  },
});
