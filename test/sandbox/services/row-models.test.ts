import { describe, expect, it } from 'vitest';
import { fitRoute } from '#catalog/fit-route.ts';
import type { Route } from '#catalog/model.ts';
import { builtInModels } from '#catalog/models/index.ts';
import { creditsFor } from '#catalog/price.ts';
import { noOptions } from '#catalog/request.ts';
import { encodeBody } from '#providers/encode.ts';
import * as comfy from '../../../sandbox/services/runcomfy/row-model.ts';
import { validateInput } from '../../../sandbox/services/runcomfy/validate-input.ts';
import * as hub from '../../../sandbox/services/runninghub/row-model.ts';
import { priceOf } from '../../../sandbox/services/runninghub/submit.ts';
import { validateBody } from '../../../sandbox/services/runninghub/validate-body.ts';
import { requestOf, routeOf } from '../../support/requests.ts';
import { said } from '../../support/said.ts';

const fromWords = builtInModels.flatMap(({ title, routes }) =>
  routes.filter(({ images }) => images?.isRequired !== true).map((route) => ({ name: route.endpoint, title, route })),
);

function settingsOf(route: Route) {
  const lora = route.loras?.isRequired === true ? 'ink.safetensors' : null;
  const fit = fitRoute(route, requestOf({ options: { ...noOptions, lora } }));
  if (!fit.ok) throw new Error(`${fit.problem.option}: ${said(fit.problem).allowed}`);
  return fit.settings;
}

describe('a stand-in that is made from a row', () => {
  it.each(fromWords.filter(({ route }) => route.provider === 'runninghub'))(
    '$name: takes its body in both forms, at its price',
    ({ route }) => {
      const model = hub.modelOfRow(route);
      const settings = settingsOf(route);
      const forms = route.nodeFields === null ? (['flat'] as const) : (['nodes', 'flat'] as const);
      for (const form of forms) {
        const verdict = validateBody(model, encodeBody(route, settings, form), true);
        expect('problem' in verdict ? verdict.problem : null).toBeNull();
        if ('inputs' in verdict) {
          expect(Math.ceil(Number((priceOf(model, verdict.inputs) * 140).toFixed(6)))).toBe(
            creditsFor(route.price, settings),
          );
        }
      }
    },
  );

  it.each(fromWords.filter(({ route }) => route.provider === 'runcomfy'))(
    '$name: takes its body',
    ({ title, route }) => {
      const verdict = validateInput(comfy.modelOfRow(title, route), encodeBody(route, settingsOf(route), 'flat'));
      expect('problems' in verdict ? verdict.problems : []).toEqual([]);
    },
  );

  it('takes pictures as the row says, and refuses what the row has not', () => {
    const keys = { kind: 'each', keys: ['first', 'second'] } as const;
    const images = { keys, nodeKeys: null, most: 2, maxBytes: 1_000, isRequired: true };
    const one = routeOf({ images, constants: { n: 1, isFast: true, kind: 'a' } });
    const body = { prompt: 'x', ratio: '1:1', n: 1, isFast: true, kind: 'a', first: 'https://example.com/a.png' };
    expect(validateBody(hub.modelOfRow(one), body, true)).toMatchObject({ inputs: expect.any(Map) });
    expect(validateBody(hub.modelOfRow(one), { ...body, n: 2 }, true)).toHaveProperty('problem');
    expect(validateBody(hub.modelOfRow(one), { ...body, seed: 1 }, true)).toHaveProperty('problem');
    const listed = routeOf({ images: { ...images, keys: { kind: 'list', key: 'image_urls' } } });
    const input = { prompt: 'x', ratio: '1:1', image_urls: ['https://example.com/a.png'] };
    expect(validateInput(comfy.modelOfRow('T', listed), input)).toHaveProperty('inputs');
    expect(validateInput(comfy.modelOfRow('T', one), { ...input, first: 'https://example.com/a.png' })).toHaveProperty(
      'problems',
    );
  });

  it('stands behind the readings of the documents, and knows no endpoint that nobody wrote down', () => {
    expect(hub.findRunningHubModel('rhart-image-g-2/text-to-image')?.priceCny).toBe(0.1);
    expect(hub.findRunningHubModel('nobody/knows')).toBeUndefined();
    expect(comfy.findRunComfyModel('nobody/knows')).toBeUndefined();
  });
});
