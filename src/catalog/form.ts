import { z } from 'zod';
import { type SourceImage, sourceImageSchema } from '#media/media.ts';

/** What a member asks for: which command it is, and what the result shows or plays. */
export const tasks = ['image', 'upscale', 'video', 'speech', 'music', 'model3d', 'run'] as const;
/** @see tasks */
export type Task = (typeof tasks)[number];

/** Files that a request brings besides its pictures. */
export const mediaWords = ['lastImage', 'video', 'audio'] as const;
/** @see mediaWords */
export type MediaWord = (typeof mediaWords)[number];
/** What each of them is; nothing of it is certain before its bytes were read. */
export type RequestMedia = Readonly<Partial<Record<MediaWord, SourceImage>>>;
/** As they are kept with a request or a job. */
export const requestMediaSchema: z.ZodType<RequestMedia> = z.partialRecord(z.enum(mediaWords), sourceImageSchema);

/** Inputs of a workflow that only its operator has a name for. */
export const labelledWords = ['input1', 'input2', 'input3', 'input4', 'input5'] as const;

/** The words that Easel has for an input of a form. `image` is the first picture, `images` all of them as a list. */
export const formWords = [
  ...['prompt', 'negative', 'lyrics', 'style', 'title', ...labelledWords],
  ...['image', 'images', ...mediaWords],
  ...['duration', 'resolution', 'ratio', 'size', 'sound', 'seed', 'scale', 'voice', 'emotion', 'speed', 'variation'],
] as const;

/** Words that a member types as free text. */
export const textWords = ['negative', 'lyrics', 'style', 'title', ...labelledWords] as const;
/** @see textWords */
export type TextWord = (typeof textWords)[number];
/** Words that are chosen: an option each. */
export const choiceWords = [
  'duration',
  'resolution',
  'ratio',
  'size',
  'sound',
  'seed',
  'scale',
  'voice',
  'emotion',
  'speed',
  'variation',
] as const;
/** @see choiceWords */
export type ChoiceWord = (typeof choiceWords)[number];

/** @see formWords */
export type FormWord = 'prompt' | 'image' | 'images' | MediaWord | TextWord | ChoiceWord;

/** Words with an option that is kept with the form. The others are options of pictures by themselves; `ratio` and `size` share one. */
export const formOptionWords = [
  ...(['duration', 'sound', 'seed', 'scale', 'voice', 'emotion', 'speed', 'variation'] as const),
] as const;

/** How far a picture that is made like another one may be from it. */
export const variations = ['subtle', 'strong'] as const;
/** @see variations */
export type Variation = (typeof variations)[number];

/** What a member typed for the words that have no place of their own in a request: all of a form, a picture's seed and such. */
export type FormOptions = Readonly<Partial<Record<TextWord | (typeof formOptionWords)[number], FormValue>>>;
/** A value as it is sent. */
export type FormValue = string | number | boolean;
/** A value for each word that the form sends. */
export type FormValues = Readonly<Partial<Record<TextWord | ChoiceWord, FormValue>>>;

interface InputBase {
  readonly word: FormWord;
  /** The service's name for it. */
  readonly key: string;
  /** The service refuses a request without it. Where it has a default, Easel sends that. */
  readonly isRequired: boolean;
  /** What members read instead of the word, 1..45 characters. */
  readonly label?: string | undefined;
}

/** One input of an endpoint, and how it is written. */
export type FormInput = InputBase &
  (
    | { readonly kind: 'text'; readonly maxCharacters: number; readonly default: string | null }
    /** Addresses; `most` is null for a single one, else how many a list takes. */
    | {
        readonly kind: 'media';
        readonly media: 'image' | 'video' | 'audio';
        readonly maxBytes: number;
        readonly most: number | null;
      }
    /** One of a few texts; `isNumber` where the service wants the chosen one as a number. */
    | {
        readonly kind: 'choice';
        readonly values: readonly string[];
        readonly default: string | null;
        readonly isNumber?: true | undefined;
      }
    | {
        readonly kind: 'number';
        readonly min: number;
        readonly max: number;
        readonly isWhole: boolean;
        readonly default: number | null;
      }
    | { readonly kind: 'flag'; readonly default: boolean | null }
  );

/** One that is typed or chosen. */
export type TypedInput = Exclude<FormInput, { readonly kind: 'media' }>;

/** The inputs of an endpoint that has a form of its own instead of the options of a picture. */
export type RouteForm = readonly FormInput[];

/** The input of a word; undefined where the endpoint has none. */
export function inputOf(form: RouteForm, word: FormWord): FormInput | undefined {
  return form.find((input) => input.word === word);
}

/** The files of a request in the order in which a service is handed them: its pictures, then those of {@link mediaWords}. */
export function filesOf({
  images,
  media = {},
}: {
  readonly images: readonly SourceImage[];
  readonly media?: RequestMedia | undefined;
}) {
  const others = mediaWords.flatMap((word) => {
    const source = media[word];
    return source === undefined ? [] : [{ word, source }];
  });
  return [...images.map((source) => ({ word: 'image' as const, source })), ...others];
}

/** Whether a word names a file. */
export function isMediaInput(input: FormInput): input is Extract<FormInput, { kind: 'media' }> {
  return input.kind === 'media';
}
