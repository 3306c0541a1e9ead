import { BotError } from '../domain/errors.ts';
import type { ImageRule } from '../domain/image-rule.ts';
import type { LoraChoice, Route } from '../domain/model.ts';

/** RunningHub's two spellings of one request; RunComfy knows the flat one only. */
export type BodyForm = 'nodes' | 'flat';

/** A provider's own parameters, ready to be sent as JSON. */
export type Body = Record<string, BodyValue>;

/** Lists hold addresses of pictures, or LoRAs with their strength. */
export type BodyValue = string | number | boolean | readonly (string | Readonly<Record<string, string | number>>)[];

/**
 * The LoRAs of an endpoint that takes a list of them; nothing where name and strength have keys of their own.
 *
 * @throws {@link BotError} `bug` (nothing started) for more of them than the endpoint takes
 */
export function encodeLoras({ endpoint, loras: rule }: Route, loras: readonly LoraChoice[]): Body {
  if (loras.length > (rule?.most ?? 1)) return fail(`${endpoint} does not take ${loras.length} LoRAs`);
  if (rule?.list === undefined || loras.length === 0) return {};
  const { key, file, strength } = rule.list;
  return { [key]: loras.map((lora) => ({ [file]: lora.file, [strength]: lora.strength })) };
}

/**
 * The pictures of a request under the endpoint's keys.
 *
 * @throws {@link BotError} `bug` (nothing started) for more pictures than the endpoint takes, or none where it needs one
 */
export function encodeImages({ endpoint, images: rule }: Route, inputs: readonly string[], form: BodyForm): Body {
  if (inputs.length > (rule?.most ?? 0)) return fail(`${endpoint} does not take ${inputs.length} pictures`);
  if (rule === undefined) return {};
  if (inputs.length === 0) return rule.isRequired ? fail(`${endpoint} needs a picture`) : {};
  const keys = keysOf(rule, form);
  if (typeof keys === 'string') return { [keys]: inputs };
  const pairs = inputs.map((input, index): [string, string] => [
    keys[index] ?? fail(`${endpoint} has no key for picture ${index + 1}`),
    input,
  ]);
  return Object.fromEntries(pairs);
}

/** One key for all of them, or one for each. */
function keysOf({ keys, nodeKeys }: ImageRule, form: BodyForm): string | readonly string[] {
  if (form === 'nodes') return nodeKeys ?? [];
  return keys.kind === 'list' ? keys.key : keys.keys;
}

function fail(detail: string): never {
  throw new BotError('bug', detail, { nothingStarted: true });
}
