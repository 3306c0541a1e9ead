import type { LoraRule } from '../model.ts';
import type { Inputs } from './listing.ts';

/** What services call the address of a LoRA, and its strength. */
const fileKeys = ['path', 'url', 'lora_url'];
const strengthKeys = ['scale', 'strength', 'weight'];
/** As many as a service takes that does not say. @see reference, section 4.10 */
const usualMost = 3;
/** Beyond these no LoRA is known to be of use; the listed bounds go before. */
const usualStrength = { min: 0, max: 2 } as const;

/** The LoRAs that a listed model takes as a list of addresses with a strength each; null where it takes none so. */
export function candidateLoras(listed: Inputs): LoraRule | null {
  const input = listed.get('loras');
  const keys = new Map(input?.entries?.keys.map((key) => [key.name, key]));
  const file = fileKeys.find((name) => keys.has(name));
  const strength = strengthKeys.flatMap((name) => keys.get(name) ?? [])[0];
  if (input === undefined || file === undefined || strength === undefined) return null;
  const minStrength = strength.minimum ?? usualStrength.min;
  const maxStrength = strength.maximum ?? usualStrength.max;
  if (minStrength > maxStrength || maxStrength <= 0) return null;
  return {
    known: [],
    names: 'path',
    most: Math.max(1, Math.min(input.entries?.most ?? usualMost, usualMost)),
    list: { key: input.name, file, strength: strength.name },
    minStrength,
    maxStrength,
    defaultStrength: Math.max(minStrength, Math.min(1, maxStrength)),
    ...(input.isRequired ? { isRequired: true } : {}),
  };
}
