import { dayMs } from '#core/clock.ts';
import { BotError } from '#core/errors.ts';
import type { GuildId, JobId } from '#core/ids.ts';

/** What jobs cost the operator, in credits of the price list. */
export interface JobCosts {
  /** Each open job, with the most that it can cost. */
  readonly open: readonly { readonly id: JobId; readonly guildId: GuildId; readonly credits: number }[];
  /** The sum of each guild's closed jobs. */
  readonly closed: readonly { readonly guildId: GuildId; readonly credits: number }[];
}

/** Credits of the operator's price list per UTC day; null is no limit. */
export interface SpendLimits {
  /** All servers together. */
  readonly all: number | null;
  readonly perGuild: number | null;
}

/** Whose limit it is: `all` the installation's, `guild` one server's share of it. */
export type SpendScope = 'all' | 'guild';

/** A limit that is nearly (0.8) or wholly (1) used. */
export interface SpendMark {
  readonly scope: SpendScope;
  /** The server whose request passed the mark. */
  readonly guildId: GuildId;
  readonly share: 0.8 | 1;
  readonly spent: number;
  readonly limit: number;
}

/** What today has cost so far, with what is under way. */
export interface SpendToday {
  readonly all: number;
  readonly guild: number;
  readonly limits: SpendLimits;
  /** When the day ends; Unix milliseconds. */
  readonly renewsAtMs: number;
}

/** @see createSpending */
export interface SpendingDeps {
  readonly limits: SpendLimits;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Told once a day per mark. Must not throw. */
  readonly onMark: (mark: SpendMark) => void;
}

/**
 * What the operator's money is spent on today, by the operator's own prices: a server's prices do not change it. Jobs under way
 * count with the most that they can cost.
 */
export interface Spending {
  /** @throws {@link BotError} `refused.quota` with the rule `operator` where `credits` do not fit into today any more */
  check(guildId: GuildId, credits: number): void;
  /** Checks and counts in one step; harmless when repeated. @throws {@link BotError} as {@link check} */
  enter(job: { readonly id: JobId; readonly guildId: GuildId }, credits: number): void;
  /** Counts a job that another process has admitted. */
  note(job: { readonly id: JobId; readonly guildId: GuildId }, credits: number): void;
  /** What the job came to cost; 0 where nothing was paid. A job of an earlier day changes nothing. */
  settle(id: JobId, credits: number): void;
  today(guildId: GuildId): SpendToday;
  /** Credits of all servers. */
  todayOfAll(): number;
  /** Counts what is written down of today, in place of what was counted so far. Marks that were passed before are not reported again. */
  restore(costs: JobCosts): void;
}

interface Entry {
  readonly guildId: GuildId;
  readonly credits: number;
}

interface Limit {
  readonly scope: SpendScope;
  /** Whose sum it bounds. */
  readonly key: GuildId | 'all';
  readonly credits: number;
}

/** @see Spending */
export function createSpending({ limits, now, onMark }: SpendingDeps): Spending {
  const entries = new Map<JobId, Entry>();
  const sums = new Map<GuildId | 'all', number>();
  const passed = new Set<string>();
  let day = dayOf(now());

  const turnDay = () => {
    const today = dayOf(now());
    if (today !== day) for (const each of [entries, sums, passed]) each.clear();
    day = today;
  };
  const sum = (key: GuildId | 'all') => sums.get(key) ?? 0;
  const add = (guildId: GuildId, credits: number) => {
    sums.set('all', sum('all') + credits);
    sums.set(guildId, sum(guildId) + credits);
  };
  const put = (id: JobId, guildId: GuildId, credits: number) => {
    add(guildId, credits - (entries.get(id)?.credits ?? 0));
    entries.set(id, { guildId, credits });
  };
  /** True for the first time today. */
  const pass = ({ key }: Limit, share: SpendMark['share']) => {
    const name = `${key} ${share}`;
    const isFirst = !passed.has(name);
    passed.add(name);
    return isFirst;
  };
  const newMarks = (guildId: GuildId) =>
    limitsOf(limits, guildId).flatMap((limit) =>
      ([0.8, 1] as const)
        .filter((share) => sum(limit.key) >= limit.credits * share && pass(limit, share))
        .map((share) => markOf(limit, guildId, share, sum(limit.key))),
    );
  const check = (guildId: GuildId, credits: number) => {
    turnDay();
    const reached = limitsOf(limits, guildId).find((limit) => sum(limit.key) + credits > limit.credits);
    if (reached === undefined) return;
    // What does not fit any more ends the day for requests like it, a little below the limit.
    if (pass(reached, 1)) onMark(markOf(reached, guildId, 1, sum(reached.key)));
    throw new BotError('refused.quota', `the operator's limit of today (${reached.scope}) is reached`, {
      rule: reached.scope === 'all' ? 'operator' : 'operator_guild',
      renewsAtMs: (day + 1) * dayMs,
    });
  };
  return {
    check,
    enter({ id, guildId }, credits) {
      if ((entries.get(id)?.credits ?? 0) > 0) return;
      check(guildId, credits);
      put(id, guildId, credits);
      newMarks(guildId).forEach(onMark);
    },
    note({ id, guildId }, credits) {
      turnDay();
      put(id, guildId, credits);
    },
    settle(id, credits) {
      turnDay();
      const entry = entries.get(id);
      if (entry !== undefined) put(id, entry.guildId, credits);
    },
    today(guildId) {
      turnDay();
      return { all: sum('all'), guild: sum(guildId), limits, renewsAtMs: (day + 1) * dayMs };
    },
    todayOfAll() {
      turnDay();
      return sum('all');
    },
    restore({ open, closed }) {
      turnDay();
      for (const each of [entries, sums]) each.clear();
      for (const { id, guildId, credits } of open) put(id, guildId, credits);
      for (const { guildId, credits } of closed) add(guildId, credits);
      for (const { guildId } of [...open, ...closed]) newMarks(guildId);
    },
  };
}

function limitsOf({ all, perGuild }: SpendLimits, guildId: GuildId): readonly Limit[] {
  return [
    ...(all === null ? [] : [{ scope: 'all' as const, key: 'all' as const, credits: all }]),
    ...(perGuild === null ? [] : [{ scope: 'guild' as const, key: guildId, credits: perGuild }]),
  ];
}

function markOf({ scope, credits }: Limit, guildId: GuildId, share: SpendMark['share'], spent: number): SpendMark {
  return { scope, guildId, share, spent, limit: credits };
}

function dayOf(ms: number): number {
  return Math.floor(ms / dayMs);
}
