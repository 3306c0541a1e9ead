import { createHash } from 'node:crypto';
import { isSameLora, longestLoraName } from '#catalog/loras.ts';
import type { LoraRule, Model } from '#catalog/model.ts';
import { BotError } from '#core/errors.ts';
import type { ButtonCall, CommandCall } from '#discord/interactions/calls.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { guildCatalog } from '#generation/admission.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { inlineCode } from '#i18n/escape.ts';
import { t, withGuildLocale } from '#i18n/t.ts';
import { type GuildLora, guildLoraBounds, loraRulesOf, mostGuildLoras } from '#loras/guild-lora.ts';
import type { Bot, Command, Subcommand } from '../command.ts';
import { confirmation } from '../confirm.ts';
import { guildLorasIn, loraRowText, lorasPageText, noLorasText, pagesOfLoras } from '../loras/view.ts';
import { option, subcommand } from '../options.ts';
import { actorOf } from '../place.ts';
import { matchingFirst, suggestModels } from '../suggest.ts';
import { unknownModel } from './models.ts';
import { type Asked, carryOut, changing, type Plan, type Refusal } from './plan.ts';
import { setupTexts } from './view.ts';

const { titleCharacters } = guildLoraBounds;

const newTitleOption = option.text('title', 'setup.loras.add.title.description', {
  required: true,
  max_length: titleCharacters,
});
const titleOption = option.text('title', 'setup.loras.title.description', { required: true, autocomplete: true });
const pictureOption = option.file('picture', 'setup.loras.picture.picture.description');
const strengthBounds = { min_value: -100, max_value: 100 } as const;

/** What every new LoRA has, wherever its file comes from. */
const rowOptions = [
  option.text('model', 'setup.loras.add.model.description', { required: true, autocomplete: true }),
  option.number('strength', 'setup.loras.add.strength.description', strengthBounds),
  option.number('min_strength', 'setup.loras.add.min_strength.description', strengthBounds),
  option.number('max_strength', 'setup.loras.add.max_strength.description', strengthBounds),
  option.text('trigger_words', 'setup.loras.add.trigger_words.description', { max_length: 500 }),
  option.flag('adult', 'setup.loras.add.adult.description'),
  pictureOption,
] as const;

const addOptions = [
  newTitleOption,
  option.text('file', 'setup.loras.add.file.description', { required: true, max_length: longestLoraName }),
  ...rowOptions,
] as const;

/** Of `/setup loras upload`. */
export const uploadOptions = [
  newTitleOption,
  option.text('url', 'setup.loras.upload.url.description', { required: true, max_length: 2_000 }),
  ...rowOptions,
] as const;

const renameOptions = [
  titleOption,
  option.text('new_title', 'setup.loras.rename.new_title.description', { required: true, max_length: titleCharacters }),
] as const;
const pictureOptions = [titleOption, pictureOption] as const;
const listOptions = [option.integer('page', 'setup.loras.list.page.description', { min_value: 1 })] as const;

/** Puts a row with this file into the library. */
export function planToAdd(fileOf: (asked: Asked) => string): Plan {
  return (asked, settings) => {
    const typed = readNew(asked);
    const model = asked.catalog.find(typed.model);
    if (model === null) return unknownModel(typed.model, asked.catalog);
    const rules = loraRulesOf(model);
    const [first] = rules;
    if (first === undefined) return { refusal: noLorasText(model, lorasTakers(asked.catalog)) };
    const row = rowOf({ ...typed, file: fileOf(asked) }, model, [first, ...rules.slice(1)]);
    const misfit = misfitIn(row, rules, settings);
    if (misfit !== null) return { refusal: misfit };
    return {
      next: { ...settings, loras: [...settings.loras, row] },
      what: whatText(row),
      was: t('loras.notThere'),
      now: loraRowText(row),
      hints: [t('loras.reach')],
    };
  };
}

function whatText({ title }: GuildLora): string {
  return t('loras.what', { title: inlineCode(title) });
}

/** Titles are told apart by their letters, not by upper and lower case. */
function findLora(title: string, { loras }: GuildSettings): GuildLora | null {
  const wanted = title.trim().toLowerCase();
  return loras.find((row) => row.title.toLowerCase() === wanted) ?? null;
}

function unknownText(title: string): string {
  return t('loras.unknown', { title: inlineCode(title) });
}

/** The models for which a LoRA can be kept. */
function lorasTakers({ models }: Pick<Bot['catalog'], 'models'>): readonly Model[] {
  return models.filter((model) => loraRulesOf(model).length > 0);
}

/** An option that was left out is as the model's routes have it. */
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

