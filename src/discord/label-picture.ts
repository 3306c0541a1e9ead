import type { ImageFile, Job } from '../domain/job.ts';
import { stripText, writeSettings } from './png-text.ts';
import { settingsInFile } from './wording/settings-in-file.ts';

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
