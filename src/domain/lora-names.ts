import { isSameLora, loraKey } from './lora-key.ts';
import type { Lora } from './model.ts';

/** What a typed name means. */
export interface NamedLora<T> {
  readonly lora: T;
  /** What is sent for it: the LoRA's own file for a title, else what was typed, byte for byte. */
  readonly file: string;
}

/** LoRAs by name. Making it costs a pass over all of them; asking it does not. */
export interface LoraNames<T extends Lora> {
  readonly loras: readonly T[];
  /** By title or file, in whatever spelling. What is typed letter by letter goes first, a title before a file. */
  find(typed: string): NamedLora<T> | null;
  /** A file that was named without its ending, as other tools write it. */
  findWithoutEnding(typed: string): NamedLora<T> | null;
  /** Whether one of them has this title, in whatever spelling. */
  hasTitle(title: string): boolean;
  /**
   * Whether a part of what was typed is a name, for reading a list. What follows `?` in an address may go on behind its end, with
   * a comma or a strength: such an address is known letter by letter only.
   */
  isInList(part: string): boolean;
}

/** `.safetensors` and its kin: letters, after a dot, at the end. */
const fileEnding = /\.(?=[a-z\d]*[a-z])[a-z\d]{2,12}$/iu;

/** True for a name that ends as a file's does. */
export function hasFileEnding(name: string): boolean {
  return fileEnding.test(name);
}

/** @see LoraNames */
export function loraNames<T extends Lora>(loras: readonly T[]): LoraNames<T> {
  const titles = firstBy(loras, ({ title }) => title);
  const files = firstBy(loras, ({ file }) => file);
  const titleKeys = firstBy(loras, ({ title }) => loraKey(title));
  const fileKeys = new Map<string, T[]>();
  for (const lora of loras) {
    const key = loraKey(lora.file);
    const others = fileKeys.get(key);
    if (others === undefined) fileKeys.set(key, [lora]);
    else others.push(lora);
  }
  const stems = firstBy(
    loras.filter(({ file }) => hasFileEnding(file)),
    ({ file }) => loraKey(file.replace(fileEnding, '')),
  );

  function find(typed: string): NamedLora<T> | null {
    const exact = titles.get(typed);
    if (exact) return { lora: exact, file: exact.file };
    const asFile = files.get(typed);
    if (asFile) return { lora: asFile, file: typed };
    const key = loraKey(typed);
    const titled = titleKeys.get(key);
    if (titled) return { lora: titled, file: titled.file };
    const spelt = fileKeys.get(key)?.find(({ file }) => isSameLora(file, typed));
    return spelt ? { lora: spelt, file: typed } : null;
  }

  return {
    loras,
    find,
    findWithoutEnding(typed) {
      const lora = stems.get(loraKey(typed));
      return lora === undefined ? null : { lora, file: lora.file };
    },
    hasTitle: (title) => titleKeys.has(loraKey(title)),
    isInList: (part) => titles.has(part) || files.has(part) || (!/[?#]/u.test(part) && find(part) !== null),
  };
}

function firstBy<T>(all: readonly T[], keyOf: (each: T) => string): ReadonlyMap<string, T> {
  // A map keeps the last one.
  return new Map(all.toReversed().map((each) => [keyOf(each), each] as const));
}
