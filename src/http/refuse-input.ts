import { BotError, type ErrorFacts } from '../domain/errors.ts';
import type { InputLimits, InputProblem } from '../domain/input.ts';

/** A refusal of a picture to edit: which one, what is wrong with it (`facts.reason`), and what would be right. */
export function refusedInput(
  reason: InputProblem,
  { picture }: Pick<InputLimits, 'picture'>,
  facts: ErrorFacts = {},
  detail: string = reason,
): BotError {
  const which = picture === null ? {} : { picture };
  return new BotError('refused.image', detail, { ...which, ...facts, reason, nothingStarted: true });
}
