import type { CompletionCall, Suggestion } from '../../src/discord/calls.ts';
import { readOptions } from '../../src/discord/options.ts';
import { lorasPageText, loraTexts, pagesOfLoras } from '../../src/discord/wording/loras.ts';
import { type GuildLora, loraRulesOf, mostGuildLoras } from '../../src/domain/guild-lora.ts';
import type { GuildSettings } from '../../src/domain/guild-settings.ts';
import type { LoraRule, Model } from '../../src/domain/model.ts';
import type { Bot } from '../command.ts';
import { guildLorasIn } from '../list-loras.ts';
import { matchingFirst, suggestModels } from '../suggest.ts';
import { addOptions, listOptions, removeOptions, renameOptions } from './loras-options.ts';
import { unknownModel } from './model-names.ts';
import { type Asked, changing, type Plan, type Refusal, type Run } from './plan.ts';

const add: Plan = (asked, settings) => {
  const typed = readNew(asked);
  const model = asked.catalog.find(typed.model);
  if (model === null) return unknownModel(typed.model, asked.catalog);
  const rules = loraRulesOf(model);
  const [first] = rules;
  if (first === undefined)
    return {
      refusal: loraTexts.noLoras(
        model.id,
        lorasTakers(asked.catalog).map(({ id }) => id),
      ),
    };
  const row = rowOf(typed, model, [first, ...rules.slice(1)]);
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

const remove: Plan = ({ options }, settings) => {
  const title = readOptions(removeOptions, options).requiredText('title');
  const row = find(title, settings);
  if (row === null) return { refusal: loraTexts.unknown(title) };
  return {
    next: { ...settings, loras: settings.loras.filter((each) => each !== row) },
    what: loraTexts.what(row.title),
    was: loraTexts.row(row),
    now: loraTexts.none,
    hints: [],
  };
};

const rename: Plan = ({ options }, settings) => {
  const typed = readOptions(renameOptions, options);
  const [title, newTitle] = [typed.requiredText('title'), typed.requiredText('new_title').trim()];
  const row = find(title, settings);
  if (row === null) return { refusal: loraTexts.unknown(title) };
  const taken = find(newTitle, settings);
  if (taken !== null && taken !== row) return { refusal: loraTexts.titleTaken(taken.title) };
  return {
    next: { ...settings, loras: settings.loras.map((each) => (each === row ? { ...row, title: newTitle } : each)) },
    what: loraTexts.what(row.title),
    was: loraTexts.title(row.title),
    now: loraTexts.title(newTitle),
    hints: [],
  };
};

const list: Run = async ({ caller, options }, bot) => {
  const rows = guildLorasIn(await bot.settings(caller.guildId), bot.catalog);
  if (rows.length === 0) return loraTexts.empty;
  const pages = pagesOfLoras(rows);
  const page = Math.min(readOptions(listOptions, options).number('page') ?? 1, pages.length);
  const text = lorasPageText(pages[page - 1] ?? [], { page: page - 1, pages: pages.length, model: null });
  return pages.length > 1 ? `${text}\n-# ${loraTexts.moreOn(page, pages.length)}` : text;
};

/** By the group's name and the subcommand's. @see lorasDefinition */
export const loraRuns: readonly (readonly [string, Run])[] = [
  ['loras add', changing(add)],
  ['loras remove', changing(remove)],
  ['loras rename', changing(rename)],
  ['loras list', list],
];

/** Titles of the library; for a new LoRA the models that take one. */
export async function completeLoras({ caller, focused }: CompletionCall, bot: Bot): Promise<readonly Suggestion[]> {
  const { name, typed } = focused;
  if (name === 'model')
    return suggestModels({ ...bot, catalog: { ...bot.catalog, models: lorasTakers(bot.catalog) } }, typed);
  const { loras } = await bot.settings(caller.guildId);
  const found = matchingFirst(loras, typed, ({ title, file }) => [title, file]);
  return found.map(({ title, modelId }) => ({ name: `${title} · ${modelId}`, value: title }));
}

function lorasTakers({ models }: Pick<Bot['catalog'], 'models'>): readonly Model[] {
  return models.filter((model) => loraRulesOf(model).length > 0);
}

/** What is left out is as the model's routes have it. */
function rowOf(typed: ReturnType<typeof readNew>, model: Model, rules: readonly [LoraRule, ...LoraRule[]]): GuildLora {
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
  const sameTitle = find(row.title, settings);
  if (sameTitle !== null) return { refusal: loraTexts.titleTaken(sameTitle.title) };
  const sameFile = settings.loras.find(({ file, modelId }) => file === row.file && modelId === row.modelId);
  if (sameFile !== undefined) return { refusal: loraTexts.fileTaken(sameFile.title) };
  const isTaken = rules.some((rule) => row.minStrength >= rule.minStrength && row.maxStrength <= rule.maxStrength);
  if (isTaken) return null;
  const ranges = rules.map(({ minStrength, maxStrength }) => loraTexts.range(minStrength, maxStrength));
  return { refusal: loraTexts.bounds(row.modelId, [...new Set(ranges)]) };
}

/** Titles are told apart by their letters, not by upper and lower case. */
function find(title: string, { loras }: GuildSettings): GuildLora | null {
  const wanted = title.trim().toLowerCase();
  return loras.find((row) => row.title.toLowerCase() === wanted) ?? null;
}

function readNew({ options }: Pick<Asked, 'options'>) {
  const typed = readOptions(addOptions, options);
  const words = (typed.text('trigger_words') ?? '').split(',').map((word) => word.trim());
  return {
    title: typed.requiredText('title').trim(),
    file: typed.requiredText('file'),
    model: typed.requiredText('model'),
    strength: typed.number('strength'),
    minStrength: typed.number('min_strength'),
    maxStrength: typed.number('max_strength'),
    triggerWords: [...new Set(words)].filter((word) => word !== ''),
    isAdult: typed.flag('adult'),
  };
}
