import type { Clock } from '#core/clock.ts';
import { asBotError } from '#core/errors.ts';
import type { Log } from '#core/log.ts';
import type { FitVideo } from '#media/fit-video.ts';
import type { KeptMedia } from '#media/kept-media.ts';
import { kindOf } from '#media/media.ts';
import type { Scratch } from '#media/scratch.ts';
import type { LargeMedia } from './reply-message.ts';

/** What there is for files that are too large; null for what this installation has not. */
interface LargeMediaDeps {
  readonly scratch: Pick<Scratch, 'pathFor'>;
  readonly kept: Pick<KeptMedia, 'keep' | 'forget'> | null;
  readonly fitVideo: FitVideo;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

/** Services keep what they have made for a day. @see reference/providers.md, section 2.3; read 2026-11-28 */
const serviceKeepsMs = 24 * 60 * 60_000;

/** A video is written smaller where ffmpeg is there; else the file is kept behind a link; else the service's own link is told. */
export function createLargeMedia({ scratch, kept, fitVideo, clock, log }: LargeMediaDeps): LargeMedia {
  return {
    async fit(file, job, maxBytes) {
      if (kindOf(file) !== 'video') return null;
      return fitVideo(file, maxBytes, await scratch.pathFor(job, 'mp4')).catch(() => null);
    },
    async link(file, job) {
      const { address } = file;
      const ownLink = address === undefined ? null : { url: address, untilMs: clock.now() + serviceKeepsMs };
      if (kept === null) return ownLink;
      return kept.keep(file, job).catch((error: unknown) => {
        log.error({ job, detail: asBotError(error).message }, 'a large file could not be kept');
        return ownLink;
      });
    },
    async forget(job) {
      await kept?.forget(job).catch((error: unknown) => {
        log.error(
          { job, detail: asBotError(error).message },
          'a large file could not be deleted; it is when its link ends',
        );
      });
    },
  };
}
