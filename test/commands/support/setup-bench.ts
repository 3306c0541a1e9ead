import { BotError } from '#core/errors.ts';
import { channelId, roleId } from '#core/ids.ts';
import type { PoolMode } from '#credits/credits.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { defaultGuildSettings, type GuildSettings } from '#guilds/guild-settings.ts';
import type { Moderator } from '#moderation/acts.ts';
import { setup } from '../../../commands/setup/command.ts';
import { caller } from '../../discord/support/samples.ts';
import { balance, createScriptedBot, type ScriptedBot } from '../../discord/support/scripted-bot.ts';
import { answerOf, confirmedAnswerOf, type TypedCall } from './answer-of.ts';

/** The caller of a bench's commands. */
export const manager: Caller = { ...caller, isManager: true };

/** Something that was written down, by whom and why. */
export interface Act {
  readonly what: string;
  readonly by: Moderator;
}

/** `/setup` over settings and a pool that it really changes. */
export interface SetupBench {
  readonly bot: ScriptedBot;
  settings: GuildSettings;
  pool: { mode: PoolMode; credits: number };
  readonly acts: Act[];
  /** As {@link manager}; resolves with the one answer. */
  run(subcommand: string | null, options?: TypedCall['options']): Promise<string>;
  /** The same, and the red button of the answer; resolves with what it says then. */
  confirm(subcommand: string, options?: TypedCall['options']): Promise<string>;
}

/** A channel, a role. */
export const channelA = channelId('1200000000000000011');
export const channelB = channelId('1200000000000000012');
export const roleA = roleId('1200000000000000021');
export const roleB = roleId('1200000000000000022');

/** A guild that has changed these settings, with a limited pool of 1000 credits. */
export function createSetupBench(change: Partial<GuildSettings> = {}): SetupBench {
  const bot = createScriptedBot();
  const bench: SetupBench = {
    bot,
    settings: { ...defaultGuildSettings, ...change },
    pool: { mode: 'limited', credits: 1000 },
    acts: [],
    run: (subcommand, options = {}) => answerOf(setup, { caller: manager, subcommand, options }, bot),
    confirm: (subcommand, options = {}) => confirmedAnswerOf(setup, { caller: manager, subcommand, options }, bot),
  };
  play(bench);
  return bench;
}

function play(bench: SetupBench): void {
  const { bot, acts } = bench;
  const totals = () => ({ added: bench.pool.credits, pool: bench.pool.credits, bonuses: 0, held: 0, spent: 0 });
  bot.settings = () => Promise.resolve(bench.settings);
  bot.totals = () => Promise.resolve(totals());
  bot.balance = () =>
    Promise.resolve({ ...balance, pool: bench.pool.mode === 'unlimited' ? 'unlimited' : bench.pool.credits });
  bot.moderation.changeSettings = (by, what, change) => {
    bench.settings = change(bench.settings);
    acts.push({ what, by });
    return Promise.resolve(bench.settings);
  };
  bot.moderation.addToPool = (by, credits) => {
    bench.pool.credits += credits;
    acts.push({ what: `add ${credits}`, by });
    return Promise.resolve(totals());
  };
  bot.moderation.removeFromPool = (by, credits) => {
    const left = bench.pool.credits;
    if (credits > left) return Promise.reject(new BotError('refused.quota', 'too few', { price: credits, left }));
    bench.pool.credits -= credits;
    acts.push({ what: `remove ${credits}`, by });
    return Promise.resolve(totals());
  };
  bot.moderation.setPoolMode = (by, mode) => {
    bench.pool.mode = mode;
    acts.push({ what: mode, by });
    return Promise.resolve(totals());
  };
}
