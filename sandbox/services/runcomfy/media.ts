import type { MediaSpec } from '../media/render-media.ts';
import type { PixelSize } from '../picture-size.ts';
import type { FileKind, Inputs } from './inputs.ts';
import type { RunComfyModel } from './models.ts';

/** What a model makes. */
export function kindMade({ outputKey }: Pick<RunComfyModel, 'outputKey'>): FileKind {
  if (outputKey === 'video' || outputKey === 'videos') return 'video';
  return outputKey === 'audio' ? 'audio' : 'image';
}

/** A video or a sound of the asked length and size. */
export function mediaSpecOf(kind: 'video' | 'audio', inputs: Inputs): MediaSpec {
  const prompt = String(inputs.prompt ?? inputs.text ?? inputs.tags ?? '');
  const seconds = secondsIn(inputs);
  return kind === 'audio' ? { kind, prompt, seconds } : { kind, prompt, seconds, ...videoSizeOf(inputs) };
}

/** Where nothing says it: the length of the sample that was sent, or of a short sentence. */
const usualSeconds = 3;

/** Of the result. */
export function secondsIn({ duration }: Inputs): number {
  return Number(duration ?? usualSeconds);
}

const usualSidePx = 720;

function videoSizeOf({ aspect_ratio: ratio, resolution }: Inputs): PixelSize {
  const side = Number.parseInt(String(resolution), 10) || usualSidePx;
  const [across = 16, down = 9] = /^\d+:\d+$/u.test(String(ratio)) ? String(ratio).split(':').map(Number) : [];
  const long = Math.round((side * Math.max(across, down)) / Math.min(across, down) / 2) * 2;
  return across >= down ? { widthPx: long, heightPx: side } : { widthPx: side, heightPx: long };
}

/** More for a finer one and for sound: less than twice as much, which is what a careful client holds. An assumption. */
export function factorOf({ schema }: RunComfyModel, { resolution, generate_audio, enable_audio }: Inputs): number {
  const step = Math.max(0, schema.properties.resolution?.enum?.indexOf(String(resolution)) ?? 0);
  return 1.5 ** step * (generate_audio === true || enable_audio === true ? 1.2 : 1);
}

/** Inside a request. @see reference/beyond-images.md, section 3 */
const mostInlineBytes = { video: 32 * 1024 * 1024, audio: 16 * 1024 * 1024 } as const;
const dataUri = /^data:(video|audio)\/[\w.+-]+;base64,([A-Za-z0-9+/]+={0,2})$/u;

/** Null for a file that the service could read: a public address or a data URI of that kind; otherwise what is wrong. */
export function problemOfMedia(kind: 'video' | 'audio', address: unknown): string | null {
  if (typeof address !== 'string' || !URL.canParse(address)) return `must be the address of a file (${kind})`;
  if (!address.startsWith('data:')) {
    return address.startsWith('https:') ? null : 'must be a public https address or a data URI';
  }
  const [, said, base64 = ''] = dataUri.exec(address) ?? [];
  if (said !== kind) return `is no data URI of the kind ${kind}`;
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length > mostInlineBytes[kind]) return `is larger than ${mostInlineBytes[kind]} bytes`;
  return kindOfBytes(bytes) === kind ? null : 'is not what its type says';
}

/** By signature. */
function kindOfBytes(bytes: Buffer): 'video' | 'audio' | null {
  const head = bytes.subarray(0, 12).toString('latin1');
  if (head.slice(4, 8) === 'ftyp') return head.startsWith('M4A', 8) ? 'audio' : 'video';
  if (head.startsWith('\x1a\x45\xdf\xa3')) return 'video';
  const isWave = head.startsWith('RIFF') && head.endsWith('WAVE');
  return isWave || /^(?:ID3|OggS|fLaC|\xff[\xe0-\xff])/u.test(head) ? 'audio' : null;
}
