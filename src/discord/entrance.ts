import type { GuildId } from '../domain/ids.ts';
import type { GuildAnswer } from './allowed-guilds.ts';
import type { Caller } from './interaction.ts';
import { createRate, type RateRule } from './rate.ts';
import { dispatchTexts } from './wording/dispatch.ts';

/** @see createEntrance */
export interface EntranceParts {
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
export function createEntrance({ isAllowed, now }: EntranceParts): Entrance {
  const rates = { action: createRate(memberRates.action), suggestions: createRate(memberRates.suggestions) };
  return async ({ guildId, userId }, asking) => {
    if (!rates[asking](userId, now())) return dispatchTexts.tooFast;
    switch (await isAllowed(guildId)) {
      case 'yes':
        return null;
      case 'no':
        return dispatchTexts.notAllowed;
      case 'unknown':
        return dispatchTexts.unknownServer;
    }
  };
}
