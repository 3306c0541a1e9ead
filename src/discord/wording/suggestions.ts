import type { Model, SizeRule } from '../../domain/model.ts';
import { credits } from './money.ts';
import { sizesText } from './phrases.ts';
import { say } from './say.ts';

/** A model among suggestions, with what a picture costs; plain text. */
export function suggestedModel({ title }: Model, price: number): string {
  return say('models.suggestion', { model: title, credits: credits(price) });
}

/** A size among suggestions that stands for all that its rule takes; plain text. */
export function suggestedRange(size: string, rule: SizeRule): string {
  return say('models.sizeSuggestion', { size, others: sizesText(rule) });
}
