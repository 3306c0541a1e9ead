import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import type { StoredMedia } from './media.ts';

/** Makes a video small enough; null where it cannot be, or where ffmpeg is not on the path. Never rejects. */
export type FitVideo = (file: StoredMedia, maxBytes: number, path: string) => Promise<StoredMedia | null>;

const program = 'ffmpeg';
/** A video of a minute takes about as long. */
const longestMs = 180_000;
/** What is left for sound and container. */
const videoShare = 0.85;
/** Below this there is nothing to see. */
const leastBitsPerSecond = 150_000;
/** What is tried in turn: the height of the picture at most. */
const heights = [720, 480, 360] as const;

/** Whether ffmpeg is on the path. */
export async function hasFfmpeg(): Promise<boolean> {
  return run(['-version'], 10_000);
}

/** Makes the function that has ffmpeg write a video again, one at a time, in H.264 at a rate that fits. */
export function createFitVideo(): FitVideo {
  let last: Promise<unknown> = Promise.resolve();
  return (file, maxBytes, path) => {
    const fitted = last.then(() => writeSmaller(file, maxBytes, path));
    last = fitted;
    return fitted;
  };
}

async function writeSmaller(file: StoredMedia, maxBytes: number, path: string): Promise<StoredMedia | null> {
  const seconds = (file.durationMs ?? 0) / 1000;
  const rate = Math.floor(((maxBytes * 8) / Math.max(1, seconds)) * videoShare);
  if (seconds === 0 || rate < leastBitsPerSecond) return null;
  for (const height of heights) {
    const isMade = await run([...argumentsFor(file.path, rate, height), path], longestMs);
    const { size } = isMade ? await stat(path).catch(() => ({ size: 0 })) : { size: 0 };
    if (size > 0 && size <= maxBytes)
      return { ...file, format: 'mp4', path, byteLength: size, ...scaled(file, height) };
  }
  return null;
}

function argumentsFor(input: string, bitsPerSecond: number, height: number): readonly string[] {
  const rate = String(bitsPerSecond);
  const scale = `scale=-2:'min(${height},ih)'`;
  const video = [
    '-vf',
    scale,
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-pix_fmt',
    'yuv420p',
    '-b:v',
    rate,
    '-maxrate',
    rate,
  ];
  const rest = ['-bufsize', rate, '-c:a', 'aac', '-b:a', '96k', '-movflags', '+faststart', '-f', 'mp4', '-y'];
  return ['-nostdin', '-v', 'error', '-i', input, ...video, ...rest];
}

function scaled({ widthPx, heightPx }: StoredMedia, height: number): Pick<StoredMedia, 'widthPx' | 'heightPx'> {
  if (widthPx === null || heightPx === null || heightPx <= height) return { widthPx, heightPx };
  return { widthPx: Math.round((widthPx * height) / heightPx / 2) * 2, heightPx: height };
}

/** True where it ended well in time. */
function run(given: readonly string[], timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, given, { stdio: 'ignore', timeout: timeoutMs, killSignal: 'SIGKILL' });
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
}
