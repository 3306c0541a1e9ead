import type { ErrorFacts } from '../../domain/errors.ts';
import { escapeText, inlineCode } from './escape.ts';
import { moment } from './money.ts';

/** What a member reads about the rule that refused, and what to do about it. @see ErrorFacts.rule */
const ruleTexts: ReadonlyMap<string, (facts: ErrorFacts) => string> = new Map<string, (facts: ErrorFacts) => string>([
  ['account_age', (facts) => `Your Discord account has to be ${days(facts)} old to make pictures here.`],
  ['member_age', (facts) => `You have to be on this server for ${days(facts)} before you can make pictures here.`],
  ['role', () => 'None of your roles may make pictures here.'],
  ['channel', () => 'Pictures are not made in this channel. Try one that the server has opened for it.'],
  [
    'model',
    (facts) => `${modelName(facts)} is not open on this server. Pick another one with ${inlineCode('/models')}.`,
  ],
  ['model_role', (facts) => `${modelName(facts)} is kept for certain roles here, and you have none of them.`],
  [
    'adult_model',
    (facts) => `${modelName(facts)} runs only in age-restricted channels that the server has opened for it.`,
  ],
  [
    'adult_lora',
    () =>
      `This LoRA is for age-restricted channels only. Ask again in one, or pick another with ${inlineCode('/loras')}.`,
  ],
  [
    'lora_words',
    () =>
      'The trigger words of this LoRA are not allowed on this server. Pick another LoRA, and tell those who run the server.',
  ],
  [
    'preset_words',
    () =>
      'The style words of this preset are not allowed on this server. Change them, or tell those who run the server.',
  ],
  ['adult_prompt', () => 'This prompt belongs in an age-restricted channel. Ask again in one, or change the prompt.'],
  ['blocklist', blocked],
  ['approval', () => 'Nobody approves requests on this server, so it cannot be asked for.'],
]);

/** The rule in a sentence to the member. */
export function ruleText(facts: ErrorFacts): string {
  return ruleTexts.get(facts.rule ?? '')?.(facts) ?? 'The rules of this server do not allow that.';
}

/** What a refusal means for the member's standing; empty where it means nothing. Begins with a space. */
export function strikeText({ strikes, suspendedUntilMs }: ErrorFacts): string {
  if (strikes === undefined) return '';
  const until = suspendedUntilMs === undefined ? '' : ` You are suspended until ${moment(suspendedUntilMs, 'f')}.`;
  return ` This counts as a strike: ${strikes} now.${until}`;
}

/** What the list that is always on refuses is not repeated, not even to whoever wrote it. */
function blocked({ list, matched }: ErrorFacts): string {
  if (list === 'always') return 'What this prompt asks for is never made with Easel, on any server.';
  const words = matched ? ` ${inlineCode(matched)}` : ' a word';
  return `The prompt has${words} in it, which this server does not allow. Change the prompt.`;
}

function modelName({ model }: ErrorFacts): string {
  return model ? escapeText(model, 100) : 'This model';
}

function days({ limit }: ErrorFacts): string {
  return limit === 1 ? 'a day' : `${limit ?? 'some'} days`;
}
