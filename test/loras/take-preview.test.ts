import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenAgent, openAgent } from '#http/agent.ts';
import { createFetchInput } from '#http/fetch-input.ts';
import type { TakenPreview } from '#loras/lora-preview.ts';
import { createTakePreview } from '#loras/lora-preview.ts';
import { readImage } from '#media/read-image.ts';
import { shrinkImage } from '#media/shrink-image.ts';
import { noisePicture } from '../discord/support/samples.ts';
import { body, redirect, status } from '../support/http/download-bench.ts';
import { animatedWebp, picture } from '../support/http/pictures.ts';
import { type Reaction, type ScriptedServer, startScriptedServer } from '../support/http/scripted-server.ts';

let server: ScriptedServer;
let agent: OpenAgent;
beforeEach(async () => {
  server = await startScriptedServer();
  agent = openAgent();
});
afterEach(async () => {
  await agent.close();
  await server.close();
});

async function take(reaction: Reaction, changes: { url?: string; sizeBytes?: number } = {}) {
  const { url = `${server.url}/ephemeral-attachments/1/2/a.png?ex=1`, sizeBytes = 100 } = changes;
  server.react = () => reaction;
  const clock = { wait: () => Promise.resolve() };
  return createTakePreview(createFetchInput({ dispatcher: agent.dispatcher, cdnBaseUrl: server.url, clock }))({
    url,
    sizeBytes,
  });
}

async function sizeOf(taken: TakenPreview) {
  if (taken.kind === 'refused') throw new Error(taken.why);
  const { format, width, height, exif } = await sharp(taken.bytes).metadata();
  return { format, width, height, hasExif: exif !== undefined, bytes: taken.bytes.byteLength };
}

describe('an uploaded picture', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('that is a %s becomes a small WebP', async (format) => {
    const small = await sizeOf(await take(body(await picture(format, 1024, 512))));
    expect(small).toMatchObject({ format: 'webp', width: 256, height: 128 });
    expect(small.bytes).toBeLessThanOrEqual(32 * 1024);
  });

  it('that is small already keeps its size', async () => {
    expect(await sizeOf(await take(body(await picture('png', 48, 32))))).toMatchObject({ width: 48, height: 32 });
  });

  it('is turned upright and loses what the camera wrote', async () => {
    const photo = await sharp(await picture('png', 80, 40))
      .withExif({ IFD0: { Artist: 'Alice' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect(await sizeOf(await take(body(photo)))).toMatchObject({ width: 40, height: 80, hasExif: false });
  });

  it('that does not compress is made smaller until it fits', async () => {
    const noise = await noisePicture(256, 256);
    const bytes = (await shrinkImage(noise, { sidePx: 256, bytes: 8_000 }))?.byteLength;
    expect(bytes).toBeLessThanOrEqual(8_000);
    expect(await shrinkImage(noise, { sidePx: 256, bytes: 10 })).toBeNull();
    expect(await shrinkImage({ ...noise, bytes: Buffer.from('x') }, { sidePx: 256, bytes: 10 })).toBeNull();
    expect(await readImage(Buffer.from('x'))).toBeNull();
  });

  it.each([
    ['an animation', animatedWebp],
    ['a GIF', () => picture('gif')],
    ['half a picture', async () => (await picture('png', 400, 400)).subarray(0, 300)],
    ['a page', () => Promise.resolve(Buffer.from('<html>'))],
    ['nothing', () => Promise.resolve(Buffer.alloc(0))],
  ])('is refused where it is %s', async (_, bytes) => {
    expect(await take(body(await bytes()))).toEqual({ kind: 'refused', why: 'not_a_picture' });
  });

  it('is refused where it is too large, by what Discord says, by what arrives, or by its pixels', async () => {
    const tooLarge = { kind: 'refused', why: 'too_large' };
    expect(await take(body('x'), { sizeBytes: 10 * 1024 * 1024 + 1 })).toEqual(tooLarge);
    expect(server.requests).toEqual([]);
    expect(await take({ kind: 'endless' })).toEqual(tooLarge);
    expect(await take(body(await picture('png', 16_385, 1)))).toEqual(tooLarge);
  });

  it.each([
    ['is gone', status(404)],
    ['breaks off', { kind: 'cut_body' } as const],
    ['is elsewhere', redirect('http://169.254.169.254/a.png')],
  ])('is refused where it %s', async (_, reaction) => {
    expect(await take(reaction)).toEqual({ kind: 'refused', why: 'unreachable' });
  });

  it('is fetched from nowhere but Discord', async () => {
    const other = await startScriptedServer();
    for (const url of [`${other.url}/a.png`, 'not an address', 'file:///etc/passwd', `${server.url}@evil.example/`]) {
      expect(await take(body('x'), { url })).toEqual({ kind: 'refused', why: 'unreachable' });
    }
    expect([...server.requests, ...other.requests]).toEqual([]);
    await other.close();
  });

  it('is no picture where it cannot be made small, and a bug stays one', async () => {
    const broken = { bytes: Buffer.from('x'), format: 'png', widthPx: 1, heightPx: 1, isOriginal: true } as const;
    const takes = createTakePreview(() => Promise.resolve(broken));
    expect(await takes({ url: server.url, sizeBytes: 1 })).toEqual({ kind: 'refused', why: 'not_a_picture' });
    const bug = createTakePreview(() => Promise.reject(new TypeError('oops')));
    await expect(bug({ url: server.url, sizeBytes: 1 })).rejects.toThrow('oops');
  });
});
