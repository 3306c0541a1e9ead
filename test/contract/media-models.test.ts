import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Model, Route } from '#catalog/model.ts';
import { builtInDefaults, builtInMediaModels, builtInModels } from '#catalog/models/index.ts';
import { amountFor } from '#catalog/price.ts';
import {
  findMediaEndpoint,
  type MediaEndpoint,
  priceOfMedia,
  problemOfMediaBody,
} from '../../sandbox/services/runninghub/media.ts';
import { bodyOf, requestsFor } from '../support/form-requests.ts';

const rows = builtInMediaModels.flatMap((model) =>
  model.routes.map((route) => ({ name: `${model.id} at ${route.endpoint}`, model, route, form: route.form ?? [] })),
);

function endpointOf({ endpoint }: Route): MediaEndpoint {
  const found = findMediaEndpoint(endpoint);
  if (found === undefined) throw new Error(`${endpoint} is not in the facts`);
  return found;
}

describe('a model that is described by forms', () => {
  it('has an id and a title of its own, a command, and a default among its kind', () => {
    const all: readonly Model[] = [...builtInModels, ...builtInMediaModels];
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
    for (const { id, description } of builtInMediaModels) {
      expect(id).toMatch(/^[a-z0-9][a-z0-9.-]{0,49}$/);
      expect(description.length).toBeLessThanOrEqual(100);
    }
    for (const [task, id] of Object.entries(builtInDefaults)) {
      expect(builtInMediaModels.find((model) => model.id === id)?.task).toBe(task);
    }
    expect(new Set(rows.map(({ route }) => route.endpoint)).size).toBe(rows.length);
  });

  it.each(rows)('$name: the service takes every body, whatever is chosen', ({ route, form }) => {
    const endpoint = endpointOf(route);
    for (const request of requestsFor(form)) {
      const { body } = bodyOf(route, request);
      const said = problemOfMediaBody(endpoint, body, () => undefined);
      expect(said, JSON.stringify(body)).toBeNull();
    }
  });

  it.each(rows.filter(({ route }) => !route.price.estimated))(
    '$name: the price is that of the list',
    ({ route, form }) => {
      const endpoint = endpointOf(route);
      for (const request of requestsFor(form)) {
        const { settings, body } = bodyOf(route, request);
        const listed = priceOfMedia(endpoint, body);
        const isOpen = route.price.meter?.unit === 'second' && !Number(settings.form?.duration ?? 0);
        // For a result of unknown length the most is held; nothing is ever held below the list.
        if (isOpen || listed === 0) expect(amountFor(route.price, settings)).toBeGreaterThanOrEqual(listed);
        else expect(amountFor(route.price, settings), JSON.stringify(body)).toBeCloseTo(listed, 2);
      }
    },
  );
});

/** Where the facts were read; not part of this repository. */
const factsFile = new URL('../../../shared/reference/runninghub-registry.json', import.meta.url);

interface Facts {
  readonly models: readonly {
    readonly endpoint: string;
    readonly output: string;
    readonly easelModel: string | null;
    readonly fields: readonly { readonly key: string; readonly type: string; readonly required: boolean }[];
    readonly price: unknown;
  }[];
}

describe('the facts of the registry', () => {
  it('are those of the stand-in, and every row is one of them', () => {
    if (!existsSync(factsFile)) {
      process.stderr.write('left out: the facts of the registry are not beside this repository\n');
      return;
    }
    const { models } = JSON.parse(readFileSync(factsFile, 'utf8')) as Facts;
    for (const { route } of rows) {
      const fact = models.find(({ endpoint }) => endpoint === route.endpoint);
      const own = endpointOf(route);
      expect(own.output).toBe(fact?.output);
      expect(own.price).toEqual(fact?.price);
      const shapeOf = (
        fields: readonly { readonly key: string; readonly type: string; readonly required?: boolean }[],
      ) => fields.map(({ key, type, required = false }) => [key, type.toLowerCase(), required]);
      expect(shapeOf(own.fields)).toEqual(shapeOf(fact?.fields ?? []));
      for (const { key } of route.form ?? []) expect(fact?.fields.map((field) => field.key)).toContain(key);
    }
    const videos = models.filter(({ output }) => output === 'video').map(({ endpoint }) => endpoint);
    const inRows = new Set(rows.map(({ route }) => route.endpoint));
    expect(videos).toHaveLength(174);
    expect(videos.filter((endpoint) => inRows.has(endpoint))).toHaveLength(169);
  });
});
