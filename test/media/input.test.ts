import { describe, expect, it } from 'vitest';
import { inputFileName } from '#media/input.ts';

describe('the name of a picture to edit', () => {
  it.each([
    ['png', 1, 'picture-1.png'],
    ['jpeg', 2, 'picture-2.jpg'],
    ['webp', 3, 'picture-3.webp'],
  ] as const)('is made from its bytes’ kind: %s', (format, picture, name) => {
    expect(inputFileName({ format }, picture)).toBe(name);
  });
});
