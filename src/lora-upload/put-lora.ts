import { Readable } from 'node:stream';
import { BotError } from '#core/errors.ts';
import type { Wire } from '#http/agent.ts';
import type { ReachOf } from '#http/download.ts';
import { drop, orAborted, request } from '#http/exchange.ts';
import { type AddressRules, openGuardedAgent, publicWeb } from '#http/guarded-agent.ts';
import type { HttpProxy } from '#http/proxy.ts';
import type { PutLora, SpooledFile, Watch } from './upload.ts';

/** @see createPutLora */
export interface PutLoraSettings {
  /** For hosts that the operator named. */
  readonly dispatcher: Wire;
  readonly reachOf: ReachOf;
  /** For all other hosts; {@link publicWeb} unless told. */
  readonly rules?: AddressRules | undefined;
  /** What all other hosts are reached through; none unless told. */
  readonly proxy?: HttpProxy | null | undefined;
}

const provider = 'runninghub';

/**
 * Makes the function that puts a file where the image service's own answer says: a host that the operator named, or a public
 * address over https. A redirect is not followed.
 */
export function createPutLora({ dispatcher, reachOf, rules = publicWeb, proxy }: PutLoraSettings): PutLora {
  return async (address, file, watch) => {
    const { url, reach } = judged(address, reachOf);
    const open = openGuardedAgent(rules, proxy);
    try {
      const status = await put(url, file, watch, reach === 'configured' ? dispatcher : open.dispatcher);
      if (status >= 200 && status <= 299) return;
      const facts = { provider, httpStatus: status };
      throw new BotError('provider.unavailable', `runninghub: the upload ended with status ${status}`, facts);
    } finally {
      await open.close();
    }
  };
}

/** @throws {@link BotError} `provider.malformed`, naming only the host: the rest of the address is a signature */
function judged(address: string, reachOf: ReachOf) {
  const url = URL.canParse(address) ? new URL(address) : null;
  const reach = url === null ? 'refused' : reachOf(url, provider);
  if (url !== null && reach !== 'refused') return { url, reach };
  const detail = `runninghub: an upload address at ${url?.host ?? 'no host'}`;
  throw new BotError('provider.malformed', detail, { provider });
}

async function put(url: URL, file: SpooledFile, watch: Watch, dispatcher: Wire): Promise<number> {
  const { signal } = watch;
  signal.throwIfAborted();
  const body = Readable.from(counted(file, watch), { objectMode: false });
  // One that is given up on reports nothing by itself.
  body.on('error', () => undefined);
  try {
    const headers = { 'content-type': 'application/octet-stream', 'content-length': String(file.sizeBytes) };
    // The caller's signal ends it: how long some gigabytes take, nobody knows.
    const retryDeps = { headersTimeout: 0, bodyTimeout: 0 };
    const response = await orAborted(
      request(url, { dispatcher, method: 'PUT', headers, body, signal, ...retryDeps }),
      signal,
    );
    drop(response);
    return response.statusCode;
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
    throw new BotError('provider.unavailable', `runninghub: the upload broke off (${reason})`, { provider }, error);
  } finally {
    body.destroy();
  }
}

async function* counted(file: SpooledFile, watch: Watch): AsyncGenerator<Uint8Array> {
  let done = 0;
  for await (const chunk of file.chunks()) {
    yield chunk;
    done += chunk.byteLength;
    watch.onBytes(done, file.sizeBytes);
  }
}
