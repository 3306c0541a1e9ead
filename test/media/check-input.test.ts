import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { checkHeader, checkInput } from '#media/check-input.ts';
import { defaultInputLimits, type InputFile, type InputLimits } from '#media/input.ts';
import { animatedWebp, lyingPicture, picture, pngChunk, pngHeader, pngWithChunk } from '../support/http/pictures.ts';

const formats = ['png', 'jpeg', 'webp'] as const;
const limits = { ...defaultInputLimits, picture: 2 };

async function refusal(check: Promise<InputFile>): Promise<BotError> {
  const thrown: unknown = await check.then(
    () => new Error('it was not refused'),
    (error: unknown) => error,
  );
  if (!(thrown instanceof BotError)) throw thrown;
  expect(thrown).toMatchObject({ code: 'refused.image', facts: { nothingStarted: true } });
  return thrown;
}

const factsOf = async (bytes: Uint8Array, within: Partial<InputLimits> = {}) =>
  (await refusal(checkInput(bytes, { ...limits, ...within }))).facts;

describe('a picture to edit', () => {
  it.each(formats)('passes as a whole, still %s, with its size and its own bytes', async (format) => {
    const bytes = await picture(format);
    const file = await checkInput(bytes, limits);
    expect(file).toMatchObject({ format, widthPx: 48, heightPx: 32 });
    expect(file.bytes).toEqual(bytes);
  });

  it('passes with transparency, as a lossless WebP, in grey, interlaced and progressive', async () => {
    const clear = sharp({
      create: { width: 40, height: 30, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0.5 } },
    });
    const pictures = [
      clear.clone().webp({ lossless: true }),
      clear.clone().webp({ quality: 50 }),
      clear.clone().png({ progressive: true }),
      clear.clone().flatten().jpeg({ progressive: true }),
      clear.clone().flatten().greyscale().jpeg(),
    ];
    for (const each of pictures) {
      expect(await checkInput(await each.toBuffer(), limits)).toMatchObject({ widthPx: 40, heightPx: 30 });
    }
  });

  it('passes with bytes behind its end, and with a thumbnail inside', async () => {
    const thumbnail = await picture('jpeg', 16, 16);
    const jpeg = await picture('jpeg');
    const head = Buffer.from([0xff, 0xd8, 0xff, 0xec, 0, 0]);
    head.writeUInt16BE(thumbnail.length + 2, 4);
    const bytes = Buffer.concat([head, thumbnail, jpeg.subarray(2), Buffer.from('a film')]);
    expect(await checkInput(bytes, limits)).toMatchObject({ widthPx: 48, heightPx: 32 });
  });
});

describe('a picture that is stored lying', () => {
  it.each(formats)('is written upright as a %s', async (format) => {
    for (const orientation of [2, 3, 6, 8]) {
      const file = await checkInput(await lyingPicture(format, orientation), limits);
      expect(file).toMatchObject({ format, widthPx: 48, heightPx: 32 });
      expect(await sharp(file.bytes).metadata()).toMatchObject({ format, width: 48, height: 32 });
      expect((await sharp(file.bytes).metadata()).orientation ?? 1).toBe(1);
    }
  });

  it('is written lighter where it would weigh too much: with less quality, then with fewer pixels', async () => {
    const noise = sharp(Buffer.from(Array.from({ length: 120 * 90 * 3 }, (_, at) => (at * 7919) % 251)), {
      raw: { width: 120, height: 90, channels: 3 },
    });
    const bytes = await noise.withMetadata({ orientation: 6 }).jpeg({ quality: 70 }).toBuffer();
    const file = await checkInput(bytes, { ...limits, maxBytes: bytes.length * 2 });
    expect(file).toMatchObject({ widthPx: 90, heightPx: 120 });
    expect(file.bytes.byteLength).toBeLessThanOrEqual(bytes.length * 2);
    const small = await checkInput(bytes, { ...limits, maxBytes: bytes.length });
    expect(small).toMatchObject({ widthPx: 67, heightPx: 89 });
    expect(small.bytes.byteLength).toBeLessThanOrEqual(bytes.length);
  });
});

describe('refused, and by its header alone, is', () => {
  it.each([
    ['svg', '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"/>'],
    ['html', '<!doctype html><title>404</title>'],
    ['text', 'This content is no longer available.'],
    ['pdf', '%PDF-1.7\n'],
    ['empty', ''],
  ])('what is no picture: %s', async (value, text) => {
    expect(await factsOf(Buffer.from(text))).toMatchObject({ picture: 2, reason: 'not_a_picture', value });
  });

  it('a GIF, moving or not', async () => {
    expect(await factsOf(await picture('gif'))).toMatchObject({ reason: 'not_a_picture', value: 'gif' });
  });

  it('what moves', async () => {
    expect(await factsOf(await animatedWebp())).toMatchObject({ picture: 2, reason: 'animated' });
    expect(await factsOf(await pngWithChunk('acTL', '\0\0\0\x02\0\0\0\0'))).toMatchObject({ reason: 'animated' });
  });

  it('more bytes than allowed', async () => {
    const bytes = await picture('png');
    const facts = await factsOf(bytes, { maxBytes: bytes.length - 1, picture: null });
    expect(facts).toEqual({ reason: 'too_many_bytes', limit: bytes.length - 1, nothingStarted: true });
  });

  it.each([
    ['a bomb', 50_000, 50_000, { reason: 'side_too_long', limit: 16_384, value: '50000×50000' }],
    ['a smaller bomb', 16_000, 16_000, { reason: 'too_many_pixels', limit: 40_000_000, value: '16000×16000' }],
    ['a strip', 16_385, 100, { reason: 'side_too_long', limit: 16_384 }],
    ['a speck', 15, 400, { reason: 'side_too_short', limit: 16, value: '15×400' }],
    ['one without a width', 0, 400, { reason: 'broken' }],
    ['one without a height', 400, 0, { reason: 'broken' }],
    ['nothing but a header', 400, 400, { reason: 'broken' }],
  ])('%s', async (_name, widthPx, heightPx, facts) => {
    expect(await factsOf(pngHeader(widthPx, heightPx))).toMatchObject(facts);
    expect(() => checkHeader(pngHeader(widthPx, heightPx), limits)).toThrow(BotError);
  });
});

