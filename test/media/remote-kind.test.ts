import { expect, it } from 'vitest';
import { remoteKindOf } from '#media/media.ts';

it.each([
  [{ url: 'https://a.example/1.png' }, 'wanted'],
  [{ url: 'https://a.example/1.AVIF?sign=2.txt' }, 'wanted'],
  [{ url: 'https://a.example/b04e' }, 'wanted'],
  [{ url: 'https://a.example/b04e', kind: 'image' }, 'wanted'],
  [{ url: 'https://a.example/result.txt', kind: 'image' }, 'wanted'],
  [{ url: 'https://a.example/result.png', kind: 'file' }, 'wanted'],
  [{ url: 'https://a.example/b04e', kind: 'TXT' }, 'other'],
  [{ url: 'https://a.example/prompt.txt' }, 'other'],
  [{ url: 'https://a.example/clip.mp4', kind: 'video' }, 'other'],
  [{ url: 'https://a.example/meta.json' }, 'other'],
  [{ url: 'https://a.example/ComfyUI_temp_00001_.png' }, 'preview'],
  [{ url: 'https://a.example/thumb-1.jpg' }, 'preview'],
  [{ url: 'https://a.example/1.png', kind: 'preview' }, 'preview'],
  [{ url: 'https://a.example/temple.png' }, 'wanted'],
  [{ url: 'no address' }, 'wanted'],
] as const)('%j is most likely a %s', (image, kind) => {
  expect(remoteKindOf(image)).toBe(kind);
});
