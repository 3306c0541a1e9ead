import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { renderMedia } from '../services/media/render-media.ts';
import { makeWav } from '../services/media/sound.ts';
import type { PersonFile } from './files.ts';

const sampleSidePx = 256;

/** The file that a person typed for an option: `sample` is a picture that is made on the spot, anything else a path. @throws Error where there is none */
export function openTypedFile(option: string, typed: string): PersonFile {
  if (typed === 'sample') return sampleFor(option);
  try {
    return { name: basename(typed), bytes: readFileSync(typed) };
  } catch {
    throw new Error(`"${option}" needs a file; "${typed}" cannot be read.`);
  }
}

/** A video or a sound where the option wants one. */
function sampleFor(option: string): PersonFile {
  if (option === 'video') {
    const spec = { kind: 'video', prompt: 'a sample', seconds: 3, widthPx: 320, heightPx: 180 } as const;
    return { name: 'sample.mp4', bytes: renderMedia(spec) };
  }
  if (option === 'audio') return { name: 'sample.wav', bytes: makeWav(3) };
  return { name: 'sample.png', bytes: samplePicture() };
}

/** A sun above a horizon as PNG, the same each time. */
function samplePicture(): Uint8Array {
  const rows: Buffer[] = [];
  for (let y = 0; y < sampleSidePx; y += 1) {
    const row = Buffer.alloc(1 + 3 * sampleSidePx);
    for (let x = 0; x < sampleSidePx; x += 1) row.set(colourAt(x / sampleSidePx, y / sampleSidePx), 1 + 3 * x);
    rows.push(row);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(sampleSidePx, 0);
  header.writeUInt32BE(sampleSidePx, 4);
  // Eight bits a channel, three channels.
  header.set([8, 2], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(Buffer.concat(rows));
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function colourAt(x: number, y: number): readonly [number, number, number] {
  if (Math.hypot(x - 0.68, y - 0.3) < 0.12) return [255, 214, 92];
  if (y > 0.66) return [34, 84, 61 + Math.round(40 * (1 - y))];
  return [120 - Math.round(60 * y), 170, 235];
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
