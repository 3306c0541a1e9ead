import { z } from 'zod';
import type { Row, Transaction } from '../db/database.ts';
import type { Store } from '../db/open-store.ts';
import {
  type Preset,
  type PresetOwner,
  type PresetSaved,
  type Presets,
  presetBounds,
  presetKey,
} from '../domain/preset.ts';
import type { RequestOptions } from '../domain/request.ts';
import { jsonColumn } from './json-column.ts';
import type { PrivateDocuments } from './private-documents.ts';
import { readRow } from './rows.ts';

const text = z.string().nullable();
const number = z.number().nullable();

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
const rowSchema = z.object({ name: z.string(), model: text, options: jsonColumn(optionsSchema), style: z.string() });
const ofOwner = 'guild_id = $1 AND user_id = $2';

/** The presets of members and guilds. A guild's presets do not say who made them: that stands in its journal. */
export function createPresets({ database }: Pick<Store, 'database'>): Presets & PrivateDocuments {
  async function list(owner: PresetOwner): Promise<readonly Preset[]> {
    const select = `SELECT name, model, options, style FROM presets WHERE ${ofOwner}`;
    return (await database.query(select, idsOf(owner))).map(readPreset).sort(byName);
  }

  return {
    list,
    save: (owner, preset) => database.transaction((transaction) => savePresetIn(transaction, owner, preset)),
    async remove(owner, name) {
      const remove = `DELETE FROM presets WHERE ${ofOwner} AND name_key = $3 RETURNING name_key`;
      return (await database.query(remove, [...idsOf(owner), presetKey(name)])).length > 0;
    },
    name: 'presets',
    exportOf: (guildId, userId) => list({ guildId, userId }),
    async erase(guildId, userId) {
      await database.query(`DELETE FROM presets WHERE ${ofOwner}`, [guildId, userId]);
      return null;
    },
  };
}

/** Counts while no other process adds one. */
async function savePresetIn(transaction: Transaction, owner: PresetOwner, preset: Preset): Promise<PresetSaved> {
  const ids = idsOf(owner);
  const key = presetKey(preset.name);
  await transaction.lock(`presets:${ids.join(':')}`);
  const before = await transaction.query(`SELECT name_key FROM presets WHERE ${ofOwner}`, ids);
  const isNew = before.every(({ name_key }) => name_key !== key);
  if (isNew && before.length >= mostOf(owner)) return 'full';
  await transaction.query(
    `INSERT INTO presets (guild_id, user_id, name_key, name, model, options, style) VALUES ($1, $2, $3, $4, $5, $6, $7)
      ON CONFLICT (guild_id, user_id, name_key) DO UPDATE
      SET name = excluded.name, model = excluded.model, options = excluded.options, style = excluded.style`,
    [...ids, key, preset.name, preset.model, JSON.stringify(preset.options), preset.style],
  );
  return isNew ? 'saved' : 'replaced';
}

function readPreset(row: Row): Preset {
  return readRow(rowSchema, row, 'a preset');
}

function idsOf({ guildId, userId }: PresetOwner): readonly [string, string] {
  return [guildId, userId ?? ''];
}

function mostOf({ userId }: PresetOwner): number {
  return userId === null ? presetBounds.ofGuild : presetBounds.ofMember;
}

function byName(one: Preset, other: Preset): number {
  const [first, second] = [presetKey(one.name), presetKey(other.name)];
  return Number(first > second) - Number(first < second);
}
