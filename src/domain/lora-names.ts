import { isSameLora, loraKey } from './lora-key.ts';
import type { Lora } from './model.ts';

/** What a typed name means. */
export interface NamedLora<T> {
  readonly lora: T;
  /** What is sent for it: the LoRA's own file for a title, else what was typed, byte for byte. */
  readonly file: string;
}

/**
 * Makes the function that finds a LoRA by its title or its file, in whatever spelling. What is typed letter by letter goes
 * first, a title before a file.
 */
export function loraNames<T extends Lora>(loras: readonly T[]): (typed: string) => NamedLora<T> | null {
  const titles = firstBy(loras, ({ title }) => title);
  const files = firstBy(loras, ({ file }) => file);
  const titleKeys = firstBy(loras, ({ title }) => loraKey(title));
  const fileKeys = new Map<string, readonly T[]>();
  for (const lora of loras) fileKeys.set(loraKey(lora.file), [...(fileKeys.get(loraKey(lora.file)) ?? []), lora]);
  return (typed) => {
    const key = loraKey(typed);
    const exact = titles.get(typed);
    if (exact) return { lora: exact, file: exact.file };
    const asFile = files.get(typed);
    if (asFile) return { lora: asFile, file: typed };
    const titled = titleKeys.get(key);
    if (titled) return { lora: titled, file: titled.file };
    const spelt = fileKeys.get(key)?.find(({ file }) => isSameLora(file, typed));
    return spelt ? { lora: spelt, file: typed } : null;
  };
}

/**
 * Whether a part of what was typed is the name of one of these, for reading a list. What follows `?` in an address may go on
 * behind its end, with a comma or a strength: such an address is known letter by letter only.
 */
export function namesInList(loras: readonly Lora[]): (part: string) => boolean {
  const find = loraNames(loras);
  const exact = new Set(loras.flatMap(({ title, file }) => [title, file]));
  return (part) => exact.has(part) || (!/[?#]/u.test(part) && find(part) !== null);
}

function firstBy<T>(all: readonly T[], keyOf: (each: T) => string): ReadonlyMap<string, T> {
  // A map keeps the last one.
  return new Map(all.toReversed().map((each) => [keyOf(each), each] as const));
}
