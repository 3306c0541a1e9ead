import type { Model, Route } from '../../domain/model.ts';
import { describeSizes } from '../../domain/size.ts';
import { cut, escapeText, inlineCode } from './escape.ts';
import { credits } from './money.ts';

/** A model with what one picture costs with default settings. */
export interface PricedModel {
  readonly model: Model;
  readonly credits: number;
}

/** One page of `/models`, within Discord's 2000 characters. `page` counts from 0. */
export function modelsPageText(models: readonly PricedModel[], page: number, pages: number): string {
  const lines = models.map(
    (each) =>
      `**${escapeText(each.model.title, 60)}** ${inlineCode(each.model.id, 40)} · ${credits(each.credits)}\n-# ${escapeText(each.model.description, 120)}`,
  );
  const place = pages > 1 ? ` (page ${page + 1} of ${pages})` : '';
  const hint = `More about one: ${inlineCode('/models model:')}`;
  return [`Models on this server${place}, with the price of one picture at default settings:`, ...lines, hint].join(
    '\n',
  );
}

/** Everything about one model: what it takes, and what it costs. */
export function modelText({ model, credits: price }: PricedModel): string {
  const facts: [string, readonly string[]][] = [
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
  const adult = model.adult ? ['- Only in age-restricted channels'] : [];
  const head = `**${escapeText(model.title, 100)}** ${inlineCode(model.id)} · from ${credits(price)}`;
  return cut([head, `-# ${escapeText(model.description, 200)}`, ...lines, ...adult].join('\n'), 2000);
}

/** How many models of {@link modelsPageText} fit a message whatever their texts. */
export const modelsPerPage = 6;

function listed(values: readonly string[], usual: string): string {
  return `${values.join(', ')}; usually ${usual}`;
}

function lorasOf({ loras }: Route): string[] {
  if (!loras) return [];
  const names = loras.known.slice(0, 8).map(({ title }) => escapeText(title, 60));
  const more = loras.known.length > names.length ? ` and ${loras.known.length - names.length} more` : '';
  const which =
    names.length > 0 ? `${names.join(', ')}${more}, or any file name of the library` : 'any file name of the library';
  return [`${which}; strength ${loras.minStrength} to ${loras.maxStrength}`];
}
