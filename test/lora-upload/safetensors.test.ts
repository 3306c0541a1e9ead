import { describe, expect, it } from 'vitest';
import { isSafetensorsName, isSafetensorsStart, safetensorsHeaderBytes } from '#lora-upload/fetch-lora.ts';

const start = (length: bigint, first = '{') => {
  const bytes = Buffer.alloc(9);
  bytes.writeBigUInt64LE(length);
  bytes.write(first, 8);
  return bytes;
};

describe('the start of a safetensors file', () => {
  it.each([2n, 300n, 100_000_000n])('may say that its header has %s bytes', (length) => {
    expect(isSafetensorsStart(start(length))).toBe(true);
    expect(safetensorsHeaderBytes(start(length))).toBe(Number(length));
  });

  it.each([0n, 1n, 100_000_001n, 2n ** 63n])('may not say %s', (length) => {
    expect(isSafetensorsStart(start(length))).toBe(false);
  });

  it.each([
    start(300n, '['),
    Buffer.from('<!doctype html>'),
    Buffer.from('PK\x03\x04 a zip'),
    Buffer.from('GGUF and more'),
  ])('is not %s', (bytes) => {
    expect(isSafetensorsStart(bytes)).toBe(false);
  });
});

describe('the name of a safetensors file', () => {
  it.each(['ink.safetensors', '/a/b/ink v2.SafeTensors', 'C:\\ink.safetensors', '水墨.safetensors'])(
    'may be %s',
    (name) => {
      expect(isSafetensorsName(name)).toBe(true);
    },
  );

  it.each(['', '.safetensors', '/a/.safetensors', 'ink.safetensors.zip', 'ink.ckpt', 'safetensors'])(
    'may not be %j',
    (name) => {
      expect(isSafetensorsName(name)).toBe(false);
    },
  );
});
