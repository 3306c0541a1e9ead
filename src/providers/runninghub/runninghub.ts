import { type Route, typedIn } from '#catalog/model.ts';
import { BotError } from '#core/errors.ts';
import type { SendOutcome } from '#http/send.ts';
import { inputFileName } from '#media/input.ts';
import { mediaFormats } from '#media/media.ts';
import { type BodyForm, dataUriOf, encodeBody } from '../encode.ts';
import { createFailureCounter } from '../failure-counter.ts';
import { answerFacts, classOfPage, failureOf, isSuccess } from '../failures.ts';
import type { AskUploadTicket, Provider, ProviderSettings, Ticket } from '../provider.ts';
import { plainCode, readAnswer, webUrls } from '../read-answer.ts';
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
import { type CallTools, createRequests } from './requests.ts';

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
  const { log, send, timeouts = defaultTimeouts, bodyForms = createBodyForms(log) } = tools;
  const { get, post } = createRequests(settings, tools);
  const formOf = ({ endpoint, nodeFields }: Route): BodyForm => {
    if (nodeFields === null || settings.bodyForm === 'flat') return 'flat';
    return settings.bodyForm === 'auto' && bodyForms.isFlat(endpoint) ? 'flat' : 'nodes';
  };
  const askFor = ({ remoteId }: Ticket, signal: AbortSignal) =>
    send(post('/openapi/v2/query', signal, { json: { taskId: remoteId } }));
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
        return post(`/openapi/v2/${endpoint}`, signal, { json, timeoutMs: timeouts.submitMs });
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
      return readUpdate(await askFor(ticket, signal), ticket, memory);
    },
    async cancel(ticket, signal) {
      // The older interface wants the key in the body.
      const json = { apiKey: settings.apiKey, taskId: ticket.remoteId };
      const outcome = readCancel(await send(post('/task/openapi/cancel', signal, { json })));
      if (outcome !== 'cancelled') return outcome;
      // Code 0 says that the call was taken. Whether the job stops is seen in the job alone.
      return hasStopped(await askFor(ticket, signal)) ? outcome : 'unknown';
    },
    async account(signal) {
      const [account, queue] = await Promise.all([
        send(post('/uc/openapi/accountStatus', signal, { json: { apikey: settings.apiKey } })),
        send(get('/openapi/v2/queue/status', signal)),
      ]);
      return readAccount(account, queue);
    },
  };
}

const uploadPath = '/openapi/v2/media/upload/binary';
/** A video of 100 MB over a slow line. */
const mediaUploadMs = 300_000;
const provider = 'runninghub';
/** The provider's own tool sends a picture up to this size as a data URI. @see reference/providers.md, section 2.6 */
const mostInlineBytes = 5 * 1_048_576;

/** Uploads a file; where that fails, a small picture goes into the request itself. */
function createRunningHubUpload(settings: ProviderSettings, tools: ProviderTools): Provider['upload'] {
  const { log, send, timeouts = defaultTimeouts } = tools;
  const { post } = createRequests(settings, tools);
  return async ({ file: input, isForNode = false }, signal) => {
    const { name, data, timeoutMs } =
      'path' in input
        ? { name: `input-1.${input.format}`, data: input, timeoutMs: mediaUploadMs }
        : { name: inputFileName(input, 1), data: input.bytes, timeoutMs: timeouts.submitMs };
    const file = { field: 'file', name, mediaType: mediaFormats[input.format].mediaType, data };
    const read = readUpload(await send(post(uploadPath, signal, { file, timeoutMs })), isForNode);
    if (typeof read === 'string') return read;
    const isSmallPicture = 'bytes' in input && input.bytes.byteLength <= mostInlineBytes;
    if (isForNode || !isSmallPicture || read.code !== 'provider.unavailable') throw read;
    log.warn({ provider, detail: read.message }, 'a picture could not be uploaded and goes along with its request');
    return dataUriOf(input);
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
export function createAskUploadTicket(settings: ProviderSettings, tools: CallTools): AskUploadTicket {
  const { post } = createRequests(settings, tools);
  return async ({ name, md5Hex }, signal) => {
    const json = { apiKey: settings.apiKey, loraName: name, md5Hex };
    return readUploadTicket(await tools.send(post('/api/openapi/getLoraUploadUrl', signal, { json })));
  };
}
