import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { fitRoute } from '#catalog/fit-route.ts';
import type { Choice, Model, Route, Settings } from '#catalog/model.ts';
import { builtInModels } from '#catalog/models/index.ts';
import { creditsFor } from '#catalog/price.ts';
import { boundRoute } from '#catalog/remote/bound-route.ts';
import { optionalModelsOf } from '#catalog/remote/optional-models.ts';
import { type GenerationRequest, mostInputs, noOptions, type RequestOptions } from '#catalog/request.ts';
import { fitSize, parseSize, rangeOf, takesAuto } from '#catalog/size.ts';
import type { ProviderName } from '#core/ids.ts';
import type { SourceImage } from '#media/media.ts';
import type { Body, BodyForm } from '#providers/encode.ts';
import { encodeBody } from '#providers/encode.ts';
import { readInputs } from '#providers/runcomfy/catalogue.ts';
import { suggestSizes } from '../../commands/suggest.ts';
import { furtherModels } from '../../sandbox/services/runcomfy/further-models.ts';
import { listedBesides } from '../../sandbox/services/runcomfy/listed.ts';
import { runComfyModels } from '../../sandbox/services/runcomfy/models.ts';
import { findRunComfyModel } from '../../sandbox/services/runcomfy/row-model.ts';
import { validateInput } from '../../sandbox/services/runcomfy/validate-input.ts';
import { runningHubModels } from '../../sandbox/services/runninghub/models.ts';
import { findRunningHubModel } from '../../sandbox/services/runninghub/row-model.ts';
import { pictureOf, priceOf } from '../../sandbox/services/runninghub/submit.ts';
import { validateBody } from '../../sandbox/services/runninghub/validate-body.ts';
import { listingOf } from '../support/listed-models.ts';
import { requestOf } from '../support/requests.ts';
import { said } from '../support/said.ts';

/** The stand-ins' tables are written from the providers' documents, not from Easel's rows: two readings that must agree. */
const rows = builtInModels.flatMap((model) =>
  model.routes.map((route) => ({ name: `${model.id} at ${route.endpoint}`, model, route })),
);
const hubRows = rows.filter(({ route }) => route.provider === 'runninghub');

/** A picture to change, 96 by 64, in each format. */
const drawing = sharp({ create: { width: 96, height: 64, channels: 3, background: 'teal' } });
const addresses = await Promise.all(
  (['png', 'jpeg', 'webp'] as const).map(async (format) => {
    const bytes = await drawing.clone().toFormat(format).toBuffer();
    return `data:image/${format};base64,${bytes.toString('base64')}`;
  }),
);
const address = addresses[0] ?? '';
const source: SourceImage = {
  ...{ url: 'https://cdn.discordapp.com/x.png', name: 'x.png', mediaType: 'image/png' },
  ...{ bytes: 1000, widthPx: 96, heightPx: 64 },
};

/** What a submit hands over: as many pictures as the settings have. */
const bodyOf = (route: Route, settings: Settings, form: BodyForm) =>
  encodeBody(
    route,
    settings,
    form,
    settings.images.map((_, index) => addresses[index % addresses.length] ?? address),
  );

const valuesOf = (choice: Choice | null) => choice?.values ?? [];
const formsOf = ({ nodeFields }: Route): readonly BodyForm[] => (nodeFields === null ? ['flat'] : ['nodes', 'flat']);

/** Options that the route cannot do without. */
function baseOf({ loras }: Route): RequestOptions {
  return loras?.isRequired === true ? { ...noOptions, lora: 'F.1-复古勾线插画_v1.safetensors' } : noOptions;
}

function sizesOf(model: Model, route: Route): readonly string[] {
  const offered = suggestSizes(model, '').map(({ value }) => value);
  const range = rangeOf(route.sizes);
  const { minPx, maxPx } = range?.height ?? range ?? { minPx: 0, maxPx: 0 };
  const corners = range ? [`${range.minPx}x${minPx}`, `${range.maxPx}x${maxPx}`, `${range.minPx}x${maxPx}`] : [];
  return [...offered, ...corners].filter((text) => {
    const asked = parseSize(text);
    return asked && fitSize(route.sizes, asked) !== null;
  });
}

/** What a member can ask for, at most four. */
function countsOf({ counts }: Route): readonly number[] {
  return counts ? [counts.min, Math.min(counts.max, 4)] : [];
}

