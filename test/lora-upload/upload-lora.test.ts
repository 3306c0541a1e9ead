import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { guildId } from '#core/ids.ts';
import type { SpooledFile, Watch } from '#lora-upload/fetch-lora.ts';
import { createLoraUploads, type LoraUploadDeps, type UploadStep } from '#lora-upload/lora-upload.ts';
import { createRecordingLog } from '../discord/support/log.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { createGate } from '../support/gate.ts';

const startMs = 1_700_000_000_000;
const guild = guildId('900000000000000001');
const wish = {
  guildId: guild,
  name: 'Ink Wash',
  address: 'https://example.com/ink.safetensors?token=secret',
  untilMs: startMs + 60_000,
};

/** Waits for the signal, as whatever is under way does. */
const forEver = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

function openBench(changes: Partial<LoraUploadDeps> = {}) {
  const clock = createFakeClock(startMs);
  const log = createRecordingLog();
  const told: string[] = [];
  const file: SpooledFile = {
    sizeBytes: 100,
    md5Hex: 'f'.repeat(32),
    chunks: async function* () {
      yield Buffer.alloc(100);
    },
    discard: () => Promise.resolve(void told.push('discarded')),
  };
  const uploads = createLoraUploads({
    async fetch(address, watch: Watch) {
      told.push(`fetched ${address}`);
      watch.onBytes(50, 100);
      watch.onBytes(100, null);
      return { kind: 'fetched', file };
    },
    async ask({ name, md5Hex }) {
      told.push(`asked for ${name} ${md5Hex.length}`);
      return { file: 'api-lora-cn/f.safetensors', url: 'https://storage.example' };
    },
    async put(address, _file, watch) {
      told.push(`put at ${address}`);
      watch.onBytes(150, 100);
    },
    book: {
      refusal: () => Promise.resolve(null),
      note: (of, how) => Promise.resolve(void told.push(`${how} noted for ${of}`)),
    },
    clock,
    log,
    ...changes,
  });
  const steps: UploadStep[] = [];
  return { uploads, clock, log, told, file, steps, upload: () => uploads.upload(wish, (step) => steps.push(step)) };
}

