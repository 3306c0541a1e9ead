import type { Caller } from '../src/discord/interaction.ts';
import { jobId } from '../src/domain/ids.ts';
import type { Job } from '../src/domain/job.ts';
import type { Bot } from './command.ts';

/**
 * The picture that a button is under, for somebody who can see it: its owner, or a member in the channel where it was posted.
 * The id on a button proves nothing; a picture that the member cannot see does not exist for them.
 */
export async function visibleJob(subject: string, caller: Caller, bot: Pick<Bot, 'findJob'>): Promise<Job | null> {
  const job = await bot.findJob(jobId(subject));
  return job !== null && canSee(job, caller) ? job : null;
}

function canSee({ guildId, userId, replyTo }: Job, caller: Caller): boolean {
  if (guildId !== caller.guildId) return false;
  if (userId === caller.userId) return true;
  return !replyTo.isPrivate && replyTo.channelId === caller.channelId;
}
