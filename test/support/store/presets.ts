import { noOptions } from '#catalog/request.ts';
import type { Preset } from '#members/presets.ts';

/** A preset of a size and nothing else, unless told. */
export function presetOf(name: string, changes: Partial<Preset> = {}): Preset {
  return { name, model: null, options: { ...noOptions, size: '16:9' }, style: '', ...changes };
}
