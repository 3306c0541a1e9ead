import type { CompletionCall, Suggestion } from '#discord/interactions/calls.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { guildCatalog } from '#generation/choose-model.ts';
import type { Bot } from '../command.ts';
import { guildLorasIn } from '../loras/list.ts';
import { lorasPageText, loraTexts, pagesOfLoras } from '../loras/view.ts';
import { matchingFirst, suggestModels } from '../suggest.ts';
import { changePicture, findLora, keepPicture, lorasTakers, pictureOf, planToAdd } from './add-lora.ts';
import { uploadLora } from './lora-upload.ts';
import { addOptions, listOptions, removeOptions, renameOptions } from './loras-options.ts';
import { carryOut, changing, type Plan, type Run } from './plan.ts';
import { setupTexts } from './view.ts';

const add = planToAdd(({ options }) => readOptions(addOptions, options).requiredText('file'));

/** The picture is checked first and kept last: a row that is refused leaves none behind. */
const addWithPicture: Run = async (call, bot) => {
  const picture = await pictureOf(readOptions(addOptions, call.options).id('picture'), call, bot);
  if (picture !== null && 'refusal' in picture) return setupTexts.refused(picture.refusal);
  const { text, isChanged } = await carryOut(add, call, bot);
  if (!isChanged || picture === null) return text;
  await keepPicture(readOptions(addOptions, call.options).requiredText('title'), picture.bytes, call, bot);
  return `${text}\n${loraTexts.hasPicture}`;
};

const remove: Plan = ({ options }, settings) => {
  const title = readOptions(removeOptions, options).requiredText('title');
  const row = findLora(title, settings);
  if (row === null) return { refusal: loraTexts.unknown(title) };
  return {
    next: { ...settings, loras: settings.loras.filter((each) => each !== row) },
    what: loraTexts.what(row.title),
    was: loraTexts.row(row),
    now: loraTexts.none,
    hints: [],
  };
};

/** The picture goes first: none is left that belongs to nothing. */
const removeWithPicture: Run = async (call, bot) => {
  const { guildId } = call.caller;
  const title = readOptions(removeOptions, call.options).requiredText('title');
  const row = findLora(title, await bot.settings(guildId));
  if (row !== null) await bot.loraPreviews.drop(guildId, row);
  return changing(remove)(call, bot);
};

const rename: Plan = ({ options }, settings) => {
  const typed = readOptions(renameOptions, options);
  const [title, newTitle] = [typed.requiredText('title'), typed.requiredText('new_title').trim()];
  const row = findLora(title, settings);
  if (row === null) return { refusal: loraTexts.unknown(title) };
  const taken = findLora(newTitle, settings);
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
  const settings = await bot.settings(caller.guildId);
  const rows = guildLorasIn(settings, guildCatalog(bot.catalog, settings));
  if (rows.length === 0) return loraTexts.empty;
  const pages = pagesOfLoras(rows);
  const page = Math.min(readOptions(listOptions, options).number('page') ?? 1, pages.length);
  const text = lorasPageText(pages[page - 1] ?? [], { page: page - 1, pages: pages.length, model: null });
  return pages.length > 1 ? `${text}\n-# ${loraTexts.moreOn(page, pages.length)}` : text;
};

/** By the group's name and the subcommand's. @see lorasDefinition */
export const loraRuns: readonly (readonly [string, Run])[] = [
  ['loras add', addWithPicture],
  ['loras upload', uploadLora],
  ['loras remove', removeWithPicture],
  ['loras rename', changing(rename)],
  ['loras picture', changePicture],
  ['loras list', list],
];

/** Titles of the library; for a new LoRA the models that take one. */
export async function completeLoras({ caller, focused }: CompletionCall, bot: Bot): Promise<readonly Suggestion[]> {
  const { name, typed } = focused;
  const settings = await bot.settings(caller.guildId);
  if (name === 'model') {
    const here = guildCatalog(bot.catalog, settings);
    return suggestModels({ ...bot, catalog: { ...here, models: lorasTakers(here) } }, typed);
  }
  const found = matchingFirst(settings.loras, typed, ({ title, file }) => [title, file]);
  return found.map(({ title, modelId }) => ({ name: `${title} · ${modelId}`, value: title }));
}
