import type { LoraRule, Model, Route } from '../../domain/model.ts';
import { describePrice } from '../../domain/models/describe.ts';
import { reasonsToDoubt } from '../../domain/models/unverified.ts';
import { describeSizes } from '../../domain/size.ts';
import { limits } from '../limits.ts';
import { cut, escapeText, inlineCode } from './escape.ts';
import { credits } from './money.ts';

/** A model with what one picture costs with default settings. */
export interface PricedModel {
  readonly model: Model;
  readonly credits: number;
  /** True where the server has its own price, which then holds whatever is chosen. */
  readonly isOwnPrice?: boolean;
}

/** Room for the lines of a page, beside its first and last line. */
const linesCharacters = limits.contentCharacters - 200;

/** The models in pages that fit a message each, whatever their texts; at least one page. */
export function pagesOfModels(models: readonly PricedModel[]): readonly (readonly PricedModel[])[] {
  const pages: PricedModel[][] = [[]];
  let used = 0;
  for (const each of models) {
    const length = lineOf(each).length + 1;
    const isFull = used + length > linesCharacters;
    if (isFull) pages.push([]);
    used = isFull ? length : used + length;
    pages.at(-1)?.push(each);
  }
  return pages;
}

/** One of {@link pagesOfModels} as the answer to `/models`, within Discord's 2000 characters. `page` counts from 0. */
export function modelsPageText(models: readonly PricedModel[], page: number, pages: number): string {
  const place = pages > 1 ? ` (page ${page + 1} of ${pages})` : '';
  const hint = `More about one: ${inlineCode('/models model:')}`;
  return [
    `Models on this server${place}, with the price of one picture at default settings:`,
    ...models.map(lineOf),
    hint,
  ].join('\n');
}

function lineOf({ model, credits: price }: PricedModel): string {
  const name = `**${escapeText(model.title, 60)}** ${inlineCode(model.id, 50)}`;
  return `${name} · ${credits(price)}\n-# ${escapeText(model.description, 120)}`;
}

/** Everything about one model: what it takes, and what it costs. */
export function modelText({ model, credits: price, isOwnPrice }: PricedModel): string {
  const facts: [string, readonly string[]][] = [
    ['Credits', isOwnPrice ? [`${price}, whatever is chosen`] : model.routes.map(describePrice)],
    ['Sizes', model.routes.map(({ sizes }) => escapeText(describeSizes(sizes), 300))],
    [
      'Steps',
      model.routes.flatMap(({ steps }) => (steps ? [`${steps.min}–${steps.max}, usually ${steps.default}`] : [])),
    ],
    [
      'Quality',
      model.routes.flatMap(({ qualities }) => (qualities ? [listed(qualities.values, qualities.default)] : [])),
    ],
    [
      'Resolution',
      model.routes.flatMap(({ resolutions }) => (resolutions ? [listed(resolutions.values, resolutions.default)] : [])),
    ],
    ['LoRA', model.routes.flatMap((route) => lorasOf(route))],
    ['Formats', model.routes.flatMap(({ formats }) => (formats.length > 0 ? [formats.join(', ')] : []))],
    ['Prompt', [`up to ${Math.max(...model.routes.map(({ promptMaxCharacters }) => promptMaxCharacters))} characters`]],
  ];
  const lines = facts.flatMap(([name, values]) =>
    values.length > 0 ? [`- ${name}: ${[...new Set(values)].join('; or ')}`] : [],
  );
  const isDoubtful = model.routes.some((route) => reasonsToDoubt(route).length > 0);
  const doubt = isDoubtful ? ['-# Not all of this is confirmed by the service itself.'] : [];
  const adult = model.adult ? ['- Only in age-restricted channels'] : [];
  const head = `**${escapeText(model.title, 100)}** ${inlineCode(model.id)} · from ${credits(price)}`;
  return cut(
    [head, `-# ${escapeText(model.description, 200)}`, ...lines, ...adult, ...doubt].join('\n'),
    limits.contentCharacters,
  );
}

function listed(values: readonly string[], usual: string): string {
  return `${values.join(', ')}; usually ${usual}`;
}

function anyLora({ names }: LoraRule): string {
  return names === 'path' ? 'any repository (owner/name) or https address' : 'any file name of the library';
}

function lorasOf({ loras }: Route): string[] {
  if (!loras) return [];
  const names = loras.known.slice(0, 8).map(({ title }) => escapeText(title, 60));
  const more = loras.known.length > names.length ? ` and ${loras.known.length - names.length} more` : '';
  const which = [...(names.length > 0 ? [`${names.join(', ')}${more}`] : []), anyLora(loras)].join(', or ');
  const several = (loras.most ?? 1) > 1 ? `; up to ${loras.most}, as ${inlineCode('one:0.8, other:0.5')}` : '';
  return [`${which}; strength ${loras.minStrength} to ${loras.maxStrength}${several}`];
}
