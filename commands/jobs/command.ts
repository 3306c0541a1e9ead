import { type GuildId, jobId, type UserId } from '#core/ids.ts';
import type { ButtonCall, CommandCall, CompletionCall, Suggestion } from '#discord/interactions/calls.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { fetchButtons, replyActions } from '#discord/messages/buttons.ts';
import { jobLabel, jobsText, type KeptJob } from '#discord/texts/answers.ts';
import { t } from '#i18n/t.ts';
import type { Bot, Command } from '../command.ts';
import { guildCommand, option, subcommand } from '../options.ts';
import { favouritePresses, favourites } from './favourites.ts';

const cancelOptions = [
  option.text('job', 'jobs.cancel.job.description', { required: true, autocomplete: true }),
] as const;

/** `/jobs list` and `/jobs cancel`, about one's own jobs only; `/jobs favourites`. */
export const jobs: Command = {
  data: guildCommand('jobs', 'jobs.description', [
    subcommand('list', 'jobs.list.description'),
    subcommand('cancel', 'jobs.cancel.description', cancelOptions),
    subcommand('favourites', 'jobs.favourites.description'),
  ]),
  run: (call, bot) => {
    if (call.subcommand === 'favourites') return favourites(call, bot);
    return call.subcommand === 'cancel' ? cancel(call, bot) : list(call, bot);
  },
  complete,
  components: { ...favouritePresses, [replyActions.fetch]: fetchKept },
};

async function list({ caller: { guildId, userId }, answer }: CommandCall, bot: Bot): Promise<void> {
  const kept = await keptJobs(guildId, userId, bot);
  const content = jobsText(await bot.openJobsOf(guildId, userId), kept);
  await answer({ content, buttons: fetchButtons(kept.map(({ job }) => job.id)) });
}

/** Those whose record is gone are left out: it names their price and their prompt. */
async function keptJobs(guildId: GuildId, userId: UserId, { kept, findJob }: Bot): Promise<readonly KeptJob[]> {
  const found: KeptJob[] = [];
  for (const { id, untilMs } of await kept.listOf(guildId, userId)) {
    const job = await findJob(id);
    if (job?.userId === userId) found.push({ job, untilMs });
  }
  return found;
}

/** A picture that could not be posted: to the member who paid for it, as often as they ask. */
async function fetchKept({ caller, id, answer, show }: ButtonCall, bot: Bot): Promise<void> {
  const { guildId, userId } = caller;
  const job = await bot.findJob(jobId(id.subject));
  const media = job && (await bot.kept.find({ id: job.id, guildId, userId }));
  if (job === null || media === null) return answer({ content: t('kept.gone') });
  await show({ job, media, tookMs: (job.endedAtMs ?? job.openedAtMs) - job.openedAtMs });
}

async function cancel({ caller, options, answer }: CommandCall, bot: Bot): Promise<void> {
  const typed = readOptions(cancelOptions, options).requiredText('job');
  const own = (await bot.openJobsOf(caller.guildId, caller.userId)).find(({ job }) => job.id === typed);
  // Moderators stop other people's jobs elsewhere: here nobody but the owner is meant.
  const result = own
    ? await bot.cancel(own.job.id, { guildId: caller.guildId, userId: caller.userId, isModerator: false })
    : 'not_found';
  await answer({ content: t(`cancel.${result}`) });
}

async function complete({ caller, focused }: CompletionCall, bot: Bot): Promise<readonly Suggestion[]> {
  const wanted = focused.typed.trim().toLowerCase();
  const open = await bot.openJobsOf(caller.guildId, caller.userId);
  return open
    .map(({ job }) => ({ name: jobLabel(job), value: job.id }))
    .filter(({ name, value }) => name.toLowerCase().includes(wanted) || value === wanted);
}
