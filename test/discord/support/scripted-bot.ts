import type { Bot } from '../../../commands/command.ts';
import { createCatalog, noChanges } from '../../../src/domain/catalog.ts';
import type { Balance } from '../../../src/domain/credits.ts';
import type { Job, ReplyAddress } from '../../../src/domain/job.ts';
import type { GenerationRequest } from '../../../src/domain/request.ts';
import { job } from './samples.ts';

/** A bot whose answers a test sets. */
export type ScriptedBot = { -readonly [Key in keyof Bot]: Bot[Key] };

/** What `/credits balance` is answered with. */
export const balance: Balance = {
  allowance: { credits: 100, period: 'day' },
  allowanceLeft: 60,
  renewsAtMs: 1_700_000_000_000,
  bonus: 5,
  held: 7,
  pool: 'unlimited',
  spendable: 65,
};

/** Every model, no jobs. */
export function createScriptedBot(): ScriptedBot {
  return {
    catalog: createCatalog(noChanges, new Set(['runninghub', 'runcomfy'])),
    generate: () => Promise.resolve(),
    cancel: () => Promise.resolve('cancelled'),
    findJob: () => Promise.resolve(null),
    openJobsOf: () => [],
    balance: () => Promise.resolve(balance),
    priceOf: () => 7,
  };
}

/** The job that an accepted request becomes. */
export function jobOf(request: GenerationRequest, replyTo: ReplyAddress): Job {
  const { id, guildId, channelId, userId, prompt } = request;
  return { ...job, id, guildId, channelId, userId, replyTo, settings: { ...job.settings, prompt } };
}
