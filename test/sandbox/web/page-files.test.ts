import { describe, expect, it } from 'vitest';
import { buildPage } from '../../../sandbox/web/build-page.ts';
import { partOf } from '../../../sandbox/web/cdn.ts';
import { listFiles, readText } from '../../support/repository.ts';

describe('the page', () => {
  it('is built as it starts: small, whole, without a script or style inside, and asks for nothing elsewhere', async () => {
    const files = await buildPage();
    const page = new TextDecoder().decode(files.get('/')?.bytes);
    const linked = [...page.matchAll(/(?:src|href)="([^"]+)"/gu)].map(([, path]) => path ?? '');
    expect(linked.length).toBeGreaterThan(2);
    expect(linked.filter((path) => !files.has(path))).toEqual([]);
    expect(page).not.toMatch(/<script(?![^>]*src)|<style|\son\w+=|\sstyle=/u);
    const zipped = [...files.values()].reduce((sum, file) => sum + file.zipped.byteLength, 0);
    expect(zipped).toBeLessThan(60 * 1024);
    for (const [, { type, bytes }] of files) if (type.startsWith('text/javascript')) expect(evalsIn(bytes)).toEqual([]);
  });
});

it('never hands markup to the browser as text', () => {
  const sources = listFiles('sandbox/web/page').filter((path) => /\.tsx?$/u.test(path));
  expect(sources.length).toBeGreaterThan(20);
  expect(sources.filter((path) => /innerHTML|insertAdjacentHTML|document\.write/iu.test(readText(path)))).toEqual([]);
});

function evalsIn(bytes: Uint8Array): readonly string[] {
  return new TextDecoder().decode(bytes).match(/\beval\(|new Function\(/gu) ?? [];
}

describe('a part of a file', () => {
  it.each([
    [undefined, 100, null],
    ['bytes=0-', 100, [0, 99]],
    ['bytes=10-19', 100, [10, 19]],
    ['bytes=90-500', 100, [90, 99]],
    ['bytes=-5', 100, [95, 99]],
    ['bytes=200-', 100, null],
    ['bytes=-', 100, null],
    ['bytes=0-1,5-6', 100, null],
    ['bytes=0-', 0, null],
  ] as const)('%s of %i', (range, size, expected) => {
    expect(partOf(range, size)).toEqual(expected);
  });
});
