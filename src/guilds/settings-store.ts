import { z } from 'zod';
import { BotError } from '#core/errors.ts';
import { type GuildId, guildId } from '#core/ids.ts';
import type { Row, Transaction } from '#db/database.ts';
import type { Store } from '#db/open-store.ts';
import { jsonColumn, readRow } from '#db/rows.ts';
import { deepFreeze, defaultGuildSettings, type GuildSettings, guildSettingsSchema } from './guild-settings.ts';

/** The guilds' own settings. @throws {@link BotError} `store.unavailable` */
export interface GuildSettingsStore {
  /** Frozen, and the same object as long as nothing has changed: what is computed from it can be kept beside it. */
  get(guildId: GuildId): Promise<GuildSettings>;
  /**
   * Reads, changes and writes in one step, one change after the other. Resolves with what is stored now. `change` may run
   * several times, and does nothing but compute.
   */
  change(guildId: GuildId, change: (settings: GuildSettings) => GuildSettings): Promise<GuildSettings>;
  /** The guilds that have ever set this part. */
  guildsWith(part: keyof GuildSettings): Promise<readonly GuildId[]>;
}

/** JSON of the settings that are kept parsed, together: about twenty of the largest guilds, or thousands of ordinary ones. */
const defaultMaxCachedCharacters = 8_000_000;
/** What settings take at least, with all their defaults, in characters of JSON. */
const leastCharacters = 1_000;

/** @see createGuildSettings */
export interface GuildSettingsOptions {
  readonly maxCachedCharacters?: number;
}

/** Settings as one version has them. */
interface Versioned {
  readonly version: number;
  readonly characters: number;
  readonly settings: GuildSettings;
}

/**
 * The guilds' settings, a row per part and a version per guild. A read asks for the version, and for the parts only where this
 * process does not know that version. A change that does not fit its schema is refused before it is written, so that stored
 * settings can always be read.
 */
export function createGuildSettings({ database }: Store, options: GuildSettingsOptions = {}): GuildSettingsStore {
  const cache = createCache(options.maxCachedCharacters ?? defaultMaxCachedCharacters);
  return {
    async get(guildId) {
      const known = cache.find(guildId);
      const rows = await database.query(selectUnlessKnown, [guildId, known?.version ?? 0]);
      const version = rows[0]?.version;
      if (version === undefined) return defaultGuildSettings;
      if (known !== null && version === known.version) return known.settings;
      return cache.keep(guildId, versionedOf(guildId, Number(version), docsOf(rows)));
    },
    async change(guildId, change) {
      return cache.keep(guildId, await database.transaction((open) => changeVersionIn(open, guildId, change)));
    },
    async guildsWith(part) {
      const rows = await database.query('SELECT guild_id FROM guild_settings_parts WHERE part = $1 ORDER BY guild_id', [
        part,
      ]);
      return rows.map((row) => guildId(String(row.guild_id)));
    },
  };
}

/** One row per part, or a row without a part where the version is the known one. */
const selectUnlessKnown = `SELECT head.version AS version, parts.part AS part, parts.doc AS doc
  FROM guild_settings AS head
  LEFT JOIN guild_settings_parts AS parts ON parts.guild_id = head.guild_id AND head.version <> $2
  WHERE head.guild_id = $1`;

/** Locks the guild until the end of the transaction, also one that has no row yet. */
const raiseVersion = `INSERT INTO guild_settings (guild_id, version) VALUES ($1, 1)
  ON CONFLICT (guild_id) DO UPDATE SET version = guild_settings.version + 1
  RETURNING version`;

const upsertPart = `INSERT INTO guild_settings_parts (guild_id, part, doc) VALUES ($1, $2, $3)
  ON CONFLICT (guild_id, part) DO UPDATE SET doc = excluded.doc`;

async function changeVersionIn(
  transaction: Transaction,
  guildId: GuildId,
  change: (settings: GuildSettings) => GuildSettings,
): Promise<Versioned> {
  const [head] = await transaction.query(raiseVersion, [guildId]);
  const version = Number(head?.version);
  const rows = await transaction.query('SELECT part, doc FROM guild_settings_parts WHERE guild_id = $1', [guildId]);
  const stored = docsOf(rows);
  const settings = checked(change(versionedOf(guildId, version, stored).settings));
  const docs = new Map(stored);
  for (const [part, value] of Object.entries(settings)) {
    const doc = JSON.stringify(value);
    if (doc === (stored.get(part) ?? defaultDocs.get(part))) continue;
    docs.set(part, doc);
    await transaction.query(upsertPart, [guildId, part, doc]);
  }
  return { version, characters: charactersOf(docs), settings: deepFreeze(settings) };
}

/** JSON by part. */
type Docs = ReadonlyMap<string, string>;

const defaultDocs: Docs = new Map(
  Object.entries(defaultGuildSettings).map(([part, value]) => [part, JSON.stringify(value)]),
);

function docsOf(rows: readonly Row[]): Docs {
  return new Map(rows.flatMap(({ part, doc }) => (part === null ? [] : [[String(part), String(doc)] as const])));
}

function charactersOf(docs: Docs): number {
  return [...docs.values()].reduce((sum, { length }) => sum + length, leastCharacters);
}

const jsonByPart = z.record(z.string(), jsonColumn(z.unknown()));

/** Parts without a row have their defaults. @throws {@link BotError} `store.unavailable` where a part cannot be read */
function versionedOf(guildId: GuildId, version: number, docs: Docs): Versioned {
  const what = `guild_settings_parts of ${guildId}`;
  const parts = readRow(jsonByPart, Object.fromEntries(docs), what);
  const settings = readRow(guildSettingsSchema, parts, what);
  return { version, characters: charactersOf(docs), settings: deepFreeze(settings) };
}

/** @throws {@link BotError} `bug` */
function checked(settings: GuildSettings): GuildSettings {
  const parsed = guildSettingsSchema.safeParse(settings);
  if (parsed.success) return parsed.data;
  throw new BotError('bug', `settings that do not fit: ${parsed.error.message}`, {}, parsed.error);
}

/** Parsed settings by guild. The guilds that were asked for longest ago make room. */
function createCache(maxCharacters: number) {
  const kept = new Map<GuildId, Versioned>();
  let characters = 0;

  function drop(guildId: GuildId): void {
    characters -= kept.get(guildId)?.characters ?? 0;
    kept.delete(guildId);
  }
  function put(guildId: GuildId, versioned: Versioned): void {
    drop(guildId);
    kept.set(guildId, versioned);
    characters += versioned.characters;
  }

  return {
    find(guildId: GuildId): Versioned | null {
      const found = kept.get(guildId);
      if (found === undefined) return null;
      put(guildId, found);
      return found;
    },
    keep(guildId: GuildId, versioned: Versioned): GuildSettings {
      put(guildId, versioned);
      for (const oldest of kept.keys()) {
        if (characters <= maxCharacters || oldest === guildId) break;
        drop(oldest);
      }
      return versioned.settings;
    },
  };
}
