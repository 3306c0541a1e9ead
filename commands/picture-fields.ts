import { mostPictures } from '#catalog/fit-route.ts';
import type { Model } from '#catalog/model.ts';
import { rangeOf } from '#catalog/size.ts';
import { BotError } from '#core/errors.ts';
import { limits } from '#discord/messages/limits.ts';
import type { ChoiceField, FormField, TextField } from '#discord/messages/text-form.ts';
import { t } from '#i18n/t.ts';
import type { RouteQuoting } from './resolve-model.ts';
import { suggestModels, suggestSizes, suggestWords } from './suggest.ts';

/**
 * The size as a menu of those that the model names, and of common ones. Where it takes other pixels too, a field for them follows; without
 * `room` for it the size stays `typed`, as it does where the sizes don't fit a menu, and where the value is none of them.
 */
export function sizeFields(model: Model | null, typed: TextField, room: 'room' | 'full'): readonly FormField[] {
  if (model === null) return [typed];
  const choices = suggestSizes(model, '').map(({ name, value }) => ({ value, label: name }));
  const menu = asMenu(typed, { label: t('form.choose.size.input'), choices, hint: t('form.choose.usual') });
  const isOpen = model.routes.some(({ sizes }) => rangeOf(sizes) !== null);
  if (menu === typed || !isOpen) return [menu];
  return room === 'full' ? [typed] : [menu, { name: otherSize, label: t('form.choose.otherSize.input'), value: '' }];
}

const otherSize = 'other_size';

/** The size that was typed, else the one that was chosen; null where both were left out. */
export function sizeIn(fields: ReadonlyMap<string, string>): string | null {
  return fields.get(otherSize)?.trim() || fields.get('size')?.trim() || null;
}

/** The model as a menu with prices; it stays `typed` where there are too many, or where the value is none of them. */
export function modelField(offering: RouteQuoting, typed: TextField): FormField {
  const named = offering.catalog.find(typed.value.trim());
  const choices = suggestModels(offering, '').map(({ name, value }) => ({ value, label: name }));
  const value = named?.id ?? typed.value;
  return asMenu({ ...typed, value }, { label: typed.label, choices, hint: t('form.choose.usualModel') });
}

type Menu = Pick<ChoiceField, 'label' | 'choices' | 'hint'>;

function asMenu(typed: TextField, menu: Menu): FormField {
  const isKnown = typed.value === '' || menu.choices.some(({ value }) => value === typed.value);
  if (!isKnown || menu.choices.length === 0 || menu.choices.length > limits.choices) return typed;
  return { ...menu, name: typed.name, chosen: typed.value || null, isRequired: false };
}

/** What a picture was made with besides its words and its size. */
interface FurtherChoices {
  readonly quality: string | null;
  readonly resolution: string | null;
  readonly count: number;
}

/** Menus for what the model lets members choose, and for how many pictures. */
export function furtherFields(model: Model, { quality, resolution, count }: FurtherChoices): readonly FormField[] {
  const counts = Array.from({ length: mostPictures }, (_, at) => String(at + 1));
  return [
    ...wordField('quality', suggestWords(model, 'qualities', ''), quality),
    ...wordField('resolution', suggestWords(model, 'resolutions', ''), resolution),
    {
      name: 'count',
      label: t('form.change.count.input'),
      choices: counts.map((value) => ({ value, label: value })),
      chosen: String(count),
      isRequired: false,
    },
  ];
}

function wordField(
  name: 'quality' | 'resolution',
  words: ReturnType<typeof suggestWords>,
  present: string | null,
): readonly ChoiceField[] {
  if (words.length < 2 || words.length > limits.choices) return [];
  const isPresent = ({ value }: { readonly value: string }) => value.toLowerCase() === present?.toLowerCase();
  return [
    {
      name,
      label: t(`form.change.${name}.input`),
      choices: words.map(({ name: label, value }) => ({ value, label })),
      chosen: words.find(isPresent)?.value ?? null,
      isRequired: false,
      hint: t('form.choose.usual'),
    },
  ];
}

/** The options that had a field; one that was emptied is left out. @throws {@link BotError} `refused.options` for a count that is no number */
export function furtherIn(fields: ReadonlyMap<string, string>): Partial<
  Record<'quality' | 'resolution', string | null>
> & {
  readonly count?: number | null;
} {
  const words = (['quality', 'resolution'] as const).filter((name) => fields.has(name));
  return {
    ...Object.fromEntries(words.map((name) => [name, fields.get(name)?.trim() || null])),
    ...(fields.has('count') && { count: countIn(fields.get('count') ?? '') }),
  };
}

function countIn(text: string): number | null {
  if (text === '') return null;
  const count = Number(text);
  if (!Number.isInteger(count)) throw new BotError('refused.options', 'no number', { option: 'count', value: text });
  return count;
}
