import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/**
 * Sets the variables of an `.env` file that the environment does not have. A missing file is no problem. Files as editors on
 * any system leave them are read: with a byte order mark, in UTF-16, with any line ends, `export` and quotes.
 *
 * Resolves with a problem to tell, or null.
 */
export function loadEnvFile(path: string, environment: Record<string, string | undefined>): string | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const reason = String(Reflect.get(Object(error), 'code'));
    return reason === 'ENOENT' ? null : `${path} cannot be read (${reason})`;
  }
  const text = decoded(bytes).replaceAll(/\r\n?/g, '\n');
  for (const [name, value] of Object.entries(parseEnv(text))) environment[name] ??= value;
  return null;
}

/** `TextDecoder` drops the byte order mark. */
function decoded(bytes: Buffer): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}
