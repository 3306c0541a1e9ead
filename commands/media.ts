import { defaultValues } from '#catalog/fit-form.ts';
import {
  type ChoiceWord,
  choiceWords,
  type FormOptions,
  type FormValue,
  inputOf,
  type MediaWord,
  type Task,
} from '#catalog/form.ts';
import type { Model } from '#catalog/model.ts';
import { creditsFor } from '#catalog/price.ts';
import { type GenerationRequest, noOptions } from '#catalog/request.ts';
import type { CompletionCall, Suggestion } from '#discord/interactions/calls.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { type OptionDefinition, type OptionReader, readOptions } from '#discord/interactions/options.ts';
import { credits } from '#i18n/money.ts';
import { t } from '#i18n/t.ts';
import type { SourceImage } from '#media/media.ts';
import { attachmentsIn } from './attachments.ts';
import type { Bot, Command } from './command.ts';
import { isForEveryone, option, privateOption } from './options.ts';
import { placeOf } from './place.ts';
import { offeringFor, type RouteQuoting } from './resolve-model.ts';
import { startPicture } from './start-picture.ts';
import { guessModel, suggestModels } from './suggest.ts';

/** Something to be made that has a form. What is null or undefined is left out, as is what is not there. */
interface MediaWish {
  readonly task: Exclude<Task, 'image'>;
  readonly model: string | null;
  readonly prompt?: string | null | undefined;
  readonly image?: SourceImage | undefined;
  readonly media?: Readonly<Partial<Record<MediaWord, SourceImage | undefined>>>;
  readonly size?: string | null;
  readonly resolution?: string | null;
  readonly form?: Readonly<Partial<Record<keyof FormOptions, FormValue | null>>>;
  readonly isPrivate: boolean;
}

/** The request of a wish. */
export function requestOf(wish: MediaWish, caller: Caller): GenerationRequest {
  const { task, model, prompt, image, size = null, resolution = null, isPrivate } = wish;
  const [media, form] = [given(wish.media), given(wish.form)];
  return {
    ...placeOf(caller),
    task,
    model,
    prompt: prompt ?? '',
    images: image === undefined ? [] : [image],
    ...(media && { media }),
    options: { ...noOptions, size, resolution, ...(form && { form }) },
    isPrivate,
  };
}

/** Those that are there; null where none is. */
function given<Value>(
  values: Readonly<Record<string, Value | null | undefined>> = {},
): Readonly<Record<string, Value>> | null {
  const all = Object.entries(values).flatMap(([name, value]) => (value == null ? [] : [[name, value] as const]));
  return all.length === 0 ? null : Object.fromEntries(all);
}

/** What every command of media has; each describes its own models. */
const common = [option.text('model', 'imagine.model.description'), privateOption] as const;

/**
 * A command of media, with the `options` of its `data`. `wishOf` reads those besides `model` and `private`; `fileOf` finds an attached
 * file by its id.
 */
export function mediaCommand<const Options extends readonly OptionDefinition[]>(
  data: Command['data'],
  task: MediaWish['task'],
  options: Options,
  wishOf: (
    typed: OptionReader<Options>,
    fileOf: (id: string | null) => SourceImage | undefined,
  ) => Omit<MediaWish, 'task' | 'model' | 'isPrivate'>,
): Command {
  return {
    data,
    async run(call, bot) {
      const own = wishOf(readOptions(options, call.options), (id) => attachmentsIn([id], call)[0]);
      const typed = readOptions(common, call.options);
      const wish = { ...own, task, model: typed.text('model'), isPrivate: typed.flag('private') };
      await startPicture(requestOf(wish, call.caller), call, bot);
    },
    isForEveryone,
    complete: (call, bot) => completeMedia(task, call, readOptions(common, call.options).text('model'), bot),
  };
}

/** Suggestions for a command of media: its models with their prices, and of the model that is meant every value with what it comes to. */
export async function completeMedia(
  task: Task,
  { caller, focused }: CompletionCall,
  typedModel: string | null,
  bot: Bot,
): Promise<readonly Suggestion[]> {
  const settings = await bot.settings(caller.guildId);
  const { catalog, priceOf } = offeringFor(caller, settings, bot);
  const offering: RouteQuoting = { catalog: catalog.forTask(task), priceOf };
  if (focused.name === 'model') return suggestModels(offering, focused.typed);
  const model = guessModel(offering, typedModel);
  if (model === null) return [];
  const typed = focused.typed.trim().toLowerCase();
  const isPriced = settings.models.prices[model.id] === undefined;
  return wordsOf(focused.name)
    .flatMap((word) => valuesFor(model, word))
    .filter(({ value }, at, all) => all.findIndex((other) => other.value === value) === at)
    .filter(({ value }) => value.toLowerCase().startsWith(typed))
    .map(({ value, least }) => ({ name: isPriced ? nameOf(focused.name, value, least) : value, value }));
}

/** `size` is a ratio at some endpoints and a pair of sides at others. */
function wordsOf(option: string): readonly ChoiceWord[] {
  return option === 'size' ? ['ratio', 'size'] : choiceWords.filter((word) => word === option);
}

const mostListed = 25;

/** What can be chosen, and `least`: the credits with it and nothing else chosen, at each route. */
function valuesFor({ routes }: Model, word: ChoiceWord) {
  return routes.flatMap(({ form = [], price }) => {
    const input = inputOf(form, word);
    const usual = defaultValues(form);
    const priceWith = (value: FormValue) =>
      creditsFor(price, { quality: null, resolution: null, form: { ...usual, [word]: value } });
    return listed(input).map((value) => ({
      value: word === 'size' ? value.replace('*', 'x') : value,
      least: priceWith(input?.kind === 'number' ? Number(value) : value),
    }));
  });
}

function listed(input: ReturnType<typeof inputOf>): readonly string[] {
  if (input?.kind === 'choice') return input.values;
  if (input?.kind === 'text') return input.default === null ? [] : [input.default];
  if (input?.kind !== 'number' || !input.isWhole || input.max - input.min >= mostListed) return [];
  return Array.from({ length: input.max - input.min + 1 }, (_, index) => String(input.min + index));
}

/** With its price where it can change it. */
function nameOf(option: string, value: string, least: number): string {
  if (option === 'duration') return t('media.seconds', { seconds: value, credits: credits(least) });
  return option === 'resolution' || option === 'scale' ? t('media.value', { value, credits: credits(least) }) : value;
}
