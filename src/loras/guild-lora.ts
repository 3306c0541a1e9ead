import { z } from 'zod';
import {
  addressIn,
  isLoraFile,
  isLoraStrength,
  isSameLora,
  loraKey,
  type RequestWithLoras,
  readLoras,
  type TypedLora,
} from '#catalog/loras.ts';
import type { Lora, LoraChoice, LoraRule, Model } from '#catalog/model.ts';
import { comparableNames, nearestAmong } from '#catalog/nearest-names.ts';
import type { GenerationRequest } from '#catalog/request.ts';
import { BotError } from '#core/errors.ts';
import { oncePer } from '#core/once-per.ts';
import type { Phrase } from '#core/phrase.ts';

/** How many LoRAs a guild may keep. */
export const mostGuildLoras = 2_000;
/** The bounds of a row's texts. */
export const guildLoraBounds = { titleCharacters: 100, triggerWords: 20, triggerWordCharacters: 100 } as const;

const line = (maxCharacters: number) =>
  z
    .string()
    .max(maxCharacters)
    .refine((text) => text.trim() !== '' && !/\p{Cc}/u.test(text), 'one line of text');
const strength = z.number().min(-100).max(100).refine(isLoraStrength, 'steps of 0.01');

/** A LoRA that a guild offers its members. `minStrength` <= `defaultStrength` <= `maxStrength`. */
export const guildLoraSchema = z
  .object({
    /** Shown to members and typed by them; one LoRA of a guild has it. */
    title: line(guildLoraBounds.titleCharacters),
    /** The provider's file name, byte-exact: no trimming, no normalising. */
    file: z.string().refine(isLoraFile, 'a file name of 1–200 characters'),
    modelId: z.string().max(100),
    defaultStrength: strength.refine((value) => value !== 0, 'a strength of 0 has no effect'),
    minStrength: strength,
    maxStrength: strength,
    /** Each a word or a phrase that the LoRA answers to. */
    triggerWords: z.array(line(guildLoraBounds.triggerWordCharacters)).max(guildLoraBounds.triggerWords).default([]),
    /** Only in age-restricted channels. */
    isAdult: z.boolean().default(false),
  })
  .refine(
    (row) => row.minStrength <= row.defaultStrength && row.defaultStrength <= row.maxStrength,
    'the usual strength lies between the lowest and the highest',
  );

/** @see guildLoraSchema */
export type GuildLora = Readonly<z.output<typeof guildLoraSchema>>;

/** A request with what a guild's LoRAs bring to it; as it was where none is meant. */
export interface LoraRequest {
  readonly request: RequestWithLoras;
  /** The rows that the member chose, by title or by file, as they are applied. */
  readonly applied: readonly LoraChoice[];
  /** True where the guild marks a chosen file as adult, for this model or for another. */
  readonly isAdult: boolean;
}

/**
 * Applies the guild's row to each name that the member typed, however it is spelt: its usual strength where none was typed,
 * its bounds, and those of its trigger words that the prompt does not have, at the prompt's end. A title becomes its file,
 * the catalogue's titles too; a file name passes as it is. `models` are those whose titles are told apart from file names.
 *
 * @throws {@link BotError} `refused.options`: a strength beyond the row's, the title of another model's LoRA, or a name that
 * is neither a title nor a file name
 */
export function applyGuildLoras(
  request: GenerationRequest,
  model: Model,
  rows: readonly GuildLora[],
  models: readonly Model[] = [],
): LoraRequest {
  const { options, prompt } = request;
  if (options.lora === null) return { request: { ...request, loras: [] }, applied: [], isAdult: false };
  // Also the titles of other models': they are told apart from files of that name.
  const typed = readLoras(options, loraNamesIn(rows, [model]));
  const own = ownNames(rows, model);
  const adultKeys = adultKeysOf(rows);
  const chosen = typed.map((lora) => {
    const named = own.find(lora.name) ?? own.findWithoutEnding(lora.name);
    if (named !== null) return { typed: lora, row: rowAt(named, lora) };
    const name = catalogueFile(lora.name, model);
    if (name !== null) return { typed: { ...lora, name }, row: null };
    checkUnknown(lora.name, model, rows, models);
    return { typed: lora, row: null };
  });
  const applied = chosen.flatMap(({ row }) => row ?? []);
  const loras = chosen.map(({ typed: lora, row }) => (row ? { name: row.file, strength: row.strength } : lora));
  return {
    request: { ...request, loras, prompt: applied.reduce(withTriggerWords, prompt) },
    applied,
    isAdult: loras.some(({ name }) => adultKeys.has(loraKey(name))),
  };
}

