import { describe, expect, it } from 'vitest';
import { createCatalog, noChanges } from '#catalog/catalog.ts';
import { modelsOfGuild } from '#catalog/guild-workflow.ts';
import type { ProviderName } from '#core/ids.ts';
import { guildCatalog, unknownModel } from '#generation/admission.ts';
import { type GuildSettings, guildSettingsSchema } from '#guilds/guild-settings.ts';
import { guildWorkflowOf } from '../support/guild-workflows.ts';
import { inputOf, listedModel, listingBookOf, listingOf, promptInput, wholeOf } from '../support/listed-models.ts';
import { requestOf } from '../support/requests.ts';

const both = new Set<ProviderName>(['runninghub', 'runcomfy']);
const brush = 'maker/brush/text-to-image';
const klein4b = 'blackforestlabs/flux-2-klein/4b/text-to-image';
const enabling = (...enabled: readonly string[]): GuildSettings => guildSettingsSchema.parse({ models: { enabled } });

function bench(providers: ReadonlySet<ProviderName> = both) {
  const book = listingBookOf(listingOf(listedModel()));
  return { book, catalog: createCatalog(noChanges, providers, book) };
}

describe('a guild', () => {
  it('has of the candidates those that it has switched on', () => {
    const { catalog } = bench();
    expect(catalog.find(brush)?.title).toBe('Brush');
    expect(catalog.models.some(({ id }) => id === brush)).toBe(false);
    const without = guildCatalog(catalog, enabling());
    expect([without.find(brush), without.models]).toEqual([null, catalog.models]);
    const having = guildCatalog(catalog, enabling(brush, 'gone'));
    expect(having.find(` ${brush.toUpperCase()} `)?.id).toBe(brush);
    expect(having.models.map(({ id }) => id)).toEqual([...catalog.models.map(({ id }) => id), brush]);
    expect(having.defaultModelId).toBe(catalog.defaultModelId);
    const other = { ...catalog, defaultModelId: 'flux-2-klein-4b' };
    expect(guildCatalog(other, enabling(brush)).defaultModelId).toBe('flux-2-klein-4b');
  });

  it('has those of every command that it has switched on', () => {
    const reel = listedModel({ modelId: 'maker/reel', categories: ['text-to-video'], inputs: [promptInput] });
    const book = listingBookOf(listingOf(listedModel(), reel));
    const catalog = createCatalog(noChanges, both, book);
    const having = guildCatalog(catalog, enabling('maker/reel'));
    expect([having.find('maker/reel'), having.forTask('video').find('maker/reel')?.task]).toEqual([null, 'video']);
    expect(having.everyModel.map(({ id }) => id)).toEqual([...catalog.everyModel.map(({ id }) => id), 'maker/reel']);
    expect(guildCatalog(catalog, enabling()).forTask('video').find('maker/reel')).toBeNull();
  });

  it('takes what it has switched on where a command has nothing else', () => {
    const reel = listedModel({ modelId: 'maker/reel', categories: ['text-to-video'], inputs: [promptInput] });
    const catalog = createCatalog(noChanges, new Set<ProviderName>(['runcomfy']), listingBookOf(listingOf(reel)));
    const defaultIn = (...enabled: readonly string[]) =>
      guildCatalog(catalog, enabling(...enabled)).forTask('video').defaultModelId;
    expect([defaultIn('maker/reel'), defaultIn()]).toEqual(['maker/reel', catalog.forTask('video').defaultModelId]);
    expect(guildCatalog(catalog, enabling()).forTask('video').find('maker/reel')).toBeNull();
  });

  it('has the catalogue itself where there is nothing to switch on', () => {
    const catalog = createCatalog(noChanges, both);
    expect(guildCatalog(catalog, enabling())).toBe(catalog);
  });

  it('has none without RunComfy', () => {
    expect(bench(new Set<ProviderName>(['runninghub'])).catalog.optionalModels).toEqual([]);
  });

  it('keeps what it has switched on, and only that, whoever lists a model of the same name', () => {
    const { book, catalog } = bench();
    const mallorys = listedModel({ modelId: 'mallory/brush/text-to-image', priceUsd: 90 });
    const endpoints = () =>
      guildCatalog(catalog, enabling(brush)).models.flatMap(({ id, routes }) =>
        id.includes('/') ? [routes[0]?.endpoint] : [],
      );
    book.list(listingOf(mallorys, listedModel()));
    expect(endpoints()).toEqual([brush]);
    for (const title of ['Brush', brush]) {
      book.list(listingOf({ ...mallorys, title }));
      expect(endpoints()).toEqual([]);
      expect(catalog.find(brush)).toBeNull();
    }
  });

  it('is told what it does not have, and what it has no longer', () => {
    const { book, catalog } = bench();
    const unknown = unknownModel(brush, enabling(), catalog, requestOf());
    expect(unknown).toMatchObject({ code: 'refused.model', facts: { option: 'model', value: brush } });
    expect(unknown.facts).not.toHaveProperty('isGone');
    book.list(listingOf());
    expect(catalog.optionalModels).toEqual([]);
    expect(unknownModel(brush.toUpperCase(), enabling(brush), catalog, requestOf()).facts.isGone).toBe(true);
  });
});

