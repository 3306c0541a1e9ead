import { describe, expect, it } from 'vitest';
import type { Signal } from '#cluster/signals.ts';
import { createShares, dutiesOf, shareSpending, version } from '#compose-cluster.ts';
import { jobId } from '#core/ids.ts';
import { createSpending } from '#credits/spending.ts';
import { readText } from './support/repository.ts';
import { guild, wednesdayMs } from './support/store/money.ts';

it('a process tells the version of the package', () => {
  expect(JSON.parse(readText('package.json'))).toMatchObject({ version });
});

describe('the duties of a role', () => {
  it('are all of them, or a part', () => {
    expect((['all', 'gateway', 'http', 'worker'] as const).map(dutiesOf)).toEqual([
      { answers: true, follows: true },
      { answers: true, follows: false },
      { answers: true, follows: false },
      { answers: false, follows: true },
    ]);
  });
});

describe("a process's share of the checks", () => {
  const processes = [
    { name: 'gate', role: 'gateway', inFlight: 50 },
    { name: 'busy', role: 'worker', inFlight: 89 },
    { name: 'idle', role: 'worker', inFlight: 9 },
  ];

  it('goes by the jobs that it follows, and all shares together are the whole', () => {
    const [busy, idle] = [createShares(), createShares()];
    expect(busy.ofChecks()).toBe(1);
    busy.set(processes, 'busy');
    idle.set(processes, 'idle');
    expect([busy.ofChecks(), idle.ofChecks()]).toEqual([0.9, 0.1]);
  });

  it('stays as it was where the process is not among those that are alive', () => {
    const shares = createShares();
    shares.set(processes, 'busy');
    shares.set([], 'busy');
    expect(shares.ofChecks()).toBe(0.9);
  });
});

describe('what is spent today', () => {
  it('is told to the other processes', () => {
    const sent: Signal[] = [];
    const own = createSpending({
      limits: { all: 10, perGuild: null },
      now: () => wednesdayMs,
      onMark: () => undefined,
    });
    const shared = shareSpending(own, { signals: { send: (signal) => sent.push(signal) } });
    shared.enter({ id: jobId('1'), guildId: guild }, 7);
    shared.settle(jobId('1'), 5);
    expect(sent).toEqual([
      { kind: 'spent', id: '1', guildId: guild, credits: 7 },
      { kind: 'spent', id: '1', guildId: null, credits: 5 },
    ]);
    own.note({ id: jobId('2'), guildId: guild }, 4);
    expect(() => shared.enter({ id: jobId('3'), guildId: guild }, 2)).toThrow("the operator's limit");
    expect(sent).toHaveLength(2);
    expect(shareSpending(own, null)).toBe(own);
  });
});
