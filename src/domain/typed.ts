import type { Settings } from './model.ts';

/**
 * Every text in the settings of a request: the prompt, names of LoRAs and files, whatever else a member can type. A service's
 * reason may repeat each of them, and then says nothing of its own.
 */
export function typedIn(settings: Settings): readonly string[] {
  return textsIn(Object.values(settings));
}

function textsIn(values: readonly unknown[]): readonly string[] {
  return values.flatMap((value) => {
    if (typeof value === 'string') return [value];
    return typeof value === 'object' && value !== null ? textsIn(Object.values(value)) : [];
  });
}
