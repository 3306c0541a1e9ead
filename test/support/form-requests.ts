import { fitForm } from '#catalog/fit-form.ts';
import {
  type ChoiceWord,
  choiceWords,
  type FormInput,
  type FormOptions,
  filesOf,
  type RouteForm,
} from '#catalog/form.ts';
import type { Route } from '#catalog/model.ts';
import { type GenerationRequest, noOptions, type RequestOptions } from '#catalog/request.ts';
import type { SourceImage } from '#media/media.ts';
import { encodeBody } from '#providers/encode.ts';
import { requestOf } from './requests.ts';

const file: SourceImage = {
  ...{ url: 'https://cdn.discordapp.com/x', name: 'x', mediaType: null, bytes: 1000 },
  ...{ widthPx: null, heightPx: null },
};

/** Everything that the form cannot do without. */
function leastOf(form: RouteForm): GenerationRequest {
  const needs = (word: FormInput['word']) => form.some((input) => input.word === word && input.isRequired);
  const text = (word: 'lyrics' | 'style' | 'title') => (needs(word) ? { [word]: `a ${word}` } : {});
  return requestOf({
    prompt: form.some(({ word }) => word === 'prompt') ? 'a fox in snow' : '',
    images: needs('image') || needs('images') ? [file] : [],
    media: {
      ...(needs('lastImage') && { lastImage: file }),
      ...(needs('video') && { video: file }),
      ...(needs('audio') && { audio: file }),
    },
    options: { ...noOptions, form: { ...text('lyrics'), ...text('style'), ...text('title') } },
  });
}

/** Every single choice that the form has, each on top of what it cannot do without. */
export function* requestsFor(form: RouteForm): Generator<GenerationRequest> {
  const least = leastOf(form);
  yield least;
  for (const word of choiceWords) {
    const input = form.find((each) => each.word === word);
    for (const value of valuesOf(input)) yield { ...least, options: withChoice(least.options, word, value) };
  }
}

function withChoice(options: RequestOptions, word: ChoiceWord, value: string | number | boolean): RequestOptions {
  if (word === 'size' || word === 'ratio') return { ...options, size: String(value).replace('*', 'x') };
  if (word === 'resolution') return { ...options, resolution: String(value) };
  return { ...options, form: { ...options.form, [word]: value } satisfies FormOptions };
}

function valuesOf(input: FormInput | undefined): readonly (string | number | boolean)[] {
  if (input?.kind === 'choice') return input.values;
  if (input?.kind === 'flag') return [true, false];
  return input?.kind === 'number' ? [input.min, input.max] : [];
}

/** What goes out for a request, with an address for each of its files. */
export function bodyOf(route: Route, request: GenerationRequest) {
  const fit = fitForm(route.form ?? [], request);
  if (!fit.ok) throw new Error(JSON.stringify(fit.problem));
  const addresses = filesOf(fit.settings).map((_, index) => `https://files.example/${index}`);
  return { settings: fit.settings, body: encodeBody(route, fit.settings, 'flat', addresses) };
}
