import {
  mostUploadedPreviewBytes,
  previewBounds,
  type TakenPreview,
  type TakePreview,
} from '../domain/lora-preview.ts';
import type { Wire } from './agent.ts';
import { withDeadline } from './deadline.ts';
import { exchange, type WireOutcome } from './exchange.ts';
import { readImage } from './read-image.ts';
import { shrinkImage } from './shrink-image.ts';
import { isDiscordUpload } from './trusted-hosts.ts';

/** @see createTakePreview */
export interface TakePreviewSettings {
  readonly dispatcher: Wire;
  /** Where Discord keeps uploads. */
  readonly cdnBaseUrl: string;
  /** What is read at most. */
  readonly maxBytes?: number;
  /** The whole fetch. */
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 20_000;

/** Makes the function that takes uploaded pictures: from Discord's own hosts only, without following redirects, judged by their bytes. */
export function createTakePreview(settings: TakePreviewSettings): TakePreview {
  const { dispatcher, cdnBaseUrl } = settings;
  const { maxBytes = mostUploadedPreviewBytes, timeoutMs = defaultTimeoutMs } = settings;
  return async ({ url, sizeBytes }) => {
    if (sizeBytes > maxBytes) return refused('too_large');
    if (!isDiscordUpload(url, cdnBaseUrl)) return refused('unreachable');
    const request = { method: 'GET', url, headers: {}, body: null, maxBytes } as const;
    const outcome = await withDeadline(new AbortController().signal, timeoutMs, (deadline) =>
      exchange(dispatcher, { ...request, wantsBody: (status) => status === 200 }, deadline),
    );
    return smallPictureOf(outcome);
  };
}

async function smallPictureOf(outcome: WireOutcome): Promise<TakenPreview> {
  if (outcome.kind !== 'answered' || outcome.status !== 200) return refused('unreachable');
  if (outcome.bytes === null) return refused('too_large');
  const picture = await readImage(outcome.bytes);
  const small = picture && (await shrinkImage(picture, previewBounds));
  return small === null ? refused('not_a_picture') : { kind: 'picture', bytes: small };
}

function refused(why: 'too_large' | 'not_a_picture' | 'unreachable'): TakenPreview {
  return { kind: 'refused', why };
}
