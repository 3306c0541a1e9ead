import type { GenerationRequest, RequestOptions } from '#catalog/request.ts';
import { BotError } from '#core/errors.ts';
import { jobId } from '#core/ids.ts';
import type { ButtonCall, ModalCall } from '#discord/interactions/calls.ts';
import { replyActions } from '#discord/messages/buttons.ts';
import { limits } from '#discord/messages/limits.ts';
import { type TextField, textForm } from '#discord/messages/text-form.ts';
import { againTexts, reopenForm } from '#discord/texts/answers.ts';
import { cut, visible } from '#i18n/escape.ts';
import type { Bot } from '../command.ts';
import { placeOf } from '../place.ts';
import { asDrafted, startNamed } from '../start-picture.ts';

const reopenFormAction = 'reopen_form';

/** The button of a refusal: what was typed comes back in a form. */
export const reopenPresses = { [replyActions.reopen]: askAgain };
/** The form behind it. */
export const reopenForms = { [reopenFormAction]: makeReopened };

/** Those that have no field of their own share one, as `name:value`. */
const furtherNames = ['quality', 'resolution', 'steps', 'lora_strength', 'format', 'count'] as const;

async function askAgain({ caller, id, answer, openForm }: ButtonCall, bot: Bot): Promise<void> {
  const draft = draftOf(id.subject, caller, bot);
  if (draft === null) return answer({ content: againTexts.draftGone, buttons: [] });
  const formId = { action: reopenFormAction, subject: id.subject, extra: null };
  await openForm(textForm(formId, reopenForm.title, fieldsOf(draft)));
}

function fieldsOf({ prompt, model, options }: GenerationRequest): readonly TextField[] {
  const isCut = prompt.length > limits.formFieldCharacters;
  const short = (name: 'model' | 'size' | 'lora' | 'further', value: string | null): TextField => ({
    name,
    label: reopenForm[name],
    value: value ?? '',
    isLong: false,
    isRequired: false,
  });
  return [
    {
      name: 'prompt',
      label: isCut ? reopenForm.promptCut : reopenForm.prompt,
      value: prompt,
      isLong: true,
      isRequired: true,
    },
    short('model', model),
    short('size', options.size),
    short('lora', options.lora),
    short('further', furtherOf(options)),
  ];
}

async function makeReopened({ caller, id, fields, answer, reply }: ModalCall, bot: Bot): Promise<void> {
  const draft = draftOf(id.subject, caller, bot);
  if (draft === null) return answer({ content: againTexts.draftGone, buttons: [] });
  const typed = (name: string) => fields.get(name)?.trim() || null;
  const { isFilledIn: _, ...asked } = draft;
  const request = {
    ...asked,
    ...placeOf(caller),
    prompt: promptOf(draft, fields.get('prompt') ?? ''),
    model: typed('model'),
  };
  const options = { ...request.options, size: typed('size'), lora: typed('lora') };
  const further = furtherOrDraft({ ...request, options }, typed('further') ?? '', bot);
  await startNamed({ ...request, options: { ...options, ...further } }, { answer, reply }, bot);
}

/** @throws {@link BotError} `refused.options`; the member can change what they typed in the form again */
function furtherOrDraft(request: GenerationRequest, text: string, bot: Bot): Further {
  try {
    return furtherIn(text);
  } catch (thrown) {
    throw asDrafted(request, thrown, bot);
  }
}

/** One that was too long for the form and left as it was stays whole. */
function promptOf({ prompt }: GenerationRequest, typed: string): string {
  return typed === cut(visible(prompt), limits.formFieldCharacters) ? prompt : typed;
}

function draftOf(subject: string, { guildId, userId }: ButtonCall['caller'], bot: Bot): GenerationRequest | null {
  return bot.drafts.find({ id: jobId(subject), guildId, userId });
}

type Further = Pick<RequestOptions, 'quality' | 'resolution' | 'steps' | 'loraStrength' | 'format' | 'count'>;

function furtherOf(options: Further): string {
  const { quality, resolution, steps, loraStrength, format, count } = options;
  const values = [quality, resolution, steps, loraStrength, format, count];
  return furtherNames.flatMap((name, index) => (values[index] === null ? [] : [`${name}:${values[index]}`])).join(' ');
}

/** @throws {@link BotError} `refused.options` for a name that is none of them, or a number that is none */
function furtherIn(text: string): Further {
  const typed = new Map<string, string>();
  for (const piece of text.split(/\s+/u).filter((each) => each !== '')) {
    const [name = '', value = ''] = piece.split(/[:=]/u);
    if (!furtherNames.some((each) => each === name) || value === '') throw unknownOption(piece);
    typed.set(name, value);
  }
  const numberIn = (name: string) => (typed.has(name) ? readNumber(name, typed.get(name) ?? '') : null);
  return {
    quality: typed.get('quality') ?? null,
    resolution: typed.get('resolution') ?? null,
    steps: numberIn('steps'),
    loraStrength: numberIn('lora_strength'),
    format: typed.get('format') ?? null,
    count: numberIn('count'),
  };
}

function readNumber(option: string, value: string): number {
  const number = Number(value.replace(',', '.'));
  if (!Number.isFinite(number)) throw new BotError('refused.options', 'no number', { option, value });
  return number;
}

function unknownOption(value: string): BotError {
  return new BotError('refused.options', 'no option of a picture', { option: 'options', value });
}
