import { BotError } from '#core/errors.ts';
import type { Database } from '#db/database.ts';

/** When a write of {@link BreakingRows} breaks: before or after its bytes have landed, and whether all later ones break too. */
export interface Break {
  readonly write: number;
  readonly landed: boolean;
  readonly lasts: boolean;
}

/** Never breaks; for counting. */
export const noBreak: Break = { write: Number.POSITIVE_INFINITY, landed: false, lasts: false };

/** Rows of which one write throws. What is left is what a crash, or a disk that was full for a moment, leaves. */
export class BreakingRows extends Map<string, string> {
  readonly #break: Break;
  readonly #rows: Map<string, string>;
  #writes = 0;

  constructor(rows: Map<string, string>, at: Break) {
    super();
    this.#rows = rows;
    this.#break = at;
  }

  /** How many writes were asked for. */
  get writes(): number {
    return this.#writes;
  }

  /** The rows without the breaks. */
  get intact(): Map<string, string> {
    return this.#rows;
  }

  /** The same break for tables: each commit that changes something counts as a write, and breaks before or after it has happened. */
  breaking(database: Database): Database {
    return {
      engine: database.engine,
      query: (sql, parameters) =>
        isRead(sql)
          ? database.query(sql, parameters)
          : this.breaking(database).transaction((transaction) => transaction.query(sql, parameters)),
      transaction: async (work) => {
        const fates: Fate[] = [];
        const result = await database.transaction(async ({ forUpdate, lock, lockRows, query }) => {
          let isChanged = false;
          const done = await work({
            forUpdate,
            lock,
            lockRows,
            query(sql, parameters) {
              isChanged ||= !isRead(sql);
              return query(sql, parameters);
            },
          });
          if (isChanged) fates.push(this.#next());
          if (fates.at(-1) === 'lost') throw new BotError('store.unavailable', simulated);
          return done;
        });
        if (fates.at(-1) === 'landed') throw new BotError('store.unavailable', simulated);
        return result;
      },
    };
  }

  override get(key: string): string | undefined {
    return this.#rows.get(key);
  }

  override set(key: string, value: string): this {
    this.#write(() => this.#rows.set(key, value));
    return this;
  }

  override delete(key: string): boolean {
    const existed = this.#rows.has(key);
    this.#write(() => this.#rows.delete(key));
    return existed;
  }

  #next(): Fate {
    this.#writes += 1;
    const { write, landed, lasts } = this.#break;
    const breaks = lasts ? this.#writes >= write : this.#writes === write;
    if (!breaks) return 'fine';
    return landed && this.#writes === write ? 'landed' : 'lost';
  }

  #write(land: () => void): void {
    const fate = this.#next();
    if (fate !== 'lost') land();
    if (fate !== 'fine') throw new Error(simulated);
  }
}

type Fate = 'fine' | 'lost' | 'landed';

const simulated = 'SIMULATED: the disk is gone';

function isRead(sql: string): boolean {
  return /^\s*SELECT/i.test(sql);
}

/** Every way in which `count` writes can break. */
export function breaksOf(count: number): Break[] {
  const writes = Array.from({ length: count }, (_, index) => index + 1);
  return writes.flatMap((write) =>
    [true, false].flatMap((landed) => [true, false].map((lasts) => ({ write, landed, lasts }))),
  );
}
