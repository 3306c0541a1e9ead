import { type Route, typedIn } from '#catalog/model.ts';
import { BotError } from '#core/errors.ts';
import type { SendOutcome } from '#http/send.ts';
import { inputFileName } from '#media/input.ts';
import { mediaFormats, type StoredMedia } from '#media/media.ts';
import { type BodyForm, dataUriOf, encodeBody, mediaTypes } from '../encode.ts';
import { createFailureCounter } from '../failure-counter.ts';
import { answerFacts, classOfPage, failureOf, isSuccess } from '../failures.ts';
import type { AskUploadTicket, Provider, ProviderSettings } from '../provider.ts';
import { plainCode, readAnswer, webUrls, withoutTrailingSlash } from '../read-answer.ts';
import { createBodyForms, defaultTimeouts, type ProviderTools } from '../tools.ts';
import { readRunningHub, uploadSchema } from './answers.ts';
import {
  hasStopped,
  meaningOf,
  readAccount,
  readCancel,
  readTicket,
  readUpdate,
  readUploadTicket,
  refusesBody,
} from './parse.ts';

/** How to reach RunningHub; `apiKey` is an enterprise-shared key. */
export interface RunningHubSettings extends ProviderSettings {
  /** `auto` sends node keys first and flat keys once the endpoint refuses that body. @see docs/decisions */
  readonly bodyForm: 'auto' | BodyForm;
}

/**
 * RunningHub: our words to theirs and back.
 *
 * @see reference/providers.md, section 2; read 2026-11-20
 */
export function createRunningHub(settings: RunningHubSettings, tools: ProviderTools): Provider {
  const { send, log, timeouts = defaultTimeouts, bodyForms = createBodyForms(log) } = tools;
  const base = withoutTrailingSlash(settings.baseUrl);
  const headers = { authorization: `Bearer ${settings.apiKey}` };
  const post = (path: string, json: object, signal: AbortSignal, timeoutMs = timeouts.askMs) =>
    ({ method: 'POST', url: base + path, headers, json, timeoutMs, signal }) as const;
  const formOf = ({ endpoint, nodeFields }: Route): BodyForm => {
    if (nodeFields === null || settings.bodyForm === 'flat') return 'flat';
    return settings.bodyForm === 'auto' && bodyForms.isFlat(endpoint) ? 'flat' : 'nodes';
  };
  const memory = { emptySuccesses: createFailureCounter(), unknownAnswers: createFailureCounter() };
  return {
    name: 'runninghub',
    callsBack: () => true,
    /** Once more in flat keys where the body was refused, which starts no job. */
    async submit({ route, settings: asked, inputs }, wakeUrl, signal) {
      const { endpoint } = route;
      const requestIn = (form: BodyForm) => {
        const body = encodeBody(route, asked, form, inputs);
        const json = wakeUrl === null ? body : { ...body, webhookUrl: wakeUrl };
        return post(`/openapi/v2/${endpoint}`, json, signal, timeouts.submitMs);
      };
      const form = formOf(route);
      const outcome = await send(requestIn(form));
      if (settings.bodyForm !== 'auto' || form === 'flat' || !refusesBody(outcome)) {
        return readTicket(outcome, typedIn(asked));
      }
      const second = await send(requestIn('flat'));
      // Refused in both forms, it is the request that is wrong, and the next one begins with the documented form again.
      if (second.kind === 'answered' && !refusesBody(second)) bodyForms.learnFlat(endpoint);
      return readTicket(second, typedIn(asked));
    },
    upload: createRunningHubUpload(settings, tools),
    async check(ticket, signal) {
      const outcome = await send(post('/openapi/v2/query', { taskId: ticket.remoteId }, signal));
      return readUpdate(outcome, ticket, memory);
    },
    async cancel(ticket, signal) {
      // The older interface wants the key in the body.
      const json = { apiKey: settings.apiKey, taskId: ticket.remoteId };
      const outcome = readCancel(await send(post('/task/openapi/cancel', json, signal)));
      if (outcome !== 'cancelled') return outcome;
      // Code 0 says that the call was taken. Whether the job stops is seen in the job alone.
      return hasStopped(await send(post('/openapi/v2/query', { taskId: ticket.remoteId }, signal)))
        ? outcome
        : 'unknown';
    },
    async account(signal) {
      const [account, queue] = await Promise.all([
        send(post('/uc/openapi/accountStatus', { apikey: settings.apiKey }, signal)),
        send({ method: 'GET', url: `${base}/openapi/v2/queue/status`, headers, timeoutMs: timeouts.askMs, signal }),
      ]);
      return readAccount(account, queue);
    },
  };
}

