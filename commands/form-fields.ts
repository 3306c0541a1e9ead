import {
  type FormOptions,
  type FormValue,
  formOptionWords,
  isMediaInput,
  type TypedInput,
  textWords,
} from '#catalog/form.ts';
import type { Model } from '#catalog/model.ts';
import type { GenerationRequest, RequestOptions } from '#catalog/request.ts';
import { limits } from '#discord/messages/limits.ts';
import type { TextField } from '#discord/messages/text-form.ts';
import { cut, visible } from '#i18n/escape.ts';
import { t } from '#i18n/t.ts';

type Asked = Pick<GenerationRequest, 'prompt' | 'options'>;

/** Discord's limit. */
const mostFields = 5;

/** The prompt's field; its label says so where the form cuts the prompt. */
export function promptField(prompt: string, form: 'change' | 'reopen'): TextField {
  const part = prompt.length > limits.formFieldCharacters ? 'promptCut' : 'prompt';
  return { name: 'prompt', label: t(`form.${form}.${part}.input`), value: prompt, isLong: true };
}

/** A prompt that the form has cut and the member has left alone stays whole. */
export function promptOf({ prompt }: Asked, typed: string): string {
  return typed === cut(visible(prompt), limits.formFieldCharacters) ? prompt : typed;
}

/** What can be typed for a model that is described by forms: the prompt, then what was chosen, then what else there is; five at most. */
export function formFields({ routes }: Model, asked: Asked, form: 'change' | 'reopen'): readonly TextField[] {
  const inputs = routes.flatMap((route) => route.form ?? []).filter((input) => !isMediaInput(input));
  const named = new Map(inputs.toReversed().map((input) => [nameOf(input), input] as const));
  const rankOf = (name: string) => (name === 'prompt' ? 0 : valueIn(name, asked.options) === null ? 2 : 1);
  return [...named]
    .toReversed()
    .toSorted(([one], [other]) => rankOf(one) - rankOf(other))
    .slice(0, mostFields)
    .map(([name, input]) =>
      name === 'prompt'
        ? { ...promptField(asked.prompt, form), isLong: input.isRequired }
        : fieldOf(input, name, valueIn(name, asked.options)),
    );
}

function fieldOf(input: TypedInput, name: string, chosen: FormValue | null): TextField {
  const value = String(chosen ?? input.default ?? '');
  return {
    name,
    label: input.label ?? name,
    value,
    isLong: input.isRequired && input.kind === 'text',
    hint: hintOf(input),
  };
}

function hintOf(input: TypedInput): string | undefined {
  if (input.kind === 'number') return t('form.number', input);
  if (input.kind === 'flag') return t('form.flag');
  return input.kind === 'choice' ? input.values.join(', ') : undefined;
}

/** `ratio` and `size` are one option. */
function nameOf({ word }: TypedInput): string {
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
