import { isLoraPath, loraKey } from '#catalog/loras.ts';
import { asMaker, canMake, type Lora, type Model } from '#catalog/model.ts';
import { autoRatio, fitSize, parseSize, sizeLabel } from '#catalog/size.ts';
import type { SizeRule } from '#core/phrase.ts';
import type { Suggestion } from '#discord/interactions/calls.ts';
import { limits } from '#discord/messages/limits.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { credits } from '#i18n/money.ts';
import { ratioText } from '#i18n/phrases.ts';
import { t } from '#i18n/t.ts';
import {
  adultKeysOf,
  type GuildLora,
  knownLorasOf,
  modelOfLora,
  mostLorasOf,
  namedLorasOf,
} from '#loras/guild-lora.ts';
import { isAdultChannel } from '#moderation/rules.ts';
import type { Bot } from './command.ts';
import type { RouteQuoting } from './resolve-model.ts';

/** Ratios that people ask for, offered where an endpoint takes free pixels. */
const commonRatios = ['1:1', '4:3', '3:4', '3:2', '2:3', '16:9', '9:16', '21:9'] as const;
/** Pixel sizes that people ask for, offered where they fit. */
const commonPixels = [
  '1024x1024',
  '1216x832',
  '832x1216',
  '1344x768',
  '768x1344',
  '1536x1024',
  '1024x1536',
  '2048x2048',
] as const;

/** Models whose id or title contains the text, with their price; the member's last choice comes first. */
export function suggestModels(
  { catalog, priceOf }: Pick<Bot, 'catalog' | 'priceOf'>,
  typed: string,
  lastId: string | null = null,
): readonly Suggestion[] {
  const named = modelsNamed(catalog.models, typed);
  const isLast = ({ id }: Model) => id === lastId;
  return [...named.filter(isLast), ...named.filter((model) => !isLast(model))].map((model) => {
    const facts = { model: model.title, credits: credits(priceOf(model)) };
    return { name: t(isLast(model) ? 'models.suggestionLastChoice' : 'models.suggestion', facts), value: model.id };
  });
}

/** Of the models that make pictures from words, with the price of that. */
export function suggestMakers(
  bot: Pick<Bot, 'catalog' | 'priceOf'>,
  typed: string,
  lastId: string | null = null,
): readonly Suggestion[] {
  const models = bot.catalog.models.filter(canMake).map(asMaker);
  return suggestModels({ ...bot, catalog: { ...bot.catalog, models } }, typed, lastId);
}

/** The model that a half-typed name is most likely about. */
export function guessModel({ catalog }: Pick<Bot, 'catalog'>, typed: string | null): Model | null {
  const name = typed ?? catalog.defaultModelId;
  return catalog.find(name) ?? modelsNamed(catalog.models, name)[0] ?? null;
}

/** Names that begin with the text, then those that contain it; only if there are none, those with its letters in order. */
function modelsNamed(models: readonly Model[], typed: string): readonly Model[] {
  const wanted = typed.trim().toLowerCase();
  const named = models.map((model) => ({ model, names: [model.id, model.title.toLowerCase()] }));
  const those = (test: (name: string) => boolean) => named.filter(({ names }) => names.some(test));
  const begun = those((name) => name.startsWith(wanted));
  const inside = those((name) => name.includes(wanted)).filter((each) => !begun.includes(each));
  const found = begun.length + inside.length > 0 ? [...begun, ...inside] : those((name) => hasLetters(name, wanted));
  return found.map(({ model }) => model);
}

/** Sizes that the model takes: the member's last choice, the typed text, its ratios, common pixel sizes. */
export function suggestSizes(model: Model, typed: string, last: string | null = null): readonly Suggestion[] {
  const rules = model.routes.map(({ sizes }) => sizes);
  const fits = (text: string) => rules.some((rule) => fitted(rule, text) !== null);
  const named = rules.flatMap((rule) => (rule.kind === 'ratios' ? rule.ratios : []));
  const ratios = [...new Set([...named, ...commonRatios])].filter(fits);
  const listed = rules.flatMap((rule) => (rule.kind === 'list' ? rule.sizes : []));
  const pixels = [...new Set([...listed, ...commonPixels])].filter(fits);
  const wanted = typed.trim();
  const begins = (text: string) => text.startsWith(wanted.toLowerCase());
  return distinct([
    ...(last !== null && fits(last) && begins(last)
      ? [{ name: t('models.sizeLastChoice', { size: labelOf(rules, last) }), value: last }]
      : []),
    ...(fits(wanted) ? [{ name: labelOf(rules, wanted), value: wanted }] : []),
    ...ratios.filter(begins).map((ratio) => ({ name: labelOf(rules, ratio), value: ratio })),
    ...pixels.filter(begins).map((size) => ({ name: labelOf(rules, size), value: size })),
  ]);
}

