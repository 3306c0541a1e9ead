import { z } from 'zod';
import { openDocuments } from '../db/documents.ts';
import type { Store } from '../db/open-store.ts';
import { createOneAtATime } from '../domain/one-at-a-time.ts';
import { type Preset, type PresetOwner, type Presets, presetBounds, presetKey } from '../domain/preset.ts';
import type { RequestOptions } from '../domain/request.ts';
import type { PrivateDocuments } from './private-documents.ts';

const text = z.string().nullable().default(null);
const number = z.number().nullable().default(null);

/** An option that was not there yet when the preset was kept is one that was left out. */
const optionsSchema: z.ZodType<RequestOptions> = z.object({
  size: text,
  quality: text,
  resolution: text,
  steps: number,
  lora: text,
  loraStrength: number,
  format: text,
  count: number,
});
const presetsSchema = z.object({
  presets: z.array(z.object({ name: z.string(), model: text, options: optionsSchema, style: z.string().default('') })),
});

/**
 * One document for the presets of each member, and one for those of each guild; who has none has no document. A guild's
 * presets do not say who made them: that stands in its journal.
 */
export function createPresets(store: Store): Presets & PrivateDocuments {
  const table = openDocuments(store.namespace('presets'), presetsSchema);
  const inTurn = createOneAtATime();
  const list = async (owner: PresetOwner): Promise<readonly Preset[]> => (await table.get(keyOf(owner)))?.presets ?? [];

  async function write(owner: PresetOwner, presets: readonly Preset[]): Promise<void> {
    if (presets.length === 0) await table.delete(keyOf(owner));
    else await table.set(keyOf(owner), { presets: [...presets].sort(byName) });
  }

  return {
    list,
    save: (owner, preset) =>
      inTurn(keyOf(owner), async () => {
        const before = await list(owner);
        const others = without(preset.name, before);
        const isNew = others.length === before.length;
        if (isNew && before.length >= mostOf(owner)) return 'full';
        await write(owner, [...others, preset]);
        return isNew ? 'saved' : 'replaced';
      }),
    remove: (owner, name) =>
      inTurn(keyOf(owner), async () => {
        const before = await list(owner);
        const others = without(name, before);
        if (others.length === before.length) return false;
        await write(owner, others);
        return true;
      }),
    name: 'presets',
    exportOf: (guildId, userId) => list({ guildId, userId }),
    erase: (guildId, userId) =>
      inTurn(keyOf({ guildId, userId }), async () => {
        await write({ guildId, userId }, []);
        return null;
      }),
  };
}

function keyOf({ guildId, userId }: PresetOwner): string {
  return userId === null ? guildId : `${guildId}:${userId}`;
}

function mostOf({ userId }: PresetOwner): number {
  return userId === null ? presetBounds.ofGuild : presetBounds.ofMember;
}

function without(name: string, presets: readonly Preset[]): readonly Preset[] {
  return presets.filter((preset) => presetKey(preset.name) !== presetKey(name));
}

function byName(one: Preset, other: Preset): number {
  const [first, second] = [presetKey(one.name), presetKey(other.name)];
  return Number(first > second) - Number(first < second);
}