/** A choice that brings the words of its row. */
type AppliedRow = LoraChoice & Pick<GuildLora, 'triggerWords'>;

function rowAt({ lora, file }: NamedLora<GuildLora>, typed: TypedLora): AppliedRow {
  return { file, strength: strengthOf(typed, lora), triggerWords: lora.triggerWords };
}

/** What is asked of a guild's rows at each request, computed once as long as they are the same. */
interface Library {
  readonly ofModel: ReadonlyMap<string, LoraNames<GuildLora>>;
  readonly adultKeys: ReadonlySet<string>;
}

const libraryOf = oncePer((rows: readonly GuildLora[]): Library => {
  const ofModel = new Map<string, GuildLora[]>();
  for (const row of rows) {
    const others = ofModel.get(row.modelId);
    if (others === undefined) ofModel.set(row.modelId, [row]);
    else others.push(row);
  }
  return {
    ofModel: new Map([...ofModel].map(([modelId, own]) => [modelId, loraNames(own)])),
    adultKeys: new Set(rows.filter(({ isAdult }) => isAdult).map(({ file }) => loraKey(file))),
  };
});

const noNames: LoraNames<GuildLora> = loraNames([]);

function ownNames(rows: readonly GuildLora[], { id }: Model): LoraNames<GuildLora> {
  return libraryOf(rows).ofModel.get(id) ?? noNames;
}

/** What the guild marks as adult, by {@link loraKey}: the file is, whichever model runs it and under whatever title. */
export function adultKeysOf(rows: readonly GuildLora[]): ReadonlySet<string> {
  return libraryOf(rows).adultKeys;
}

/** Tells names from other text in a list: those of all the guild's LoRAs, and those that the catalogue knows for these models. */
export function loraNamesIn(rows: readonly GuildLora[], models: readonly Model[]): (part: string) => boolean {
  const all = [...libraryOf(rows).ofModel.values(), ...models.map(knownNames)].filter(({ loras }) => loras.length > 0);
  return (part) => all.some((names) => names.isInList(part));
}

/** The rules of the model's routes that take LoRAs; empty where none does. */
export function loraRulesOf(model: Model): readonly LoraRule[] {
  return model.routes.flatMap(({ loras }) => loras ?? []);
}

/** How many LoRAs one picture of the model can have. */
export function mostLorasOf(model: Model): number {
  return Math.max(0, ...loraRulesOf(model).map(({ most = 1 }) => most));
}

/** The LoRAs that the catalogue knows by name for the model, each once. */
export function knownLorasOf(model: Model): readonly Lora[] {
  return knownNames(model).loras;
}

const knownNames = oncePer((model: Model): LoraNames<Lora> => {
  const byFile = new Map(loraRulesOf(model).flatMap(({ known }) => known.map((lora) => [lora.file, lora] as const)));
  return loraNames([...byFile.values()]);
});

/** The LoRAs that members can pick by name for the model: the guild's own, then the catalogue's. */
export function namedLorasOf(model: Model, rows: readonly GuildLora[]): readonly Lora[] {
  return [...ownNames(rows, model).loras, ...knownLorasOf(model)];
}

/** Whether members can pick a LoRA of the model by this name. */
export function hasLora(model: Model, rows: readonly GuildLora[], name: string): boolean {
  return ownNames(rows, model).find(name) !== null || knownNames(model).find(name) !== null;
}

/** The one model that has a LoRA of this title; null where none has, or several. */
export function modelOfLora(title: string, models: readonly Model[], rows: readonly GuildLora[]): Model | null {
  const [only, ...others] = models.filter(
    (model) => ownNames(rows, model).hasTitle(title) || knownNames(model).hasTitle(title),
  );
  return others.length === 0 ? (only ?? null) : null;
}

/** The file that the catalogue has for what was typed: a title or a file, in whatever spelling, or a file without its ending. */
function catalogueFile(typed: string, model: Model): string | null {
  const known = knownNames(model);
  const named = known.find(typed) ?? known.findWithoutEnding(typed);
  return named === null ? null : addressIn(typed) === null ? named.lora.file : named.file;
}

/**
 * A title is no file name: sent as one it would cost a job that cannot succeed. Names of repositories and addresses are
 * checked by the routes that take them.
 */
