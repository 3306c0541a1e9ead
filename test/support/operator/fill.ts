import { guildId, jobId, userId } from '#core/ids.ts';
import { reserveIn, settleIn } from '#credits/ledger.ts';
import type { Store } from '#db/open-store.ts';
import type { Job } from '#jobs/job.ts';
import { saveJobIn } from '#jobs/job-store.ts';
import { jobOf } from '../store/jobs.ts';
import { termsOf } from '../store/money.ts';

/** How much is put into a store. */
export interface Filling {
  readonly jobs: number;
  readonly guilds: number;
  readonly nowMs: number;
}

const models = [
  { modelId: 'flux-2-klein-9b', modelTitle: 'FLUX.2 klein 9B', provider: 'runninghub', credits: 7 },
  { modelId: 'nano-banana-2', modelTitle: 'Nano Banana 2', provider: 'runcomfy', credits: 23 },
  { modelId: 'gpt-image-2', modelTitle: 'GPT Image 2', provider: 'runninghub', credits: 130 },
  { modelId: 'seedream-4.5', modelTitle: 'Seedream 4.5', provider: 'runninghub', credits: 28 },
  { modelId: 'wan-2.7-video', modelTitle: 'Wan 2.7 video', provider: 'runcomfy', credits: 310, output: 'video' },
] as const;
const prompts = [
  'a red fox in snow, morning light',
  'a lighthouse in a storm, oil on canvas',
  'a poster for the summer fair: "Lanterns, music, rain or shine"',
  'isometric workshop of a clock maker, warm lamps',
];
const hourMs = 3_600_000;
const atOnce = 500;
/** From the service's end of a job to its post. */
export const filledLagMs = 900;

/** Jobs as the bot writes them, through its own ledger: spread over the last thirty days, more of them lately; the newest are under way. */
export async function fillStore({ database }: Store, { jobs, guilds, nowMs }: Filling): Promise<void> {
  const policy = termsOf(1_000_000);
  for (let from = 0; from < jobs; from += atOnce) {
    await database.transaction(async (transaction) => {
      for (let index = from; index < Math.min(jobs, from + atOnce); index += 1) {
        const job = jobAt(index, jobs, guilds, nowMs);
        const { id, guildId: guild, userId: user, credits, modelId: model, openedAtMs } = job;
        const expiresAtMs = openedAtMs + hourMs;
        await reserveIn(
          transaction,
          { id, guildId: guild, userId: user, credits, model, policy, expiresAtMs },
          () => openedAtMs,
        );
        if (job.endedAtMs !== null && job.charged !== null && job.charged > 0) {
          const atMs = job.endedAtMs - filledLagMs;
          await settleIn(transaction, { guildId: guild, id, credits: job.charged, pictures: 1 }, () => atMs);
        }
        await saveJobIn(transaction, job);
      }
    });
  }
}

/** How a job stands; `fate` is 0 to 99. */
function endOf(fate: number, credits: number): Partial<Job> {
  if (fate < 6) {
    const error = fate < 3 ? 'provider.failed' : fate < 5 ? 'provider.rejected' : 'media.unfetchable';
    return { state: 'failed', error, charged: 0 };
  }
  const amount = (credits * (0.9 + (fate % 9) / 50)) / 1000;
  const costs: Job['costs'] = fate < 90 ? [{ currency: 'USD', amount }] : undefined;
  return { state: 'delivered', came: 1, charged: credits, costs };
}

/** The oldest first. Always the same ones; the last nine are under way. */
function jobAt(index: number, jobs: number, guilds: number, nowMs: number): Job {
  const age = (1 - index / jobs) ** 2;
  const openedAtMs = Math.floor(nowMs - age * 30 * 24 * hourMs - 4_000);
  const model = models[((index * 7) % 11) % models.length] ?? models[0];
  const isOpen = index >= jobs - 9;
  const isSent = !isOpen || index % 3 > 0;
  const tookMs = 2_400 + (index % 17) * 730 + ('output' in model ? 41_000 : 0);
  const member = (index * 13) % Math.max(3, Math.floor(guilds * 1.7));
  return jobOf(filledJobId(index), {
    ...model,
    guildId: guildId(String(900_000_000_000_000_000n + BigInt((index * 37) % guilds))),
    userId: userId(String(100_000_000_000_000_000n + BigInt(member))),
    endpoint: `openapi/${model.modelId}`,
    listCredits: model.credits,
    settings: { ...jobOf('0').settings, prompt: prompts[index % prompts.length] ?? '', loras: [] },
    openedAtMs,
    submittedAtMs: isSent ? openedAtMs + 350 + (index % 5) * 120 : null,
    tickets: isSent ? [{ provider: model.provider, remoteId: `r-${index}` }] : [],
    ...(isOpen
      ? { state: isSent ? ('submitted' as const) : ('opened' as const) }
      : { endedAtMs: openedAtMs + tookMs, ...endOf((index * 31) % 100, model.credits) }),
  });
}

/** A job of {@link fillStore}, by its number. */
export function filledJobId(index: number) {
  return jobId(String(1_400_000_000_000_000_000n + BigInt(index)));
}
