/** Texts by name, each said anew whenever it is read: in the language that is in force then. */
export function textsBy<const Name extends string>(
  names: readonly Name[],
  textOf: (name: Name) => string,
): { readonly [Each in Name]: string } {
  const reading = names.map((name) => [name, { get: () => textOf(name), enumerable: true }] as const);
  return Object.create(Object.prototype, Object.fromEntries(reading));
}
