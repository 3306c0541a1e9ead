import { canMake, type LoraRule, type Model, mostImagesOf, type Price, type Route } from '#catalog/model.ts';
import { creditsFor, defaultCredits } from '#catalog/price.ts';
import { reasonsToDoubt } from '#catalog/unverified.ts';
import { limits } from '#discord/messages/limits.ts';
import { rolesText } from '#discord/texts/refused.ts';
import { cut, escapeText, inlineCode } from '#i18n/escape.ts';
import { credits } from '#i18n/money.ts';
import { sizesText } from '#i18n/phrases.ts';
import { say } from '#i18n/t.ts';

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
  const heading =
    pages > 1 ? say('models.headingPage', { page: say('page.of', { page: page + 1, pages }) }) : say('models.heading');
  return [heading, ...models.map(lineOf), say('models.hint')].join('\n');
}

function lineOf({ model, credits: price, roleIds = [] }: PricedModel): string {
  const name = `**${escapeText(model.title, 60)}** ${inlineCode(model.id, 80)}`;
  const cost = credits(price);
  const most = mostImagesOf(model);
  const line =
    most === 0
      ? say('models.line', { name, credits: cost })
      : say('models.editLine', { name, credits: cost, count: most });
  return [line, ...forRoles(roleIds), `-# ${escapeText(model.description, 120)}`].join('\n');
}

/** For whom it is; nothing where everyone may use it. */
function forRoles(roleIds: readonly string[]): readonly string[] {
  return roleIds.length === 0 ? [] : [say('models.forRoles', { roles: rolesText(roleIds) })];
}

/** Everything about one model: what it takes, and what it costs. */
export function modelText({ model, credits: price, least = price, isOwnPrice, roleIds = [] }: PricedModel): string {
  const prices = isOwnPrice ? [say('models.ownPrice', { credits: price })] : pricedRoutes(model).map(priceText);
  const isDoubtful = model.routes.some((route) => reasonsToDoubt(route).length > 0);
  const name = `**${escapeText(model.title, 100)}** ${inlineCode(model.id)}`;
  const lines = [
    least < price
      ? say('models.headFrom', { name, least: credits(least), credits: credits(price) })
      : say('models.head', { name, credits: credits(price) }),
    `-# ${escapeText(model.description, 200)}`,
    ...factLine('credits', prices),
    ...optionLines(model),
    ...forRoles(roleIds),
    ...(model.adult ? [say('models.adult')] : []),
    ...(isDoubtful ? [say('models.doubt')] : []),
  ];
  return cut(lines.join('\n'), limits.contentCharacters);
}

/** A route in reserve sets no price, so it names none. */
function pricedRoutes({ routes }: Model): readonly Route[] {
  const priced = routes.filter(({ isReserve }) => isReserve !== true);
  return priced.length > 0 ? priced : routes;
}

/** Pictures that are only looked at are said otherwise. */
function editsOf(model: Model): string[] {
  const count = mostImagesOf(model);
  if (count === 0) return [];
  if (!canMake(model)) return [say('models.editsOnly', { count })];
  const isEdit = model.routes.some(({ images }) => images?.isRequired === true);
  return [say(isEdit ? 'models.edits' : 'models.looksAt', { count })];
}

function optionLines(model: Model): string[] {
  const { routes } = model;
  const choices = (which: 'qualities' | 'resolutions') =>
    routes.flatMap((route) => usually(route[which]?.values ?? [], route[which]?.default ?? ''));
  const stepsOf = ({ steps }: Route) =>
    steps ? [say('models.steps', { min: steps.min, max: steps.max, usual: steps.default })] : [];
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
    ...factLine('prompt', [say('models.promptLength', { count: longest })]),
  ];
}

type Fact = 'credits' | 'sizes' | 'steps' | 'quality' | 'resolution' | 'edits' | 'lora' | 'formats' | 'prompt';

/** No line where no route has it; what several routes share is said once. */
function factLine(fact: Fact, values: readonly string[]): string[] {
  if (values.length === 0) return [];
  const each = [...new Set(values)].join(say('models.or'));
  return [say('models.fact', { fact: say(`models.fact.${fact}`), values: each })];
}

function usually(values: readonly string[], usual: string): string[] {
  return values.length === 0 ? [] : [say('models.usually', { values: values.join(', '), usual })];
}

function lorasText({ known, names: naming, minStrength, maxStrength, most = 1 }: LoraRule): string {
  const shown = known.slice(0, 8).map(({ title }) => escapeText(title, 60));
  const more = known.length - shown.length;
  const names = more > 0 ? say('models.andMore', { names: shown.join(', '), more }) : shown.join(', ');
  const any = say(naming === 'path' ? 'models.anyPath' : 'models.anyFile');
  const which = shown.length > 0 ? say('models.lorasOr', { names, any }) : any;
  const loras = say('models.loraStrength', { loras: which, min: minStrength, max: maxStrength });
  return most > 1 ? say('models.loraSeveral', { loras, most }) : loras;
}

/**
 * What a picture of this route costs in credits: `7`, `23 at 1k, 28 at 4k`, or by quality `low: 41 at 1k, …; high: …`, and
 * when it is charged so.
 */
export function priceText(route: Route): string {
  const { price, loras, images, isReserve } = route;
  const notes = [
    ...(images?.isRequired === true ? [say('phrase.price.toEdit')] : []),
    ...(loras?.isRequired === true ? [say('phrase.price.withLora')] : []),
    ...(isReserve === true ? [say('phrase.price.inReserve')] : []),
    ...(price.estimated ? [say('phrase.price.estimate')] : []),
  ];
  return [price.grid === null ? String(defaultCredits(route)) : gridText(price, price.grid), ...notes].join(', ');
}

function gridText({ currency }: Price, grid: NonNullable<Price['grid']>): string {
  const creditsOf = (amount: number) =>
    creditsFor({ currency, amount, grid: null, estimated: false }, { quality: null, resolution: null });
  const rows = Object.entries(grid).map(([quality, cells]) => {
    const prices = Object.entries(cells).map(([resolution, amount]) => cellText(creditsOf(amount), resolution));
    return quality === '' ? prices.join(', ') : say('phrase.price.of', { quality, prices: prices.join(', ') });
  });
  return rows.join('; ');
}

function cellText(credits: number, resolution: string): string {
  return resolution === '' ? String(credits) : say('phrase.price.at', { credits, resolution });
}
