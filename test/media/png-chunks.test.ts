import { describe, expect, it } from 'vitest';
import { pngChunks } from '#media/chunks.ts';
import { picture, pngChunk } from '../support/http/pictures.ts';

const typesIn = (bytes: Uint8Array) => [...pngChunks(bytes)].map(({ type }) => type);

describe('the chunks of a PNG', () => {
  it('are told in order, up to its end, wherever the bytes lie in memory', async () => {
    const png = await picture('png');
    const shifted = Buffer.concat([Buffer.alloc(3), png, pngChunk('tEXt', Buffer.from('late'))]).subarray(3);
    const chunks = [...pngChunks(shifted)];
    expect(chunks[0]).toEqual({ type: 'IHDR', startsAt: 8, dataAt: 16, dataBytes: 13, endsAt: 33 });
    expect(chunks.at(-1)).toMatchObject({ type: 'IEND', dataBytes: 0, endsAt: png.length });
  });

  it('end before one that is not whole', async () => {
    const png = await picture('png');
    expect(typesIn(png.subarray(0, 33))).toEqual(['IHDR']);
    expect(typesIn(png.subarray(0, 32))).toEqual([]);
    expect(typesIn(png.subarray(0, 40))).toEqual(['IHDR']);
    const endless = Buffer.concat([png.subarray(0, 33), Buffer.from([0xff, 0xff, 0xff, 0xff]), png.subarray(37)]);
    expect(typesIn(endless)).toEqual(['IHDR']);
  });

  it('are none in what is no PNG', async () => {
    expect(typesIn(await picture('jpeg'))).toEqual([]);
    expect(typesIn(new Uint8Array())).toEqual([]);
  });
});
