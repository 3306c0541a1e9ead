import { z } from 'zod';
import type { Model, Route } from '#catalog/model.ts';
import { boundRoute } from '#catalog/remote/bound-route.ts';
import { optionalModelsOf, unusableMediaOf } from '#catalog/remote/optional-models.ts';
import type { RemoteModel } from '#catalog/remote/remote-catalogue.ts';
import { asBotError } from '#core/errors.ts';
import { type Finding, fine, note, wrong } from '#core/finding.ts';
import { baseUrl, secretText } from '#core/variable-rules.ts';
import { complaintOf } from '../examine-account.ts';
import type { ProviderEntry, ReadCatalogue } from '../provider.ts';
import { createRunComfyCatalogue } from './catalogue.ts';
import { examineDeployments, isDeployment } from './deployments.ts';
import { createRunComfy, type RunComfySettings } from './runcomfy.ts';

/** RunComfy, which has a catalogue of its own. */
export const runComfy: ProviderEntry<RunComfySettings> = {
  name: 'runcomfy',
  title: 'RunComfy',
  keyVariable: 'RUNCOMFY_API_TOKEN',
  defaults: {
    RUNCOMFY_API_TOKEN: null,
    RUNCOMFY_BASE_URL: 'https://model-api.runcomfy.net',
    RUNCOMFY_ACCOUNT_BASE_URL: 'https://api.runcomfy.net',
  },
  environment: z
    .object({
      RUNCOMFY_API_TOKEN: secretText().nullable(),
      RUNCOMFY_BASE_URL: baseUrl(),
      RUNCOMFY_ACCOUNT_BASE_URL: baseUrl(),
    })
    .transform(({ RUNCOMFY_API_TOKEN: apiKey, RUNCOMFY_BASE_URL, RUNCOMFY_ACCOUNT_BASE_URL }) =>
      apiKey === null ? null : { apiKey, baseUrl: RUNCOMFY_BASE_URL, accountBaseUrl: RUNCOMFY_ACCOUNT_BASE_URL },
    ),
  create: createRunComfy,
  examination: {
    subject: 'RunComfy catalogue',
    examine: async (settings, models, tools) => [
      ...(await examineCatalogue(models, createRunComfyCatalogue(settings, tools), tools.signal)),
      ...(await examineDeployments(models, settings, tools)),
    ],
  },
  readCatalogue: createRunComfyCatalogue,
};

/** Looks every RunComfy route up in RunComfy's own catalogue: is it there, does it take what Easel sends, and what does it cost? */
export async function examineCatalogue(
  models: readonly Model[],
  read: ReadCatalogue,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  try {
    const listed = await read(signal);
    const entries = new Map(listed.map((entry) => [entry.modelId, entry]));
    const routes = models.flatMap(({ id, routes: all }) =>
      all
        .filter((route) => route.provider === 'runcomfy' && !isDeployment(route))
        .map((route) => findingOf(`${id} at ${route.endpoint}`, route, entries.get(route.endpoint))),
    );
    return [...routes, furtherFinding(listed, models), ...unusableFindings(listed)];
  } catch (error) {
    return [complaintOf('RunComfy catalogue', 'RUNCOMFY_API_TOKEN', asBotError(error))];
  }
}

function findingOf(subject: string, route: Route, entry: RemoteModel | undefined): Finding {
  if (entry === undefined) {
    const advice = 'give the model another route or another endpoint in CATALOG_FILE, see docs/catalog.md';
    return wrong(subject, 'is not in RunComfy’s catalogue', advice);
  }
  const bounded = boundRoute(route, entry.inputs ?? []);
  if (!bounded.ok) {
    const detail = `RunComfy lists other inputs than Easel sends (${bounded.reasons.join('; ')})`;
    return wrong(
      subject,
      `${detail}: a route of Easel’s own is off`,
      'correct the route in CATALOG_FILE, see docs/catalog.md',
    );
  }
  if (entry.priceUsd === null) return note(subject, 'no price per picture is stated: the list’s own price holds');
  return fine(subject, `from ${entry.priceUsd} USD by RunComfy’s catalogue`);
}

function furtherFinding(models: readonly RemoteModel[], known: readonly Model[]): Finding {
  const count = optionalModelsOf({ models, prices: new Map(), readAtMs: 0 }, known).length;
  const advice = count === 0 ? null : '/setup models action:enable switches one on for a server';
  return note('RunComfy catalogue', `${count} of ${models.length} models could be used besides`, advice);
}

/** Named so many; the log of a running Easel has them all. */
const mostNamed = 10;

function unusableFindings(models: readonly RemoteModel[]): readonly Finding[] {
  const unusable = unusableMediaOf(models);
  if (unusable.length === 0) return [];
  const named = unusable.slice(0, mostNamed).map(({ modelId, reason }) => `${modelId} (${reason})`);
  const more = unusable.length > mostNamed ? [`${unusable.length - mostNamed} more`] : [];
  return [note('RunComfy catalogue', `videos and sounds that cannot be run: ${[...named, ...more].join(', ')}`)];
}
