import { describe, expect, it } from 'vitest';
import { createReach } from '#http/download.ts';

const reachOf = createReach({
  baseUrls: { runninghub: 'http://127.0.0.1:4001/', runcomfy: 'https://model-api.example.net' },
  imageHosts: ['Pictures.example.org', 'cdn.example.org:8443', '127.0.0.1:5005', ' '],
});
const reach = (address: string, provider: 'runninghub' | 'runcomfy' = 'runninghub') =>
  reachOf(new URL(address), provider);

describe("a file that a service's own answer names", () => {
  it.each([
    'https://rh-hk-images-1252422369.cos.ap-hongkong.myqcloud.com/b04e/output/ComfyUI_00001_plhjr_1768892915.png',
    'https://rh-images-1252422369.cos.ap-beijing.myqcloud.com/1.png?q-sign-time=1',
    'https://rh-images.xiaoyaoyou.com/1.png',
    'https://rh-images-tos.xiaoyaoyou.com/1.png',
    'https://playgrounds-storage-public.runcomfy.net/tools/1.webp',
    'https://a-name-of-next-month.example:8443/1.png',
    'https://8.8.8.8/1.png',
    'https://[2606:4700::1]/1.png',
    'https://cdn.example.org/1.png',
    'https://model-api.example.net:8443/1.png',
  ])('is fetched from the public address %s', (url) => {
    expect([reach(url), reach(url, 'runcomfy')]).toEqual(['public', 'public']);
  });

  it.each([
    'http://127.0.0.1:4001/view/1.png',
    'https://pictures.example.org/1.png',
    'https://pictures.example.org:444/1.png',
    'https://cdn.example.org:8443/1.png',
    'http://127.0.0.1:5005/1.png',
  ])('is fetched from %s, which the operator has named', (url) => {
    expect(reach(url)).toBe('configured');
  });

  it('is fetched from the base URL of its own service only', () => {
    expect(reach('https://model-api.example.net/1.png', 'runcomfy')).toBe('configured');
    expect(reach('http://127.0.0.1:4001/view/1.png', 'runcomfy')).toBe('refused');
  });

  it.each([
    'http://rh-images-1252422369.cos.ap-beijing.myqcloud.com/1.png',
    'https://user:secret@rh-images.xiaoyaoyou.com/1.png',
    'https://user@127.0.0.1:5005/1.png',
    'https://rh-images.xiaoyaoyou.com:22/1.png',
    'https://rh-images.xiaoyaoyou.com:25/1.png',
    'https://127.0.0.1:4001/1.png',
    'http://127.0.0.1:4002/1.png',
    'http://localhost:4001/1.png',
    'http://pictures.example.org/1.png',
    'http://169.254.169.254/latest/meta-data',
    'https://169.254.169.254/latest/meta-data',
    'https://10.0.0.1/1.png',
    'https://192.168.1.1:8443/1.png',
    'https://172.16.0.1/1.png',
    'https://100.64.0.1/1.png',
    'https://0x7f.1/1.png',
    'https://2130706433/1.png',
    'https://0.0.0.0/1.png',
    'https://224.0.0.1/1.png',
    'https://[::1]/1.png',
    'https://[::ffff:10.0.0.1]/1.png',
    'https://[64:ff9b::a00:1]/1.png',
    'https://[2002:a00:1::1]/1.png',
    'https://[fd00:ec2::254]/1.png',
    'ftp://pictures.example.org/1.png',
    'data:image/png;base64,AAAA',
    'file:///etc/passwd',
  ])('is never fetched from %s', (url) => {
    expect([reach(url), reach(url, 'runcomfy')]).toEqual(['refused', 'refused']);
  });

  it('is not fetched from a base URL that is none', () => {
    const odd = createReach({ baseUrls: { runcomfy: 'nonsense' }, imageHosts: [] });
    expect(odd(new URL('http://nonsense/1.png'), 'runcomfy')).toBe('refused');
  });
});
