/**
 * The same function, which computes once per object and keeps the result as long as the object lives: for values that are never
 * changed in place, such as a guild's settings or a model of the catalogue.
 */
export function oncePer<K extends object, V>(compute: (of: K) => V): (of: K) => V {
  const kept = new WeakMap<K, { readonly value: V }>();
  return (of) => {
    const known = kept.get(of);
    if (known !== undefined) return known.value;
    const value = compute(of);
    kept.set(of, { value });
    return value;
  };
}
