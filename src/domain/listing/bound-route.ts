import { problemsOfRoute } from '../check-route.ts';
import type { FieldWord, Route } from '../model.ts';
import { boundChoice, boundCounts, boundFormats, boundRange, boundSizes, respelled } from './bounds.ts';
import { byName, type Inputs, type ListedInput } from './listing.ts';
import { alwaysSentKeys, sentKeys } from './sent-keys.ts';

/** A route within the listed bounds, or why it cannot run: reasons ready to read, none of them for members. */
export type Bounded =
  | { readonly ok: true; readonly route: Route }
  | { readonly ok: false; readonly reasons: readonly [string, ...string[]] };

/**
 * The route as the service's own schema has it: the listed ranges, words and defaults take the place of the row's, and what must be
 * sent is sent. It cannot run where it would send what is not listed, or could not send what is required. A schema that has
 * none of the row's inputs is one of something else and says nothing.
 */
export function boundRoute(route: Route, inputs: readonly ListedInput[]): Bounded {
  const listed = byName(inputs);
  const sent = sentKeys(route);
  if (!sent.some((key) => listed.has(key))) return { ok: true, route };
  const unknown = sent.filter((key) => !listed.has(key)).map((key) => `${key} is not listed`);
  const bounded = withBounds(route, listed);
  const [needed, missing] = neededBesides(bounded, inputs);
  const broken = problemsOfRoute(bounded).map(({ path, message }) => `${path.join('.')} ${message}`);
  const unpriced = [bounded.qualities, bounded.resolutions].flatMap((choice) =>
    choice?.values.length === 0 ? [`none of the listed words has a price, as ${choice.default} has`] : [],
  );
  const [first, ...rest] = [...unknown, ...missing, ...broken, ...unpriced];
  if (first !== undefined) return { ok: false, reasons: [first, ...rest] };
  return {
    ok: true,
    route: needed === null ? bounded : { ...bounded, constants: { ...bounded.constants, ...needed } },
  };
}

function withBounds(route: Route, listed: Inputs): Route {
  const inputOf = (word: FieldWord) => listed.get(route.fields[word] ?? '');
  const longest = inputOf('prompt')?.maxLength ?? route.promptMaxCharacters;
  const isPriced = route.price.grid !== null;
  const qualities = boundChoice(route.qualities, inputOf('quality'), isPriced);
  const resolutions = boundChoice(route.resolutions, inputOf('resolution'), isPriced);
  return {
    ...route,
    price: respelled(route.price, qualities, resolutions),
    promptMaxCharacters: Math.min(route.promptMaxCharacters, Math.max(longest, 1)),
    sizes: boundSizes(route, inputOf),
    steps: boundRange(route.steps, inputOf('steps')),
    qualities,
    resolutions,
    ...(route.counts && { counts: boundCounts(route.counts, inputOf('count')) }),
    formats: boundFormats(route.formats, inputOf('format')),
  };
}

/** What is required beyond the inputs that every request has: sent as the listed default, or missing. */
function neededBesides(route: Route, inputs: readonly ListedInput[]): [Route['constants'] | null, string[]] {
  const isSent = new Set(alwaysSentKeys(route));
  const needed = inputs.filter(({ isRequired, name }) => isRequired && !isSent.has(name));
  const constants = needed.flatMap(({ name, fallback }) => (fallback === null ? [] : [[name, fallback] as const]));
  const missing = needed.filter(({ fallback }) => fallback === null).map(({ name }) => `${name} is required`);
  return [constants.length === 0 ? null : Object.fromEntries(constants), missing];
}
