import { asBotError } from '#core/errors.ts';
import type { Log } from '#core/log.ts';
import type { Delivery } from '#jobs/job.ts';
import { fitUpload } from '#media/fit-upload.ts';
import type { ImageFile } from '#media/media.ts';
import type { KeptPictures } from '#members/kept-pictures.ts';
import { limits } from '../messages/limits.ts';
import { bytesPerFile } from './deliver.ts';

/** @see createKeepPictures */
export interface KeepDeps {
  readonly kept: Pick<KeptPictures, 'keep'>;
  readonly log: Log;
}

/** Makes the function that keeps a paid picture in a size that any channel takes. It never throws; false is in the log. */
export function createKeepPictures({ kept, log }: KeepDeps): (delivery: Delivery) => Promise<boolean> {
  return async ({ job, images }) => {
    try {
      const maxBytes = bytesPerFile({ images }, limits.defaultAttachmentBytes);
      const fitted: ImageFile[] = [];
      for (const image of images.slice(0, limits.filesPerMessage)) fitted.push(await fitUpload(image, maxBytes));
      await kept.keep(job, fitted);
      return true;
    } catch (error) {
      log.error({ job: job.id, detail: asBotError(error).message }, 'a paid picture could neither be posted nor kept');
      return false;
    }
  };
}
