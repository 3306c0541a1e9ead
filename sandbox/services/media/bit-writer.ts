/** Writes single bits, as video streams want them. */
export class BitWriter {
  readonly #bytes: number[] = [];
  #current = 0;
  #free = 8;

  /** The lowest `count` bits of `value`, the highest of them first. */
  bits(count: number, value: number): this {
    for (let at = count - 1; at >= 0; at -= 1) {
      this.#free -= 1;
      this.#current |= ((value >>> at) & 1) << this.#free;
      if (this.#free === 0) this.#next();
    }
    return this;
  }

  /** An Exp-Golomb number, 0 or more. @see ITU-T H.264, section 9.1 */
  unsigned(value: number): this {
    const length = 31 - Math.clz32(value + 1);
    return this.bits(length, 0).bits(length + 1, value + 1);
  }

  /** Zeros up to the next whole byte. */
  align(): this {
    if (this.#free < 8) this.#next();
    return this;
  }

  /** Whole bytes; only after {@link align}. */
  raw(bytes: Uint8Array): this {
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }

  /** Ends with a one and zeros. */
  finish(): Buffer {
    this.bits(1, 1).align();
    return Buffer.from(this.#bytes);
  }

  #next(): void {
    this.#bytes.push(this.#current);
    this.#current = 0;
    this.#free = 8;
  }
}
