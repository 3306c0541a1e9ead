import { describe, expect, it } from 'vitest';
import { isPublicAddress, isRefusedLiteral, publicWeb } from '#http/guarded-agent.ts';

describe('an address of the open internet', () => {
  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '99.255.255.255',
    '100.128.0.1',
    '172.15.255.255',
    '172.32.0.1',
    '192.167.1.1',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2a00:1450:4001::1',
  ])('is %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('no address of the open internet', () => {
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '100.100.100.200',
    '127.0.0.1',
    '127.255.255.254',
    '168.63.129.16',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::a00:1',
    '100::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'ff02::1',
    '2001::1',
    '2001:db8::1',
    '2002:a00:1::1',
    '3fff::1',
    'example.com',
    '',
    '1.2.3',
  ])('is %j', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('what somebody may have fetched', () => {
  it.each([
    ['https://example.com/a.safetensors', true],
    ['https://example.com:8443/a', true],
    ['http://example.com/a', false],
    ['ftp://example.com/a', false],
    ['file:///etc/passwd', false],
    ['https://user@example.com/', false],
    ['https://:secret@example.com/', false],
  ])('%s: %s', (address, isAllowed) => {
    expect(publicWeb.mayFetch(new URL(address))).toBe(isAllowed);
  });

  it.each([
    ['https://127.0.0.1/', true],
    ['https://2130706433/', true],
    ['https://0x7f.1/', true],
    ['https://[::1]/', true],
    ['https://[::ffff:169.254.169.254]/', true],
    ['https://8.8.8.8/', false],
    ['https://[2606:4700::1]/', false],
    ['https://localhost/', false],
  ])('the host of %s is a refused IP address: %s', (address, isRefused) => {
    expect(isRefusedLiteral(new URL(address), publicWeb)).toBe(isRefused);
  });
});
