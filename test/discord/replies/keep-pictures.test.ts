import { expect, it } from 'vitest';
import { createKeepPictures } from '#discord/replies/deliver.ts';
import type { StoredMedia } from '#media/media.ts';
import { jobOf } from '../../support/requests.ts';

const video: StoredMedia = {
  ...{ format: 'mp4', path: '/nowhere/video.mp4', byteLength: 1_000 },
  ...{ widthPx: 640, heightPx: 360, durationMs: 1000 },
};

it('does not say that a video was kept which the store does not hold', async () => {
  const kept: unknown[] = [];
  const keep = createKeepPictures({
    kept: { keep: async (...given) => void kept.push(given) },
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  expect(await keep({ job: jobOf(), media: [video], tookMs: 1 })).toBe(false);
  expect(kept).toEqual([]);
});