function misfitIn(row: GuildLora, rules: readonly LoraRule[], settings: GuildSettings): string | null {
  if (settings.loras.length >= mostGuildLoras) return t('loras.full', { most: mostGuildLoras });
  const sameTitle = findLora(row.title, settings);
  if (sameTitle !== null) return t('loras.titleTaken', { title: inlineCode(sameTitle.title) });
  const sameFile = settings.loras.find(({ file, modelId }) => modelId === row.modelId && isSameLora(file, row.file));
  if (sameFile !== undefined) return t('loras.fileTaken', { title: inlineCode(sameFile.title) });
  const isTaken = rules.some((rule) => row.minStrength >= rule.minStrength && row.maxStrength <= rule.maxStrength);
  if (isTaken) return null;
  const ranges = rules.map(({ minStrength, maxStrength }) => t('loras.range', { min: minStrength, max: maxStrength }));
  return t('loras.bounds', {
    model: inlineCode(row.modelId, 80),
    ranges: [...new Set(ranges)].join(t('loras.orRange')),
  });
}

function readNew({ options }: Asked) {
  const typed = readOptions([newTitleOption, ...rowOptions], options);
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

/**
 * The attached picture, small; null without one.
 *
 * @throws {@link BotError} `refused.options` should Discord leave the file out
 */
export async function pictureOf(
  { options, resolvedAttachments }: CommandCall,
  bot: Bot,
): Promise<Refusal | { readonly bytes: Uint8Array } | null> {
  const id = readOptions([pictureOption], options).id('picture');
  if (id === null) return null;
  const upload = resolvedAttachments.get(id);
  if (upload === undefined) throw new BotError('refused.options', 'attachment missing', { option: 'picture' });
  const taken = await bot.loraPreviews.take({ url: upload.url, sizeBytes: upload.bytes ?? 0 });
  return taken.kind === 'picture' ? taken : { refusal: t(`loras.noPicture.${taken.why}`) };
}

/** Keeps the picture of the LoRA with this title, as long as there is one. */
export async function keepPicture(title: string, bytes: Uint8Array, { caller }: CommandCall, bot: Bot): Promise<void> {
  const { guildId } = caller;
  const row = findLora(title, await bot.settings(guildId));
  if (row === null) return;
  await bot.loraPreviews.keep(guildId, row, bytes);
  const { loras } = await bot.settings(guildId);
  const isThere = loras.some(({ modelId, file }) => modelId === row.modelId && file === row.file);
  // Removed in the meantime: its picture must not outlive it.
  if (!isThere) await bot.loraPreviews.drop(guildId, row);
}

/** Models that take LoRAs. */
export const completeModel: NonNullable<Command['complete']> = async ({ caller, focused }, bot) => {
  const here = guildCatalog(bot.catalog, await bot.settings(caller.guildId));
  return suggestModels({ ...bot, catalog: { ...here, models: lorasTakers(here) } }, focused.typed);
};

const completeTitle: NonNullable<Command['complete']> = async ({ caller, focused }, bot) => {
  const { loras } = await bot.settings(caller.guildId);
  const found = matchingFirst(loras, focused.typed, ({ title, file }) => [title, file]);
  return found.map(({ title, modelId }) => ({ name: `${title} · ${modelId}`, value: title }));
};

const planAdd = planToAdd(({ options }) => readOptions(addOptions, options).requiredText('file'));

/** The picture is checked first and kept last: a refused row leaves none behind. */
const add: Subcommand = {
  data: subcommand('add', 'setup.loras.add.description', addOptions),
  async run(call, bot) {
    const picture = await pictureOf(call, bot);
    if (picture !== null && 'refusal' in picture) return setupTexts.refused(picture.refusal);
    const { text, isChanged } = await carryOut(planAdd, call, bot);
    if (!isChanged || picture === null) return text;
    await keepPicture(readOptions(addOptions, call.options).requiredText('title'), picture.bytes, call, bot);
    return `${text}\n${t('loras.hasPicture')}`;
  },
  complete: completeModel,
};

/** Of the question whether a LoRA is removed, whose subject is its mark. */
const removeAction = 'remove_lora';

/** Names a row in a button's id, which has no room for its title. */
function markOf({ modelId, file }: GuildLora): string {
  return createHash('sha256').update(`${modelId} ${file}`).digest('hex').slice(0, 20);
}

function planRemove(mark: string): Plan {
  return (_asked, settings) => {
    const row = settings.loras.find((each) => markOf(each) === mark);
    if (row === undefined) return { refusal: t('loras.goneAlready') };
    const loras = settings.loras.filter((each) => each !== row);
    return {
      next: { ...settings, loras },
      what: whatText(row),
      was: loraRowText(row),
      now: t('loras.notThere'),
      hints: [],
    };
  };
}

/** Asks first: its picture and what it adds are gone with it. */
const remove: Subcommand = {
  data: subcommand('remove', 'setup.loras.remove.description', [titleOption]),
  async run({ caller, options }, bot) {
    const title = readOptions([titleOption], options).requiredText('title');
    const row = findLora(title, await bot.settings(caller.guildId));
    if (row === null) return setupTexts.refused(unknownText(title));
    const id = { action: removeAction, subject: markOf(row), extra: null };
    return confirmation(t('loras.sure', { lora: loraRowText(row) }), 'remove', id);
  },
  complete: completeTitle,
};

/** The picture goes first, so that none is left without a LoRA. */
async function removeIt({ caller, id, update }: ButtonCall, bot: Bot): Promise<void> {
  if (!caller.isManager) return update({ content: t('setup.notManager') });
  const { guildId } = caller;
  const row = (await bot.settings(guildId)).loras.find((each) => markOf(each) === id.subject);
  if (row !== undefined) await bot.loraPreviews.drop(guildId, row);
  const { text } = await carryOut(planRemove(id.subject), { caller, options: [] }, bot);
  await update({ content: text });
}

/** The button of the question whether a LoRA is removed. */
export const loraComponents = { [removeAction]: removeIt };

const planRename: Plan = ({ options }, settings) => {
  const typed = readOptions(renameOptions, options);
  const [title, newTitle] = [typed.requiredText('title'), typed.requiredText('new_title').trim()];
  const row = findLora(title, settings);
  if (row === null) return { refusal: unknownText(title) };
  const taken = findLora(newTitle, settings);
  if (taken !== null && taken !== row) return { refusal: t('loras.titleTaken', { title: inlineCode(taken.title) }) };
  return {
    next: { ...settings, loras: settings.loras.map((each) => (each === row ? { ...row, title: newTitle } : each)) },
    what: whatText(row),
    was: inlineCode(row.title),
    now: inlineCode(newTitle),
    hints: [],
  };
};

const rename: Subcommand = {
  data: subcommand('rename', 'setup.loras.rename.description', renameOptions),
  run: changing(planRename),
  complete: completeTitle,
};

/** Sets the LoRA's picture; without a file, removes it. */
const picture: Subcommand = {
  data: subcommand('picture', 'setup.loras.picture.description', pictureOptions),
  async run(call, bot) {
    const { guildId } = call.caller;
    const title = readOptions(pictureOptions, call.options).requiredText('title');
    const row = findLora(title, await bot.settings(guildId));
    if (row === null) return setupTexts.refused(unknownText(title));
    const given = await pictureOf(call, bot);
    if (given !== null && 'refusal' in given) return setupTexts.refused(given.refusal);
    const [before] = await bot.loraPreviews.find(guildId, [row]);
    const had = before !== null;
    const changeTexts = () => ({
      what: t('loras.pictureOf', { title: inlineCode(row.title) }),
      was: t(had ? 'loras.aPicture' : 'loras.noPictureYet'),
      now: given === null ? t('loras.noPictureYet') : t(had ? 'loras.anotherPicture' : 'loras.aPicture'),
      hints: given === null ? [] : [t('loras.hasPicture')],
    });
    if (!had && given === null) return setupTexts.unchanged(changeTexts());
    const by = actorOf(
      call.caller,
      withGuildLocale(() => setupTexts.reason([changeTexts()])),
    );
    await bot.moderation.changeSettings(by, 'setup', (same) => same);
    if (given === null) await bot.loraPreviews.drop(guildId, row);
    else await keepPicture(row.title, given.bytes, call, bot);
    return setupTexts.changed(changeTexts());
  },
  complete: completeTitle,
};

const list: Subcommand = {
  data: subcommand('list', 'setup.loras.list.description', listOptions),
  async run({ caller, options }, bot) {
    const settings = await bot.settings(caller.guildId);
    const rows = guildLorasIn(settings, guildCatalog(bot.catalog, settings));
    if (rows.length === 0) return t('loras.empty');
    const pages = pagesOfLoras(rows);
    const page = Math.min(readOptions(listOptions, options).number('page') ?? 1, pages.length);
    const text = lorasPageText(pages[page - 1] ?? [], { page: page - 1, pages: pages.length, model: null });
    if (pages.length === 1) return text;
    const more =
      page < pages.length
        ? t('loras.nextPage', { page, pages: pages.length, next: inlineCode(`/setup loras list page:${page + 1}`) })
        : t('loras.lastPage', { page, pages: pages.length });
    return `${text}\n-# ${more}`;
  },
};

/** `/setup loras`, but for `upload`. */
export const loraSubcommands = { add, remove, rename, picture, list } as const;
