import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it, onTestFinished } from 'vitest';
import { openTypedFile } from '../../../sandbox/discord/person-files.ts';

it('a sample is a whole picture, the same each time', async () => {
  const { name, bytes } = openTypedFile('image', 'sample');
  expect(name).toBe('sample.png');
  const { data, info } = await sharp(bytes, { failOn: 'warning' }).raw().toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 256, height: 256, channels: 3 });
  expect(new Set(data).size).toBeGreaterThan(10);
  expect(openTypedFile('image', 'sample').bytes).toEqual(bytes);
});

it('anything else is the path of a file, or told to be none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'easel-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'note.txt'), 'hello');
  const { name, bytes } = openTypedFile('image', join(folder, 'note.txt'));
  expect([name, Buffer.from(bytes).toString()]).toEqual(['note.txt', 'hello']);
  expect(() => openTypedFile('image', join(folder, 'none.png'))).toThrow('"image" needs a file');
});
