/** A file that is small enough, and how many entries of which list are not in it. */
export interface FittedExport {
  readonly bytes: Uint8Array;
  readonly leftOut: ReadonlyMap<string, number>;
}

/**
 * The data as readable JSON of at most `maxBytes`. Where it is more, its lists are cut to their newest entries (a list begins
 * with the newest): half of the longest, a quarter, and so on until it fits. The file then says in `leftOut` how many are
 * missing.
 */
export function fitExport(data: object, maxBytes: number): FittedExport {
  const fields: readonly Field[] = Object.entries(data);
  let fitted: FittedExport = { bytes: toBytes(data), leftOut: new Map() };
  let most = Math.max(0, ...fields.map(([, value]) => (Array.isArray(value) ? value.length : 0)));
  while (fitted.bytes.byteLength > maxBytes && most > 0) {
    most = Math.floor(most / 2);
    fitted = cutTo(fields, most);
  }
  return fitted;
}

type Field = readonly [string, unknown];

function cutTo(fields: readonly Field[], most: number): FittedExport {
  const leftOut = new Map<string, number>();
  const kept = fields.map(([name, value]) => {
    if (!Array.isArray(value) || value.length <= most) return [name, value];
    leftOut.set(name, value.length - most);
    return [name, value.slice(0, most)];
  });
  return { bytes: toBytes({ ...Object.fromEntries(kept), leftOut: Object.fromEntries(leftOut) }), leftOut };
}

function toBytes(data: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(data, null, 2)}\n`);
}
