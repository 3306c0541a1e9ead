import { asBotError } from '../domain/errors.ts';
import type { Model } from '../domain/model.ts';
import type { ReadCatalogue } from '../providers/runcomfy-catalogue.ts';
import { complaintOf } from './accounts.ts';
import { type Finding, fine, note, wrong } from './report.ts';

/** Looks every RunComfy route up in RunComfy's own catalogue: is it there, and what does it cost? */
export async function examineCatalogue(
  models: readonly Model[],
  read: ReadCatalogue,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  try {
    const entries = new Map((await read(signal)).map(({ modelId, priceUsd }) => [modelId, priceUsd]));
    return models.flatMap(({ id, routes }) =>
      routes
        .filter(({ provider }) => provider === 'runcomfy')
        .map(({ endpoint }) => findingOf(`${id} at ${endpoint}`, entries.get(endpoint))),
    );
  } catch (error) {
    return [complaintOf('RunComfy catalogue', 'runcomfy', asBotError(error))];
  }
}

function findingOf(subject: string, priceUsd: number | null | undefined): Finding {
  if (priceUsd === undefined) {
    const advice = 'give the model another route or another endpoint in CATALOG_FILE, see docs/catalog.md';
    return wrong(subject, 'is not in RunComfy’s catalogue', advice);
  }
  if (priceUsd === null) return note(subject, 'no price per picture is stated: the list’s own price holds');
  return fine(subject, `from ${priceUsd} USD by RunComfy’s catalogue`);
}
