import { describe, expect, it } from 'vitest';
import { jobId } from '#core/ids.ts';
import { meteredPrice } from '#generation/metered-price.ts';
import type { StoredMedia } from '#media/media.ts';

const tickets = [{ provider: 'runninghub', remoteId: '20' }] as const;
const told = (amount: number, currency: 'CNY' | 'coins' = 'CNY') => new Map([['20 CNY', { currency, amount }]]);
const none = new Map<string, never>();
const lasting = (durationMs: number | null): StoredMedia => ({
  ...{ format: 'mp4', path: `/x/${jobId('1')}`, byteLength: 1 },
  ...{ widthPx: 1, heightPx: 1, durationMs },
});
const metered = { isMetered: true, creditsPerSecond: 10, tickets } as const;

describe('a metered job', () => {
  it('comes to what the service says that it took, in begun credits', () => {
    expect(meteredPrice(metered, told(0.2), [lasting(9_000)])).toBe(28);
    expect(meteredPrice(metered, told(0.005), [lasting(9_000)])).toBe(1);
  });

  it('comes to the length of its files where the service says nothing, or only coins, or that it took nothing', () => {
    expect(meteredPrice(metered, none, [lasting(4_100), lasting(1_000)])).toBe(60);
    expect(meteredPrice(metered, told(5, 'coins'), [lasting(1_000)])).toBe(10);
    expect(meteredPrice(metered, told(0), [lasting(1_000)])).toBe(10);
    expect(meteredPrice({ ...metered, creditsPerSecond: 0.1 }, none, [lasting(1_000)])).toBe(1);
    expect(meteredPrice(metered, none, [lasting(0)])).toBe(1);
  });

  it('comes to the length of its files where the service says nothing of one of its remote jobs', () => {
    const two = { ...metered, tickets: [...tickets, { provider: 'runninghub' as const, remoteId: '21' }] };
    expect(meteredPrice(two, told(0.2), [lasting(1_000), lasting(2_000)])).toBe(30);
  });

  it('is settled as it was held where neither is known, and where the price is fixed', () => {
    expect(meteredPrice(metered, none, [lasting(null)])).toBeNull();
    expect(
      meteredPrice(metered, none, [{ format: 'png', bytes: new Uint8Array(), widthPx: 1, heightPx: 1 }]),
    ).toBeNull();
    expect(meteredPrice({ isMetered: true, tickets }, none, [lasting(1_000)])).toBeNull();
    expect(meteredPrice({ creditsPerSecond: 10, tickets }, told(1), [lasting(1_000)])).toBeNull();
  });
});
