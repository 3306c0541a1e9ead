import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BotError, type ErrorFacts } from '#core/errors.ts';
import { jobId } from '#core/ids.ts';
import { openAgent } from '#http/agent.ts';
import { createDownload, createReach } from '#http/download.ts';
import type { AddressRules } from '#http/guarded-agent.ts';
import type { ImageFile, MediaFile } from '#media/media.ts';
import { loadPicture } from '#media/read-media.ts';
import { openScratch, type Scratch } from '#media/scratch.ts';
import { type Reaction, type ScriptedServer, startScriptedServer } from './scripted-server.ts';

/** How one picture is fetched; what is left out is the download's own default. */
export interface FetchOptions {
  readonly signal?: AbortSignal;
  /** The trusted base URL; the bench's own server when left out. */
  readonly baseUrl?: string;
  readonly maxBytes?: number;
  /** Milliseconds without a byte, and altogether. */
  readonly silenceMs?: number;
  readonly totalMs?: number;
  /** What is public to this test. */
  readonly rules?: AddressRules;
  /** In place of the bench's own folder. */
  readonly scratch?: Pick<Scratch, 'pathFor'>;
}

/** A download in front of a loopback server, with a clock that waits no time. */
export interface DownloadBench {
  readonly server: ScriptedServer;
  /** The waits between two tries. */
  readonly waits: number[];
  /** Runs before each wait between two tries. */
  beforeWait: () => void;
  fetch(url?: string, options?: FetchOptions): Promise<ImageFile>;
  /** One download for several pictures of the server, by their paths. */
  fetchTogether(): (path: string, signal?: AbortSignal) => Promise<ImageFile>;
  close(): Promise<void>;
}

/** Starts the server on a free port. */
export async function openDownloadBench(): Promise<DownloadBench> {
  const server = await startScriptedServer();
  const agent = openAgent();
  const never = new AbortController().signal;
  const folder = await mkdtemp(join(tmpdir(), 'easel-download-'));
  const scratch = await openScratch(folder);
  const clock = {
    wait: async (ms: number, waitSignal: AbortSignal) => {
      bench.beforeWait();
      waitSignal.throwIfAborted();
      bench.waits.push(ms);
    },
  };
  const bench: DownloadBench = {
    server,
    waits: [],
    beforeWait: () => undefined,
    fetch(url = `${server.url}/1.png`, options = {}) {
      const { signal = never, baseUrl = server.url, rules, silenceMs, totalMs = 60_000, ...rest } = options;
      const reachOf = createReach({ baseUrls: { runninghub: baseUrl }, imageHosts: [], rules });
      const limits = { totalMs, silenceMs };
      const settings = { dispatcher: agent.dispatcher, reachOf, rules, scratch, clock, limits, ...rest };
      return loaded(createDownload(settings)({ url }, wanted, signal));
    },
    fetchTogether() {
      const reachOf = createReach({ baseUrls: { runninghub: server.url }, imageHosts: [] });
      const download = createDownload({ dispatcher: agent.dispatcher, reachOf, scratch, clock });
      return (path, signal = never) => loaded(download({ url: server.url + path }, wanted, signal));
    },
    async close() {
      await agent.close();
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
  return bench;
}

const wanted = { job: jobId('1'), provider: 'runninghub', output: 'image' } as const;

/** A fetched picture in memory. */
async function loaded(download: Promise<MediaFile>): Promise<ImageFile> {
  const picture = await loadPicture(await download);
  if (picture === null) throw new TypeError('no picture');
  return picture;
}

/** The facts of the error that a download must end with; its texts may not repeat an address's query. */
export async function unfetchable(download: Promise<ImageFile>): Promise<ErrorFacts> {
  const thrown = await download.then(
    () => new Error('the download did not fail'),
    (error: unknown) => error,
  );
  const isExpected = thrown instanceof BotError && thrown.code === 'media.unfetchable';
  if (!isExpected || `${thrown.message}${JSON.stringify(thrown.facts)}`.includes('signature')) throw thrown;
  return thrown.facts;
}

/** A body under status 200. */
export const body = (bytes: string | Uint8Array, type = 'image/png'): Reaction => ({
  kind: 'answer',
  status: 200,
  headers: { 'content-type': type },
  body: bytes,
});

/** A status with a body that is no picture. */
export const status = (code: number): Reaction => ({ kind: 'answer', status: code, body: 'no' });

/** A redirect to an absolute or a relative address. */
export const redirect = (location: string): Reaction => ({
  kind: 'answer',
  status: 302,
  headers: { location },
  body: 'moved',
});
