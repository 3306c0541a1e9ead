/** The same JSON with every value of another type: what was a number is a text, what was a list is an object, and so on. */
export function withWrongTypes(value: unknown): unknown {
  if (Array.isArray(value)) return { first: withWrongTypes(value[0]) };
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withWrongTypes(inner)]));
  if (typeof value === 'string') return [value.length];
  return value === null || value === undefined ? 0 : String(value);
}
