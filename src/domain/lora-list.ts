import type { RequestOptions } from './request.ts';

/** A LoRA as it was typed: by its title or its file, and with a strength where one was typed for it. */
export interface TypedLora {
  readonly name: string;
  readonly strength: number | null;
}

/** A strength behind a name: `ink:0.8`. */
const withStrength = /^(?<name>.+):(?<strength>-?\d{1,3}(?:\.\d+)?)$/su;

/**
 * Reads the option `lora`: one name, byte for byte, or several as `ink:0.8, sumi.safetensors:0.5`. `lora_strength` is that
 * of every name that has none of its own. A comma or a colon in a name that somebody knows is part of it.
 */
export function readLoras(
  { lora, loraStrength }: Pick<RequestOptions, 'lora' | 'loraStrength'>,
  isKnown: (name: string) => boolean,
): readonly TypedLora[] {
  if (lora === null) return [];
  const read = (text: string): TypedLora => {
    const { name, strength } = isKnown(text) ? {} : (withStrength.exec(text)?.groups ?? {});
    if (name === undefined || strength === undefined) return { name: text, strength: loraStrength };
    return { name, strength: Number(strength) };
  };
  const whole = read(lora);
  if (isKnown(whole.name)) return [whole];
  const parts = lora.split(',').map((part) => read(part.trim()));
  const isList = parts.length > 1 && parts.every((part) => isKnown(part.name) || looksLikeFile(part.name));
  return isList ? parts : [whole];
}

/** Several LoRAs as they are typed; a single one is its name, and its strength has an option of its own. */
export function typedLoras(
  loras: readonly { readonly file: string; readonly strength: number }[],
): Pick<RequestOptions, 'lora' | 'loraStrength'> {
  const [first, ...rest] = loras;
  if (first === undefined) return { lora: null, loraStrength: null };
  if (rest.length === 0) return { lora: first.file, loraStrength: first.strength };
  return { lora: loras.map(({ file, strength }) => `${file}:${strength}`).join(', '), loraStrength: null };
}

/** What nobody knows by name is part of a list only where it cannot be half of a name with a comma. */
function looksLikeFile(name: string): boolean {
  return /\.(?:safetensors|ckpt|pt|bin)$/iu.test(name) || /^https:\/\/\S+$/u.test(name);
}
