import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Left alone, vitest keeps one core free: on a machine with two that is half of the speed.
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 20_000,
    coverage: {
      provider: 'v8',
      reportOnFailure: true,
      include: ['src/**/*.ts', 'commands/**/*.ts'],
      exclude: ['src/main.ts', 'src/doctor.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      thresholds: {
        lines: 95,
        branches: 95,
        'src/{domain,flow,store}/**/*.ts': { lines: 100, branches: 100 },
      },
    },
  },
});
