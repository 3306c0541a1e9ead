import { isLoraFile, isLoraPath, isLoraStrength, longestLoraName, longestLoraPath } from './lora-bounds.ts';
import { isSameLora } from './lora-key.ts';
import { readLoras, type TypedLora } from './lora-list.ts';
import type { LoraRule, Settings } from './model.ts';
import { noSuchOption, type Phrase } from './phrase.ts';
import type { GenerationRequest } from './request.ts';

/** A request whose LoRAs were read before, by the guild's library; else they are read by the route's own names. */
export interface WishedRequest extends GenerationRequest {
  readonly loras?: readonly TypedLora[] | undefined;
}

/** Something typed, and what would be allowed in its place; null where it is right. */
export interface LoraCheck {
  readonly value: string;
  readonly allowed: Phrase | null;
}

const right: LoraCheck = { value: '', allowed: null };

/** The LoRAs that a request means, by the names that this route knows. */
export function lorasOf(rule: LoraRule | null, { loras, options }: WishedRequest): readonly TypedLora[] {
  return (
    loras ??
    readLoras(options, (name) => rule?.known.some(({ title, file }) => title === name || file === name) === true)
  );
}

/** Are the names such as the route takes, and are they few enough? */
export function checkLoraNames(rule: LoraRule | null, request: WishedRequest): LoraCheck {
  const typed = lorasOf(rule, request);
  const value = request.options.lora ?? '';
  if (typed.length === 0) return isMissing(rule, request) ? { value, allowed: nameOf(rule) } : right;
  if (rule === null) return { value, allowed: noSuchOption };
  const most = rule.most ?? 1;
  if (typed.length > most) return { value, allowed: { kind: 'atMost', of: 'loras', most } };
  return checkFiles(rule, typed, value);
}

function checkFiles(rule: LoraRule, typed: readonly TypedLora[], value: string): LoraCheck {
  const files = typed.map(({ name }) => loraFile(rule, name));
  const isTwice = files.some((file, at) => files.slice(0, at).some((other) => isSameLora(file, other)));
  if (isTwice) return { value, allowed: { kind: 'plain', what: 'eachLoraOnce' } };
  const wrong = typed.find(({ name }) => !isName(rule, loraFile(rule, name)));
  return wrong === undefined ? right : { value: wrong.name, allowed: nameOf(rule) };
}

/** Is every strength within the route's bounds? */
export function checkLoraStrengths(rule: LoraRule | null, request: WishedRequest): LoraCheck {
  const typed = lorasOf(rule, request);
  const { loraStrength } = request.options;
  if (typed.length === 0 && loraStrength !== null) {
    const allowed: Phrase = rule === null ? noSuchOption : { kind: 'plain', what: 'onlyWithLora' };
    return { value: String(loraStrength), allowed };
  }
  if (rule === null) return right;
  const strengths = typed.flatMap(({ strength }) => strength ?? []);
  const wrong = strengths.find((strength) => !fitsStrength(rule, strength));
  if (wrong === undefined) return right;
  const { minStrength: min, maxStrength: max } = rule;
  return { value: String(wrong), allowed: { kind: 'range', of: 'strength', min, max } };
}

/** The LoRAs as this route applies them; none where it takes none. */
export function chooseLoras(rule: LoraRule | null, request: WishedRequest): Settings['loras'] {
  if (rule === null) return [];
  return lorasOf(rule, request).map(({ name, strength }) => ({
    file: loraFile(rule, name),
    strength: strength ?? rule.defaultStrength,
  }));
}

/** A route for requests with a LoRA only; a strength alone is refused as such. */
function isMissing(rule: LoraRule | null, { options }: WishedRequest): boolean {
  return rule?.isRequired === true && options.loraStrength === null;
}

/** A known LoRA may be named by its title; anything else is the provider's own name for it, byte for byte. */
function loraFile(rule: LoraRule, typed: string): string {
  return rule.known.find(({ title }) => title === typed)?.file ?? typed;
}

function isName({ names }: LoraRule, file: string): boolean {
  return names === 'path' ? isLoraPath(file) : isLoraFile(file);
}

function nameOf(rule: LoraRule | null): Phrase {
  return rule?.names === 'path'
    ? { kind: 'atMost', of: 'loraPath', most: longestLoraPath }
    : { kind: 'atMost', of: 'loraFile', most: longestLoraName };
}

function fitsStrength(rule: LoraRule, strength: number): boolean {
  return strength >= rule.minStrength && strength <= rule.maxStrength && isLoraStrength(strength);
}
