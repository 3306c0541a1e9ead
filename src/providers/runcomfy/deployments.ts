import type { Model } from '#catalog/model.ts';
import { asBotError } from '#core/errors.ts';
import { type Finding, fine, wrong } from '#core/finding.ts';
import { complaintOf } from '../examine-account.ts';
import { defaultTimeouts, type ProviderTools } from '../tools.ts';
import { accepted } from './parse.ts';
import type { RunComfySettings } from './runcomfy.ts';

/**
 * Asks for every deployment that a workflow of the catalogue file names: is it there? Free; starts nothing.
 *
 * @see reference/beyond-images.md, section 3; read 2026-11-28
 */
export async function examineDeployments(
  models: readonly Model[],
  { accountBaseUrl, apiKey }: RunComfySettings,
  { send, timeouts = defaultTimeouts, signal }: ProviderTools & { readonly signal: AbortSignal },
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const headers = { authorization: `Bearer ${apiKey}` };
  for (const { id, routes } of models) {
    for (const { endpoint } of routes.filter(isDeployment)) {
      const url = `${accountBaseUrl}/prod/v2/${endpoint}`;
      const outcome = await send({ method: 'GET', url, headers, timeoutMs: timeouts.askMs, signal });
      findings.push(judge(`${id} at ${endpoint}`, () => accepted(outcome)));
    }
  }
  return findings;
}

/** A route that is no model of the service's catalogue. */
export function isDeployment({ provider, isNodeList }: Model['routes'][number]): boolean {
  return provider === 'runcomfy' && isNodeList === true;
}

function judge(subject: string, read: () => unknown): Finding {
  try {
    read();
    return fine(subject, 'the deployment is there');
  } catch (thrown) {
    const error = asBotError(thrown);
    if (error.facts.httpStatus !== 404) return complaintOf(subject, 'RUNCOMFY_API_TOKEN', error);
    return wrong(subject, 'there is no such deployment', 'correct its remoteId in CATALOG_FILE, see docs/catalog.md');
  }
}
