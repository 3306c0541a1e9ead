import { readOptions } from '../../src/discord/options.ts';
import { loraTexts } from '../../src/discord/wording/loras.ts';
import { type GuildLora, loraRulesOf, mostGuildLoras } from '../../src/domain/guild-lora.ts';
import type { GuildSettings } from '../../src/domain/guild-settings.ts';
import { isSameLora } from '../../src/domain/lora-key.ts';
import type { LoraRule, Model } from '../../src/domain/model.ts';
import type { Bot } from '../command.ts';
import { newRowOptions } from './loras-options.ts';
import { unknownModel } from './model-names.ts';
import type { Asked, Plan, Refusal } from './plan.ts';

/** Puts a row with this file into the library; the rest of it is among the options that every new LoRA has. */
export function planToAdd(fileOf: (asked: Asked) => string): Plan {
  return (asked, settings) => {
    const typed = readNew(asked);
    const model = asked.catalog.find(typed.model);
    if (model === null) return unknownModel(typed.model, asked.catalog);
    const rules = loraRulesOf(model);
    const [first] = rules;
    if (first === undefined) {
      const takers = lorasTakers(asked.catalog).map(({ id }) => id);
      return { refusal: loraTexts.noLoras(model.id, takers) };
    }
    const row = rowOf({ ...typed, file: fileOf(asked) }, model, [first, ...rules.slice(1)]);
    const misfit = misfitIn(row, rules, settings);
    if (misfit !== null) return misfit;
    return {
      next: { ...settings, loras: [...settings.loras, row] },
      what: loraTexts.what(row.title),
      was: loraTexts.none,
      now: loraTexts.row(row),
      hints: [loraTexts.reach],
    };
  };
}

/** Titles are told apart by their letters, not by upper and lower case. */
export function findLora(title: string, { loras }: GuildSettings): GuildLora | null {
  const wanted = title.trim().toLowerCase();
  return loras.find((row) => row.title.toLowerCase() === wanted) ?? null;
}

/** The models for which a LoRA can be kept. */
export function lorasTakers({ models }: Pick<Bot['catalog'], 'models'>): readonly Model[] {
  return models.filter((model) => loraRulesOf(model).length > 0);
}

/** What is left out is as the model's routes have it. */
function rowOf(
  typed: ReturnType<typeof readNew> & { readonly file: string },
  model: Model,
  rules: readonly [LoraRule, ...LoraRule[]],
): GuildLora {
  const { title, file, triggerWords, isAdult } = typed;
  return {
    title,
    file,
    modelId: model.id,
    defaultStrength: typed.strength ?? rules[0].defaultStrength,
    minStrength: typed.minStrength ?? Math.min(...rules.map(({ minStrength }) => minStrength)),
    maxStrength: typed.maxStrength ?? Math.max(...rules.map(({ maxStrength }) => maxStrength)),
    triggerWords,
    isAdult,
  };
}

function misfitIn(row: GuildLora, rules: readonly LoraRule[], settings: GuildSettings): Refusal | null {
  if (settings.loras.length >= mostGuildLoras) return { refusal: loraTexts.full(mostGuildLoras) };
  const sameTitle = findLora(row.title, settings);
  if (sameTitle !== null) return { refusal: loraTexts.titleTaken(sameTitle.title) };
  const sameFile = settings.loras.find(({ file, modelId }) => modelId === row.modelId && isSameLora(file, row.file));
  if (sameFile !== undefined) return { refusal: loraTexts.fileTaken(sameFile.title) };
  const isTaken = rules.some((rule) => row.minStrength >= rule.minStrength && row.maxStrength <= rule.maxStrength);
  if (isTaken) return null;
  const ranges = rules.map(({ minStrength, maxStrength }) => loraTexts.range(minStrength, maxStrength));
  return { refusal: loraTexts.bounds(row.modelId, [...new Set(ranges)]) };
}

function readNew({ options }: Pick<Asked, 'options'>) {
  const typed = readOptions(newRowOptions, options);
  const words = (typed.text('trigger_words') ?? '').split(',').map((word) => word.trim());
  return {
    title: typed.requiredText('title').trim(),
    model: typed.requiredText('model'),
    strength: typed.number('strength'),
    minStrength: typed.number('min_strength'),
    maxStrength: typed.number('max_strength'),
    triggerWords: [...new Set(words)].filter((word) => word !== ''),
    isAdult: typed.flag('adult'),
  };
}
