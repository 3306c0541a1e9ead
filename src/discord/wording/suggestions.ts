import type { Lora, Model } from '../../domain/model.ts';
import { credits } from './money.ts';
import { say } from './say.ts';

/** A model among suggestions, with what a picture costs; plain text. */
export function suggestedModel({ title }: Model, price: number, isLastChoice: boolean): string {
  const facts = { model: title, credits: credits(price) };
  return say(isLastChoice ? 'models.suggestionLastChoice' : 'models.suggestion', facts);
}

/** A size among suggestions that the member last chose; plain text. */
export function suggestedLastSize(size: string): string {
  return say('models.sizeLastChoice', { size });
}

/** A LoRA among suggestions that another model than the usual one applies; plain text. */
export function suggestedLoraOf({ title }: Lora, model: Model, price: number): string {
  return say('loras.suggestionOf', { lora: title, model: model.title, credits: credits(price) });
}
