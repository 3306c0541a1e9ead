import { typedIn } from '#catalog/model.ts';
import { defaultMaxBytes } from '#http/send.ts';
import { type InputFile, type InputTarget, inputFormats, refusedInput } from '#media/input.ts';
import { kindOf, mediaFormats, type StoredMedia } from '#media/media.ts';
import { loadBytes } from '#media/read-media.ts';
import { fitInput } from '#media/rewrite-picture.ts';
import { dataUriOf, encodeBody } from '../encode.ts';
import { createFailureCounter } from '../failure-counter.ts';
import type { CheckedInput, Provider, ProviderSettings, Ticket } from '../provider.ts';
import { defaultTimeouts, type ProviderTools } from '../tools.ts';
import { deploymentTicket, jobAddress, readBalance, readCancel, readResult, readStatus, readTicket } from './parse.ts';

/** How to reach RunComfy; `baseUrl` is without `/v1`. */
export interface RunComfySettings extends ProviderSettings {
  /** The other host, which knows the balance and runs deployments. */
  readonly accountBaseUrl: string;
}

/** A result repeats its inputs, pictures that were sent inside the request included; the service's own tools send 64 MiB at most. */
const maxResultBytes = 72 * 1_048_576;

/** What its own tool sends of a picture inside a request: 6 MiB, 32 megapixels. @see reference/providers.md, section 7a */
function inlineTarget({ format }: InputFile): InputTarget {
  const formats = [format, ...inputFormats.filter((each) => each !== format && each !== 'webp')];
  return { formats, maxBytes: 6 * 1_048_576, maxPixels: 32_000_000 };
}

/**
 * RunComfy: our words to theirs and back. Every URL is made from the configuration and the request's id, never taken
 * from an answer. Only a deployment calls back when it has ended.
 *
 * @see reference/providers.md, sections 4 and 7a, and reference/beyond-images.md, section 3; read 2026-11-28
 */
export function createRunComfy(settings: RunComfySettings, tools: ProviderTools): Provider {
  const { send, timeouts = defaultTimeouts } = tools;
  const { baseUrl: base, accountBaseUrl: accountBase } = settings;
  const headers = { authorization: `Bearer ${settings.apiKey}` };
  const get = (url: string, signal: AbortSignal, maxBytes = defaultMaxBytes) =>
    send({ method: 'GET', url, headers, timeoutMs: timeouts.askMs, maxBytes, signal });
  const jobUrl = (ticket: Ticket) => {
    const { deploymentId, requestId } = jobAddress(ticket);
    if (deploymentId === null) return { url: `${base}/v1/requests/${requestId}`, costs: '?include_cost=true' };
    // It is billed by the machine's time; a result may say what it took, unasked.
    return { url: `${accountBase}/prod/v2/deployments/${deploymentId}/requests/${requestId}`, costs: '' };
  };
  const memory = { emptyResults: createFailureCounter(), unknownAnswers: createFailureCounter() };
  return {
    name: 'runcomfy',
    callsBack: (ticket) => jobAddress(ticket).deploymentId !== null,
    async submit({ route, settings: asked, inputs }, wakeUrl, signal) {
      const isDeployment = route.isNodeList === true;
      const webhook = wakeUrl === null ? '' : `?webhook=${encodeURIComponent(wakeUrl)}`;
      const url = isDeployment
        ? `${accountBase}/prod/v2/${route.endpoint}/inference${webhook}`
        : `${base}/v1/models/${route.endpoint}`;
      const json = encodeBody(route, asked, 'flat', inputs);
      const outcome = await send({ method: 'POST', url, headers, json, timeoutMs: timeouts.submitMs, signal });
      const ticket = readTicket(outcome, typedIn(asked));
      return isDeployment ? deploymentTicket(route.endpoint, ticket) : ticket;
    },
    upload: async (input) => {
      const { file } = input;
      const address = publicAddressOf(input);
      if (address !== null) return address;
      return 'path' in file
        ? storedDataUri(file)
        : dataUriOf(await fitInput(file, inlineTarget(file), { picture: null }));
    },
    async check(ticket, signal) {
      const { url, costs } = jobUrl(ticket);
      const update = readStatus(await get(`${url}/status`, signal), ticket, memory);
      return update === 'completed'
        ? readResult(await get(`${url}/result${costs}`, signal, maxResultBytes), ticket, memory)
        : update;
    },
    async cancel(ticket, signal) {
      const url = `${jobUrl(ticket).url}/cancel`;
      return readCancel(await send({ method: 'POST', url, headers, timeoutMs: timeouts.askMs, signal }));
    },
    account: async (signal) => readBalance(await get(`${accountBase}/prod/v2/balance`, signal)),
  };
}

/**
 * The service fetches from public addresses itself and has no upload of its own. What lies there must be the very
 * bytes that were checked: a picture that was turned upright, or told where it was taken, goes as it is now.
 *
 * @see reference/providers.md, sections 1.7 and 4.8; read 2026-11-21
 */
function publicAddressOf({ file, source }: CheckedInput): string | null {
  const isPublic = URL.canParse(source.url) && new URL(source.url).protocol === 'https:';
  return isPublic && ('path' in file || file.isOriginal) ? source.url : null;
}

/** What its own tool sends of a video or a sound inside a request. @see reference/beyond-images.md, section 3; read 2026-11-28 */
const mostInlineMediaBytes = { video: 32 * 1_048_576, audio: 16 * 1_048_576 } as const;

/** @throws {@link BotError} `refused.image` */
async function storedDataUri(file: StoredMedia): Promise<string> {
  const limit = mostInlineMediaBytes[kindOf(file) === 'audio' ? 'audio' : 'video'];
  if (file.byteLength > limit) throw refusedInput('too_many_bytes', { picture: null }, { limit });
  const bytes = Buffer.from(await loadBytes(file, limit));
  return `data:${mediaFormats[file.format].mediaType};base64,${bytes.toString('base64')}`;
}