/** The words that the model takes as quality or resolution. */
export function suggestWords(model: Model, which: 'qualities' | 'resolutions', typed: string): readonly Suggestion[] {
  const words = model.routes.flatMap((route) => route[which]?.values ?? []);
  // Two services may write the same word in upper and in lower case; either is taken.
  const isFirst = (word: string, at: number) =>
    words.findIndex((other) => other.toLowerCase() === word.toLowerCase()) === at;
  const wanted = typed.trim().toLowerCase();
  return words
    .filter((word, at) => isFirst(word, at) && hasLetters(word.toLowerCase(), wanted))
    .map((word) => ({ name: word, value: word }));
}

/** The LoRAs that can be offered. */
interface LoraChoices {
  /** The guild's rows. */
  readonly own: readonly GuildLora[];
  /** Files that must not be shown in the channel, by `loraKey`. */
  readonly hidden: ReadonlySet<string>;
}

/** A typed file name as it is, then the guild's LoRAs, then the catalogue's, by title or file. */
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

/** A file name that is too long to be sent is replaced by the title, which admission knows too. */
function loraSuggestion({ title, file }: Lora): Suggestion {
  return { name: title, value: file.length <= limits.choiceValueCharacters ? file : title };
}

/** Items with the text in a name, then those that only have its letters in order. */
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
  const [size] = rules.flatMap((rule) => fitted(rule, text) ?? []);
  const shown = size ? sizeLabel(size) : text;
  if (shown === autoRatio) return ratioText(autoRatio);
  return shown === text ? text : `${text} (${shown})`;
}

function fitted(rule: SizeRule, text: string) {
  const asked = parseSize(text);
  return asked && fitSize(rule, asked);
}

/** Part of the text, or letters of it in order: `k9` finds `klein-9b`. */
function hasLetters(text: string, wanted: string): boolean {
  if (text.includes(wanted)) return true;
  let at = 0;
  for (const letter of wanted) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function distinct(suggestions: readonly Suggestion[]): Suggestion[] {
  const first = new Map<string, Suggestion>();
  for (const each of suggestions) if (!first.has(each.value)) first.set(each.value, each);
  return [...first.values()];
}

/** LoRAs of the model that may be used in the channel, by name, the guild's own first. */
export function suggestLorasHere(
  where: Parameters<typeof isAdultChannel>[0],
  typed: string,
  model: Model,
  settings: GuildSettings,
): readonly Suggestion[] {
  const allowsAdult = isAdultChannel(where, settings);
  if (model.adult && !allowsAdult) return [];
  const hidden = adultKeysOf(allowsAdult ? [] : settings.loras);
  return suggestLoraList(model, typed, { own: settings.loras, hidden });
}

/**
 * LoRAs of the other models, by title: if no model is named, the one with the LoRA makes the picture.
 * A title that two models have is left out, since it doesn't identify one.
 */
export function suggestLorasOfOthers(
  where: Parameters<typeof isAdultChannel>[0],
  typed: string,
  { catalog, priceOf }: RouteQuoting,
  settings: GuildSettings,
): readonly Suggestion[] {
  const hidden = adultKeysOf(isAdultChannel(where, settings) ? [] : settings.loras);
  const offered = catalog.models.filter(canMake).flatMap((model) =>
    namedLorasOf(model, settings.loras)
      .filter(({ file }) => !hidden.has(loraKey(file)))
      .map((lora) => ({ lora, model })),
  );
  return matchingFirst(offered, typed, ({ lora }) => [lora.title, lora.file])
    .filter(({ lora, model }) => modelOfLora(lora.title, catalog.models, settings.loras)?.id === model.id)
    .map(({ lora, model }) => {
      const price = priceOf({ ...model, routes: model.routes.filter(({ loras }) => loras !== null) });
      const facts = { lora: lora.title, model: model.title, credits: credits(price) };
      return { name: t('loras.suggestionOf', facts), value: lora.title };
    });
}

/** LoRAs by name. Where the model takes several, completes the part behind the last comma. */
export function suggestLoraList(model: Model, typed: string, choices: LoraChoices): readonly Suggestion[] {
  const comma = typed.lastIndexOf(',');
  const most = mostLorasOf(model);
  if (comma === -1 || typed.split(',').length > most) return suggestLoras(model, typed, choices);
  const before = typed.slice(0, comma).trim();
  return suggestLoras(model, typed.slice(comma + 1).trim(), choices)
    .map(({ name, value }) => ({ name: `${before}, ${name}`, value: `${before}, ${value}` }))
    .filter(
      ({ name, value }) => name.length <= limits.choiceNameCharacters && value.length <= limits.choiceValueCharacters,
    );
}
