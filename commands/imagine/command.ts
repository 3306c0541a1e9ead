import { mostPictures } from '#catalog/fit-route.ts';
import { asMaker, type Model } from '#catalog/model.ts';
import type { GenerationRequest } from '#catalog/request.ts';
import { longestTypedPrompt } from '#catalog/wire-words.ts';
import type { CommandCall, CompletionCall, Suggestion } from '#discord/interactions/calls.ts';
import type { RawOption } from '#discord/interactions/interaction.ts';
import { readOptions } from '#discord/interactions/options.ts';
import type { Bot, Command } from '../command.ts';
import { keepButtons } from '../confirm.ts';
import {
  guildCommand,
  isForEveryone,
  loraOption,
  loraStrengthOption,
  negativeOption,
  option,
  privateOption,
  seedOption,
  sizeOption,
  wordsOf,
} from '../options.ts';
import { routesOf } from '../picture-forms.ts';
import { placeOf } from '../place.ts';
import { defaultModel, offeringFor } from '../resolve-model.ts';
import { startNamed } from '../start-picture.ts';
import {
  guessModel,
  suggestLorasHere,
  suggestLorasOfOthers,
  suggestMakers,
  suggestSizes,
  suggestWords,
} from '../suggest.ts';
import { againButtons, againModals } from './again.ts';
import { approvalButtons, approvalModals } from './approve.ts';
import { cancelButtons } from './cancel.ts';
import { moderationButtons, moderationModals } from './moderate.ts';
import { reopenButtons, reopenModals } from './reopen.ts';
import { varyUse } from './vary.ts';

/** The options of `/imagine`, as they are registered. */
export const imagineOptions = [
  option.text('prompt', 'imagine.prompt.description', { required: true, max_length: longestTypedPrompt }),
  option.text('model', 'imagine.model.description', { autocomplete: true }),
  sizeOption,
  option.text('quality', 'imagine.quality.description', { autocomplete: true }),
  option.text('resolution', 'imagine.resolution.description', { autocomplete: true }),
  option.integer('steps', 'imagine.steps.description', { min_value: 1 }),
  loraOption,
  loraStrengthOption,
  option.text('format', 'imagine.format.description', {
    choices: [
      { name: 'PNG', value: 'png' },
      { name: 'JPEG', value: 'jpeg' },
      { name: 'WebP', value: 'webp' },
    ],
  }),
  option.integer('count', 'imagine.count.description', { min_value: 1, max_value: mostPictures }),
  seedOption,
  negativeOption,
  privateOption,
] as const;

const vary = routesOf(varyUse);

/** `/imagine`: the reason why Easel is here. */
export const imagine: Command = {
  data: guildCommand('imagine', 'imagine.description', imagineOptions),
  run: (call, bot) => startNamed(requestOf(call), call, bot),
  isForEveryone,
  complete,
  components: {
    ...cancelButtons,
    ...keepButtons,
    ...againButtons,
    ...vary.components,
    ...reopenButtons,
    ...approvalButtons,
    ...moderationButtons,
  },
  modals: { ...vary.modals, ...reopenModals, ...againModals, ...approvalModals, ...moderationModals },
};

function requestOf({ caller, options }: CommandCall): GenerationRequest {
  const typed = readOptions(imagineOptions, options);
  const wish = readEditRequest(options);
  return {
    ...placeOf(caller),
    model: wish.model,
    options: { ...wish.options, ...wordsOf(typed.number('seed'), typed.text('negative')) },
    prompt: typed.requiredText('prompt'),
    images: [],
    isPrivate: typed.flag('private'),
  };
}

/** How the picture is wished: everything but its words, its seed and who sees it. */
export function readEditRequest(options: readonly RawOption[]): Pick<GenerationRequest, 'model' | 'options'> {
  const typed = readOptions(imagineOptions, options);
  return {
    model: typed.text('model'),
    options: {
      size: typed.text('size'),
      quality: typed.text('quality'),
      resolution: typed.text('resolution'),
      steps: typed.number('steps'),
      lora: typed.text('lora'),
      loraStrength: typed.number('lora_strength'),
      format: typed.text('format'),
      count: typed.number('count'),
    },
  };
}

/** Suggestions for any of {@link imagineOptions}. */
export async function complete(call: CompletionCall, bot: Bot): Promise<readonly Suggestion[]> {
  const { caller, options, focused } = call;
  const { guildId, userId } = caller;
  const [settings, last] = await Promise.all([bot.settings(guildId), bot.choices.get(guildId, userId)]);
  const offering = offeringFor(caller, settings, bot);
  if (focused.name === 'model') return suggestMakers(offering, focused.typed, last.model);
  const typed = readOptions(imagineOptions, options).text('model');
  const model = typed === null ? defaultModel(last, caller, settings, bot).model : guessModel(offering, typed);
  if (model === null) return [];
  if (focused.name !== 'lora') return completeWord(call, model, last.size);
  const own = suggestLorasHere(caller, focused.typed, model, settings);
  return own.length > 0 || typed !== null ? own : suggestLorasOfOthers(caller, focused.typed, offering, settings);
}

function completeWord(
  { focused: { name, typed } }: CompletionCall,
  model: Model,
  lastSize: string | null,
): readonly Suggestion[] {
  const maker = asMaker(model);
  if (name === 'size') return suggestSizes(maker, typed, lastSize);
  if (name === 'quality') return suggestWords(maker, 'qualities', typed);
  return name === 'resolution' ? suggestWords(maker, 'resolutions', typed) : [];
}
