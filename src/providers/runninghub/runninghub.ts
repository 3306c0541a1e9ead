import { type Route, typedIn } from '#catalog/model.ts';
import type { RouteQuote } from '#catalog/plan.ts';
import { BotError } from '#core/errors.ts';
import type { SendOutcome } from '#http/send.ts';
import { inputFileName } from '#media/input.ts';
import { type BodyForm, dataUriOf, encodeBody, mediaTypes } from '../encode.ts';
import { createFailureCounter } from '../failure-counter.ts';
import { answerFacts, classOfPage, failureOf, isSuccess } from '../failures.ts';
import type { Provider } from '../provider.ts';
import { plainCode, readAnswer, webUrls, withoutTrailingSlash } from '../read-answer.ts';
import { createBodyForms, defaultTimeouts, type ProviderTools } from '../tools.ts';
import { readRunningHub, uploadSchema } from './answers.ts';
import { hasStopped, meaningOf, readAccount, readCancel, readTicket, readUpdate, refusesBody } from './parse.ts';

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
  const memory = { emptySuccesses: createFailureCounter(), unknownAnswers: createFailureCounter() };
  return {
    name: 'runninghub',
    submit: async (quote, wakeUrl, signal) => readTicket(await submit(quote, wakeUrl, signal), typedIn(quote.settings)),
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

  return async (quote: RouteQuote, wakeUrl: string | null, signal: AbortSignal): Promise<SendOutcome> => {
    const { route } = quote;
    const submitAs = (form: BodyForm) => {
      const body = encodeBody(route, quote.settings, form, quote.inputs);
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

const provider = 'runninghub';
/** The provider's own tool sends a picture up to this size as a data URI. @see reference/providers.md, section 2.6 */
const mostInlineBytes = 5 * 1_048_576;

/** Uploads a picture; where that fails, a small one goes into the request itself. */
export function createRunningHubUpload(
  { apiKey, baseUrl }: { readonly apiKey: string; readonly baseUrl: string },
  { send, log, timeouts = defaultTimeouts }: ProviderTools,
): Provider['upload'] {
  const url = `${withoutTrailingSlash(baseUrl)}/openapi/v2/media/upload/binary`;
  const headers = { authorization: `Bearer ${apiKey}` };
  return async ({ file: picture }, signal) => {
    const { bytes, format } = picture;
    const file = { field: 'file', name: inputFileName(picture, 1), mediaType: mediaTypes[format], bytes };
    const outcome = await send({ method: 'POST', url, headers, file, timeoutMs: timeouts.submitMs, signal });
    const read = readUpload(outcome);
    if (typeof read === 'string') return read;
    if (bytes.byteLength > mostInlineBytes || read.code !== 'provider.unavailable') throw read;
    log.warn({ provider, detail: read.message }, 'a picture could not be uploaded and goes along with its request');
    return dataUriOf(picture);
  };
}

/** The address, or why there is none. No job is behind an upload, whatever was answered. */
export function readUpload(outcome: SendOutcome): string | BotError {
  const facts = { provider, nothingStarted: true } as const;
  if (outcome.kind !== 'answered') {
    return new BotError('provider.unavailable', `${provider}: no upload (${outcome.kind}, ${outcome.reason})`, facts);
  }
  const said = readRunningHub(outcome.text);
  const [address] = webUrls([readAnswer(outcome.text, uploadSchema)?.data.download_url]);
  if (address !== undefined && isSuccess(outcome) && said?.code === '') return address;
  const code = plainCode(said?.code ?? '');
  const detail = `${provider}: no upload, status ${outcome.status}, code ${code === '' ? 'none' : code}`;
  const meaning = said === null ? null : meaningOf(outcome, said, 'submit');
  const failureClass = meaning?.class ?? classOfPage(outcome);
  if (failureClass === 'auth' || failureClass === 'balance' || failureClass === 'filter') {
    return failureOf(failureClass, 'submit', detail, { ...facts, ...answerFacts(outcome) });
  }
  return new BotError('provider.unavailable', detail, { ...facts, ...answerFacts(outcome) });
}
