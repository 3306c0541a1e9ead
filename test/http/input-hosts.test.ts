import { describe, expect, it } from 'vitest';
import { createInputTrust } from '#http/fetch-input.ts';

const trust = createInputTrust('https://cdn.discordapp.com');
const local = createInputTrust('http://127.0.0.1:4000/cdn');

describe('a picture to edit', () => {
  it.each([
    'https://cdn.discordapp.com/attachments/1/2/fox.png?ex=1&is=2&hm=3',
    'https://media.discordapp.net/attachments/1/2/fox.png',
    'https://images-ext-1.discordapp.net/external/abc/https/example.org/fox.png',
    'https://images-ext-2.discordapp.net/external/abc/https/example.org/fox.png',
    'https://CDN.discordapp.com:443/ephemeral-attachments/1/2/fox.png',
  ])('may come from %s, whatever the configured CDN is', (url) => {
    expect(trust(new URL(url))).toBe(true);
    expect(local(new URL(url))).toBe(true);
  });

  it('may come over http from the configured CDN alone', () => {
    expect(local(new URL('http://127.0.0.1:4000/attachments/1/2/fox.png'))).toBe(true);
    expect(trust(new URL('http://127.0.0.1:4000/attachments/1/2/fox.png'))).toBe(false);
  });

  it.each([
    'http://cdn.discordapp.com/attachments/1/2/fox.png',
    'https://cdn.discordapp.com:8443/fox.png',
    'https://user:secret@cdn.discordapp.com/fox.png',
    'https://user@127.0.0.1:4000/fox.png',
    'https://cdn.discordapp.com.evil.example/fox.png',
    'https://evil.example/cdn.discordapp.com/fox.png',
    'https://images-ext-3.discordapp.net/fox.png',
    'https://discordapp.net/fox.png',
    'https://127.0.0.1:4000/fox.png',
    'http://127.0.0.1:4001/fox.png',
    'http://localhost:4000/fox.png',
    'http://169.254.169.254/latest/meta-data',
    'http://10.0.0.1/fox.png',
    'https://[::1]/fox.png',
    'ftp://cdn.discordapp.com/fox.png',
    'data:image/png;base64,AAAA',
    'file:///etc/passwd',
    'attachment://fox.png',
  ])('may not come from %s', (url) => {
    expect(trust(new URL(url))).toBe(false);
    expect(local(new URL(url))).toBe(false);
  });
});
