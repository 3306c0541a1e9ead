import type { FileBytes } from './file-bytes.ts';
import type { MediaFormat } from './media.ts';

/** The description inside a GLB; one that claims more is not read. */
const mostJsonBytes = 16 * 1_048_576;
const headBytes = 4096;
const zipEndBytes = 22;
/** A comment may stand behind the end of a ZIP. */
const zipTailBytes = 65_535 + zipEndBytes;

/** Which format a 3D model has; null where it is none that Easel knows, or not whole. */
export async function probeModel(file: FileBytes): Promise<MediaFormat | null> {
  const head = await file.read(0, headBytes);
  const latin = head.toString('latin1');
  if (latin.startsWith('glTF')) return (await isWholeGlb(file, head)) ? 'glb' : null;
  if (latin.startsWith('PK\x03\x04')) return (await isWholeZip(file)) ? 'zip' : null;
  if (isBinaryStl(head, file.size)) return 'stl';
  return marks.find(({ mark }) => mark.test(latin))?.format ?? (isObj(latin) ? 'obj' : null);
}

const marks: readonly { readonly mark: RegExp; readonly format: MediaFormat }[] = [
  { mark: /^Kaydara FBX Binary/, format: 'fbx' },
  { mark: /^ply\r?\n/, format: 'ply' },
  { mark: /^solid\b[\s\S]*\bfacet\b/, format: 'stl' },
];

/** Lines of vertices and faces, names and comments, and nothing else. */
function isObj(head: string): boolean {
  const lines = head.split('\n').slice(0, -1);
  return lines.some((line) => line.startsWith('v ')) && lines.every((line) => /^(?:#|[a-z]|\s*$)/i.test(line));
}

/** @see glTF 2.0 specification, section 4.4 (GLB) */
async function isWholeGlb(file: FileBytes, head: Buffer): Promise<boolean> {
  if (head.length < 20 || head.readUInt32LE(4) !== 2 || head.readUInt32LE(8) > file.size) return false;
  const jsonBytes = head.readUInt32LE(12);
  if (head.toString('latin1', 16, 20) !== 'JSON' || jsonBytes > mostJsonBytes || 20 + jsonBytes > file.size)
    return false;
  try {
    const json: unknown = JSON.parse((await file.read(20, jsonBytes)).toString('utf8'));
    return typeof json === 'object' && json !== null && 'asset' in json;
  } catch {
    return false;
  }
}

/** Its list of contents stands at its end. Nothing is unpacked. @see APPNOTE.TXT, section 4.3.16 */
async function isWholeZip(file: FileBytes): Promise<boolean> {
  const tail = await file.read(Math.max(0, file.size - zipTailBytes), zipTailBytes);
  const at = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  return at >= 0 && at + zipEndBytes <= tail.length;
}

/** 80 bytes of anything, the number of triangles, and 50 bytes for each. */
function isBinaryStl(head: Buffer, size: number): boolean {
  return head.length >= 84 && size === 84 + 50 * head.readUInt32LE(80) && size > 84;
}
