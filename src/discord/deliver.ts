import { BotError } from '../domain/errors.ts';
import type { MessageId } from '../domain/ids.ts';
import type { Delivery, ImageFile } from '../domain/job.ts';
import type { Slots } from '../domain/slots.ts';
import { fitUpload } from './fit-upload.ts';
import { labelPicture } from './label-picture.ts';
import { limits, pace } from './limits.ts';
import type { Attachment, Button } from './message.ts';
import type { ReplyMessage } from './reply-message.ts';
import { altText, resultText } from './wording/result.ts';

/** Room in a request for everything but the files. */
const requestMarginBytes = 256 * 1024;
/** After a 413 the files are made this much smaller, once. */
const secondTryShare = 0.5;

/** @see deliver */
export interface DeliverOptions {
  readonly message: ReplyMessage;
  readonly attachmentLimitBytes: number;
  readonly buttons: readonly Button[];
  /** Bounds what encoding and uploading hold in memory. */
  readonly slots: Slots;
}

/**
 * Posts the pictures with their facts, made smaller where they would not fit.
 *
 * @throws {@link BotError} `delivery.*`
 */
export function deliver(delivery: Delivery, options: DeliverOptions): Promise<MessageId | null> {
  return options.slots.run(async () => {
    const maxBytes = bytesPerFile(delivery, options.attachmentLimitBytes);
    const images = await fitAll(delivery, maxBytes);
    try {
      return await post({ ...delivery, images }, options);
    } catch (error) {
      if (!(error instanceof BotError) || error.code !== 'delivery.too_large') throw error;
      const heaviest = Math.max(...images.map(({ bytes }) => bytes.byteLength));
      const smaller = await fitAll(delivery, Math.floor(heaviest * secondTryShare));
      return post({ ...delivery, images: smaller }, options);
    }
  });
}

function post(delivery: Delivery, { message, buttons }: DeliverOptions): Promise<MessageId | null> {
  const files = delivery.images.map((image, index) => attachmentOf(delivery, image, index));
  return message.write(
    { content: resultText(delivery), buttons, files },
    { budgetMs: pace.deliveryBudgetMs, anew: 'picture' },
  );
}

async function fitAll({ images, job }: Delivery, maxBytes: number): Promise<readonly ImageFile[]> {
  const fitted: ImageFile[] = [];
  // One after the other: each of them holds a whole bitmap while it is encoded.
  for (const image of images.slice(0, limits.filesPerMessage)) {
    fitted.push(await fitUpload(labelPicture(image, job, maxBytes), maxBytes));
  }
  return fitted;
}

function bytesPerFile({ images }: Delivery, attachmentLimitBytes: number): number {
  const count = Math.min(Math.max(images.length, 1), limits.filesPerMessage);
  return Math.min(attachmentLimitBytes, Math.floor((limits.requestBytes - requestMarginBytes) / count));
}

function attachmentOf({ job, images }: Delivery, image: ImageFile, index: number): Attachment {
  const extension = image.format === 'jpeg' ? 'jpg' : image.format;
  return {
    name: `${job.isSpoiler ? 'SPOILER_' : ''}easel-${job.id}-${index + 1}.${extension}`,
    mediaType: `image/${image.format}`,
    bytes: image.bytes,
    description: altText(job, index, images.length),
  };
}
