import { z } from 'zod';
import type { Database } from '../db/database.ts';
import { guildId, type UserId, userId } from '../domain/ids.ts';
import { readRow } from './rows.ts';

const member = { guild_id: z.string().transform(guildId), user_id: z.string().transform(userId) };
const erasureSchema = z
  .object({ ...member, pseudonym: z.string().transform(userId) })
  .transform(({ guild_id, user_id, pseudonym }) => ({ guildId: guild_id, userId: user_id, pseudonym }));
const restSchema = z.object(member).transform(({ guild_id, user_id }) => ({ guildId: guild_id, userId: user_id }));

/** A member whose data is being erased. */
export type Erasure = Readonly<z.output<typeof erasureSchema>>;
/** A member of whom something stays for a while. The pseudonym is forgotten then. */
export type Rest = Readonly<z.output<typeof restSchema>>;

/** What has been promised to be erased: written before anything is, so that a restart goes on with it. Every method throws `store.unavailable`. */
export interface ErasureList {
  going(): Promise<readonly Erasure[]>;
  /** Members of whom something may go now. */
  due(nowMs: number): Promise<readonly Rest[]>;
  /** Resolves with the pseudonym of the erasure of this member that is under way, else with that of the new one. */
  begin(erasure: Erasure): Promise<UserId>;
  /** Ends it, or looks at the rest again at `untilMs`; null when nothing stays. */
  end(rest: Rest, untilMs: number | null): Promise<void>;
}

/** @see ErasureList */
export function openErasureList(database: Database): ErasureList {
  return {
    async going() {
      const rows = await database.query('SELECT * FROM erasures WHERE pseudonym IS NOT NULL');
      return rows.map((row) => readRow(erasureSchema, row, 'an erasure'));
    },
    async due(nowMs) {
      const rows = await database.query('SELECT * FROM erasures WHERE pseudonym IS NULL AND until_ms <= $1', [nowMs]);
      return rows.map((row) => readRow(restSchema, row, 'an erasure'));
    },
    async begin({ guildId: guild, userId: user, pseudonym }) {
      const sql = `INSERT INTO erasures (guild_id, user_id, pseudonym) VALUES ($1, $2, $3) ON CONFLICT (guild_id, user_id)
        DO UPDATE SET pseudonym = COALESCE(erasures.pseudonym, excluded.pseudonym) RETURNING guild_id, user_id, pseudonym`;
      const [row = {}] = await database.query(sql, [guild, user, pseudonym]);
      return readRow(erasureSchema, row, 'an erasure').pseudonym;
    },
    async end({ guildId: guild, userId: user }, untilMs) {
      if (untilMs === null) {
        await database.query('DELETE FROM erasures WHERE guild_id = $1 AND user_id = $2', [guild, user]);
        return;
      }
      const sql = `INSERT INTO erasures (guild_id, user_id, until_ms) VALUES ($1, $2, $3) ON CONFLICT (guild_id, user_id)
        DO UPDATE SET pseudonym = NULL, until_ms = excluded.until_ms`;
      await database.query(sql, [guild, user, untilMs]);
    },
  };
}
