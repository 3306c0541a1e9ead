import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rootPath } from '../support/repository.ts';
import { defaultFiles, readOptions, suitesOf } from './options.ts';

describe('readOptions', () => {
  it('takes every file of money and story where none is named, and they exist', () => {
    expect(readOptions([])).toEqual({ files: defaultFiles, lines: [], isThorough: false, isNear: false });
    expect(defaultFiles.filter((path) => !existsSync(`${rootPath}${path}`))).toEqual([]);
  });

  it('takes files, or lines of one file', () => {
    expect(readOptions(['src/a.ts', 'src/b.ts', '--thorough', '--near'])).toEqual({
      files: ['src/a.ts', 'src/b.ts'],
      lines: [],
      isThorough: true,
      isNear: true,
    });
    expect(readOptions(['src/a.ts:3,40'])).toEqual({
      files: ['src/a.ts'],
      lines: [3, 40],
      isThorough: false,
      isNear: false,
    });
  });

  it.each([['--fast'], ['src/credits'], ['src/a.ts:x']])('names the wrong word %s', (word) => {
    expect(() => readOptions([word])).toThrow(word);
  });

  it('takes no lines of several files', () => {
    expect(() => readOptions(['src/a.ts:3', 'src/b.ts'])).toThrow('Lines go with one file.');
  });
});

describe('suitesOf', () => {
  it.each([
    [{ isNear: false, isThorough: false }, ['near', 'unit']],
    [{ isNear: true, isThorough: false }, ['near']],
    [{ isNear: false, isThorough: true }, ['near', 'unit', 'e2e']],
    [{ isNear: true, isThorough: true }, ['near', 'e2e']],
  ])('begins with the quickest: %j', (options, suites) => {
    expect(suitesOf(options)).toEqual(suites);
  });
});
