import { describe, expect, it } from 'vitest';
import { bytesIn } from '#media/file-bytes.ts';
import { probeAs } from '#media/read-media.ts';
import { makeGlb } from '../../sandbox/services/media/glb.ts';
import { renderMedia } from '../../sandbox/services/media/render-media.ts';
import { makeMp3, makeWav } from '../../sandbox/services/media/sound.ts';

const video = renderMedia({ kind: 'video', prompt: 'a fox', seconds: 3, widthPx: 320, heightPx: 180 });
const probe = (output: 'video' | 'audio' | 'model3d' | 'text', bytes: Uint8Array) => probeAs(output, bytesIn(bytes));

describe('a video', () => {
  it('tells its size and its length', async () => {
    expect(await probe('video', video)).toEqual({ format: 'mp4', widthPx: 320, heightPx: 180, durationMs: 3000 });
  });

  it('is a MOV by its brand, and without one', async () => {
    const mov = Buffer.from(video);
    mov.write('qt  ', 8, 'latin1');
    expect(await probe('video', mov)).toMatchObject({ format: 'mov' });
  });

  it.each([100, 1000, -1, -100])('is none when it ends at byte %i', async (end) => {
    expect(await probe('video', video.subarray(0, end))).toBeNull();
  });

  it('has to have a track of pictures', async () => {
    const sound = Buffer.from(video.toString('latin1').replace('vide', 'soun'), 'latin1');
    expect(await probe('video', sound)).toMatchObject({ format: 'm4a' });
    expect(await probe('audio', sound)).toMatchObject({ format: 'm4a', durationMs: 3000 });
  });

  it('is read from the head of a WebM', async () => {
    const element = (id: string, ...parts: readonly Buffer[]) => {
      const content = Buffer.concat(parts);
      return Buffer.concat([Buffer.from(id, 'hex'), Buffer.from([0x80 | content.length]), content]);
    };
    const hex = (text: string) => Buffer.from(text, 'hex');
    const segment = (...parts: readonly Buffer[]) =>
      Buffer.concat([
        element('1a45dfa3', element('4282', Buffer.from('webm'))),
        hex('1853806701ffffffffffffff'),
        ...parts,
      ]);
    const info = element('1549a966', element('2ad7b1', hex('0f4240')), element('4489', hex('457a0000')));
    const picture = element('e0', element('b0', hex('0140')), element('ba', hex('b4')));
    const tracks = element('1654ae6b', element('ae', element('83', hex('01')), picture));
    const cluster = element('1f43b675');
    const size = { format: 'webm', widthPx: 320, heightPx: 180 };
    expect(await probe('video', segment(info, tracks, cluster))).toEqual({ ...size, durationMs: 4000 });
    expect(await probe('video', segment(tracks, cluster))).toEqual({ ...size, durationMs: null });
    const long = element('1549a966', element('4489', hex('40af400000000000')));
    expect(await probe('video', segment(long, tracks, cluster))).toMatchObject({ durationMs: 4000 });
    expect(await probe('video', segment(info, tracks))).toBeNull();
    expect(await probe('video', segment(info, cluster))).toBeNull();
  });

  it.each(['', 'PK\x03\x04 a zip', '<html></html>', '\x1aE\xdf\xa3', '\0\0\0\x08free', '\0\0\0\x01moov'])(
    'is none for %j',
    async (text) => {
      expect(await probe('video', Buffer.from(text, 'latin1'))).toBeNull();
    },
  );
});

describe('a sound', () => {
  it('tells its length', async () => {
    expect(await probe('audio', makeWav(2))).toMatchObject({ format: 'wav', durationMs: 2000 });
    expect((await probe('audio', makeMp3(4)))?.durationMs).toBeCloseTo(4000, -2);
    const tagged = Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\0\x0a', 'latin1'), Buffer.alloc(10), makeMp3(1)]);
    expect(await probe('audio', tagged)).toMatchObject({ format: 'mp3' });
    const counted = makeMp3(1);
    counted.write('Xing', 40, 'latin1');
    counted.writeUInt32BE(1, 44);
    counted.writeUInt32BE(100, 48);
    expect(await probe('audio', counted)).toMatchObject({ durationMs: 2612 });
  });

  it('is read from a FLAC and from an Ogg', async () => {
    const flac = Buffer.alloc(42);
    flac.write('fLaC', 0, 'latin1');
    flac.writeUIntBE(48_000 * 16, 18, 3);
    flac.writeUInt32BE(96_000, 22);
    expect(await probe('audio', flac)).toMatchObject({ format: 'flac', durationMs: 2000 });
    const page = (granule: number, content: string) => {
      const head = Buffer.alloc(28);
      head.write('OggS', 0, 'latin1');
      head.writeBigUInt64LE(BigInt(granule), 6);
      return Buffer.concat([head, Buffer.from(content, 'latin1')]);
    };
    expect(await probe('audio', Buffer.concat([page(0, 'OpusHead'), page(144_000, '')]))).toMatchObject({
      format: 'ogg',
      durationMs: 3000,
    });
    expect(await probe('audio', page(0, 'theora'))).toBeNull();
  });

  it.each(['', 'PK\x03\x04 a zip', 'RIFF\0\0\0\0WAVEdata', '\xff\xfb\x90\xc4', 'fLaC', 'a'.repeat(9000)])(
    'is none for %j',
    async (text) => {
      expect(await probe('audio', Buffer.from(text, 'latin1'))).toBeNull();
    },
  );

  it('is none when it ends too early', async () => {
    expect(await probe('audio', makeWav(2).subarray(0, 1000))).toBeNull();
  });
});

describe('a 3D model', () => {
  const glb = makeGlb('a cube');
  it.each([
    [glb, 'glb'],
    [
      Buffer.concat([
        Buffer.from('PK\x03\x04', 'latin1'),
        Buffer.alloc(30),
        Buffer.from('PK\x05\x06', 'latin1'),
        Buffer.alloc(18),
      ]),
      'zip',
    ],
    [Buffer.from('Kaydara FBX Binary  \0'), 'fbx'],
    [Buffer.from('ply\nformat ascii 1.0\n'), 'ply'],
    [Buffer.from('solid a\n facet normal 0 0 1\n'), 'stl'],
    [Buffer.concat([Buffer.alloc(80), Buffer.from([1, 0, 0, 0]), Buffer.alloc(50)]), 'stl'],
    [Buffer.from('# a\nv 0 0 1\nf 1 2 3\n'), 'obj'],
  ] as const)('is told by its bytes', async (bytes, format) => {
    expect(await probe('model3d', bytes)).toMatchObject({ format });
  });

  it('is none when it is broken, cut or far too large inside', async () => {
    const bomb = Buffer.from(glb);
    bomb.writeUInt32LE(0xff_ff_ff_ff, 12);
    const noJson = Buffer.from(glb);
    noJson.write('nope', 20, 'latin1');
    const old = Buffer.from(glb);
    old.writeUInt32LE(1, 4);
    for (const bytes of [
      bomb,
      noJson,
      old,
      glb.subarray(0, 40),
      Buffer.from('PK\x03\x04', 'latin1'),
      Buffer.from('hello\n'),
    ]) {
      expect(await probe('model3d', bytes)).toBeNull();
    }
  });
});

describe('a text', () => {
  it('is UTF-8 without control characters', async () => {
    expect(await probe('text', Buffer.from('[Verse]\nü'))).toMatchObject({ format: 'txt' });
    for (const bytes of [Buffer.from([0]), Buffer.from([0xff]), Buffer.alloc(0)])
      expect(await probe('text', bytes)).toBeNull();
  });
});