function checkUnknown(typed: string, model: Model, rows: readonly GuildLora[], models: readonly Model[]): void {
  const rules = loraRulesOf(model);
  if (rules.length === 0) return;
  const owner =
    [...libraryOf(rows).ofModel].find(([, names]) => names.hasTitle(typed))?.[0] ??
    models.find((other) => knownNames(other).hasTitle(typed))?.id;
  if (owner !== undefined) {
    const allowed: Phrase = { kind: 'loraOf', model: model.title, owner };
    throw new BotError('refused.options', "another model's LoRA", { option: 'lora', value: typed, allowed });
  }
  if (rules.some(({ names }) => names === 'path') || hasFileEnding(loraKey(typed))) return;
  throw new BotError('refused.options', 'no LoRA of that name', {
    option: 'lora',
    value: typed,
    model: model.title,
    allowed: { kind: 'plain', what: 'loraFileName' },
    nearest: nearestAmong(typed, [...titlesIn(ownNames(rows, model)), ...titlesIn(knownNames(model))]),
  });
}

const titlesIn = oncePer(({ loras }: LoraNames<Lora>) => comparableNames(loras.map(({ title }) => title)));

function strengthOf({ strength }: TypedLora, row: GuildLora): number {
  const { minStrength, maxStrength, defaultStrength } = row;
  const typed = strength ?? defaultStrength;
  if (typed >= minStrength && typed <= maxStrength) return typed;
  const allowed: Phrase = { kind: 'range', of: 'thisStrength', min: minStrength, max: maxStrength };
  throw new BotError('refused.options', 'strength refused', { option: 'lora_strength', value: String(typed), allowed });
}

function withTriggerWords(prompt: string, { triggerWords }: AppliedRow): string {
  const missing = triggerWords.filter((word) => !hasWord(prompt, word));
  return prompt.trim() === '' ? prompt : [prompt, ...missing].join(', ');
}

/** As a word of its own: `ink` is not in "pink". */
function hasWord(prompt: string, word: string): boolean {
  const literal = word.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'iu').test(prompt);
}

/** What a typed name means. */
export interface NamedLora<T> {
  readonly lora: T;
  /** What is sent for it: the LoRA's own file for a title, else what was typed, byte for byte. */
  readonly file: string;
}

/** LoRAs by name. Making it costs a pass over all of them; asking it does not. */
interface LoraNames<T extends Lora> {
  readonly loras: readonly T[];
  /** By title or file, in whatever spelling. What is typed letter by letter goes first, a title before a file. */
  find(typed: string): NamedLora<T> | null;
  /** A file that was named without its ending, as other tools write it. */
  findWithoutEnding(typed: string): NamedLora<T> | null;
  /** Whether one of them has this title, in whatever spelling. */
  hasTitle(title: string): boolean;
  /**
   * Whether a part of what was typed is a name, for reading a list. What follows `?` in an address may go on behind its end, with
   * a comma or a strength: such an address is known letter by letter only.
   */
  isInList(part: string): boolean;
}

/** `.safetensors` and its kin: letters, after a dot, at the end. */
const fileEnding = /\.(?=[a-z\d]*[a-z])[a-z\d]{2,12}$/iu;

/** True for a name that ends as a file's does. */
export function hasFileEnding(name: string): boolean {
  return fileEnding.test(name);
}

/** @see LoraNames */
export function loraNames<T extends Lora>(loras: readonly T[]): LoraNames<T> {
  const titles = firstBy(loras, ({ title }) => title);
  const files = firstBy(loras, ({ file }) => file);
  const titleKeys = firstBy(loras, ({ title }) => loraKey(title));
  const fileKeys = new Map<string, T[]>();
  for (const lora of loras) {
    const key = loraKey(lora.file);
    const others = fileKeys.get(key);
    if (others === undefined) fileKeys.set(key, [lora]);
    else others.push(lora);
  }
  const stems = firstBy(
    loras.filter(({ file }) => hasFileEnding(file)),
    ({ file }) => loraKey(file.replace(fileEnding, '')),
  );

  function find(typed: string): NamedLora<T> | null {
    const exact = titles.get(typed);
    if (exact) return { lora: exact, file: exact.file };
    const asFile = files.get(typed);
    if (asFile) return { lora: asFile, file: typed };
    const key = loraKey(typed);
    const titled = titleKeys.get(key);
    if (titled) return { lora: titled, file: titled.file };
    const spelt = fileKeys.get(key)?.find(({ file }) => isSameLora(file, typed));
    return spelt ? { lora: spelt, file: typed } : null;
  }

  return {
    loras,
    find,
    findWithoutEnding(typed) {
      const lora = stems.get(loraKey(typed));
      return lora === undefined ? null : { lora, file: lora.file };
    },
    hasTitle: (title) => titleKeys.has(loraKey(title)),
    isInList: (part) => titles.has(part) || files.has(part) || (!/[?#]/u.test(part) && find(part) !== null),
  };
}

function firstBy<T>(all: readonly T[], keyOf: (each: T) => string): ReadonlyMap<string, T> {
  // A map keeps the last one.
  return new Map(all.toReversed().map((each) => [keyOf(each), each] as const));
}
