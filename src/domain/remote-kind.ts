import type { RemoteImage } from './job.ts';

/** What a file of a finished job most likely is; only its bytes are certain. */
export type RemoteKind = 'picture' | 'preview' | 'other';

/** How services and their addresses name kinds of files that are no pictures. */
const otherNames: ReadonlySet<string> = new Set([
  ...['txt', 'text', 'string', 'json', 'xml', 'csv', 'md', 'html', 'srt', 'log', 'yaml', 'pdf'],
  ...['video', 'mp4', 'webm', 'mov', 'mkv', 'avi', 'm4v'],
  ...['audio', 'mp3', 'wav', 'flac', 'ogg', 'm4a', 'aac'],
  ...['3d', 'model', 'model3d', 'glb', 'gltf', 'obj', 'fbx', 'ply', 'stl', 'usdz'],
  ...['zip', 'tar', 'gz', '7z', 'safetensors', 'latent', 'pt', 'bin', 'file'],
]);
const pictureNames: ReadonlySet<string> = new Set([
  ...['image', 'images', 'picture', 'png', 'jpg', 'jpeg', 'webp', 'gif', 'avif', 'apng', 'tif', 'tiff'],
]);
const previewWords = /(?:^|[^a-z0-9])(?:preview|thumb|thumbnail|temp|tmp)(?:[^a-z0-9]|$)/i;

/** By what the provider calls it and by the name in its address; one that speaks for a picture is enough. */
export function remoteKindOf({ url, kind = '' }: RemoteImage): RemoteKind {
  const path = URL.canParse(url) ? new URL(url).pathname : '';
  const file = path.slice(path.lastIndexOf('/') + 1);
  if (previewWords.test(kind) || previewWords.test(file)) return 'preview';
  const names = [kind.toLowerCase(), (/\.([a-z0-9]+)$/i.exec(file)?.[1] ?? '').toLowerCase()];
  if (names.some((name) => pictureNames.has(name))) return 'picture';
  return names.some((name) => otherNames.has(name)) ? 'other' : 'picture';
}
