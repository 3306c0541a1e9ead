import { addressIn } from './lora-key.ts';

/** The LoRA file name's bounds. Any Unicode is allowed but control characters, which no file name of a library holds. */
export const longestLoraName = 200;

/** Whether a library could have a file of this name. */
export function isLoraFile(name: string): boolean {
  return name.trim() !== '' && [...name].length <= longestLoraName && !/\p{Cc}/u.test(name);
}

/** The bound of a LoRA's repository or address. */
export const longestLoraPath = 500;

/**
 * Whether it is a repository (`owner/name`) or an https address, as services take LoRAs that are not in a library of theirs.
 * An address says where a file is: it has no user, no password and no fragment.
 */
export function isLoraPath(name: string): boolean {
  if (name.length > longestLoraPath || /[\s\p{Cc}]/u.test(name)) return false;
  if (/^[\w-]+(?:\.[\w-]+)*\/[\w-]+(?:\.[\w-]+)*$/u.test(name)) return true;
  const url = addressIn(name);
  return url?.protocol === 'https:' && url.username === '' && url.password === '' && !name.includes('#');
}

/** Whether the providers tell this strength from its neighbours: steps of 0.01. */
export function isLoraStrength(strength: number): boolean {
  return Math.abs(strength * 100 - Math.round(strength * 100)) < 1e-6;
}