/** A video of 100 MB over a slow line. */
const mediaUploadMs = 300_000;
const provider = 'runninghub';
/** The provider's own tool sends a picture up to this size as a data URI. @see reference/providers.md, section 2.6 */
const mostInlineBytes = 5 * 1_048_576;

/** Uploads a picture; where that fails, a small one goes into the request itself. */
function createRunningHubUpload(
  { apiKey, baseUrl }: ProviderSettings,
  { send, log, timeouts = defaultTimeouts }: ProviderTools,
): Provider['upload'] {
  const url = `${withoutTrailingSlash(baseUrl)}/openapi/v2/media/upload/binary`;
  const headers = { authorization: `Bearer ${apiKey}` };
  const uploadStored = async (media: StoredMedia, isForNode: boolean, signal: AbortSignal): Promise<string> => {
    const { format } = media;
    const file = { field: 'file', name: `input-1.${format}`, mediaType: mediaFormats[format].mediaType, data: media };
    const outcome = await send({ method: 'POST', url, headers, file, timeoutMs: mediaUploadMs, signal });
    const read = readUpload(outcome, isForNode);
    if (typeof read === 'string') return read;
    throw read;
  };
  return async ({ file: picture, isForNode = false }, signal) => {
    if ('path' in picture) return uploadStored(picture, isForNode, signal);
    const { bytes, format } = picture;
    const file = { field: 'file', name: inputFileName(picture, 1), mediaType: mediaTypes[format], data: bytes };
    const outcome = await send({ method: 'POST', url, headers, file, timeoutMs: timeouts.submitMs, signal });
    const read = readUpload(outcome, isForNode);
    if (typeof read === 'string') return read;
    if (isForNode || bytes.byteLength > mostInlineBytes || read.code !== 'provider.unavailable') throw read;
    log.warn({ provider, detail: read.message }, 'a picture could not be uploaded and goes along with its request');
    return dataUriOf(picture);
  };
}

/**
 * The address, or the name by which a node finds the file, or why there is none. No job is behind an upload, whatever was
 * answered.
 */
function readUpload(outcome: SendOutcome, isForNode: boolean): string | BotError {
  const facts = { provider, nothingStarted: true } as const;
  if (outcome.kind !== 'answered') {
    return new BotError('provider.unavailable', `${provider}: no upload (${outcome.kind}, ${outcome.reason})`, facts);
  }
  const said = readRunningHub(outcome.text);
  const address = uploadedIn(outcome.text, isForNode);
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

function uploadedIn(text: string | null, isForNode: boolean): string | undefined {
  const uploaded = readAnswer(text, uploadSchema)?.data;
  if (isForNode) return uploaded?.fileName || undefined;
  return webUrls([uploaded?.download_url])[0];
}

/** RunningHub's place for a LoRA of one's own. The older interface wants the key in the body. @see reference/providers.md, section 2.7; read 2026-11-20 */
export function createAskUploadTicket(
  { baseUrl, apiKey }: ProviderSettings,
  { send, timeouts = defaultTimeouts }: Pick<ProviderTools, 'send' | 'timeouts'>,
): AskUploadTicket {
  return async ({ name, md5Hex }, signal) =>
    readUploadTicket(
      await send({
        method: 'POST',
        url: `${withoutTrailingSlash(baseUrl)}/api/openapi/getLoraUploadUrl`,
        headers: { authorization: `Bearer ${apiKey}` },
        json: { apiKey, loraName: name, md5Hex },
        timeoutMs: timeouts.askMs,
        signal,
      }),
    );
}
