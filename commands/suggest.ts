import type { Suggestion } from '../src/discord/calls.ts';
import { limits } from '../src/discord/limits.ts';
import { ratioText } from '../src/discord/wording/phrases.ts';
import { suggestedLastSize, suggestedModel } from '../src/discord/wording/suggestions.ts';
import { type GuildLora, knownLorasOf } from '../src/domain/guild-lora.ts';
import { asEditor, asMaker, canMake, editModels } from '../src/domain/image-inputs.ts';
import { isLoraPath } from '../src/domain/lora-bounds.ts';
import { loraKey } from '../src/domain/lora-key.ts';
import type { Lora, Model, SizeRule } from '../src/domain/model.ts';
import { autoRatio, fitSize, parseSize, sizeLabel } from '../src/domain/size.ts';
import type { Bot } from './command.ts';

/** Ratios that people ask for, offered where an endpoint takes free pixels. */
const usualRatios = ['1:1', '4:3', '3:4', '3:2', '2:3', '16:9', '9:16', '21:9'] as const;
/** Pixel sizes that people ask for, offered where they fit. */
const usualPixels = [
  '1024x1024',
  '1216x832',
  '832x1216',
  '1344x768',
  '768x1344',
  '1536x1024',
  '1024x1536',
  '2048x2048',
] as const;

/** Models whose id or title has the typed text in it, with their price; the one that the member last chose comes first. */
export function suggestModels(
  { catalog, priceOf }: Pick<Bot, 'catalog' | 'priceOf'>,
  typed: string,
  lastId: string | null = null,
): readonly Suggestion[] {
  const named = modelsNamed(catalog.models, typed);
  const isLast = ({ id }: Model) => id === lastId;
  return [...named.filter(isLast), ...named.filter((model) => !isLast(model))].map((model) => ({
    name: suggestedModel(model, priceOf(model), isLast(model)),
    value: model.id,
  }));
}

/** The same of those that take pictures, with the price of a change. */
export function suggestEditModels(bot: Pick<Bot, 'catalog' | 'priceOf'>, typed: string): readonly Suggestion[] {
  return suggestModels({ ...bot, catalog: { ...bot.catalog, models: editModels(bot.catalog).map(asEditor) } }, typed);
}

/** The same of those that make pictures from words, with the price of that. */
export function suggestMakers(
  bot: Pick<Bot, 'catalog' | 'priceOf'>,
  typed: string,
  lastId: string | null = null,
): readonly Suggestion[] {
  const models = bot.catalog.models.filter(canMake).map(asMaker);
  return suggestModels({ ...bot, catalog: { ...bot.catalog, models } }, typed, lastId);
}

/** The model that the other options are about, as far as it can be told from a half-typed name. */
export function likelyModel({ catalog }: Pick<Bot, 'catalog'>, typed: string | null): Model | null {
  const name = typed ?? catalog.defaultModelId;
  return catalog.find(name) ?? modelsNamed(catalog.models, name)[0] ?? null;
}

/** Those that begin with the text, then those that have it in them; only if there are none, those with its letters in order. */
function modelsNamed(models: readonly Model[], typed: string): readonly Model[] {
  const wanted = typed.trim().toLowerCase();
  const named = models.map((model) => ({ model, names: [model.id, model.title.toLowerCase()] }));
  const those = (test: (name: string) => boolean) => named.filter(({ names }) => names.some(test));
  const begun = those((name) => name.startsWith(wanted));
  const inside = those((name) => name.includes(wanted)).filter((each) => !begun.includes(each));
  const found = begun.length + inside.length > 0 ? [...begun, ...inside] : those((name) => hasLetters(name, wanted));
  return found.map(({ model }) => model);
}

/** What the model takes as a size: what was typed if it fits, what the member last chose, its ratios, usual pixel sizes. */
export function suggestSizes(model: Model, typed: string, last: string | null = null): readonly Suggestion[] {
  const rules = model.routes.map(({ sizes }) => sizes);
  const fits = (text: string) => rules.some((rule) => fitted(rule, text) !== null);
  const named = rules.flatMap((rule) => (rule.kind === 'ratios' ? rule.ratios : []));
  const ratios = unique([...named, ...usualRatios]).filter(fits);
  const listed = rules.flatMap((rule) => (rule.kind === 'list' ? rule.sizes : []));
  const pixels = unique([...listed, ...usualPixels]).filter(fits);
  const wanted = typed.trim();
  const begins = (text: string) => text.startsWith(wanted.toLowerCase());
  return distinct([
    ...(last !== null && fits(last) && begins(last)
      ? [{ name: suggestedLastSize(labelOf(rules, last)), value: last }]
      : []),
    ...(fits(wanted) ? [{ name: labelOf(rules, wanted), value: wanted }] : []),
    ...ratios.filter(begins).map((ratio) => ({ name: labelOf(rules, ratio), value: ratio })),
    ...pixels.filter(begins).map((size) => ({ name: labelOf(rules, size), value: size })),
  ]);
}

