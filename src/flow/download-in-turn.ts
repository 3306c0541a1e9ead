import type { Download } from '../domain/ports.ts';
import type { Slots } from '../domain/slots.ts';

/** Fetches a few pictures at once, those of all jobs counted; the others wait in order, and one that is stopped meanwhile is not fetched. */
export function downloadInTurn(download: Download, slots: Slots): Download {
  return (image, provider, signal) => slots.run(() => download(image, provider, signal), signal);
}
