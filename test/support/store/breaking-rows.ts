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

  #write(land: () => void): void {
    this.#writes += 1;
    const { write, landed, lasts } = this.#break;
    const breaks = lasts ? this.#writes >= write : this.#writes === write;
    if (!breaks || (landed && this.#writes === write)) land();
    if (breaks) throw new Error('SIMULATED: the disk is gone');
  }
}

/** Every way in which `count` writes can break. */
export function breaksOf(count: number): Break[] {
  const writes = Array.from({ length: count }, (_, index) => index + 1);
  return writes.flatMap((write) =>
    [true, false].flatMap((landed) => [true, false].map((lasts) => ({ write, landed, lasts }))),
  );
}
