/** How many entries each list of an export has, by its name, at any depth but within lists. */
export function countHeld(data: object): ReadonlyMap<string, number> {
  const fields: readonly (readonly [string, unknown])[] = Object.entries(data);
  return new Map(
    fields.flatMap(([name, value]): [string, number][] => {
      if (Array.isArray(value)) return [[name, value.length]];
      return typeof value === 'object' && value !== null ? [...countHeld(value)] : [];
    }),
  );
}
