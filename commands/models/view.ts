import { choiceWords, type FormInput } from '#catalog/form.ts';
import { canMake, type LoraRule, type Model, mostImagesOf, type Price, type Route } from '#catalog/model.ts';
import { creditsFor, defaultCredits } from '#catalog/price.ts';
import { reasonsToDoubt } from '#catalog/unverified.ts';
import { limits } from '#discord/messages/limits.ts';
import { inPages } from '#discord/messages/pages.ts';
import { rolesText } from '#discord/texts/errors.ts';
import { cut, escapeText, inlineCode } from '#i18n/escape.ts';
import { credits } from '#i18n/money.ts';
import { sizesText } from '#i18n/phrases.ts';
import { t } from '#i18n/t.ts';

/** A model with what one picture costs with default settings. */
export interface PricedModel {
  readonly model: Model;
  readonly credits: number;
  /** The least that a picture can cost, whatever is chosen; left out where it is the same. */
  readonly least?: number;
  /** The roles of which one is needed; left out where everyone may use it. */
  readonly roleIds?: readonly string[];
  /** True where the server has its own price, which then holds whatever is chosen. */
  readonly isOwnPrice?: boolean;
}

/** Room for the lines of a page, beside its first and last line. */
const linesCharacters = limits.contentCharacters - 200;

/** The models in pages that fit a message each, whatever their texts; at least one page. */
export function pagesOfModels(models: readonly PricedModel[]): readonly (readonly PricedModel[])[] {
  return inPages(models, linesCharacters, lineOf);
}

/** One of {@link pagesOfModels} as the answer to `/models`, within Discord's 2000 characters. `page` counts from 0. */
export function modelsPageText(models: readonly PricedModel[], page: number, pages: number): string {
  const heading =
    pages > 1 ? t('models.headingPage', { page: t('page.of', { page: page + 1, pages }) }) : t('models.heading');
  return [heading, ...models.map(lineOf), t('models.hint')].join('\n');
}

function lineOf({ model, credits: price, roleIds = [] }: PricedModel): string {
  const name = `**${escapeText(model.title, 60)}** ${inlineCode(model.id, 80)}`;
  const cost = credits(price);
  const most = mostImagesOf(model);
  const line =
    most === 0 ? t('models.line', { name, credits: cost }) : t('models.editLine', { name, credits: cost, count: most });
  return [line, ...forRoles(roleIds), `-# ${escapeText(model.description, 120)}`].join('\n');
}

/** The roles that may use it; nothing where everyone may. */
function forRoles(roleIds: readonly string[]): readonly string[] {
  return roleIds.length === 0 ? [] : [t('models.forRoles', { roles: rolesText(roleIds) })];
}

/** Everything about one model: what it takes, and what it costs. */
export function modelText({ model, credits: price, least = price, isOwnPrice, roleIds = [] }: PricedModel): string {
  const prices = isOwnPrice ? [t('models.ownPrice', { credits: price })] : pricedRoutes(model).map(priceText);
  const isDoubtful = model.routes.some((route) => reasonsToDoubt(route).length > 0);
  const name = `**${escapeText(model.title, 100)}** ${inlineCode(model.id)}`;
  const lines = [
    least < price
      ? t('models.headFrom', { name, least: credits(least), credits: credits(price) })
      : t('models.head', { name, credits: credits(price) }),
    `-# ${escapeText(model.description, 200)}`,
    ...factLine('credits', prices),
    ...optionLines(model),
    ...forRoles(roleIds),
    ...(model.adult ? [t('models.adult')] : []),
    ...(isDoubtful ? [t('models.doubt')] : []),
  ];
  return cut(lines.join('\n'), limits.contentCharacters);
}

/** A route in reserve sets no price, so it names none. */
function pricedRoutes({ routes }: Model): readonly Route[] {
  const priced = routes.filter(({ isReserve }) => isReserve !== true);
  return priced.length > 0 ? priced : routes;
}

/** A model that only looks at pictures does not edit them. */
function editsOf(model: Model): string[] {
  const count = mostImagesOf(model);
  if (count === 0) return [];
  if (!canMake(model)) return [t('models.editsOnly', { count })];
  const isEdit = model.routes.some(({ images }) => images?.isRequired === true);
  return [t(isEdit ? 'models.edits' : 'models.looksAt', { count })];
}

/** What can be chosen at a model with a form, by the names of the options; what all routes have together. */
function formLines({ routes }: Model): string[] {
  const inputs = routes.flatMap(({ form = [] }) => form);
  return choiceWords.flatMap((word) => {
    const values = inputs.filter((input) => input.word === word).flatMap(valuesText);
    if (values.length === 0) return [];
    const name = word === 'ratio' ? 'size' : word;
    return [t('models.fact', { fact: name, values: escapeText([...new Set(values)].join(', '), 300) })];
  });
}

