import { describe, expect, it } from 'vitest';
import { createTrust } from '../../src/http/trusted-hosts.ts';

const trust = createTrust({
  baseUrls: { runninghub: 'http://127.0.0.1:4001/', runcomfy: 'https://model-api.example.net' },
  imageHosts: ['Pictures.example.org', 'cdn.example.org:8443', '127.0.0.1:5005', ' '],
});

describe('a picture of RunningHub', () => {
  it.each([
    'https://rh-images-1252422369.cos.ap-beijing.myqcloud.com/b04e/output/ComfyUI_00001_plhjr_1768892915.png',
    'http://127.0.0.1:4001/view/1.png',
    'https://pictures.example.org/1.png',
    'https://pictures.example.org:444/1.png',
    'https://cdn.example.org:8443/1.png',
    'http://127.0.0.1:5005/1.png',
  ])('may come from %s', (url) => {
    expect(trust(new URL(url), 'runninghub')).toBe(true);
  });

  it.each([
    'http://rh-images-1252422369.cos.ap-beijing.myqcloud.com/1.png',
    'https://rh-images-1252422369.cos.ap-beijing.myqcloud.com:8443/1.png',
    'https://rh-images-1.cos.ap-beijing.myqcloud.com.evil.example/1.png',
    'https://rh-images-1.evil.cos.ap-beijing.myqcloud.com/1.png',
    'https://rh-models-1.cos.ap-beijing.myqcloud.com/1.png',
    'https://user:secret@rh-images-1.cos.ap-beijing.myqcloud.com/1.png',
    'https://127.0.0.1:4001/1.png',
    'http://127.0.0.1:4002/1.png',
    'http://localhost:4001/1.png',
    'http://pictures.example.org/1.png',
    'https://cdn.example.org/1.png',
    'https://storage.runcomfy.net/1.png',
    'https://model-api.example.net/1.png',
    'http://169.254.169.254/latest/meta-data',
    'ftp://pictures.example.org/1.png',
    'data:image/png;base64,AAAA',
    'file:///etc/passwd',
  ])('may not come from %s', (url) => {
    expect(trust(new URL(url), 'runninghub')).toBe(false);
  });
});

describe('a picture of RunComfy', () => {
  it.each([
    'https://playgrounds-storage-public.runcomfy.net/tools/1.webp',
    'https://a.b.runcomfy.com/1.png',
    'https://model-api.example.net/1.png',
  ])('may come from %s', (url) => {
    expect(trust(new URL(url), 'runcomfy')).toBe(true);
  });

  it.each([
    'https://rh-images-1252422369.cos.ap-beijing.myqcloud.com/1.png',
    'http://127.0.0.1:4001/view/1.png',
    'https://evilruncomfy.net/1.png',
    'https://runcomfy.net.evil.example/1.png',
    'https://x.runcomfy.net./1.png',
  ])('may not come from %s', (url) => {
    expect(trust(new URL(url), 'runcomfy')).toBe(false);
  });

  it('may not come from a base URL that is none', () => {
    const odd = createTrust({ baseUrls: { runcomfy: 'nonsense' }, imageHosts: [] });
    expect(odd(new URL('https://nonsense/1.png'), 'runcomfy')).toBe(false);
  });
});
