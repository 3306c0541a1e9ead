import type { ErrorFacts } from '../../domain/errors.ts';
import { escapeText, inlineCode } from './escape.ts';
import { moment } from './money.ts';
import { say } from './say.ts';

/** What a member reads about the rule that refused, and what to do about it. @see ErrorFacts.rule */
const ruleTexts: ReadonlyMap<string, (facts: ErrorFacts) => string> = new Map<string, (facts: ErrorFacts) => string>([
  ['account_age', ({ limit }) => (limit ? say('rule.accountAge', { count: limit }) : say('rule.accountAgeSome'))],
  ['member_age', ({ limit }) => (limit ? say('rule.memberAge', { count: limit }) : say('rule.memberAgeSome'))],
  ['role', () => say('rule.role')],
  ['channel', () => say('rule.channel')],
  ['model', (facts) => say('rule.model', { model: modelName(facts) })],
  ['model_role', (facts) => say('rule.modelRole', { model: modelName(facts) })],
  ['adult_model', (facts) => say('rule.adultModel', { model: modelName(facts) })],
  ['adult_lora', () => say('rule.adultLora')],
  ['lora_words', () => say('rule.loraWords')],
  ['preset_words', () => say('rule.presetWords')],
  ['adult_prompt', () => say('rule.adultPrompt')],
  ['blocklist', blocked],
  ['approval', () => say('rule.approval')],
]);

/** The rule in a sentence to the member. */
export function ruleText(facts: ErrorFacts): string {
  return ruleTexts.get(facts.rule ?? '')?.(facts) ?? say('rule.other');
}

/** What a refusal means for the member's standing; empty where it means nothing. Begins with a space. */
export function strikeText({ strikes, suspendedUntilMs }: ErrorFacts): string {
  if (strikes === undefined) return '';
  const strike = ` ${say('rule.strike', { strikes })}`;
  if (suspendedUntilMs === undefined) return strike;
  return `${strike} ${say('rule.suspended', { when: moment(suspendedUntilMs, 'f') })}`;
}

/** What the list that is always on refuses is not repeated, not even to whoever wrote it. */
function blocked({ list, matched }: ErrorFacts): string {
  if (list === 'always') return say('rule.never');
  return matched ? say('rule.word', { word: inlineCode(matched) }) : say('rule.someWord');
}

function modelName({ model }: ErrorFacts): string {
  return model ? escapeText(model, 100) : say('rule.someModel');
}
