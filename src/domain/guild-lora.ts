import { z } from 'zod';
import { BotError } from './errors.ts';
import type { WishedRequest } from './fit-loras.ts';
import { isLoraFile, isLoraStrength } from './lora-bounds.ts';
import { readLoras, type TypedLora } from './lora-list.ts';
import type { Lora, LoraChoice, LoraRule, Model } from './model.ts';
import type { Phrase } from './phrase.ts';
import type { GenerationRequest } from './request.ts';

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
export interface LoraWish {
  readonly request: WishedRequest;
  /** The rows that the member chose, by title or by file, as they are applied. */
  readonly applied: readonly LoraChoice[];
  /** True where the guild marks a chosen file as adult, for this model or for another. */
  readonly isAdult: boolean;
}

/**
 * Puts the guild's row in the place of each name that the member typed: its file, its usual strength where none was typed,
 * and those of its trigger words that the prompt does not have, at the prompt's end. Any other name passes as it is.
 *
 * @throws {@link BotError} `refused.options`: a strength beyond the row's, or the title of another model's LoRA
 */
export function applyGuildLoras(request: GenerationRequest, model: Model, rows: readonly GuildLora[]): LoraWish {
  const typed = readLoras(request.options, (name) => isKnownName(name, model, rows));
  const adultFiles = adultFilesOf(rows);
  let wish: LoraWish = { request: { ...request, loras: typed }, applied: [], isAdult: false };
  const loras: TypedLora[] = [];
  for (const lora of typed) {
    const row = rowNamed(lora.name, model, rows);
    if (row === null) refuseForeignTitle(lora.name, model, rows);
    const isAdult = wish.isAdult || adultFiles.has(row?.file ?? knownFile(lora.name, model));
    wish = row === null ? { ...wish, isAdult } : { ...withRow(wish, row, strengthOf(lora, row)), isAdult };
    loras.push(row === null ? lora : { name: row.file, strength: strengthOf(lora, row) });
  }
  return { ...wish, request: { ...wish.request, loras } };
}

function withRow({ request, applied, isAdult }: LoraWish, row: GuildLora, strength: number): LoraWish {
  const { file, triggerWords } = row;
  return {
    request: { ...request, prompt: withTriggerWords(request.prompt, row) },
    applied: [...applied, { file, strength, triggerWords }],
    isAdult,
  };
}

/** What the guild marks as adult: the file is, whichever model runs it and under whatever title. */
export function adultFilesOf(rows: readonly GuildLora[]): ReadonlySet<string> {
  return new Set(rows.filter(({ isAdult }) => isAdult).map(({ file }) => file));
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
  const byFile = new Map(loraRulesOf(model).flatMap(({ known }) => known.map((lora) => [lora.file, lora] as const)));
  return [...byFile.values()];
}

/** Also the title of another model's: it is told apart from a file of that name. */
function isKnownName(name: string, model: Model, rows: readonly GuildLora[]): boolean {
  const isOne = ({ title, file }: Lora) => title === name || file === name;
  return rows.some(isOne) || knownLorasOf(model).some(isOne);
}

function rowNamed(typed: string, model: Model, rows: readonly GuildLora[]): GuildLora | null {
  const own = rows.filter(({ modelId }) => modelId === model.id);
  return own.find(({ title }) => title === typed) ?? own.find(({ file }) => file === typed) ?? null;
}

/** A title is no file name: sent as one it would cost a job that cannot succeed. */
function refuseForeignTitle(typed: string, model: Model, rows: readonly GuildLora[]): void {
  const isKnown = knownLorasOf(model).some(({ title, file }) => title === typed || file === typed);
  const foreign = isKnown ? undefined : rows.find(({ title }) => title === typed);
  if (foreign === undefined) return;
  const allowed: Phrase = { kind: 'loraOf', model: model.title, owner: foreign.modelId };
  throw new BotError('refused.options', "another model's LoRA", { option: 'lora', value: typed, allowed });
}

function knownFile(typed: string, model: Model): string {
  return knownLorasOf(model).find(({ title }) => title === typed)?.file ?? typed;
}

function strengthOf({ strength }: TypedLora, row: GuildLora): number {
  const { minStrength, maxStrength, defaultStrength } = row;
  const typed = strength ?? defaultStrength;
  if (typed >= minStrength && typed <= maxStrength) return typed;
  const allowed: Phrase = { kind: 'range', of: 'thisStrength', min: minStrength, max: maxStrength };
  throw new BotError('refused.options', 'strength refused', { option: 'lora_strength', value: String(typed), allowed });
}

function withTriggerWords(prompt: string, { triggerWords }: GuildLora): string {
  const missing = triggerWords.filter((word) => !hasWord(prompt, word));
  return prompt.trim() === '' ? prompt : [prompt, ...missing].join(', ');
}

/** As a word of its own: `ink` is not in "pink". */
function hasWord(prompt: string, word: string): boolean {
  const literal = word.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'iu').test(prompt);
}
