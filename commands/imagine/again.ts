import { typedLoras } from '#catalog/loras.ts';
import type { GenerationRequest } from '#catalog/request.ts';
import { sizeLabel } from '#catalog/size.ts';
import { jobId } from '#core/ids.ts';
import type { ButtonCall } from '#discord/interactions/calls.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { againTexts } from '#discord/texts/answers.ts';
import type { Job } from '#jobs/job.ts';
import type { Bot } from '../command.ts';
import { placeOf } from '../place.ts';
import { startPicture } from '../start-picture.ts';

/** The Again button of a picture: the same request anew, admitted, metered and charged to whoever pressed. */
export async function again({ caller, id, answer, reply }: ButtonCall, bot: Bot): Promise<void> {
  const found = await repeatable(id.subject, caller, bot);
  if ('refusal' in found) return answer({ content: found.refusal, buttons: [] });
  await startPicture(repeatRequest(found.job, caller), { answer, reply }, bot);
}

/**
 * The Retry button of a failure: the same request as a new one, admitted and charged by itself. However often it is
 * pressed it makes one; a refusal before anything began gives the press back.
 */
export async function retry({ caller, id, answer, reply }: ButtonCall, bot: Bot): Promise<void> {
  const job = await bot.findJob(jobId(id.subject));
  if (job?.guildId !== caller.guildId || job.settings.prompt === '') {
    return answer({ content: againTexts.notFound, buttons: [] });
  }
  if (job.userId !== caller.userId) return answer({ content: againTexts.notYourFailure, buttons: [] });
  if (!hasFailedForFree(job) || !(await bot.retries.claim(job.id))) {
    return answer({ content: againTexts.retried, buttons: [] });
  }
  try {
    await startPicture(repeatRequest(job, caller), { answer, reply }, bot);
  } catch (error) {
    await bot.retries.giveBack(job.id);
    throw error;
  }
}

function hasFailedForFree({ state, charged }: Job): boolean {
  return (state === 'failed' || state === 'cancelled') && charged === 0;
}

/** A job that this member may make again, or why not. */
export type Repeatable = { readonly job: Job } | { readonly refusal: string };

/** The record of the picture that a button is under, if the one who pressed may have it made again. */
export async function repeatable(subject: string, caller: Caller, bot: Bot): Promise<Repeatable> {
  const job = await bot.findJob(jobId(subject));
  // The prompt of an old job is emptied after a while; without it there is nothing to make again.
  if (job?.guildId !== caller.guildId || job.settings.prompt === '') return { refusal: againTexts.notFound };
  if (job.userId === caller.userId) return { job };
  if (job.replyTo.isPrivate) return { refusal: againTexts.notYours };
  // Who cannot see the picture must not read its prompt in the form.
  if (job.replyTo.channelId !== caller.channelId) return { refusal: againTexts.notFound };
  // What was attached to a command was shown to nobody else.
  if (job.settings.images.length > 0) return { refusal: againTexts.theirPictures };
  return { job };
}

/** The request that makes a job's picture again, in the name of whoever asks now. */
export function repeatRequest({ modelId, settings, replyTo, credits }: Job, caller: Caller): GenerationRequest {
  const { prompt, size, quality, resolution, steps, loras, format, images, count } = settings;
  return {
    ...placeOf(caller),
    model: modelId,
    prompt,
    images,
    options: {
      size: sizeLabel(size),
      quality,
      resolution,
      steps,
      ...typedLoras(loras),
      format,
      count: count > 1 ? count : null,
    },
    isPrivate: replyTo.isPrivate,
    shownCredits: credits,
  };
}
