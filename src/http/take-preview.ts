import { BotError } from '../domain/errors.ts';
import { defaultInputLimits, type FetchInput, type InputProblem } from '../domain/input.ts';
import { type PreviewRefusal, previewBounds, type TakenPreview, type TakePreview } from '../domain/lora-preview.ts';
import { createSlots } from '../domain/slots.ts';
import { shrinkImage } from './shrink-image.ts';

/** What takes memory is done one after the other. */
const shrunkAtOnce = 1;
const limits = { ...defaultInputLimits, minSidePx: 1 };

/** Makes the function that takes uploaded pictures, fetched and checked as those to edit are. */
export function createTakePreview(fetchInput: FetchInput): TakePreview {
  const slots = createSlots(shrunkAtOnce);
  return async ({ url, sizeBytes }) => {
    try {
      const source = { url, name: 'preview', declaredBytes: sizeBytes };
      const picture = await fetchInput(source, limits, new AbortController().signal);
      const small = await slots.run(() => shrinkImage(picture, previewBounds));
      return small === null ? refused('not_a_picture') : { kind: 'picture', bytes: small };
    } catch (thrown) {
      if (thrown instanceof BotError && thrown.code === 'refused.image') return refused(whyOf(thrown));
      throw thrown;
    }
  };
}

const tooLarge: ReadonlySet<string> = new Set<InputProblem>(['too_many_bytes', 'too_many_pixels', 'side_too_long']);
const outOfReach: ReadonlySet<string> = new Set<InputProblem>(['gone', 'unreachable', 'untrusted_host']);

function whyOf({ facts: { reason = '' } }: BotError): PreviewRefusal {
  if (tooLarge.has(reason)) return 'too_large';
  return outOfReach.has(reason) ? 'unreachable' : 'not_a_picture';
}

function refused(why: PreviewRefusal): TakenPreview {
  return { kind: 'refused', why };
}
