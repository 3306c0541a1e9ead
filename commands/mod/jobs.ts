import { type GuildId, type JobId, jobId } from '#core/ids.ts';
import type { CompletionCall, Suggestion } from '#discord/interactions/calls.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { t } from '#i18n/t.ts';
import type { Job } from '#jobs/job.ts';
import type { Bot, Subcommand } from '../command.ts';
import { option, subcommand } from '../options.ts';
import { reasonOption, withReason } from './members.ts';
import { modCancelText, modJobLabel, refundText } from './view.ts';

const options = [
  option.text('job', 'mod.option.job.description', { required: true, autocomplete: true, max_length: 100 }),
  reasonOption,
] as const;

/** `/mod cancel`: stops any member's picture. */
export const cancel: Subcommand = {
  data: subcommand('cancel', 'mod.cancel.description', options),
  async run(call, bot) {
    const typed = readOptions(options, call.options);
    const id = readJobId(typed.requiredText('job'));
    if (id === null) return t('mod.noJob');
    const { guildId, userId } = call.caller;
    return withReason(call, typed.text('reason'), async (by) => {
      const result = await bot.cancel(id, { guildId, userId, isModerator: true });
      const job = await findHere(id, guildId, bot);
      if (result === 'cancelled' || result === 'asked') await bot.moderation.noteCancel(by, job?.userId ?? null);
      return modCancelText(result, job);
    });
  },
  async complete({ caller, focused }, bot) {
    const jobs = (await bot.openJobsIn(caller.guildId)).map(({ job }) => job);
    return suggestJobs(jobs, focused.typed);
  },
};

/** `/mod refund`: a charged picture's credits back into its member's bonus. */
export const refund: Subcommand = {
  data: subcommand('refund', 'mod.refund.description', options),
  async run(call, bot) {
    const typed = readOptions(options, call.options);
    const id = readJobId(typed.requiredText('job'));
    if (id === null) return t('mod.noJob');
    const { guildId } = call.caller;
    return withReason(call, typed.text('reason'), async (by) => {
      const job = await findHere(id, guildId, bot);
      const returned = await bot.moderation.refund(by, id);
      if (job === null || returned === null) return t('mod.noJob');
      if (returned === 0) return t('mod.nothingCharged');
      const { bonus } = await bot.balance(guildId, job.userId, []);
      return refundText(job, returned, bonus);
    });
  },
  complete: suggestCharged,
};

/** How far back the suggestions look, in entries of the guild's journal and in jobs. */
const recentEntries = 100;
const recentJobs = 40;

async function suggestCharged({ caller, focused }: CompletionCall, bot: Bot): Promise<readonly Suggestion[]> {
  const entries = await bot.history(caller.guildId, null, { beforeSeq: null, limit: recentEntries });
  const refunded = new Set(entries.filter(({ kind }) => kind === 'refund').map(({ id }) => id));
  const charged = entries.filter(({ kind, credits, id }) => kind === 'settle' && credits > 0 && !refunded.has(id));
  const ids = charged.slice(0, recentJobs).map(({ id }) => jobId(id));
  const jobs = await Promise.all(ids.map((id) => findHere(id, caller.guildId, bot)));
  return suggestJobs(
    jobs.filter((job) => job !== null),
    focused.typed,
  );
}

/** By the words of the prompt, the model or the whole id. */
function suggestJobs(jobs: readonly Job[], typed: string): readonly Suggestion[] {
  const wanted = typed.trim().toLowerCase();
  return jobs
    .map((job) => ({ name: modJobLabel(job), value: job.id }))
    .filter(({ name, value }) => name.toLowerCase().includes(wanted) || value === wanted);
}

/** Null for what cannot be an id. */
function readJobId(typed: string): JobId | null {
  const text = typed.trim();
  return /^\d{1,20}$/u.test(text) ? jobId(text) : null;
}

/** A job of another guild does not exist. */
export async function findHere(id: JobId, guildId: GuildId, bot: Bot): Promise<Job | null> {
  const job = await bot.findJob(id);
  return job?.guildId === guildId ? job : null;
}
