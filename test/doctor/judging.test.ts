import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Model, Route } from '#catalog/model.ts';
import { flux2Klein9b } from '#catalog/models/flux.ts';
import type { RemoteModel } from '#catalog/remote/remote-catalogue.ts';
import { BotError } from '#core/errors.ts';
import { examineProvider } from '#doctor/examine.ts';
import { examineRows } from '#doctor/local.ts';
import type { Send } from '#http/send.ts';
import { examineAccount } from '#providers/examine-account.ts';
import type { ProviderEntry } from '#providers/provider.ts';
import { createUnconfigured } from '#providers/registry.ts';
import { examineDeployments } from '#providers/runcomfy/deployments.ts';
import { examineCatalogue, runComfy } from '#providers/runcomfy/entry.ts';
import { examinePreviews } from '#providers/runninghub/entry.ts';
import type { Preview, PreviewPrice } from '#providers/runninghub/price-preview.ts';
import { createRecordingLog } from '../support/http/recording-log.ts';
import { listedModel, promptInput, wholeOf } from '../support/listed-models.ts';

const { signal } = new AbortController();
const [plain, , withLora] = flux2Klein9b.routes;

function modelWith(route: Route | undefined, changes: Partial<Route> = {}): Model {
  if (!route) throw new Error('no such route');
  return { ...flux2Klein9b, routes: [{ ...route, ...changes }] };
}

const priced: Preview = { kind: 'priced', amount: 0.05, currency: 'CNY' };
const refused: Preview = { kind: 'refused', isForm: false, reason: '1007' };

async function previewed(said: { nodes: Preview; flat: Preview } | Error, model = modelWith(plain)) {
  const preview: PreviewPrice = async (_route, _settings, form) => {
    if (said instanceof Error) throw said;
    return said[form];
  };
  const [finding] = await examinePreviews([model], { preview, bodyForm: 'auto', signal });
  return finding;
}

describe('a RunningHub route', () => {
  it('that takes neither form is wrong, and one that refuses more than the form is not changed over', async () => {
    expect(await previewed({ nodes: refused, flat: refused })).toMatchObject({
      mark: 'wrong',
      detail: 'node form refused (1007), flat form refused (1007)',
      advice: expect.stringContaining('CATALOG_FILE'),
    });
    expect(await previewed({ nodes: refused, flat: priced })).toMatchObject({
      mark: 'wrong',
      advice: 'set RUNNINGHUB_BODY_FORM to the form that is taken',
    });
  });

  it('without a stated price, or without its currency, is measured by the list', async () => {
    const without: Preview = { kind: 'priced', amount: null, currency: null };
    expect(await previewed({ nodes: without, flat: without })).toMatchObject({
      mark: 'note',
      detail: 'no price is stated, the list says 0.05 CNY',
    });
    expect(await previewed({ nodes: { ...priced, currency: null }, flat: priced })).toMatchObject({ mark: 'fine' });
  });

  it('with node keys left out is asked in the flat form alone', async () => {
    const model = modelWith(plain, { nodeFields: null });
    expect(await previewed({ nodes: refused, flat: priced }, model)).toMatchObject({
      mark: 'fine',
      subject: expect.stringMatching(/: flat form taken$/),
    });
  });

  it('that runs LoRAs only is asked with one that it knows', async () => {
    const loras = withLora?.loras && { ...withLora.loras, known: [{ title: 'Ink', file: 'ink.safetensors' }] };
    const model = modelWith(withLora, { loras: loras ?? null });
    expect(await previewed({ nodes: priced, flat: { ...priced, amount: 0.06 } }, model)).toMatchObject({
      mark: 'note',
    });
  });

  it('that cannot be asked, or takes no plain request, is wrong', async () => {
    const failure = new BotError('provider.unavailable', 'runninghub: no answer', { provider: 'runninghub' });
    expect(await previewed(failure)).toMatchObject({ mark: 'wrong', detail: 'runninghub: no answer' });
    const narrow = modelWith(plain, { promptMaxCharacters: 3 });
    expect(await previewed({ nodes: priced, flat: priced }, narrow)).toMatchObject({
      mark: 'wrong',
      detail: 'does not take a plain request (prompt)',
    });
  });
});

