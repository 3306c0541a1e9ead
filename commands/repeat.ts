import type { Caller } from '../src/discord/interaction.ts';
import { againTexts } from '../src/discord/wording/answers.ts';
import { jobId } from '../src/domain/ids.ts';
import type { Job } from '../src/domain/job.ts';
import { typedLoras } from '../src/domain/lora-list.ts';
import type { GenerationRequest } from '../src/domain/request.ts';
import { sizeLabel } from '../src/domain/size.ts';
import type { Bot } from './command.ts';
import { placeOf } from './place.ts';

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
export function requestAnew({ modelId, settings, replyTo, credits }: Job, caller: Caller): GenerationRequest {
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
