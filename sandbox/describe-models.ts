import { type Task, tasks } from '#catalog/form.ts';
import { type Model, type Route, taskOf } from '#catalog/model.ts';
import { defaultCredits, priceOf } from '#catalog/price.ts';
import { reasonsToDoubt, unverifiedRoutes } from '#catalog/unverified.ts';
import { sizesText } from '#i18n/phrases.ts';
import { providerEntries } from '#providers/registry.ts';
import { priceText } from '../commands/models/view.ts';

/** The models with the price of a picture. */
function modelsTable(models: readonly Model[]): string {
  const rows = models.map((model) => `| \`${model.id}\` | ${priceOf(model)} | ${model.description} |`);
  return table(['model', 'credits', ''], rows);
}

/** The models of other commands than pictures, a table each. */
function mediaTables(models: readonly Model[]): string {
  const head = ['model', 'credits from', 'endpoint', 'inputs'];
  const parts = tasks.flatMap((task) => {
    const own = models.filter((model) => taskOf(model) === task);
    if (own.length === 0 || task === 'image') return [];
    const rows = own.flatMap((model) =>
      model.routes.map((route) => {
        const mark = reasonsToDoubt(route).length > 0 ? ' ?' : '';
        const inputs = (route.form ?? []).map((input) => `${input.word}${input.isRequired ? '*' : ''}`).join(' ');
        return `| \`${model.id}\` | ${defaultCredits(route)} | \`${route.endpoint}\`${mark} | ${inputs} |`;
      }),
    );
    return [`### ${headings[task]}`, table(head, rows)];
  });
  return [mediaPreface, ...parts, leftOut].join('\n\n');
}

const headings: Readonly<Record<Task, string>> = {
  image: 'Pictures',
  upscale: '/upscale',
  video: '/video',
  speech: '/speech',
  music: '/music',
  model3d: '/3d',
  run: '/run',
};

const mediaPreface = `## Other commands

Videos, sounds, 3D models and larger pictures, at RunningHub. Credits are for what is taken when nothing is chosen; the choices of the commands show
the others. A star marks what the service requires; where it has a default, Easel sends that. RunComfy's catalogue lists more, which a server
[can switch on](setup.md#further-models).`;

const leftOut = `### Left out

| endpoint | why |
|---|---|
| \`kling-v3.0-4k/motion-control\`, \`rhart-video/ltx-2/text-to-video-lora\` | their inputs are not published |
| \`skyreels-v3/video-restyling\` | needs \`styleName\`, which has no default |
| \`rhart-video-s-official/sora-upload-character\`, \`rhart-video-s/sora-upload-character\` | make a character for other calls, nothing to show |
| \`kling-lip-sync/*\`, \`kling-elements\` | work in several calls that refer to each other |
| \`rhart-audio/text-to-audio/voice-clone\`, \`minimax/voice-design\` | make a voice; need names and texts that no option says |
| \`marble-*/…-to-world\` from pictures and words | what they answer is not published |
| \`rhart-text-*\` | answer in words |
| \`rhart-image-g-1.5/…-[Deprecated]\`, \`rhart-image-g-3/…\`, \`rhart-image-g-4/…\` | deprecated, or a name without a model behind it that is known |`;

/** Every model as the page `docs/models.md`, in Markdown and in English. */
export function modelsPage(models: readonly Model[], others: readonly Model[] = []): string {
  const rows = models.flatMap((model) => model.routes.map((route) => rowOf(model, route)));
  const doubts = unverifiedRoutes([...models, ...others]).map(
    ({ modelId, route, reasons }) =>
      `| \`${modelId}\` | \`${route.endpoint}\` | ${reasons.join('; ')} | ${route.source} |`,
  );
  return [
    ...[preface, '## Pictures', pricesPreface, modelsTable(models), pricesAfterword],
    ...['## Routes', routesPreface, table(['model', 'at', 'endpoint', 'credits', 'sizes', 'options', 'prompt'], rows)],
    ...(others.length > 0 ? [mediaTables(others)] : []),
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
  const { qualities, resolutions, steps, loras, formats, seeds, negativeMaxCharacters: negative } = route;
  const listed = (values: readonly string[], usual: string | undefined) =>
    values.map((value) => (value === usual ? `**${value}**` : value)).join(' ');
  const options = [
    ...describeImages(route),
    ...(qualities ? [`\`quality\` ${listed(qualities.values, qualities.default)}`] : []),
    ...(resolutions ? [`\`resolution\` ${listed(resolutions.values, resolutions.default)}`] : []),
    ...(steps ? [`\`steps\` ${steps.min}–${steps.max}, **${steps.default}**`] : []),
    ...(loras ? [`\`lora\`${loras.isRequired === true ? ' (required)' : ''}, **${loras.defaultStrength}**`] : []),
    ...(formats.length > 0 ? [`\`format\` ${listed(formats, formats[0])}`] : []),
    ...(seeds ? [`\`seed\` ${seeds.min}–${seeds.max}`] : []),
    ...(negative ? [`\`negative\`, up to ${negative} characters`] : []),
  ];
  return options.join('; ') || '–';
}

function describeImages({ images, counts }: Route): string[] {
  return [
    ...(images ? [`\`image\`${images.isRequired ? ' (required)' : ''}, up to ${images.most}`] : []),
    ...(images?.closeness ? ['Vary'] : []),
    ...(counts ? [`\`count\` ${counts.min}–${counts.max} in one job`] : []),
  ];
}

function table(heads: readonly string[], rows: readonly string[]): string {
  return [`| ${heads.join(' | ')} |`.replace('|  |', '| |'), `|${'---|'.repeat(heads.length)}`, ...rows].join('\n');
}

const preface = `# Models

Written by \`npm run models\` from \`src/catalog/models\`; a test compares the two. What an operator changes with a
[catalogue file](catalog.md) is not in here.`;

const pricesPreface = `A credit is a thousandth of a US dollar of provider price, and 1 CNY counts as 0.14 USD. The credits are those of one picture with
nothing chosen.`;

const pricesAfterword = `Most of the models also take pictures to change or to look at. Without \`model\` a request takes what its member last named, else the
server's default, else \`flux-2-klein-9b\`. A model without any route that has a key is not offered. RunComfy publishes its prices only to
accounts, so [those are estimates](decisions/2026-11-21-estimated-prices.md).`;

const routesPreface = `A request goes to the cheapest route that can express it. A route with "with a LoRA" runs requests that name one; a route "to edit" runs
those that bring pictures, at most as many as \`image\` says and never more than three; a route "in reserve" is asked after all the others. Credits are for one picture; where there is no list they do not depend on the options. The default of an
option is bold, and \`?\` marks a route that is listed under *Unverified*.`;

const doubtful = `No row was tried against the live services. These are weaker than that: their inputs are not printed by the service
itself (M: two sources or a captured answer; L: a single source or an inference), or their price is published nowhere.`;
