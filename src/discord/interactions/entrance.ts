import type { GuildId } from '#core/ids.ts';
import { t } from '#i18n/t.ts';
import type { GuildAnswer } from './allowed-guilds.ts';
import type { Caller } from './interaction.ts';

interface EntranceDeps {
  readonly isAllowed: (guildId: GuildId) => Promise<GuildAnswer>;
  readonly now: () => number;
}

/** What is asked for: a command, button or modal; or suggestions while a member types. */
export type Asking = 'action' | 'suggestions';

/** Decides before any command runs. Resolves with the one text that is answered instead, or null to go on. */
export type Entrance = (caller: Pick<Caller, 'guildId' | 'userId'>, asking: Asking) => Promise<string | null>;

/** Far above what fingers do. Each action may cost a few milliseconds of the one thread that serves everybody. */
export const memberRates = {
  action: { burst: 30, perSecond: 2 },
  suggestions: { burst: 40, perSecond: 8 },
} as const satisfies Record<Asking, RateRule>;

/** The operator's servers only, and every member at a person's speed. */
export function createEntrance({ isAllowed, now }: EntranceDeps): Entrance {
  const rates = { action: createRate(memberRates.action), suggestions: createRate(memberRates.suggestions) };
  return async ({ guildId, userId }, asking) => {
    if (!rates[asking](userId, now())) return t('dispatch.tooFast');
    switch (await isAllowed(guildId)) {
      case 'yes':
        return null;
      case 'no':
        return t('dispatch.notAllowed');
      case 'unknown':
        return t('dispatch.unknownServer');
    }
  };
}

/** How much one member may do: `burst` at once, then `perSecond`. */
interface RateRule {
  readonly burst: number;
  readonly perSecond: number;
}

interface Bucket {
  readonly tokens: number;
  readonly atMs: number;
}

const mostKept = 10_000;

/** A token bucket per key. Returns true and takes one where there is one left; `nowMs` may step back without harm. */
export function createRate({ burst, perSecond }: RateRule): (key: string, nowMs: number) => boolean {
  const buckets = new Map<string, Bucket>();
  const tokensIn = ({ tokens, atMs }: Bucket, nowMs: number) =>
    Math.min(burst, tokens + (Math.max(0, nowMs - atMs) * perSecond) / 1000);
  return (key, nowMs) => {
    const tokens = tokensIn(buckets.get(key) ?? { tokens: burst, atMs: nowMs }, nowMs);
    // Last used, last in line: the first key is the one that has been quiet for longest.
    buckets.delete(key);
    const [quietest] = buckets.keys();
    if (buckets.size >= mostKept && quietest !== undefined) buckets.delete(quietest);
    const isFree = tokens >= 1;
    buckets.set(key, { tokens: isFree ? tokens - 1 : tokens, atMs: nowMs });
    return isFree;
  };
}
