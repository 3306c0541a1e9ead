import { isSameLora } from '#catalog/loras.ts';
import type { LoraRule, Model } from '#catalog/model.ts';
import { BotError } from '#core/errors.ts';
import type { CommandCall } from '#discord/interactions/calls.ts';
import { readOptions } from '#discord/interactions/options.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { withGuildLocale } from '#i18n/t.ts';
import { type GuildLora, loraRulesOf, mostGuildLoras } from '#loras/guild-lora.ts';
import type { Bot } from '../command.ts';
import { loraTexts } from '../loras/view.ts';
import { newRowOptions, pictureOptions } from './loras-options.ts';
import { unknownModel } from './model-names.ts';
import { type Asked, operator, type Plan, type Refusal, type Run } from './plan.ts';
import { setupTexts } from './view.ts';

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

/** What an option of type Attachment holds, as a small picture; null where nothing was attached. @throws {@link BotError} `refused.options` should Discord leave the file out */
export async function pictureOf(
  id: string | null,
  { resolvedAttachments }: Pick<CommandCall, 'resolvedAttachments'>,
  bot: Bot,
): Promise<Refusal | { readonly bytes: Uint8Array } | null> {
  if (id === null) return null;
  const upload = resolvedAttachments.get(id);
  if (upload === undefined) throw new BotError('refused.options', 'attachment missing', { option: 'picture' });
  const taken = await bot.loraPreviews.take(upload);
  return taken.kind === 'picture' ? taken : { refusal: loraTexts.noPicture[taken.why] };
}

/** Keeps the picture of the LoRA with this title, as long as there is one. */
export async function keepPicture(title: string, bytes: Uint8Array, { caller }: Pick<CommandCall, 'caller'>, bot: Bot) {
  const { guildId } = caller;
  const row = findLora(title, await bot.settings(guildId));
  if (row === null) return;
  await bot.loraPreviews.keep(guildId, row, bytes);
  const { loras } = await bot.settings(guildId);
  const isThere = loras.some(({ modelId, file }) => modelId === row.modelId && file === row.file);
  // Removed in the meantime: its picture shall not outlive it.
  if (!isThere) await bot.loraPreviews.drop(guildId, row);
}

/** `/setup loras picture`: with a file the picture of a LoRA from now on, without one it has none. */
export const changePicture: Run = async (call, bot) => {
  const { caller, options } = call;
  const typed = readOptions(pictureOptions, options);
  const title = typed.requiredText('title');
  const row = findLora(title, await bot.settings(caller.guildId));
  if (row === null) return setupTexts.refused(loraTexts.unknown(title));
  const picture = await pictureOf(typed.id('picture'), call, bot);
  if (picture !== null && 'refusal' in picture) return setupTexts.refused(picture.refusal);
  const [before] = await bot.loraPreviews.find(caller.guildId, [row]);
  const changeText = () => loraTexts.pictureChange(row.title, before !== null, picture !== null);
  const change = changeText();
  if (before === null && picture === null) return setupTexts.unchanged(change);
  const by = operator(
    caller,
    withGuildLocale(() => setupTexts.reason(changeText(), null)),
  );
  await bot.moderation.changeSettings(by, 'setup', (same) => same);
  if (picture === null) await bot.loraPreviews.drop(caller.guildId, row);
  else await keepPicture(row.title, picture.bytes, call, bot);
  return setupTexts.changed(change);
};
