import type { Model, Route } from '#catalog/model.ts';
import { priceOf } from '#catalog/price.ts';
import { reasonsToDoubt, unverifiedRoutes } from '#catalog/unverified.ts';
import { sizesText } from '#i18n/phrases.ts';
import { providerEntries } from '#providers/registry.ts';
import { priceText } from '../commands/models/view.ts';

/** The models with the price of a picture, as the table of the README. */
export function modelsTable(models: readonly Model[]): string {
  const rows = models.map((model) => `| \`${model.id}\` | ${priceOf(model)} | ${model.description} |`);
  return table(['model', 'credits', ''], rows);
}

/** Every model as the page `docs/models.md`, in Markdown and in English. */
export function modelsPage(models: readonly Model[]): string {
  const rows = models.flatMap((model) => model.routes.map((route) => rowOf(model, route)));
  const doubts = unverifiedRoutes(models).map(
    ({ modelId, route, reasons }) =>
      `| \`${modelId}\` | \`${route.endpoint}\` | ${reasons.join('; ')} | ${route.source} |`,
  );
  return [
    ...[preface, '## Routes', table(['model', 'at', 'endpoint', 'credits', 'sizes', 'options', 'prompt'], rows)],
    ...['## Unverified', doubtful, table(['model', 'endpoint', 'why', 'source'], doubts)],
  ]
    .join('\n\n')
    .concat('\n');
}

const titles = new Map(providerEntries.map(({ name, title }) => [name, title]));

function rowOf(model: Model, route: Route): string {
  const mark = reasonsToDoubt(route).length > 0 ? ' ?' : '';
  const cells = [
    `\`${model.id}\``,
    titles.get(route.provider) ?? route.provider,
    `\`${route.endpoint}\`${mark}`,
    priceText(route),
    sizesText(route.sizes),
    describeOptions(route),
    `${route.promptMaxCharacters}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The options that the route takes, with their values, the default in bold. */
function describeOptions(route: Route): string {
  const { qualities, resolutions, steps, loras, formats } = route;
  const listed = (values: readonly string[], usual: string | undefined) =>
    values.map((value) => (value === usual ? `**${value}**` : value)).join(' ');
  const options = [
    ...describeImages(route),
    ...(qualities ? [`\`quality\` ${listed(qualities.values, qualities.default)}`] : []),
    ...(resolutions ? [`\`resolution\` ${listed(resolutions.values, resolutions.default)}`] : []),
    ...(steps ? [`\`steps\` ${steps.min}–${steps.max}, **${steps.default}**`] : []),
    ...(loras ? [`\`lora\`${loras.isRequired === true ? ' (required)' : ''}, **${loras.defaultStrength}**`] : []),
    ...(formats.length > 0 ? [`\`format\` ${listed(formats, formats[0])}`] : []),
  ];
  return options.join('; ') || '–';
}

function describeImages({ images, counts }: Route): string[] {
  return [
    ...(images ? [`\`image\`${images.isRequired ? ' (required)' : ''}, up to ${images.most}`] : []),
    ...(counts ? [`\`count\` ${counts.min}–${counts.max} in one job`] : []),
  ];
}

function table(heads: readonly string[], rows: readonly string[]): string {
  return [`| ${heads.join(' | ')} |`.replace('|  |', '| |'), `|${'---|'.repeat(heads.length)}`, ...rows].join('\n');
}

const preface = `# Models

Written by \`npm run models\` from \`src/catalog/models\`; a test compares the two. What an operator changes with a
[catalogue file](catalog.md) is not in here.

A request goes to the cheapest route that can express it. A route with "with a LoRA" runs requests that name one; a route "to edit" runs
those that bring pictures, at most as many as \`image\` says and never more than three; a route "in reserve" is asked after all the others. Credits are for one picture; where there is no list they do not depend on the options. The default of an
option is bold, and \`?\` marks a route that is listed under *Unverified*.`;

const doubtful = `No row was tried against the live services. These are weaker than that: their inputs are not printed by the service
itself (M: two sources or a captured answer; L: a single source or an inference), or their price is published nowhere.`;