/** Nothing chosen, then every option at its ends or in each of its words. */
function choicesOf(model: Model, route: Route): readonly Partial<RequestOptions>[] {
  const { steps, loras, qualities, resolutions, formats } = route;
  const strengths = loras ? [loras.minStrength, loras.maxStrength, loras.defaultStrength] : [];
  return [
    {},
    ...sizesOf(model, route).map((size) => ({ size })),
    ...valuesOf(qualities).flatMap((quality) => [
      { quality },
      ...sizesOf(model, route).map((size) => ({ quality, size })),
    ]),
    ...valuesOf(resolutions).map((resolution) => ({ resolution })),
    ...valuesOf(qualities).flatMap((quality) => valuesOf(resolutions).map((resolution) => ({ quality, resolution }))),
    ...(steps ? [{ steps: steps.min }, { steps: steps.max }] : []),
    ...formats.map((format) => ({ format })),
    ...countsOf(route).map((count) => ({ count })),
    ...strengths.map((loraStrength) => ({ lora: '墨 (1) [v2].safetensors', loraStrength })),
  ];
}

function settingsOf(
  route: Route,
  options: Partial<RequestOptions>,
  changes: Partial<GenerationRequest> = {},
): Settings {
  const images = route.images?.isRequired === true ? [source] : [];
  const request = { prompt: 'a red fox', images, ...changes, options: { ...baseOf(route), ...options } };
  const fit = fitRoute(route, requestOf(request));
  if (!fit.ok) throw new Error(`${fit.problem.option} ${fit.problem.value}: ${said(fit.problem).allowed}`);
  return fit.settings;
}

/** What the stand-in of each service has against a body; null for nothing. */
const judges: Readonly<Record<ProviderName, (route: Route, body: Body) => unknown>> = {
  runninghub(route, body) {
    const verdict = validateBody(hubModelOf(route), body, true);
    return 'problem' in verdict ? verdict.problem : null;
  },
  runcomfy(route, body) {
    const model = findRunComfyModel(route.endpoint);
    if (!model) return 'no such model';
    const verdict = validateInput(model, body);
    return 'problems' in verdict ? verdict.problems : null;
  },
};

function complaintAbout(route: Route, body: Body): unknown {
  const judge = judges[route.provider];
  if (!judge) throw new Error(`no judge for ${route.provider}: add one here, from sandbox/services/${route.provider}`);
  return judge(route, body);
}

function hubModelOf({ endpoint }: Route) {
  const model = findRunningHubModel(endpoint);
  if (!model) throw new Error(`no stand-in for ${endpoint}`);
  return model;
}

function inputsOf(route: Route, settings: Settings) {
  const verdict = validateBody(hubModelOf(route), bodyOf(route, settings, 'flat'), true);
  if ('problem' in verdict) throw new Error(verdict.problem);
  return verdict.inputs;
}

describe('every built-in route', () => {
  it('is an endpoint of the stand-ins, and every endpoint of theirs is a route, once', () => {
    const known = [
      ...runningHubModels.map(({ endpoint }) => endpoint),
      ...runComfyModels.map(({ modelId }) => modelId),
    ];
    const endpoints = rows.map(({ route }) => route.endpoint);
    expect(new Set(endpoints).size).toBe(endpoints.length);
    expect(known.filter((endpoint) => !endpoints.includes(endpoint))).toEqual([]);
    // A row that nobody has read the documents for a second time is graded L at best.
    const unread = rows.filter(({ route }) => !known.includes(route.endpoint));
    expect(unread.filter(({ route }) => route.confidence !== 'L').map(({ name }) => name)).toEqual([]);
  });

  it.each(rows)('$name: bodies fit its schema, whatever is chosen', ({ model, route }) => {
    const complaints = choicesOf(model, route).flatMap((options) =>
      formsOf(route).map((form) => {
        const complaint = complaintAbout(route, bodyOf(route, settingsOf(route, options), form));
        return complaint === null ? [] : [options, form, complaint];
      }),
    );
    expect(complaints.filter((complaint) => complaint.length > 0)).toEqual([]);
    expect(complaints.length).toBeGreaterThan(1);
  });

  it.each(rows)('$name: takes a prompt of its full length', ({ route }) => {
    const settings = settingsOf(route, {}, { prompt: 'x'.repeat(route.promptMaxCharacters) });
    for (const form of formsOf(route)) expect(complaintAbout(route, bodyOf(route, settings, form))).toBeNull();
  });

  it.each(rows.filter(({ route }) => route.images))('$name: takes its pictures, and not one more', ({ route }) => {
    const { most = 0, isRequired } = route.images ?? {};
    for (const count of [1, Math.min(most, mostInputs), most]) {
      const settings = settingsOf(route, {}, { images: Array.from({ length: count }, () => source) });
      for (const form of formsOf(route)) expect(complaintAbout(route, bodyOf(route, settings, form))).toBeNull();
    }
    const problemWith = (count: number) => {
      const images = Array.from({ length: count }, () => source);
      const fit = fitRoute(route, requestOf({ images, options: baseOf(route) }));
      return fit.ok ? null : fit.problem.option;
    };
    expect([problemWith(most + 1), problemWith(0)]).toEqual(['image', isRequired ? 'image' : null]);
  });

  it.each(hubRows.filter(({ route }) => takesAuto(route.sizes)))(
    '$name: keeps the shape of its picture',
    ({ route }) => {
      const spec = pictureOf(hubModelOf(route), inputsOf(route, settingsOf(route, {})));
      expect(spec).toMatchObject({ widthPx: 96, heightPx: 64 });
    },
  );

  it.each(hubRows)('$name: costs what the price list says, whatever is chosen', ({ model, route }) => {
    for (const options of choicesOf(model, route)) {
      const settings = settingsOf(route, options);
      const listed = priceOf(hubModelOf(route), inputsOf(route, settings)) / settings.count;
      expect(listed).toBeGreaterThan(0);
      expect(creditsFor(route.price, settings)).toBe(Math.ceil(Number((listed * 140).toFixed(6))));
    }
  });

  /** A ratio leaves the pixels to the service. */
  const inPixels = hubRows.flatMap(({ name, model, route }) => {
    const sizes = sizesOf(model, route).filter((size) => settingsOf(route, { size }).size.kind !== 'ratio');
    return sizes.length === 0 ? [] : [{ name, route, sizes }];
  });

  it('is asked for pixels by some rows, and for a ratio by others', () => {
    expect(inPixels.length).toBeGreaterThan(5);
    expect(inPixels.length).toBeLessThan(hubRows.length);
  });

  it.each(inPixels)('$name: draws the very pixels that are asked for', ({ route, sizes }) => {
    for (const size of sizes) {
      const settings = settingsOf(route, { size });
      expect(pictureOf(hubModelOf(route), inputsOf(route, settings))).toMatchObject(omitKind(settings.size));
    }
  });
});

