import { describe, expect, it } from 'vitest';
import type { UploadRefusal } from '#lora-upload/fetch-lora.ts';
import { uploadDoneText, uploadRefusalText, uploadStepText } from '../../../commands/setup/lora-upload.ts';

const whys = [
  'busy',
  'address',
  'full',
  'unreachable',
  'too_large',
  'not_safetensors',
  'no_room',
  'service_refused',
  'service_down',
  'crawling',
  'slow',
  'stopping',
] as const;

describe('why a LoRA was not uploaded', () => {
  it.each<UploadRefusal>([
    ...whys.map((why) => ({ why })),
    { why: 'status', status: 404 },
    { why: 'daily', againAtMs: 1_700_000_000_000 },
    { why: 'failures', againAtMs: 1_700_000_000_000 },
  ])('is said in whole sentences: %j', (refusal) => {
    const text = uploadRefusalText(refusal);
    expect(text).toMatch(/^[A-Z].*\.$/);
    expect(text).not.toMatch(/undefined|NaN/);
    if ('status' in refusal) expect(text).toContain('404');
    if ('againAtMs' in refusal)
      expect(text).toMatch(/(?:5 LoRAs|10 failed uploads within) .* from <t:1700000000:f> on/);
    if (refusal.why === 'crawling') expect(text).toContain('slower than 256 kB a second, even after 30 seconds');
  });
});

describe('how far an upload is', () => {
  it.each([
    [{ kind: 'fetching', fraction: null }, 'Fetching the file…'],
    [{ kind: 'fetching', fraction: 0.119 }, 'Fetching the file: 10 %…'],
    [{ kind: 'uploading', fraction: 0 }, 'Uploading it to RunningHub: 0 %…'],
    [{ kind: 'uploading', fraction: 1 }, 'Uploading it to RunningHub: 100 %…'],
  ] as const)('%j', (step, text) => {
    expect(uploadStepText(step)).toBe(text);
  });

  it('ends with its size, which is never nothing', () => {
    expect(uploadDoneText('a', 300)).toContain('1 MiB');
    expect(uploadDoneText('a', 150 * 1024 ** 2)).toContain('150 MiB');
  });
});
