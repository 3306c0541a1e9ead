import { BotError } from '../domain/errors.ts';
import { inputFileName } from '../domain/input.ts';
import type { Provider } from '../domain/ports.ts';
import type { SendOutcome } from '../http/send.ts';
import { dataUriOf, mediaTypes } from './data-uri.ts';
import { answerFacts, classOfPage, failureOf, isSuccess } from './failures.ts';
import { plainCode, readAnswer, webUrls, withoutTrailingSlash } from './read-answer.ts';
import { readRunningHub, uploadSchema } from './runninghub-answers.ts';
import { meaningOf } from './runninghub-readings.ts';
import { defaultTimeouts, type ProviderTools } from './tools.ts';

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