describe('a RunComfy route', () => {
  const endpoint = 'blackforestlabs/flux-2-klein/9b/text-to-image';
  const look = async (...listed: readonly RemoteModel[]) =>
    examineCatalogue([flux2Klein9b], async () => listed, signal);
  const row = (changes: Partial<RemoteModel>) => listedModel({ modelId: endpoint, inputs: null, ...changes });

  it('is looked up in the catalogue, with its price', async () => {
    expect(await look(row({ priceUsd: 0.009 }))).toMatchObject([
      { mark: 'fine', detail: expect.stringContaining('0.009') },
      { mark: 'note', detail: '0 of 1 models could be used besides', advice: null },
    ]);
    expect(await look(row({ priceUsd: null }))).toMatchObject([{ mark: 'note' }, {}]);
    expect(await look(listedModel())).toMatchObject([
      { mark: 'wrong', detail: 'is not in RunComfy’s catalogue' },
      { mark: 'note', detail: '1 of 1 models could be used besides', advice: expect.stringContaining('action:enable') },
    ]);
  });

  it('is looked up beside videos and sounds, of which those are named that cannot be run', async () => {
    const film = { categories: ['text-to-video'], inputs: [promptInput] };
    const fine = listedModel({ ...film, modelId: 'maker/reel' });
    const odd = Array.from({ length: 12 }, (_, at) =>
      listedModel({ ...film, modelId: `maker/odd-${at}`, inputs: null }),
    );
    const findings = await look(row({}), fine, ...odd);
    expect(findings).toMatchObject([{}, { detail: '1 of 14 models could be used besides' }, { mark: 'note' }]);
    expect(findings[2]?.detail).toMatch(/: maker\/odd-0 \(no schema is told\), .*, 2 more$/u);
  });

  it('that takes other inputs than Easel sends is off', async () => {
    const inputs = [promptInput, wholeOf('width', 64, 2048), wholeOf('height', 64, 2048)];
    expect((await look(row({ inputs })))[0]).toMatchObject({
      mark: 'wrong',
      detail: expect.stringContaining('(steps is not listed)'),
    });
  });
});

describe('a deployment at RunComfy', () => {
  const settings = { apiKey: 't-1', baseUrl: 'https://models.example', accountBaseUrl: 'https://api.example' };
  const [route] = flux2Klein9b.routes;
  const deployed = modelWith(route, { provider: 'runcomfy', endpoint: 'deployments/8c1f', isNodeList: true });
  const look = async (status: number, text = '{}') => {
    const urls: string[] = [];
    const send: Send = async ({ url }) => {
      urls.push(url);
      return { kind: 'answered', status, text, contentType: 'application/json', retryAfterMs: null };
    };
    const tools = { send, log: createRecordingLog(), signal };
    return { urls, findings: await examineDeployments([flux2Klein9b, deployed], settings, tools) };
  };

  it('is asked for, and is no model of the catalogue', async () => {
    const { urls, findings } = await look(200, '{"id":"8c1f","name":"fox"}');
    expect(urls).toEqual(['https://api.example/prod/v2/deployments/8c1f']);
    expect(findings).toMatchObject([{ mark: 'fine', subject: 'flux-2-klein-9b at deployments/8c1f' }]);
    const listed = await examineCatalogue([deployed], async () => [], signal);
    expect(listed).toMatchObject([{ mark: 'note' }]);
  });

  it.each([
    [404, 'there is no such deployment', 'remoteId'],
    [401, 'the key is refused', 'RUNCOMFY_API_TOKEN'],
    [500, expect.stringContaining('status 500'), 'network'],
  ])('that answers %s is wrong', async (status, detail, advice) => {
    const { findings } = await look(status, '{"error":"no"}');
    expect(findings).toMatchObject([{ mark: 'wrong', detail, advice: expect.stringContaining(advice) }]);
  });
});

describe('an account', () => {
  it('may say little', async () => {
    const silent = { balance: null, currency: null, running: null, queued: null, concurrencyLimit: null };
    const account = (status: object) =>
      examineAccount(
        { ...createUnconfigured('runcomfy'), account: async () => ({ ...silent, ...status }) },
        runComfy,
        signal,
      );
    expect((await account({})).finding).toMatchObject({ mark: 'fine', detail: 'the balance is not told' });
    expect((await account({ balance: 3 })).finding).toMatchObject({ mark: 'fine', detail: 'balance 3' });
    expect((await examineAccount(createUnconfigured('runcomfy'), runComfy, signal)).isAnswered).toBe(false);
  });
});

describe('a service whose account cannot be asked for', () => {
  const bare = { name: 'bare', title: 'Bare', keyVariable: 'BARE_KEY', defaults: {}, environment: z.null() };
  const entry: ProviderEntry = { ...bare, create: () => createUnconfigured('bare') };
  const config = { providers: { bare: { apiKey: 'k', baseUrl: 'https://bare.example' } } };
  const send: Send = () => Promise.reject(new Error('not expected'));
  const look = (each: ProviderEntry) => examineProvider(each, config, [], { send, log: createRecordingLog(), signal });

  it('is asked for nothing else', async () => {
    const examination = { subject: 'Bare routes', examine: () => Promise.reject(new Error('not expected')) };
    expect(await look({ ...entry, examination })).toMatchObject([
      { mark: 'wrong', subject: 'Bare account' },
      { mark: 'note', subject: 'Bare routes', detail: 'not asked for' },
    ]);
  });

  it('and that has no checks of its own says no more', async () => {
    expect(await look(entry)).toMatchObject([{ mark: 'wrong', subject: 'Bare account' }]);
  });
});

describe('the catalogue', () => {
  it('counts what stands on less than the service’s own word', () => {
    expect(examineRows([flux2Klein9b])).toMatchObject({ mark: 'note', detail: '3 of 4 routes are unverified' });
    expect(examineRows([modelWith(plain)])).toMatchObject({ mark: 'fine' });
  });
});
