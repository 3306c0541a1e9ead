import { describe, expect, it } from 'vitest';
import { frontDoorOf } from '#front-door.ts';

const discord = { token: 't', apiBaseUrl: 'https://a', cdnBaseUrl: 'https://c', devGuildId: null, shards: null };
const key = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';

describe('frontDoorOf', () => {
  it('is null for a worker, which takes no interactions, however the others do', () => {
    const ofWorker = { role: 'worker', discord: { ...discord, publicKey: key }, publicUrl: null } as const;
    expect(frontDoorOf(ofWorker)).toBeNull();
  });

  it.each(['all', 'http'] as const)('says where Discord posts to, for the role %s', (role) => {
    const config = { role, discord: { ...discord, publicKey: key }, publicUrl: 'https://easel.example.com/bot' };
    expect(frontDoorOf(config)).toEqual({
      publicKey: key,
      endpointUrl: 'https://easel.example.com/bot/interactions',
    });
  });

  it('has no key at the gateway, and no address without PUBLIC_URL', () => {
    expect(frontDoorOf({ role: 'gateway', discord: { ...discord, publicKey: null }, publicUrl: null })).toEqual({
      publicKey: null,
      endpointUrl: null,
    });
  });
});
