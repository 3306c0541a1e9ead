import { shownLora } from '#catalog/loras.ts';
import { asBotError, BotError } from '#core/errors.ts';
import type { Semaphore } from '#core/lock.ts';
import type { Log } from '#core/log.ts';
import { visible } from '#i18n/escape.ts';
import type { Delivery, Job, Posted } from '#jobs/job.ts';
import { fitUpload, recode } from '#media/fit-upload.ts';
import type { MediaLink } from '#media/kept-media.ts';
import { byteLengthOf, type ImageFile, type MediaFile, mediaFormats } from '#media/media.ts';
import { stripText, writeSettings } from '#media/png-text.ts';
import { loadPicture } from '#media/read-media.ts';
import type { KeptPictures } from '#members/kept-pictures.ts';
import { failureOf } from '../messages/failures.ts';
import { limits, pace } from '../messages/limits.ts';
import type { Attachment, Button, OutgoingMessage } from '../messages/message.ts';
import { altText, linkText, plainAltText, plainResultText, resultText } from '../texts/result.ts';
import type { LargeMedia, ReplyMessage } from './reply-message.ts';

/** Room in a request for everything but the files. */
const requestMarginBytes = 256 * 1024;
/** After a 413 the files are made this much smaller, a few times. */
const nextTryShare = 0.5;
const mostShrinks = 3;

interface DeliverOptions {
  readonly message: Pick<ReplyMessage, 'write'>;
  readonly attachmentLimitBytes: number;
  readonly buttons: readonly Button[];
  /** Bounds what encoding and uploading hold in memory. */
  readonly slots: Semaphore;
  readonly large?: LargeMedia | undefined;
}

/**
 * How a result goes out. `words`: `all` the prompt and the settings; `own` nothing that a member typed; `none` the bare file.
 */
interface Form {
  readonly words: 'all' | 'own' | 'none';
  /** Pictures are in memory, other files on the disk. */
  readonly media: readonly MediaFile[];
  /** Where those are that are too large to be attached. */
  readonly links: readonly MediaLink[];
  readonly shrinks: number;
  readonly isRecoded: boolean;
}

/**
 * Posts the pictures with their facts. What Discord refuses is changed and tried again: smaller where it is too large, in
 * another encoding where the file is refused, without its words where those are.
 *
 * @throws {@link BotError} `delivery.*`
 */
export function deliver(delivery: Delivery, options: DeliverOptions): Promise<Posted | null> {
  return options.slots.run(async () => {
    const maxBytes = bytesPerFile(delivery, options.attachmentLimitBytes);
    const { media, links } = await fitAll(delivery, maxBytes, options.large);
    let form: Form = { words: 'all', media, links, shrinks: 0, isRecoded: false };
    for (;;) {
      try {
        const message = messageOf({ ...delivery, media: form.media }, form, options.buttons);
        return await options.message.write(message, { budgetMs: pace.deliveryBudgetMs, repostAs: 'picture' });
      } catch (error) {
        const next = await nextForm(form, error);
        if (next === null) throw error;
        form = next;
      }
    }
  });
}

/** Null where nothing is left to change. A refusal of an unknown kind may be about the words. */
async function nextForm(form: Form, error: unknown): Promise<Form | null> {
  const fewer = { all: 'own', own: 'none', none: null } as const;
  switch (failureOf(error)) {
    case 'too_large':
      return form.shrinks === mostShrinks ? null : shrink(form);
    case 'picture_refused':
      return form.isRecoded
        ? null
        : { ...form, media: await Promise.all(form.media.map(recodePicture)), isRecoded: true };
    case 'words_refused':
    case 'refused': {
      const words = error instanceof BotError && error.cause !== undefined ? fewer[form.words] : null;
      return words && { ...form, words };
    }
    default:
      return null;
  }
}

async function shrink(form: Form): Promise<Form> {
  const heaviest = Math.max(...form.media.map(byteLengthOf));
  const media: MediaFile[] = [];
  for (const file of form.media) media.push(await fitFile(file, Math.floor(heaviest * nextTryShare)));
  return { ...form, media, shrinks: form.shrinks + 1 };
}

/** @throws {@link BotError} `delivery.too_large` */
async function fitFile(file: MediaFile, maxBytes: number): Promise<MediaFile> {
  const picture = await loadPicture(file);
  if (picture !== null) return fitUpload(picture, maxBytes);
  const bytes = byteLengthOf(file);
  if (bytes <= maxBytes) return file;
  throw new BotError('delivery.too_large', `${bytes} bytes do not fit ${maxBytes}`);
}

async function recodePicture(file: MediaFile): Promise<MediaFile> {
  const picture = await loadPicture(file);
  return picture === null ? file : recode(picture);
}

function messageOf(delivery: Delivery, { words, links }: Form, buttons: readonly Button[]): OutgoingMessage {
  const files = delivery.media.map((file, index) => attachmentOf(delivery, file, index, words));
  const where = links.map((link) => `\n${linkText(link)}`).join('');
  switch (words) {
    case 'all':
      return { content: `${resultText(delivery)}${where}`, buttons, files };
    case 'own':
      return { content: `${plainResultText(delivery)}${where}`, buttons, files };
    case 'none':
      return { content: where.trim(), buttons: [], files };
  }
}

