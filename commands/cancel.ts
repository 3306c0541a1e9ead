import type { PressCall } from '../src/discord/calls.ts';
import { cancelTexts } from '../src/discord/wording/answers.ts';
import { jobId } from '../src/domain/ids.ts';
import type { Bot } from './command.ts';

/** The Cancel button of a reply: for the one who asked, and for moderators of that server. */
export async function cancel({ caller, id, answer }: PressCall, bot: Bot): Promise<void> {
  const { guildId, userId, isModerator } = caller;
  const result = await bot.cancel(jobId(id.subject), { guildId, userId, isModerator });
  await answer({ content: cancelTexts[result], buttons: [] });
}