function valuesText(input: FormInput): readonly string[] {
  switch (input.kind) {
    case 'choice':
      return input.values.map((value) => value.replace('*', 'x'));
    case 'number':
      return [`${input.min}–${input.max}`];
    case 'flag':
      return [t('setting.yes'), t('setting.no')];
    case 'text':
      return input.default === null ? [] : [input.default];
    case 'media':
      return [];
  }
}

function optionLines(model: Model): string[] {
  if (model.task !== undefined) return formLines(model);
  const { routes } = model;
  const choices = (which: 'qualities' | 'resolutions') =>
    routes.flatMap((route) => usually(route[which]?.values ?? [], route[which]?.default ?? ''));
  const stepsOf = ({ steps }: Route) =>
    steps ? [t('models.steps', { min: steps.min, max: steps.max, usual: steps.default })] : [];
  const longest = Math.max(...routes.map(({ promptMaxCharacters }) => promptMaxCharacters));
  return [
    ...factLine(
      'sizes',
      routes.map(({ sizes }) => escapeText(sizesText(sizes), 300)),
    ),
    ...factLine('steps', routes.flatMap(stepsOf)),
    ...factLine('quality', choices('qualities')),
    ...factLine('resolution', choices('resolutions')),
    ...factLine('edits', editsOf(model)),
    ...factLine(
      'lora',
      routes.flatMap(({ loras }) => (loras ? [lorasText(loras)] : [])),
    ),
    ...factLine(
      'formats',
      routes.flatMap(({ formats }) => (formats.length > 0 ? [formats.join(', ')] : [])),
    ),
    ...factLine('prompt', [t('models.promptLength', { count: longest })]),
  ];
}

type Fact = 'credits' | 'sizes' | 'steps' | 'quality' | 'resolution' | 'edits' | 'lora' | 'formats' | 'prompt';

/** No line where no route has it; a value that several routes share is named once. */
function factLine(fact: Fact, values: readonly string[]): string[] {
  if (values.length === 0) return [];
  const each = [...new Set(values)].join(t('models.or'));
  return [t('models.fact', { fact: t(`models.fact.${fact}`), values: each })];
}

function usually(values: readonly string[], usual: string): string[] {
  return values.length === 0 ? [] : [t('models.usually', { values: values.join(', '), usual })];
}

function lorasText({ known, names: naming, minStrength, maxStrength, most = 1 }: LoraRule): string {
  const shown = known.slice(0, 8).map(({ title }) => escapeText(title, 60));
  const more = known.length - shown.length;
  const names = more > 0 ? t('models.andMore', { names: shown.join(', '), more }) : shown.join(', ');
  const any = t(naming === 'path' ? 'models.anyPath' : 'models.anyFile');
  const which = shown.length > 0 ? t('models.lorasOr', { names, any }) : any;
  const loras = t('models.loraStrength', { loras: which, min: minStrength, max: maxStrength });
  return most > 1 ? t('models.loraSeveral', { loras, most }) : loras;
}

/**
 * What a picture of this route costs in credits: `7`, `23 at 1k, 28 at 4k`, or by quality `low: 41 at 1k, …; high: …`, and
 * when it is charged so.
 */
export function priceText(route: Route): string {
  const { price, loras, images, isReserve } = route;
  const notes = [
    ...(images?.isRequired === true ? [t('phrase.price.toEdit')] : []),
    ...(loras?.isRequired === true ? [t('phrase.price.withLora')] : []),
    ...(isReserve === true ? [t('phrase.price.inReserve')] : []),
    ...(price.estimated ? [t('phrase.price.estimate')] : []),
  ];
  return [price.grid === null ? String(defaultCredits(route)) : gridText(price, price.grid), ...notes].join(', ');
}

function gridText({ currency }: Price, grid: NonNullable<Price['grid']>): string {
  const creditsOf = (amount: number) =>
    creditsFor({ currency, amount, grid: null, estimated: false }, { quality: null, resolution: null });
  const rows = Object.entries(grid).map(([quality, cells]) => {
    const prices = Object.entries(cells).map(([resolution, amount]) => cellText(creditsOf(amount), resolution));
    return quality === '' ? prices.join(', ') : t('phrase.price.of', { quality, prices: prices.join(', ') });
  });
  return rows.join('; ');
}

function cellText(credits: number, resolution: string): string {
  return resolution === '' ? String(credits) : t('phrase.price.at', { credits, resolution });
}