describe("a server's own workflows", () => {
  const settings = guildSettingsSchema.parse({ workflows: [guildWorkflowOf()] });
  const catalog = createCatalog(noChanges, both);

  it('are choices of /run on that server, and nowhere else', () => {
    const own = guildCatalog(catalog, settings);
    expect(own.forTask('run').models.map(({ id }) => id)).toEqual(['w-fox-clip']);
    expect(own.forTask('run').find('fox CLIP')?.id).toBe('w-fox-clip');
    expect(own.everyModel.at(-1)?.id).toBe('w-fox-clip');
    expect([own.models, own.find('w-fox-clip')]).toEqual([catalog.models, null]);
    const other = guildCatalog(catalog, enabling());
    expect([other.forTask('run').models, other.forTask('run').find('w-fox-clip')]).toEqual([[], null]);
  });

  it('stand behind one of the installation with the same id', () => {
    const [mine] = modelsOfGuild(settings.workflows);
    if (mine === undefined) throw new Error('no model');
    const operators = { ...mine, title: 'Theirs' };
    const own = guildCatalog(createCatalog({ ...noChanges, models: [operators] }, both), settings);
    expect(own.forTask('run').models.map(({ title }) => title)).toEqual(['Theirs']);
  });

  it('are not there without the service that runs them', () => {
    const without = createCatalog(noChanges, new Set<ProviderName>(['runcomfy']));
    expect(guildCatalog(without, settings).forTask('run').models).toEqual([]);
  });

  it('are told as workflows where they are gone', () => {
    const unknown = unknownModel('w-gone', settings, catalog.forTask('run'), requestOf());
    expect(unknown).toMatchObject({ code: 'refused.model', facts: { option: 'workflow', value: 'w-gone' } });
    expect(unknownModel('w-fox-clip', settings, catalog, requestOf()).facts).toMatchObject({ task: 'run' });
  });
});

describe('a row of Easel’s own', () => {
  const listed = (maxPx: number) =>
    listedModel({ modelId: klein4b, inputs: [promptInput, wholeOf('width', 64, maxPx), wholeOf('height', 64, maxPx)] });
  const comfyOnly = new Set<ProviderName>(['runcomfy']);

  it('takes the listed bounds of the moment', () => {
    const { book, catalog } = bench();
    const largest = () => catalog.find('flux-2-klein-4b')?.routes[0]?.sizes;
    expect(largest()).toMatchObject({ range: { maxPx: 2048 } });
    book.list(listingOf(listed(1024)));
    expect(largest()).toMatchObject({ range: { maxPx: 1024 } });
  });

  it('is off while it does not fit, with its model where that has no other route, the default one included', () => {
    const { book, catalog } = bench(comfyOnly);
    const first = catalog.models.map(({ id }) => id);
    expect(catalog.defaultModelId).toBe('flux-2-klein-9b');
    const klein9b = {
      modelId: 'blackforestlabs/flux-2-klein/9b/text-to-image',
      inputs: [promptInput, inputOf('seed')],
    };
    book.list(listingOf(listedModel(klein9b)));
    expect(catalog.models.map(({ id }) => id)).toEqual(first.filter((id) => id !== 'flux-2-klein-9b'));
    expect(catalog.defaultModelId).toBe(catalog.models[0]?.id);
    book.list(listingOf());
    expect(catalog.defaultModelId).toBe('flux-2-klein-9b');
  });

  it('of the operator stays as it is', () => {
    const own = createCatalog(noChanges, both).find('flux-2-klein-4b');
    if (own === null) throw new Error('no such model');
    const book = listingBookOf(listingOf(listed(1024)));
    const catalog = createCatalog({ ...noChanges, models: [own] }, both, book);
    expect(catalog.find('flux-2-klein-4b')).toEqual(own);
  });

  it('may be all that there is, and be off', () => {
    const inputs = [promptInput, inputOf('seed')];
    const ids = createCatalog(noChanges, comfyOnly).models.flatMap(({ routes }) =>
      routes.map(({ endpoint }) => endpoint),
    );
    const book = listingBookOf(listingOf(...ids.map((modelId) => listedModel({ modelId, inputs }))));
    const catalog = createCatalog(noChanges, comfyOnly, book);
    expect([catalog.models, catalog.defaultModelId]).toEqual([[], 'flux-2-klein-9b']);
  });
});
