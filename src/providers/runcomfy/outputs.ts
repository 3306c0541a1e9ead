import { z } from 'zod';
import type { RemoteMedia } from '#media/media.ts';
import { tolerantText, webUrls } from '../read-answer.ts';

/**
 * The files of a model's result, each once: a text, `{url | uri | path | image | images | video | videos | audio}`, or a list of either.
 * The key says what they most likely are.
 *
 * @see reference/providers.md, section 4.4; read 2026-11-28
 */
export function filesOfModel(output: unknown): readonly RemoteMedia[] {
  return eachOnce(filesIn(output, null, 0));
}

/** Keys in their order, with what lies below them; null where the key doesn't say. */
const keys: readonly (readonly [string, string | null])[] = [
  ['image', 'image'],
  ['images', 'image'],
  ['video', 'video'],
  ['videos', 'video'],
  ['audio', 'audio'],
  ['audios', 'audio'],
  ['url', null],
  ['uri', null],
  ['path', null],
];

/** Deep enough for `{images: [{image: {url}}]}`. */
const maxDepth = 4;

function filesIn(output: unknown, kind: string | null, depth: number): readonly RemoteMedia[] {
  if (typeof output === 'string') return mediaOf(output, kind);
  if (depth > maxDepth) return [];
  if (Array.isArray(output)) return output.flatMap((item) => filesIn(item, kind, depth + 1));
  const found = recordSchema.safeParse(output).data ?? {};
  return keys.flatMap(([key, own]) => filesIn(found[key], own ?? kind, depth + 1));
}

function mediaOf(address: unknown, kind: string | null): readonly RemoteMedia[] {
  return webUrls([address]).map((url) => (kind === null ? { url } : { url, kind }));
}

function eachOnce(files: readonly RemoteMedia[]): readonly RemoteMedia[] {
  const seen = new Set<string>();
  return files.filter(({ url }) => !seen.has(url) && seen.add(url));
}

/**
 * The files of a deployment's result: what each node has saved, as `{"9": {"images": [{url, filename, type}]}}`. Which key a node
 * saves under is its own affair (`images`, `gifs`, `videos`, `audio`), so that all are read.
 *
 * @see reference/beyond-images.md, section 3; read 2026-11-28
 */
export function filesOfNodes(outputs: unknown): readonly RemoteMedia[] {
  return eachOnce(
    savedIn(outputs).flatMap(([key, item]) => {
      const file = typeof item === 'string' ? { ...noFile, url: item } : (fileSchema.safeParse(item).data ?? noFile);
      return mediaOf(file.url, file.type === 'temp' ? 'preview' : kindOfFile(key, file));
    }),
  );
}

/** Words that nodes have shown, `{"12": {"text": ["…"]}}`. */
export function textsOfNodes(outputs: unknown): readonly string[] {
  return savedIn(outputs).flatMap(([key, item]) => {
    const isText = textKeys.has(key) && typeof item === 'string' && item.trim() !== '' && webUrls([item]).length === 0;
    return isText ? [item] : [];
  });
}

const textKeys: ReadonlySet<string> = new Set(['text', 'texts', 'string']);

function savedIn(outputs: unknown): readonly (readonly [string, unknown])[] {
  return Object.values(recordSchema.safeParse(outputs).data ?? {}).flatMap((node) =>
    Object.entries(recordSchema.safeParse(node).data ?? {}).flatMap(([key, saved]) =>
      [saved].flat().map((item) => [key, item] as const),
    ),
  );
}

type NodeFile = z.output<typeof fileSchema>;

/** By the name of the file, else by the key. `gifs` holds videos as well. */
function kindOfFile(key: string, { filename, format }: NodeFile): string | null {
  const [, extension] = /\.([a-z0-9]{1,8})$/iu.exec(filename) ?? [];
  const [, type] = /^(image|video|audio)\//iu.exec(format) ?? [];
  return (extension ?? type)?.toLowerCase() ?? keys.find(([name]) => name === key)?.[1] ?? null;
}

const noFile: NodeFile = { url: '', filename: '', type: '', format: '' };
const recordSchema = z.record(z.string(), z.unknown());
const fileSchema = z.object({ url: tolerantText, filename: tolerantText, type: tolerantText, format: tolerantText });