/** @throws {@link BotError} `delivery.too_large` for a file that is neither made smaller nor linked */
async function fitAll(
  { media, job }: Delivery,
  maxBytes: number,
  large: LargeMedia | undefined,
): Promise<Pick<Form, 'media' | 'links'>> {
  const fitted: MediaFile[] = [];
  const links: MediaLink[] = [];
  // One after the other: each of them holds a whole bitmap while it is encoded.
  for (const file of media.slice(0, limits.filesPerMessage)) {
    const picture = await loadPicture(file);
    const found = picture === null ? await fitOther(file, job, maxBytes, large) : labelPicture(picture, job, maxBytes);
    if ('url' in found) links.push(found);
    else fitted.push(await fitFile(found, maxBytes));
  }
  return { media: fitted, links };
}

/** A video, a sound or a model as it is; written smaller, or else as a link, where it is too large. */
async function fitOther(
  file: MediaFile,
  job: Job,
  maxBytes: number,
  large: LargeMedia | undefined,
): Promise<MediaFile | MediaLink> {
  if (large === undefined || !('path' in file) || byteLengthOf(file) <= maxBytes) return file;
  return (await large.fit(file, job.id, maxBytes)) ?? (await large.link(file, job.id)) ?? file;
}

/** What each file may weigh, so that all of them go with one message. */
export function bytesPerFile({ media }: Pick<Delivery, 'media'>, attachmentLimitBytes: number): number {
  const count = Math.min(Math.max(media.length, 1), limits.filesPerMessage);
  return Math.min(attachmentLimitBytes, Math.floor((limits.requestBytes - requestMarginBytes) / count));
}

function attachmentOf({ job, media }: Delivery, file: MediaFile, index: number, words: Form['words']): Attachment {
  const extension = file.format === 'jpeg' ? 'jpg' : file.format;
  return {
    // The older sign of a spoiler stays beside the newer one: a file that is saved and posted again is covered too.
    name: `${job.isSpoiler ? 'SPOILER_' : ''}easel-${job.id}-${index + 1}.${extension}`,
    mediaType: mediaFormats[file.format].mediaType,
    data: 'path' in file ? file : file.bytes,
    description: words === 'all' ? altText(job, index, media.length) : plainAltText(index, media.length, job.output),
    isSpoiler: job.isSpoiler,
  };
}

/**
 * The picture with its settings in the file, so that it tells how it was made wherever it goes; without a word in it where
 * the server wants that, or where the words would make it heavier than `maxBytes`. What the service wrote is taken out
 * either way. JPEG and WebP stay as they are.
 */
export function labelPicture(image: ImageFile, job: Job, maxBytes: number): ImageFile {
  if (image.format !== 'png') return image;
  const labelled = job.isUnlabelled ? null : writeSettings(image.bytes, settingsInFile(job, image));
  const fits = labelled !== null && labelled.byteLength <= maxBytes;
  return { ...image, bytes: fits ? labelled : stripText(image.bytes) };
}

/**
 * A picture's settings as the field's tools write and read them: the prompt, what shall not be there, then one line of
 * `Name: value` with commas in between. Nothing of the member, the server or the cost.
 */
export function settingsInFile({ settings, modelTitle }: Job, { widthPx, heightPx }: ImageFile): string {
  const { steps, quality, resolution, loras, form: { seed = null, negative } = {} } = settings;
  const facts: readonly (readonly [string, string | number | null])[] = [
    ['Steps', steps],
    ['Seed', seed === null ? null : String(seed)],
    ['Size', `${widthPx}x${heightPx}`],
    ['Model', modelTitle],
    ['Quality', quality],
    ['Resolution', resolution],
    ['LoRA', loras.map(({ file, strength }) => `${shownLora(file)} at ${strength}`).join('; ')],
    ['Version', 'Easel'],
  ];
  const known = facts.flatMap(([name, value]) =>
    value === null || value === '' ? [] : [`${name}: ${quoted(String(value))}`],
  );
  const words = [settings.prompt, ...(negative === undefined ? [] : [`Negative prompt: ${negative}`])];
  return [...words.map((text) => visible(String(text))), known.join(', ')].join('\n');
}

/** In quotes where the value would otherwise be read as more than one. */
function quoted(value: string): string {
  return /[,:\n]/.test(value) ? JSON.stringify(value) : value;
}

interface KeepDeps {
  readonly kept: Pick<KeptPictures, 'keep'>;
  readonly log: Log;
}

/**
 * Makes the function that keeps a paid picture in a size that any channel takes. It never throws; false is in the log. Videos, sounds and models
 * are too large for the store.
 */
export function createKeepPictures({ kept, log }: KeepDeps): (delivery: Delivery) => Promise<boolean> {
  return async ({ job, media }) => {
    try {
      const maxBytes = bytesPerFile({ media }, limits.defaultAttachmentBytes);
      const fitted: ImageFile[] = [];
      for (const file of media.slice(0, limits.filesPerMessage)) {
        const picture = await loadPicture(file);
        if (picture === null)
          throw new BotError('delivery.too_large', `${file.format} files are not kept in the store`);
        fitted.push(await fitUpload(picture, maxBytes));
      }
      await kept.keep(job, fitted);
      return true;
    } catch (error) {
      log.error({ job: job.id, detail: asBotError(error).message }, 'a paid result could neither be posted nor kept');
      return false;
    }
  };
}
