import { Readable } from 'node:stream';
import { request } from 'undici';
import { BotError } from '../domain/errors.ts';
import type { PutLora, SpooledFile, Watch } from '../domain/lora-upload.ts';
import type { Wire } from './agent.ts';
import { drop, orAborted } from './exchange.ts';

/** @see createPutLora */
export interface PutLoraSettings {
  readonly dispatcher: Wire;
  /** Where the service's own answers may send a file. */
  readonly mayPut: (url: URL) => boolean;
}

const provider = 'runninghub';

/** Makes the function that puts a file where the image service said, and nowhere that it would not say. */
export function createPutLora({ dispatcher, mayPut }: PutLoraSettings): PutLora {
  return async (address, file, watch) => {
    const url = URL.canParse(address) ? new URL(address) : null;
    // Only the host: the rest of the address is a signature.
    if (url === null || !mayPut(url)) {
      throw new BotError('provider.malformed', `runninghub: an upload address at ${url?.host ?? 'no host'}`, {
        provider,
      });
    }
    const status = await put(url, file, watch, dispatcher);
    if (status < 200 || status > 299) {
      const facts = { provider, httpStatus: status };
      throw new BotError('provider.unavailable', `runninghub: the upload ended with status ${status}`, facts);
    }
  };
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
    const patience = { headersTimeout: 0, bodyTimeout: 0 };
    const response = await orAborted(
      request(url, { dispatcher, method: 'PUT', headers, body, signal, ...patience }),
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
