import { BotError, type ErrorFacts } from '#core/errors.ts';
import type { JobId } from '#core/ids.ts';
import type { StillImage, StoredMedia } from './media.ts';

/** A picture to edit: whole, still, upright, within its limits, and without EXIF and other words; width and height are as it is displayed. */
export interface InputFile extends StillImage {
  /** True where these are the very bytes that were fetched: nothing had to be taken out. */
  readonly isOriginal: boolean;
}

/** Where a picture to edit lies, as Discord or a message tells it. Too many declared bytes are refused early; a declared type is not believed. */
export interface InputSource {
  readonly url: string;
  /** The file's name, for the member's eyes. */
  readonly name: string;
  readonly declaredBytes?: number | undefined;
  readonly declaredType?: string | undefined;
}

/** What a picture to edit may be; the route's own bounds where they are narrower. */
export interface InputLimits {
  /** Which of several pictures it is, from 1, so that a refusal can say so; null where there is only one. */
  readonly picture: number | null;
  readonly maxBytes: number;
  /** Width times height. */
  readonly maxPixels: number;
  readonly minSidePx: number;
  readonly maxSidePx: number;
}

/** For a route that says nothing: what the strictest services take, and no more pixels than a good camera has. */
export const defaultInputLimits: InputLimits = {
  picture: null,
  maxBytes: 10 * 1_048_576,
  maxPixels: 40_000_000,
  minSidePx: 16,
  maxSidePx: 16_384,
};

/**
 * What the pictures inside one request may weigh together, written as data URIs a third more. Far below what the services'
 * own tools send (64 MiB), and what repeats them stays readable.
 */
export const mostInlineBytes = 22 * 1_048_576;

/** Fetches a picture to edit and checks it, before anything is paid. @throws {@link BotError} `refused.image` */
export type FetchInput = (source: InputSource, limits: InputLimits, signal: AbortSignal) => Promise<InputFile>;

/** What a video or a sound that a member brings may be. */
export interface MediaLimits {
  readonly job: JobId;
  readonly kind: 'video' | 'audio';
  readonly maxBytes: number;
  readonly maxSeconds: number;
}

/** Fetches a video or a sound onto the disk and checks it, before anything is paid. @throws {@link BotError} `refused.image` */
export type FetchMedia = (source: InputSource, limits: MediaLimits, signal: AbortSignal) => Promise<StoredMedia>;

/** The kinds of pictures that can be edited. */
export const inputFormats: readonly StillImage['format'][] = ['png', 'jpeg', 'webp'];

/** What a service takes of a picture. */
export interface InputTarget {
  readonly formats: readonly StillImage['format'][];
  readonly maxBytes: number;
  /** Width times height. */
  readonly maxPixels: number;
}

/**
 * The picture as the target takes it: the very same where it fits, else written as one of its kinds, smaller if need be.
 *
 * @throws {@link BotError} `refused.image` where nothing gets it within the target
 */
export type FitInput = (
  file: InputFile,
  target: InputTarget,
  limits: Pick<InputLimits, 'picture'>,
) => Promise<InputFile>;

/** What a file can be by its bytes. The first three can be edited. */
export const fileKinds = [
  'png',
  'jpeg',
  'webp',
  'gif',
  'svg',
  'heic',
  'avif',
  'jxl',
  'bmp',
  'tiff',
  'icon',
  'psd',
  'pdf',
  'html',
  'video',
  'archive',
  'text',
  'empty',
  'unknown',
] as const;
/** @see fileKinds */
export type FileKind = (typeof fileKinds)[number];

/** What can be wrong with a picture to edit: `facts.reason` of `refused.image`. */
export const inputProblems = [
  /** `facts.value` is its {@link FileKind}. */
  'not_a_picture',
  'animated',
  /** `facts.limit` in bytes. */
  'too_many_bytes',
  /** Several that go inside one request; `facts.limit` in bytes, all of them together. */
  'too_many_bytes_together',
  /** `facts.limit` in pixels, `facts.value` its width and height. */
  'too_many_pixels',
  /** `facts.limit` in pixels, `facts.value` its width and height. */
  'side_too_long',
  /** `facts.limit` in pixels, `facts.value` its width and height. */
  'side_too_short',
  'broken',
  /** The address is good for nothing any more. */
  'gone',
  /** Trouble on the way, not the member's doing. */
  'unreachable',
  /** The bot may not look at the channel's messages. */
  'no_history',
  /** `facts.value` is what it should have been: `video` or `audio`. */
  'not_the_kind',
  /** `facts.limit` in seconds. */
  'too_long',
  /** It lies somewhere else than at Discord. */
  'untrusted_host',
] as const;
/** @see inputProblems */
export type InputProblem = (typeof inputProblems)[number];

/** What a picture to edit is called when it is handed on: by its bytes, whatever it was called before. `picture` is from 1. */
export function inputFileName({ format }: Pick<InputFile, 'format'>, picture: number): string {
  return `picture-${picture}.${format === 'jpeg' ? 'jpg' : format}`;
}

/** A refusal of a picture to edit: which one, what is wrong with it (`facts.reason`), and what would be right. */
export function refusedInput(
  reason: InputProblem,
  { picture }: Pick<InputLimits, 'picture'>,
  facts: ErrorFacts = {},
  detail: string = reason,
): BotError {
  const which = picture === null ? {} : { picture };
  return new BotError('refused.image', detail, { ...which, ...facts, reason, nothingStarted: true });
}
