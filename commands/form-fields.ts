import {
  type FormInput,
  type FormOptions,
  type FormValue,
  formOptionWords,
  isMediaInput,
  type TypedInput,
  textWords,
} from '#catalog/form.ts';
import type { Model } from '#catalog/model.ts';
import type { GenerationRequest, RequestOptions } from '#catalog/request.ts';
import type { ModalCall } from '#discord/interactions/calls.ts';
import { limits } from '#discord/messages/limits.ts';
import type { ChoiceField, FileField, FormField, TextField } from '#discord/messages/text-form.ts';
import { cut, visible } from '#i18n/escape.ts';
import { t } from '#i18n/t.ts';
import { attachmentsIn } from './attachments.ts';

type Asked = Pick<GenerationRequest, 'prompt' | 'options'> & Partial<Pick<GenerationRequest, 'images' | 'media'>>;

/** The prompt's field; its label says so where the form cuts the prompt. */
export function promptField(prompt: string, form: 'change' | 'reopen'): TextField {
  const part = prompt.length > limits.formFieldCharacters ? 'promptCut' : 'prompt';
  return { name: 'prompt', label: t(`form.${form}.${part}.input`), value: prompt, isLong: true };
}

/** A prompt that the form has cut and the member has left alone stays whole. */
export function promptOf({ prompt }: Asked, typed: string): string {
  return typed === cut(visible(prompt), limits.formFieldCharacters) ? prompt : typed;
}

/**
 * What can be given to a model that is described by forms: the prompt, then what is needed or was chosen, then what else there is; five at
 * most. Of a workflow also the files that are not there yet.
 */
export function formFields({ task, routes }: Model, asked: Asked, form: 'change' | 'reopen'): readonly FormField[] {
  const inputs = routes.flatMap((route) => route.form ?? []).filter((input) => !isMediaInput(input) || task === 'run');
  const named = new Map(inputs.toReversed().map((input) => [nameOf(input), input] as const));
  const rankOf = (name: string, input: FormInput) => {
    if (name === 'prompt') return 0;
    const isNeeded = input.isRequired && (isMediaInput(input) || input.label !== undefined);
    return isNeeded || valueIn(name, asked.options) !== null ? 1 : 2;
  };
  return [...named]
    .toReversed()
    .filter(([, input]) => !isMediaInput(input) || isMissing(input, asked))
    .toSorted(([one, first], [other, second]) => rankOf(one, first) - rankOf(other, second))
    .slice(0, limits.formFields)
    .map(([name, input]) => {
      if (isMediaInput(input)) return fileField(input);
      if (name === 'prompt') return { ...promptField(asked.prompt, form), isLong: input.isRequired };
      return fieldOf(input, name, valueIn(name, asked.options));
    });
}

type FileInput = Extract<FormInput, { readonly kind: 'media' }>;

function isMissing({ word }: FileInput, { images = [], media = {} }: Asked): boolean {
  const other = fileWord(word);
  return other === null ? images.length === 0 : media[other] === undefined;
}

const fileWords = ['video', 'audio'] as const;

function fileWord(word: string): (typeof fileWords)[number] | null {
  return fileWords.find((each) => each === word) ?? null;
}

function fileField({ word, isRequired }: FileInput): FileField {
  const kind = fileWord(word) ?? 'image';
  return { name: kind, label: t(`form.file.${kind}.input`), isFile: true, isRequired };
}

function fieldOf(input: TypedInput, name: string, chosen: FormValue | null): FormField {
  const label = input.label ?? name;
  const value = String(chosen ?? input.default ?? '');
  const choices = choicesOf(input);
  if (choices !== null) {
    const isChosen = choices.some((choice) => choice.value === value);
    return { name, label, choices, chosen: isChosen ? value : null, isRequired: input.isRequired };
  }
  return { name, label, value, isLong: input.isRequired && input.kind === 'text', hint: hintOf(input) };
}

/** Of a workflow, whose one route says all that there is to choose; null where it is typed. */
function choicesOf(input: TypedInput): ChoiceField['choices'] | null {
  if (input.label === undefined) return null;
  if (input.kind === 'flag') {
    return (['true', 'false'] as const).map((value) => ({ value, label: t(`form.flag.${value}`) }));
  }
  return input.kind === 'choice' ? input.values.map((value) => ({ value, label: value })) : null;
}

function hintOf(input: TypedInput): string | undefined {
  if (input.kind === 'number') return t('form.number', input);
  if (input.kind === 'flag') return t('form.flag');
  return input.kind === 'choice' ? input.values.join(', ') : undefined;
}

/** `ratio` and `size` are one option. */
function nameOf({ word }: FormInput): string {
  return word === 'ratio' ? 'size' : word;
}

function valueIn(name: string, { size, resolution, form }: RequestOptions): FormValue | null {
  if (name === 'size') return size;
  if (name === 'resolution') return resolution;
  const words: Readonly<Record<string, FormValue | undefined>> = form ?? {};
  return words[name] ?? null;
}

/** With what was typed; an emptied field is an option left out, and what had no field is as it was. */
export function withFields<Request extends Asked>(request: Request, fields: ReadonlyMap<string, string>): Request {
  const { options } = request;
  const typed = (name: string, before: string | null) =>
    fields.has(name) ? (fields.get(name) ?? '').trim() || null : before;
  const words = [...textWords, ...formOptionWords].map((word) => {
    const before = options.form?.[word] ?? null;
    return [word, fields.has(word) ? typed(word, null) : before] as const;
  });
  const form: FormOptions = Object.fromEntries(words.filter(([, value]) => value !== null));
  const prompt = promptOf(request, fields.get('prompt') ?? request.prompt);
  const { size, resolution } = options;
  const chosen = { size: typed('size', size), resolution: typed('resolution', resolution), form };
  return { ...request, prompt, options: { ...options, ...chosen } };
}

/** With the files that were uploaded in a form; what had no part in it is as it was. @throws {@link BotError} `refused.image` */
export function withFiles<Request extends Pick<GenerationRequest, 'images' | 'media'>>(
  request: Request,
  call: Pick<ModalCall, 'fields' | 'resolvedAttachments'>,
): Request {
  const fileAt = (name: string) => attachmentsIn([call.fields.get(name) || null], call)[0];
  const image = fileAt('image');
  const added = fileWords.flatMap((word) => {
    const file = fileAt(word);
    return file === undefined ? [] : [[word, file] as const];
  });
  const media = { ...request.media, ...Object.fromEntries(added) };
  return { ...request, ...(image && { images: [image] }), ...(added.length > 0 && { media }) };
}