function omitKind({ kind: _, ...pixels }: { readonly kind: string }): object {
  return pixels;
}

describe('every route at RunComfy', () => {
  const comfyRows = rows.filter(({ route }) => route.provider === 'runcomfy');
  const listedAt = (endpoint: string) => runComfyModels.find(({ modelId }) => modelId === endpoint)?.schema;

  it.each(comfyRows)('$name: is listed as its row has it', ({ route }) => {
    const inputs = readInputs(listedAt(route.endpoint));
    const bounded = boundRoute(route, inputs ?? []);
    expect(inputs).not.toBeNull();
    expect(bounded.ok && bounded.route).toMatchObject({
      fields: route.fields,
      steps: route.steps,
      formats: route.formats,
    });
    expect(bounded.ok && bounded.route.price).toEqual(route.price);
  });
});

describe('every further model of RunComfy', () => {
  const optionalModels = optionalModelsOf(listingOf(...listedBesides()), builtInModels).filter(
    ({ task }) => task === undefined,
  );

  it('that draws from words is a candidate', () => {
    expect(optionalModels.map(({ id }) => id)).toEqual([
      'qwen/qwen-image-2.1/text-to-image',
      'wan-ai/wan-2.7/text-to-image',
    ]);
  });

  it.each(optionalModels)('$id: bodies fit its schema, whatever is chosen', (model) => {
    const listed = furtherModels.find(({ modelId }) => modelId === model.routes[0]?.endpoint);
    if (listed === undefined) throw new Error('not listed');
    for (const route of model.routes) {
      for (const options of choicesOf(model, route)) {
        const verdict = validateInput(listed, encodeBody(route, settingsOf(route, options), 'flat'));
        expect(verdict).not.toHaveProperty('problems');
      }
    }
  });
});

describe('routes of one model', () => {
  const isEdit = ({ images }: Route) => images?.isRequired === true;

  it.each(
    builtInModels.flatMap(({ id, routes }) => [
      { name: `${id} from words`, routes: routes.filter((route) => !isEdit(route)) },
      { name: `${id} from pictures`, routes: routes.filter(isEdit) },
    ]),
  )(
    '$name: have one default size, quality and resolution, so that the route does not change the picture',
    ({ routes }) => {
      const usual = routes.map(({ sizes, qualities, resolutions, isReserve }) => ({
        ratio: sizes.defaultRatio,
        quality: isReserve === true ? undefined : qualities?.default,
        resolution: resolutions?.default.toLowerCase(),
      }));
      expect(
        new Set(usual.filter(({ quality }) => quality !== undefined).map(({ quality }) => quality)).size,
      ).toBeLessThan(2);
      expect(new Set(usual.map(({ ratio, resolution }) => `${ratio} ${resolution}`)).size).toBeLessThan(2);
    },
  );
});