/** The words that one of the model's choices takes (quality, resolution). */
export function suggestWords(model: Model, which: 'qualities' | 'resolutions', typed: string): readonly Suggestion[] {
  const words = model.routes.flatMap((route) => route[which]?.values ?? []);
  // Two services may write the same word in upper and in lower case; either is taken.
  const isFirst = (word: string, at: number) =>
    words.findIndex((other) => other.toLowerCase() === word.toLowerCase()) === at;
  return words
    .filter(isFirst)
    .filter((word) => matches(typed, word))
    .map((word) => ({ name: word, value: word }));
}

/** Whose LoRAs are offered. */
export interface LoraChoices {
  /** The guild's rows. */
  readonly own: readonly GuildLora[];
  /** Files that are not shown where it is typed, by `loraKey`, under whichever name. */
  readonly hidden: ReadonlySet<string>;
}

/** The guild's LoRAs, then those that the catalogue knows, by title or file; what looks like a file name is offered as it is, first. */
export function suggestLoras(model: Model, typed: string, { own, hidden }: LoraChoices): readonly Suggestion[] {
  const namesOf = ({ title, file }: Lora) => [title, file];
  const isShown = (name: string) => hidden.size === 0 || !hidden.has(loraKey(name));
  const ofModel = own.filter(({ modelId }) => modelId === model.id);
  const found = [...matchingFirst(ofModel, typed, namesOf), ...matchingFirst(knownLorasOf(model), typed, namesOf)];
  const isFree = model.routes.some(({ loras }) => loras !== null) && isShown(typed);
  const looksLikeFile = /\.(?=[a-z\d]*[a-z])[a-z\d]{2,12}$/iu.test(typed) || isLoraPath(typed);
  const shown = found.filter(({ file }) => isShown(file));
  return distinct([...(isFree && looksLikeFile ? [{ name: typed, value: typed }] : []), ...shown.map(loraSuggestion)]);
}

/** A file name too long to be sent goes by its title, which admission knows as well. */
function loraSuggestion({ title, file }: Lora): Suggestion {
  return { name: title, value: file.length <= limits.choiceValueCharacters ? file : title };
}

/** Those that have the text in a name, then those that only have its letters in order. */
export function matchingFirst<T>(all: readonly T[], typed: string, namesOf: (each: T) => readonly string[]): T[] {
  const wanted = typed.trim().toLowerCase();
  const [inside, inOrder]: [T[], T[]] = [[], []];
  for (const each of all) {
    const names = namesOf(each).map((name) => name.toLowerCase());
    if (names.some((name) => name.includes(wanted))) inside.push(each);
    else if (names.some((name) => hasLetters(name, wanted))) inOrder.push(each);
  }
  return [...inside, ...inOrder];
}

function labelOf(rules: readonly SizeRule[], text: string): string {
  const sizes = rules.flatMap((rule) => fitted(rule, text) ?? []);
  const [size] = sizes;
  const shown = size ? sizeLabel(size) : text;
  if (shown === autoRatio) return ratioText(autoRatio);
  return shown === text ? text : `${text} (${shown})`;
}

function fitted(rule: SizeRule, text: string) {
  const asked = parseSize(text);
  return asked && fitSize(rule, asked);
}

/** Part of one of the texts, or its letters in order: `k9` finds `klein-9b`. */
function matches(typed: string, ...texts: readonly string[]): boolean {
  const wanted = typed.trim().toLowerCase();
  return texts.some((text) => hasLetters(text.toLowerCase(), wanted));
}

function hasLetters(text: string, wanted: string): boolean {
  if (text.includes(wanted)) return true;
  let at = 0;
  for (const letter of wanted) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

function distinct(suggestions: readonly Suggestion[]): Suggestion[] {
  const first = new Map<string, Suggestion>();
  for (const each of suggestions) if (!first.has(each.value)) first.set(each.value, each);
  return [...first.values()];
}
