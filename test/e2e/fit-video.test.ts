import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createFitVideo, hasFfmpeg } from '#media/fit-video.ts';
import type { StoredMedia } from '#media/media.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'easel-fit-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** A program of that name, which writes as many bytes as its height says. */
async function install(bytesAt720: number, bytesAt480: number): Promise<void> {
  const program = join(folder, 'ffmpeg');
  const lines = [
    '#!/bin/sh',
    '[ "$1" = -version ] && exit 0',
    `echo "$*" >> ${folder}/calls`,
    'for path; do :; done',
    `case "$*" in *"min(720"*) bytes=${bytesAt720};; *"min(480"*) bytes=${bytesAt480};; *) exit 1;; esac`,
    'head -c $bytes /dev/zero > "$path"',
  ];
  await writeFile(program, `${lines.join('\n')}\n`);
  await chmod(program, 0o755);
  vi.stubEnv('PATH', `${folder}:/usr/bin:/bin`);
}

const video: StoredMedia = {
  ...{ format: 'webm', path: '/nowhere/video.webm', byteLength: 100_000 },
  ...{ widthPx: 1920, heightPx: 1080, durationMs: 1000 },
};
const maxBytes = 40_000;

describe('a video that is too large', () => {
  test('is written smaller until it fits', async () => {
    await install(50_000, 30_000);
    expect(await hasFfmpeg()).toBe(true);
    const path = join(folder, 'small.mp4');
    const fitted = await createFitVideo()(video, maxBytes, path);
    expect(fitted).toMatchObject({ format: 'mp4', path, byteLength: 30_000, durationMs: 1000, heightPx: 480 });
    expect((await stat(path)).size).toBe(30_000);
    const calls = (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n');
    expect(calls).toHaveLength(2);
    expect(calls[0]).toContain('/nowhere/video.webm');
  });

  test.each([
    ['stays too large', 50_000, 50_000, video],
    ['would show nothing at so low a rate', 10, 10, { ...video, durationMs: 60_000 }],
    ['is of unknown length', 10, 10, { ...video, durationMs: null }],
  ])('is left as it is where it %s', async (_, at720, at480, file) => {
    await install(at720, at480);
    expect(await createFitVideo()(file, maxBytes, join(folder, 'small.mp4'))).toBeNull();
  });

  test('is left as it is where there is no such program', async () => {
    vi.stubEnv('PATH', folder);
    expect(await hasFfmpeg()).toBe(false);
    expect(await createFitVideo()(video, maxBytes, join(folder, 'small.mp4'))).toBeNull();
  });
});
