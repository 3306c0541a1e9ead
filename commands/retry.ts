import type { PressCall } from '../src/discord/calls.ts';
import { againTexts } from '../src/discord/wording/answers.ts';
import { jobId } from '../src/domain/ids.ts';
import type { Job } from '../src/domain/job.ts';
import type { Bot } from './command.ts';
import { requestAnew } from './repeat.ts';
import { startPicture } from './start-picture.ts';

/**
 * The Retry button of a failure: the same request as a new one, admitted and charged by itself. However often it is
 * pressed it makes one; a refusal before anything began gives the press back.
 */
export async function retry({ caller, id, answer, reply }: PressCall, bot: Bot): Promise<void> {
  const job = await bot.findJob(jobId(id.subject));
  if (job?.guildId !== caller.guildId || job.settings.prompt === '') {
    return answer({ content: againTexts.notFound, buttons: [] });
  }
  if (job.userId !== caller.userId) return answer({ content: againTexts.notYourFailure, buttons: [] });
  if (!hasFailedForFree(job) || !(await bot.retries.claim(job.id))) {
    return answer({ content: againTexts.retried, buttons: [] });
  }
  try {
    await startPicture(requestAnew(job, caller), { answer, reply }, bot);
  } catch (error) {
    await bot.retries.giveBack(job.id);
    throw error;
  }
}

function hasFailedForFree({ state, charged }: Job): boolean {
  return (state === 'failed' || state === 'cancelled') && charged === 0;
}