describe('uploading a LoRA', () => {
  it('fetches it, asks for a place, puts it there, frees the disk, and says how far it is', async () => {
    const bench = openBench();
    expect(await bench.upload()).toEqual({ kind: 'uploaded', file: 'api-lora-cn/f.safetensors', sizeBytes: 100 });
    expect(bench.told).toEqual([
      `fetched ${wish.address}`,
      'asked for Ink Wash 32',
      'put at https://storage.example',
      'discarded',
      `uploaded noted for ${guild}`,
    ]);
    expect(bench.steps).toEqual([
      { kind: 'fetching', fraction: 0.5 },
      { kind: 'fetching', fraction: null },
      { kind: 'uploading', fraction: 0 },
      { kind: 'uploading', fraction: 1 },
    ]);
    expect(bench.clock.waiting()).toBe(0);
  });

  it('ends where the file is refused, without asking the service', async () => {
    const refused = { kind: 'refused', refusal: { why: 'status', status: 404 } } as const;
    const bench = openBench({ fetch: () => Promise.resolve(refused) });
    expect(await bench.upload()).toEqual(refused);
    expect(bench.told).toEqual([`failed noted for ${guild}`]);
  });

  it.each([
    ['provider.rejected', 'service_refused'],
    ['provider.unfunded', 'service_refused'],
    ['provider.unavailable', 'service_down'],
    ['provider.malformed', 'service_down'],
  ] as const)('ends where the service answers with %s, and frees the disk', async (code, why) => {
    for (const part of ['ask', 'put'] as const) {
      const bench = openBench({ [part]: () => Promise.reject(new BotError(code, 'said so')) });
      expect(await bench.upload()).toEqual({ kind: 'refused', refusal: { why } });
      expect(bench.told).toContain('discarded');
      expect(JSON.stringify(bench.log)).not.toContain('secret');
    }
  });

  it('is refused before anything is fetched where the guild has uploaded its share, and says when again', async () => {
    const refusal = { why: 'daily', againAtMs: startMs + 5 } as const;
    const book = { refusal: () => Promise.resolve(refusal), note: () => Promise.reject(new Error('no')) };
    const bench = openBench({ book });
    expect(await bench.upload()).toEqual({ kind: 'refused', refusal });
    expect(await bench.upload()).toEqual({ kind: 'refused', refusal });
    expect(bench.told).toEqual([]);
  });

  it.each(['unreachable', 'crawling', 'too_large', 'not_safetensors'] as const)(
    'counts as a failure of the server that asked for what is %s',
    async (why) => {
      const bench = openBench({ fetch: () => Promise.resolve({ kind: 'refused', refusal: { why } }) });
      expect(await bench.clock.advanceUntil(bench.upload())).toEqual({ kind: 'refused', refusal: { why } });
      expect(bench.told).toEqual([`failed noted for ${guild}`]);
    },
  );

  it.each(['address', 'no_room'] as const)('counts as nothing where it is %s', async (why) => {
    const bench = openBench({ fetch: () => Promise.resolve({ kind: 'refused', refusal: { why } }) });
    await bench.upload();
    const broken = openBench({ put: () => Promise.reject(new BotError('provider.unavailable', 'x')) });
    await broken.upload();
    expect([...bench.told, ...broken.told].join()).not.toContain('noted');
  });

  it('says after the same time that an address cannot be reached, whatever the reason is', async () => {
    const took: number[] = [];
    for (const ms of [0, 300]) {
      const bench = openBench({
        async fetch(_, { signal }) {
          await bench.clock.wait(ms, signal);
          return { kind: 'refused', refusal: { why: 'unreachable' } };
        },
      });
      await bench.clock.advanceUntil(bench.upload());
      took.push(bench.clock.monotonic());
    }
    expect(took).toEqual([1_000, 1_000]);
  });

  it('lets a bug be one, and frees the disk', async () => {
    const bench = openBench({ put: () => Promise.reject(new TypeError('oops')) });
    await expect(bench.upload()).rejects.toThrow('oops');
    expect(bench.told.at(-1)).toBe('discarded');
  });

  it('goes through one at a time of a server, and three of all, and the next one after an end, however it ended', async () => {
    const gate = createGate<void>();
    const bench = openBench({ put: () => gate.promise });
    const of = (id: string) => bench.uploads.upload({ ...wish, guildId: guildId(id) }, () => undefined);
    const running = ['1', '2', '3'].map((end) => of(`90000000000000000${end}`));
    await bench.clock.settle();
    expect(await of('900000000000000002')).toEqual({ kind: 'refused', refusal: { why: 'busy' } });
    expect(await of('900000000000000004')).toEqual({ kind: 'refused', refusal: { why: 'full' } });
    gate.reject(new BotError('provider.unavailable', 'broke off'));
    for (const end of await Promise.all(running)) expect(end).toMatchObject({ refusal: { why: 'service_down' } });
    expect(await of('900000000000000004')).toMatchObject({ refusal: { why: 'service_down' } });
  });

  it('is given up after 14 minutes at most, whatever the wall time says', async () => {
    const bench = openBench({ fetch: (_, { signal }) => forEver(signal) });
    bench.clock.step(-3_600_000);
    expect(await bench.clock.advanceUntil(bench.upload())).toMatchObject({ refusal: { why: 'slow' } });
    expect(bench.clock.monotonic()).toBe(14 * 60_000);
  });

  it('is given up when its time is over', async () => {
    const fetching = openBench({ fetch: (_, { signal }) => forEver(signal) });
    expect(await fetching.clock.advanceUntil(fetching.upload())).toMatchObject({ refusal: { why: 'slow' } });
    const putting = openBench({ put: (_address, _file, { signal }) => forEver(signal) });
    expect(await putting.clock.advanceUntil(putting.upload())).toMatchObject({ refusal: { why: 'slow' } });
    expect(putting.told).toContain('discarded');
    const late = openBench({ fetch: (_, { signal }) => forEver(signal) });
    await late.clock.advance(120_000);
    expect(await late.clock.advanceUntil(late.upload())).toMatchObject({ refusal: { why: 'slow' } });
  });

  it('is given up when the process stops, and none begins afterwards', async () => {
    const bench = openBench({ put: (_address, _file, { signal }) => forEver(signal) });
    const first = bench.upload();
    await bench.clock.settle();
    bench.uploads.stop();
    expect(await first).toEqual({ kind: 'refused', refusal: { why: 'stopping' } });
    expect(bench.told.at(-1)).toBe('discarded');
    expect(await bench.upload()).toEqual({ kind: 'refused', refusal: { why: 'stopping' } });
  });

  it('knows no share of an empty file', async () => {
    const bench = openBench({
      async fetch(_, watch) {
        watch.onBytes(0, 0);
        return { kind: 'refused', refusal: { why: 'not_safetensors' } };
      },
    });
    await bench.upload();
    expect(bench.steps).toEqual([{ kind: 'fetching', fraction: null }]);
  });
});
