import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * The tests of the project `e2e`: those that open the loopback Discord or a process, long runs of chances or crashes, the largest
 * pictures, and those that ask a server hundreds of times or wait for its silence. All others are `unit`;
 * `test/projects.test.ts` checks that they open neither Discord nor a process.
 */
export const slowTests: string[] = [
  'test/{cluster,commands,contract,doctor,e2e,sandbox,store-tools}/**/*.test.ts',
  'test/discord/loopback/*.test.ts',
  'test/start.test.ts',
  'test/**/*{crash,kill,properties,restart,traps}.test.ts',
  'test/{discord/replies/deliver,media/read-result}.test.ts',
  'test/{bench/simulate/claims,lora-upload/fetch-lora,operations/traces}.test.ts',
  'test/providers/{contract,runcomfy/runcomfy-{check,codes}}.test.ts',
];

/** What both projects share. Files share a worker's modules too, which hold no state: loading them for each would take longer than the tests. */
export const testSettings = {
  isolate: false,
  testTimeout: 20_000,
  hookTimeout: 20_000,
};

/** Twice what the longest of the slow tests have taken where three of them share two cores (22 s). */
const slowTimeouts = { testTimeout: 45_000, hookTimeout: 45_000 };

/** They wait for processes and timers: three keep two cores busy. */
const slowWorkers = Math.ceil(availableParallelism() * 1.5);

const everyTest = ['test/**/*.test.ts'];

export default defineConfig({
  test: {
    // Left alone, vitest keeps one core free: on a machine with two that is half of the speed.
    maxWorkers: '100%',
    projects: [
      { test: { ...testSettings, name: 'unit', include: everyTest, exclude: slowTests } },
      // After the others: projects with another number of workers can't run at once.
      {
        test: {
          ...testSettings,
          ...slowTimeouts,
          name: 'e2e',
          include: slowTests,
          maxWorkers: slowWorkers,
          sequence: { groupOrder: 1 },
        },
      },
    ],
    coverage: {
      provider: 'v8',
      reportOnFailure: true,
      include: ['src/**/*.ts', 'commands/**/*.ts'],
      exclude: ['src/main.ts', 'src/*/main.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      thresholds: {
        lines: 95,
        branches: 95,
        'src/{catalog,credits,generation,approvals,jobs,guilds,loras,members,moderation,polling}/**/*.ts': {
          lines: 100,
          // One of 2,600: joining the workers' reports shows a branch in credits/guilds.ts as missed that its own tests take.
          branches: 99.9,
        },
      },
    },
  },
});
