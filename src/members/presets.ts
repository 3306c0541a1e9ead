import { z } from 'zod';
import { flagsBeginAt } from '#catalog/prompt-flags.ts';
import { type GenerationRequest, type RequestOptions, requestOptionsSchema } from '#catalog/request.ts';
import { parseSize } from '#catalog/size.ts';
import type { GuildId, UserId } from '#core/ids.ts';
import { isBlank } from '#core/text.ts';
import type { Row, Transaction } from '#db/database.ts';
import type { Store } from '#db/open-store.ts';
import type { PrivateDocuments } from '#db/private-documents.ts';
import { jsonColumn, readRow } from '#db/rows.ts';

/** How many presets there may be, and how long their texts. */
export const presetBounds = {
  nameCharacters: 32,
  styleCharacters: 500,
  optionCharacters: 100,
  loraCharacters: 500,
  ofMember: 25,
  ofGuild: 100,
} as const;

/** Options of `/imagine` under a name. What was left out is null, and decides nothing. */
export interface Preset {
  /** As it was typed; upper and lower case are alike. */
  readonly name: string;
  readonly model: string | null;
  readonly options: RequestOptions;
  /** Put behind the prompt; empty for none. */
  readonly style: string;
}

/** Whose presets: a member's own, or with `userId` null those that everybody in the guild has. */
export interface PresetOwner {
  readonly guildId: GuildId;
  readonly userId: UserId | null;
}

/** What became of a preset that was to be kept. */
export type PresetSaved = 'saved' | 'replaced' | 'full';

/** The presets as they are written down. @throws {@link BotError} `store.unavailable` */
export interface Presets {
  /** By name. */
  list(owner: PresetOwner): Promise<readonly Preset[]>;
  /** In the place of the owner's preset of that name, where there is one. `full` changes nothing. */
  save(owner: PresetOwner, preset: Preset): Promise<PresetSaved>;
  /** False where the owner has none of that name. */
  remove(owner: PresetOwner, name: string): Promise<boolean>;
}

/** What stands for the member's last choice among the names; no preset is called that. */
export const lastChoiceName = 'last choice';

/** The name without the white space around it; null for one that cannot be used. */
export function readPresetName(typed: string): string | null {
  const name = typed.normalize('NFC').trim();
  const length = [...name].length;
  if (presetKey(name) === lastChoiceName) return null;
  return length >= 1 && length <= presetBounds.nameCharacters && isOneLine(name) ? name : null;
}

/** The style without the white space around it; null for one that cannot be used. */
export function readPresetStyle(typed: string): string | null {
  const style = typed.trim();
  return [...style].length <= presetBounds.styleCharacters && isOneLine(style) ? style : null;
}

/** What is wrong with the options whatever model they are for; null for nothing. */
export function presetFault({ options }: Preset): 'badOption' | 'badSize' | null {
  const { size, quality, resolution, format, lora } = options;
  const { optionCharacters, loraCharacters } = presetBounds;
  const isLong = [size, quality, resolution, format].some((value) => (value ?? '').length > optionCharacters);
  if (isLong || (lora ?? '').length > loraCharacters) return 'badOption';
  return size !== null && parseSize(size) === null ? 'badSize' : null;
}

/** The preset of that name, upper and lower case alike. */
export function presetNamed(name: string, presets: readonly Preset[]): Preset | null {
  const wanted = presetKey(name);
  return presets.find((preset) => presetKey(preset.name) === wanted) ?? null;
}

/** Names with the same key are the same name. */
export function presetKey(name: string): string {
  return name.normalize('NFC').trim().toLowerCase();
}

/** True for a preset that would change nothing. */
export function isEmptyPreset({ model, options, style }: Omit<Preset, 'name'>): boolean {
  return model === null && style === '' && Object.values(options).every((value) => value === null);
}

/** The request as the preset makes it. */
export function withPreset(request: GenerationRequest, { model, options, style }: Preset): GenerationRequest {
  const { prompt } = request;
  const words = isBlank(prompt) || style === '' ? prompt : withStyle(prompt, style);
  return { ...request, model, options, prompt: words };
}

/** Before the flags at the prompt's end, whose last one would take it for its own. */
function withStyle(prompt: string, style: string): string {
  const at = flagsBeginAt(prompt);
  const rest = prompt.slice(at);
  return rest === '' ? `${prompt}, ${style}` : `${prompt.slice(0, at).trimEnd()}, ${style} ${rest}`;
}

function isOneLine(text: string): boolean {
  return !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);
}

const text = z.string().nullable();
const rowSchema = z.object({
  name: z.string(),
  model: text,
  options: jsonColumn(requestOptionsSchema.omit({ form: true })),
  style: z.string(),
});
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
