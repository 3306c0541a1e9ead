import { BotError } from '#core/errors.ts';
import type { CommandCall } from '#discord/interactions/calls.ts';
import type { InputProblem } from '#media/input.ts';
import type { SourceImage } from '#media/media.ts';

/** The attached files, in order. Without one that was attached it would be another result, made and charged. @throws {@link BotError} `refused.image` */
export function attachmentsIn(
  ids: readonly (string | null)[],
  { resolvedAttachments }: Pick<CommandCall, 'resolvedAttachments'>,
): SourceImage[] {
  const attached = ids.filter((id) => id !== null);
  return attached.map((id, index) => {
    const file = resolvedAttachments.get(id);
    if (file === undefined) {
      const which = attached.length === 1 ? {} : { picture: index + 1 };
      const facts = { ...which, reason: 'gone' satisfies InputProblem, nothingStarted: true };
      throw new BotError('refused.image', 'an attachment that Discord did not describe', facts);
    }
    return file;
  });
}
