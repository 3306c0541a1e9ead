import { type JobId, jobId } from '#core/ids.ts';
import type { ButtonCall } from '#discord/interactions/calls.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { cancelTexts } from '#discord/texts/answers.ts';
import { journalTexts } from '#discord/texts/audit.ts';
import { withGuildLocale } from '#i18n/t.ts';
import type { Bot } from '../command.ts';

/** The Cancel button of a reply: for the one who asked, and for moderators of that server. */
export async function cancel({ caller, id, answer }: ButtonCall, bot: Bot): Promise<void> {
  const { guildId, userId, isModerator } = caller;
  const result = await bot.cancel(jobId(id.subject), { guildId, userId, isModerator });
  if (result === 'cancelled' || result === 'asked') await noteModerator(caller, jobId(id.subject), bot);
  await answer({ content: cancelTexts[result], buttons: [] });
}

/** Stopping somebody else's picture is an act of moderation. */
async function noteModerator({ id, guildId, userId }: Caller, job: JobId, bot: Bot): Promise<void> {
  const owner = (await bot.findJob(job))?.userId ?? null;
  if (owner === null || owner === userId) return;
  await bot.moderation.noteCancel(
    { id, guildId, userId, reason: withGuildLocale(() => journalTexts.cancelButton) },
    owner,
  );
}
