import { defaultValues } from '#catalog/fit-form.ts';
import {
  type ChoiceWord,
  type FormOptions,
  type FormValue,
  inputOf,
  type RequestMedia,
  type Task,
} from '#catalog/form.ts';
import type { Model } from '#catalog/model.ts';
import { creditsFor } from '#catalog/price.ts';
import type { GenerationRequest, RequestOptions } from '#catalog/request.ts';
import type { CompletionCall, Suggestion } from '#discord/interactions/calls.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { credits } from '#i18n/money.ts';
import { t } from '#i18n/t.ts';
import type { SourceImage } from '#media/media.ts';
import type { Bot } from './command.ts';
import { placeOf } from './place.ts';
import { offeringFor, type RouteQuoting } from './resolve-model.ts';
import { guessModel, suggestModels } from './suggest.ts';

/** Something to be made that has a form. */
export interface MediaWish {
  readonly task: Exclude<Task, 'image'>;
  readonly model: string | null;
  readonly prompt: string;
  readonly image: SourceImage | null;
  readonly media: RequestMedia;
  readonly size?: string | null;
  readonly resolution?: string | null;
  /** Null and false by leaving out are left out. */
  readonly form: Readonly<Partial<Record<keyof FormOptions, FormValue | null>>>;
  readonly isPrivate: boolean;
}

const nothingChosen: RequestOptions = {
  size: null,
  quality: null,
  resolution: null,
  steps: null,
  lora: null,
  loraStrength: null,
  format: null,
  count: null,
};

/** The request of a wish. */
export function requestOf(wish: MediaWish, caller: Caller): GenerationRequest {
  const { task, model, prompt, image, media, size = null, resolution = null, form, isPrivate } = wish;
  const chosen: FormOptions = Object.fromEntries(Object.entries(form).filter(([, value]) => value !== null));
  const hasMedia = Object.keys(media).length > 0;
  return {
    ...placeOf(caller),
    task,
    model,
    prompt,
    images: image === null ? [] : [image],
    ...(hasMedia && { media }),
    options: { ...nothingChosen, size, resolution, ...(Object.keys(chosen).length > 0 && { form: chosen }) },
    isPrivate,
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
  switch (option) {
    case 'size':
      return ['ratio', 'size'];
    case 'duration':
    case 'resolution':
    case 'scale':
    case 'emotion':
    case 'voice':
      return [option];
    default:
      return [];
  }
}

interface Priced {
  readonly value: string;
  /** Credits with it and nothing else chosen, at the cheapest route. */
  readonly least: number;
}

const mostListed = 25;

function valuesFor({ routes }: Model, word: ChoiceWord): readonly Priced[] {
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
