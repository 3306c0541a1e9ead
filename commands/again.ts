import type { PressCall } from '../src/discord/calls.ts';
import type { Bot } from './command.ts';
import { repeatable, requestAnew } from './repeat.ts';
import { startPicture } from './start-picture.ts';

/** The Again button of a picture: the same request anew, admitted, metered and charged to whoever pressed. */
export async function again({ caller, id, answer, reply }: PressCall, bot: Bot): Promise<void> {
  const found = await repeatable(id.subject, caller, bot);
  if ('refusal' in found) return answer({ content: found.refusal, buttons: [] });
  await startPicture(requestAnew(found.job, caller), { answer, reply }, bot);
}