describe('refused as broken is', () => {
  it.each(formats)('half a %s, and one that lacks its last bytes', async (format) => {
    const bytes = await picture(format, 400, 300);
    for (const length of [13, bytes.length / 2, bytes.length - 1]) {
      expect(await factsOf(bytes.subarray(0, length))).toMatchObject({ reason: 'broken' });
    }
  });

  it('a PNG without picture data, without its end, or with its header elsewhere', async () => {
    const end = pngChunk('IEND', Buffer.alloc(0));
    const header = pngHeader(64, 64);
    const late = Buffer.concat([header.subarray(0, 8), pngChunk('tEXt', Buffer.from('a\0b')), header.subarray(8)]);
    const short = Buffer.concat([header.subarray(0, 8), pngChunk('IHDR', Buffer.alloc(5)), end]);
    const png = await picture('png');
    for (const bytes of [Buffer.concat([header, end]), png.subarray(0, png.length - end.length), late, short]) {
      expect(await factsOf(bytes)).toMatchObject({ reason: 'broken' });
    }
  });

  it('a JPEG without a frame, a scan or an end', async () => {
    const jpeg = await picture('jpeg');
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    const scan = jpeg.indexOf(Buffer.from([0xff, 0xda]));
    const end = Buffer.from([0xff, 0xd9]);
    const cuts = [jpeg.subarray(0, frame), jpeg.subarray(0, scan), jpeg.subarray(0, frame + 6), jpeg.subarray(0, -2)];
    for (const cut of [...cuts, ...cuts.slice(0, 3).map((bytes) => Buffer.concat([bytes, end]))]) {
      expect(await factsOf(cut)).toMatchObject({ reason: 'broken' });
    }
  });

  it('a WebP that is nothing but its canvas', async () => {
    const webp = await sharp(await picture('png'))
      .ensureAlpha(0.5)
      .webp()
      .toBuffer();
    expect(webp.toString('latin1', 12, 16)).toBe('VP8X');
    const canvas = Buffer.from(webp.subarray(0, 30));
    canvas.writeUInt32LE(22, 4);
    expect(await factsOf(canvas)).toMatchObject({ reason: 'broken' });
  });

  it('what has a good header and end, and nonsense in between', async () => {
    const nonsense = pngChunk('IDAT', Buffer.from('this was never packed'));
    const bytes = Buffer.concat([pngHeader(64, 64), nonsense, pngChunk('IEND', Buffer.alloc(0))]);
    expect(() => checkHeader(bytes, limits)).not.toThrow();
    expect(await factsOf(bytes)).toMatchObject({ reason: 'broken' });
  });
});

describe('whatever is done to a picture', () => {
  const mutation = fc.oneof(
    fc.record({ kind: fc.constant('set' as const), at: fc.nat(), value: fc.nat(255) }),
    fc.record({ kind: fc.constant('cut' as const), at: fc.nat(), value: fc.nat(40) }),
    fc.record({ kind: fc.constant('double' as const), at: fc.nat(), value: fc.nat(40) }),
  );

  function mutated(bytes: Buffer, changes: readonly { kind: 'set' | 'cut' | 'double'; at: number; value: number }[]) {
    return changes.reduce((now, { kind, at, value }) => {
      if (now.length === 0) return now;
      const place = at % now.length;
      if (kind === 'cut') return Buffer.concat([now.subarray(0, place), now.subarray(place + value)]);
      if (kind === 'double') return Buffer.concat([now.subarray(0, place + value), now.subarray(place)]);
      const set = Buffer.from(now);
      set[place] = value;
      return set;
    }, bytes);
  }

  it('it passes whole or is refused, and nothing else comes of it', async () => {
    const [png, jpeg, webp, lying] = await Promise.all([
      picture('png'),
      picture('jpeg'),
      sharp(await picture('png'))
        .ensureAlpha(0.5)
        .webp()
        .toBuffer(),
      lyingPicture('jpeg', 6),
    ]);
    const original = fc.constantFrom(png, jpeg, webp, lying);
    const changes = fc.array(mutation, { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(original, changes, async (bytes, done) => {
        const within = { ...limits, maxPixels: 1_000_000 };
        const result = await checkInput(mutated(bytes, done), within).catch((error: unknown) => error);
        if (result instanceof Error) expect(result).toMatchObject({ name: 'BotError', code: 'refused.image' });
        else expect(result).toMatchObject({ format: expect.stringMatching(/^(png|jpeg|webp)$/) });
      }),
      { seed: 20_261_121, numRuns: 400 },
    );
  });

  it('random bytes behind a signature are refused', async () => {
    const signature = fc.constantFrom(
      '\x89PNG\r\n\x1a\n',
      '\xff\xd8\xff',
      'RIFF\x20\0\0\0WEBP',
      'RIFF\x20\0\0\0WEBPVP8X',
    );
    await fc.assert(
      fc.asyncProperty(signature, fc.uint8Array({ maxLength: 200 }), async (begin, rest) => {
        await refusal(checkInput(Buffer.concat([Buffer.from(begin, 'latin1'), rest]), limits));
      }),
      { seed: 20_261_122, numRuns: 300 },
    );
  });
});
