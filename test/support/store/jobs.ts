import { channelId, jobId, messageId } from '#core/ids.ts';
import type { Store } from '#db/open-store.ts';
import type { Job } from '#jobs/job.ts';
import { saveJobIn } from '#jobs/job-store.ts';
import { ada, guild, wednesdayMs } from './money.ts';

/** A job as it is first written down, unless told. */
export function jobOf(id: string, changes: Partial<Job> = {}): Job {
  return {
    id: jobId(id),
    guildId: guild,
    channelId: channelId('800000000000000001'),
    userId: ada,
    modelId: 'flux-2-klein-9b',
    modelTitle: 'FLUX.2 [klein] 9B',
    provider: 'runninghub',
    endpoint: 'some/endpoint',
    settings: {
      prompt: 'a lighthouse',
      size: { kind: 'ratio', ratio: '16:9' },
      steps: 4,
      quality: null,
      resolution: null,
      format: 'png',
      loras: [{ file: ' Ink wash.safetensors', strength: 0.8 }],
      images: [],
      count: 1,
    },
    credits: 7,
    replyTo: {
      applicationId: '700000000000000001',
      channelId: channelId('800000000000000001'),
      messageId: messageId('600000000000000001'),
      sealedToken: null,
      tokenExpiresAtMs: wednesdayMs + 900_000,
      isPrivate: false,
      locale: 'de',
      guildLocale: null,
      attachmentLimitBytes: 10_485_760,
      canUseChannel: true,
    },
    tickets: [],
    picturesPerTicket: 1,
    state: 'opened',
    isSpoiler: false,
    openedAtMs: wednesdayMs,
    submittedAtMs: null,
    endedAtMs: null,
    cancelledBy: null,
    error: null,
    came: null,
    charged: null,
    ...changes,
  };
}

/** Writes a job down as it was at an earlier moment: a save never opens one that is closed. */
export async function rewriteJob({ database }: Pick<Store, 'database'>, job: Job): Promise<void> {
  await database.query('DELETE FROM jobs WHERE job_id = $1', [job.id]);
  await saveJobIn(database, job);
}
