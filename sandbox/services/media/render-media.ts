import type { PixelSize } from '../picture-size.ts';
import { createRandom, hashText } from '../random.ts';
import { makeGlb } from './glb.ts';
import type { Yuv } from './h264.ts';
import { framesPerSecond, makeMp4 } from './mp4.ts';
import { makeMp3 } from './sound.ts';

/** What a service is asked for besides pictures. Equal specifications give equal files. */
export type MediaSpec =
  | ({ readonly kind: 'video'; readonly prompt: string; readonly seconds: number } & PixelSize)
  | { readonly kind: 'audio'; readonly prompt: string; readonly seconds: number }
  | { readonly kind: 'model3d'; readonly prompt: string };

/** The media type under which a service hands it out. */
export const mediaTypeOf = { video: 'video/mp4', audio: 'audio/mpeg', model3d: 'model/gltf-binary' } as const;

/** Makes the file: a sun that crosses a sky, a sound of that length, a cube. */
export function renderMedia(spec: MediaSpec): Buffer {
  switch (spec.kind) {
    case 'video':
      return renderVideo(spec);
    case 'audio':
      return makeMp3(spec.seconds);
    case 'model3d':
      return makeGlb(spec.prompt.slice(0, 100));
  }
}

const squarePx = 16;

function renderVideo({ prompt, seconds, widthPx, heightPx }: Extract<MediaSpec, { kind: 'video' }>): Buffer {
  const random = createRandom(hashText(prompt));
  const [columns, rows] = [Math.ceil(widthPx / squarePx), Math.ceil(heightPx / squarePx)];
  const [blue, red] = [Math.round(110 + random() * 60), Math.round(90 + random() * 60)];
  const horizon = Math.round(rows * (0.55 + random() * 0.2));
  const sunRow = Math.round(rows * (0.15 + random() * 0.2));
  const sunSize = Math.max(2, Math.round(rows / 8));
  const count = Math.max(1, Math.round(seconds * framesPerSecond));
  const bandOf = (row: number): Yuv =>
    row < horizon
      ? [Math.round(90 + (90 * row) / horizon), blue, red]
      : [Math.max(20, 80 - (row - horizon) * 3), 120, 110];
  const frames = Array.from({ length: count }, (_, index) => {
    const sunColumn = 1 + Math.round(((columns - sunSize - 2) * index) / Math.max(1, count - 1));
    return (column: number, row: number): Yuv | null => {
      const isSunRow = row >= sunRow && row < sunRow + sunSize;
      if (isSunRow && column >= sunColumn && column < sunColumn + sunSize) return [225, 90, 155];
      // What follows the sun is not like it.
      return column === 0 || (isSunRow && column === sunColumn + sunSize) ? bandOf(row) : null;
    };
  });
  return makeMp4({ widthPx, heightPx }, frames);
}
