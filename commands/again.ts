import type { PressCall } from '../src/discord/calls.ts';
import type { Caller } from '../src/discord/interaction.ts';
import { againTexts } from '../src/discord/wording/answers.ts';
import { jobId } from '../src/domain/ids.ts';
import type { Job } from '../src/domain/job.ts';
import { typedLoras } from '../src/domain/lora-list.ts';
import type { GenerationRequest } from '../src/domain/request.ts';
import { sizeLabel } from '../src/domain/size.ts';
import type { Bot } from './command.ts';
import { placeOf } from './place.ts';
import { startPicture } from './start-picture.ts';

/** The Again button of a picture: the same request anew, admitted, metered and charged to whoever pressed. */
export async function again({ caller, id, answer, reply }: PressCall, bot: Bot): Promise<void> {
  const job = await bot.findJob(jobId(id.subject));
  // The prompt of an old job is emptied after a while; without it there is nothing to make again.
  if (job?.guildId !== caller.guildId || job.settings.prompt === '')
    return answer({ content: againTexts.notFound, buttons: [] });
  const { isPrivate } = job.replyTo;
  if (isPrivate && job.userId !== caller.userId) return answer({ content: againTexts.notYours, buttons: [] });
  await startPicture(requestFrom(job, caller), { answer, reply }, bot);
}

function requestFrom({ modelId, settings, replyTo }: Job, caller: Caller): GenerationRequest {
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
  };
}
