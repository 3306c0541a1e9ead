import type { Offer } from '../domain/job.ts';
import type { Route } from '../domain/model.ts';
import type { Provider } from '../domain/ports.ts';
import { typedIn } from '../domain/typed.ts';
import type { SendOutcome } from '../http/send.ts';
import { createBodyForms } from './body-forms.ts';
import { encodeBody } from './encode.ts';
import type { BodyForm } from './encode-lists.ts';
import { withoutTrailingSlash } from './read-answer.ts';
import { hasStopped, readAccount, readCancel, readTicket, readUpdate, refusesBody } from './runninghub-readings.ts';
import { createRunningHubUpload } from './runninghub-upload.ts';
import { createStreaks } from './streaks.ts';
import { defaultTimeouts, type ProviderTools } from './tools.ts';

/** How to reach RunningHub, from the configuration. */
export interface RunningHubSettings {
  /** An enterprise-shared key. */
  readonly apiKey: string;
  readonly baseUrl: string;
  /** `auto` sends node keys first and flat keys once the endpoint refuses that body. @see docs/decisions */
  readonly bodyForm: 'auto' | BodyForm;
}

/**
 * RunningHub: our words to theirs and back.
 *
 * @see reference/providers.md, section 2; read 2026-11-20
 */
export function createRunningHub(settings: RunningHubSettings, tools: ProviderTools): Provider {
  const call = createCalls(settings, tools);
  const submit = createSubmit(settings, tools, call);
  const memory = { emptySuccesses: createStreaks(), unknownAnswers: createStreaks() };
  return {
    name: 'runninghub',
    submit: async (offer, wakeUrl, signal) => readTicket(await submit(offer, wakeUrl, signal), typedIn(offer.settings)),
    upload: createRunningHubUpload(settings, tools),
    async check(ticket, signal) {
      const outcome = await call.post('/openapi/v2/query', { taskId: ticket.remoteId }, signal);
      return readUpdate(outcome, ticket, memory);
    },
    async cancel(ticket, signal) {
      // The older interface wants the key in the body.
      const json = { apiKey: settings.apiKey, taskId: ticket.remoteId };
      const outcome = readCancel(await call.post('/task/openapi/cancel', json, signal));
      if (outcome !== 'cancelled') return outcome;
      // Code 0 says that the call was taken. Whether the job stops is seen in the job alone.
      return hasStopped(await call.post('/openapi/v2/query', { taskId: ticket.remoteId }, signal))
        ? outcome
        : 'unknown';
    },
    async account(signal) {
      const [account, queue] = await Promise.all([
        call.post('/uc/openapi/accountStatus', { apikey: settings.apiKey }, signal),
        call.get('/openapi/v2/queue/status', signal),
      ]);
      return readAccount(account, queue);
    },
  };
}

interface Calls {
  readonly post: (path: string, json: object, signal: AbortSignal, timeoutMs?: number) => Promise<SendOutcome>;
  readonly get: (path: string, signal: AbortSignal) => Promise<SendOutcome>;
}

function createCalls(
  { apiKey, baseUrl }: RunningHubSettings,
  { send, timeouts = defaultTimeouts }: ProviderTools,
): Calls {
  const base = withoutTrailingSlash(baseUrl);
  const headers = { authorization: `Bearer ${apiKey}` };
  return {
    post: (path, json, signal, timeoutMs = timeouts.askMs) =>
      send({ method: 'POST', url: base + path, headers, json, timeoutMs, signal }),
    get: (path, signal) => send({ method: 'GET', url: base + path, headers, timeoutMs: timeouts.askMs, signal }),
  };
}

/** Sends the request once, and once more in flat keys where the body was refused, which starts no job. */
function createSubmit(settings: RunningHubSettings, tools: ProviderTools, call: Calls) {
  const { log, timeouts = defaultTimeouts, bodyForms = createBodyForms(log) } = tools;
  const formOf = ({ endpoint, nodeFields }: Route): BodyForm => {
    if (nodeFields === null || settings.bodyForm === 'flat') return 'flat';
    return settings.bodyForm === 'auto' && bodyForms.isFlat(endpoint) ? 'flat' : 'nodes';
  };

  return async (offer: Offer, wakeUrl: string | null, signal: AbortSignal): Promise<SendOutcome> => {
    const { route } = offer;
    const submitAs = (form: BodyForm) => {
      const body = encodeBody(route, offer.settings, form, offer.inputs);
      const json = wakeUrl === null ? body : { ...body, webhookUrl: wakeUrl };
      return call.post(`/openapi/v2/${route.endpoint}`, json, signal, timeouts.submitMs);
    };
    const form = formOf(route);
    const outcome = await submitAs(form);
    if (settings.bodyForm !== 'auto' || form === 'flat' || !refusesBody(outcome)) return outcome;
    const second = await submitAs('flat');
    // Refused in both forms, it is the request that is wrong, and the next one begins with the documented form again.
    if (second.kind === 'answered' && !refusesBody(second)) bodyForms.learnFlat(route.endpoint);
    return second;
  };
}
