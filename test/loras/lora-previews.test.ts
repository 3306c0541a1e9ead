import { beforeEach, describe, expect, it } from 'vitest';
import { guildId } from '#core/ids.ts';
import type { LoraPreviews } from '#loras/lora-preview.ts';
import { createLoraPreviews } from '#loras/lora-preview.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';

const gallery = guildId('1200000000000000002');
const ink = { modelId: 'flux-2-dev-lora', file: 'F.2-水墨_v2.safetensors' };
const oil = { modelId: 'flux-1-dev', file: ink.file };
const picture = (text: string) => Uint8Array.from(Buffer.from(text));

let rows: Map<string, string>;
let previews: LoraPreviews;
beforeEach(() => {
  rows = new Map();
  previews = createLoraPreviews(createMemoryStore(rows));
});

const found = async (...loras: (typeof ink)[]) =>
  (await previews.find(gallery, loras)).map((bytes) => bytes && Buffer.from(bytes).toString());

describe('the pictures of LoRAs', () => {
  it('are kept byte by byte and outlive the store', async () => {
    await previews.keep(gallery, ink, Uint8Array.of(0, 255, 128));
    previews = createLoraPreviews(createMemoryStore(rows));
    const [bytes] = await previews.find(gallery, [ink]);
    expect([...(bytes ?? [])]).toEqual([0, 255, 128]);
  });

  it('belong to a file of a model of a server', async () => {
    await previews.keep(gallery, ink, picture('ink'));
    expect(await found(oil, ink, { ...ink, file: 'other' })).toEqual([null, 'ink', null]);
    expect(await previews.find(guildId('1200000000000000099'), [ink])).toEqual([null]);
    expect(await found()).toEqual([]);
  });

  it('are replaced and dropped, and nothing of them is left', async () => {
    await previews.keep(gallery, ink, picture('ink'));
    await previews.keep(gallery, ink, picture('new'));
    await previews.keep(gallery, oil, picture('oil'));
    expect(await found(ink, oil)).toEqual(['new', 'oil']);
    await previews.drop(gallery, ink);
    await previews.drop(gallery, ink);
    expect(await found(ink, oil)).toEqual([null, 'oil']);
    expect(rows.size).toBe(1);
  });

  it('fit a row each, whatever the file is called', async () => {
    const odd = { modelId: 'm', file: `%_${'水'.repeat(198)}` };
    await previews.keep(gallery, odd, picture('odd'));
    expect(await found(odd)).toEqual(['odd']);
    expect([...rows.keys()].every((key) => key.length < 100)).toBe(true);
  });

  it('throw when a row cannot be read', async () => {
    await previews.keep(gallery, ink, picture('ink'));
    for (const key of rows.keys()) rows.set(key, JSON.stringify({ value: { webp: '*' } }));
    await expect(previews.find(gallery, [ink])).rejects.toMatchObject({ code: 'store.unavailable' });
  });
});
