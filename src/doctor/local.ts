import type { Model } from '#catalog/model.ts';
import { unverifiedRoutes } from '#catalog/unverified.ts';
import type { Config } from '#config/config.ts';
import { asBotError } from '#core/errors.ts';
import { type Finding, fine, note, wrong } from '#core/finding.ts';
import type { Log } from '#core/log.ts';
import { isInUse, openStore, withoutPassword } from '#db/open-store.ts';
import { creditsOf } from '#jobs/actual-cost.ts';
import type { Job } from '#jobs/job.ts';
import { createJobs } from '#jobs/job-store.ts';
import { hasFfmpeg } from '#media/fit-video.ts';
import { listenError } from '#surroundings.ts';

/** Jobs whose costs are compared with the price list: the newest ones, since prices change. */
const comparedJobs = 5_000;
/** A store that another process holds is let go soon, or not at all. */
const lockWaitMs = 200;

/**
 * Opens the store as a start does, looks at what its jobs have cost, and closes it again. One that Easel is using right now is as
 * it should be.
 */
export async function examineStore({ storeUrl }: Config, log: Log): Promise<readonly Finding[]> {
  const url = withoutPassword(storeUrl);
  try {
    const store = await openStore({ url: storeUrl, log, lockWaitMs, claim: 'alone' });
    const jobs = await createJobs({ store, log })
      .listNewest(comparedJobs)
      .finally(() => store.close());
    return [fine('Store', `${url} opens`), ...examineCosts(jobs)];
  } catch (error) {
    if (isInUse(error)) {
      const used = fine('Store', `${url} is in use, by a running Easel as it seems`);
      return [used, note('Costs', 'not compared while the store is in use', 'look at easel_actual_cost_credits_total')];
    }
    return [wrong('Store', asBotError(error).message, 'check STORE_URL, the folder’s permissions and the disk')];
  }
}

/** Whether Easel can listen at its port; a running one has it. */
export async function examinePort({ http }: Config): Promise<Finding> {
  if (http === null) return note('Operations server', 'off (HTTP_PORT is 0)');
  const error = await listenError(http);
  if (error === null) return fine('Operations server', `can listen on ${http.host}:${http.port}`);
  const code = String(Reflect.get(error, 'code'));
  if (code === 'EADDRINUSE') {
    const advice = 'where Easel is not running, choose another HTTP_PORT';
    return note(
      'Operations server',
      `something listens on ${http.host}:${http.port}, a running Easel as it seems`,
      advice,
    );
  }
  return wrong(
    'Operations server',
    `cannot listen on ${http.host}:${http.port} (${code})`,
    'check HTTP_HOST and HTTP_PORT',
  );
}

/** What outgoing connections go through. Whether it works is seen by everything that is asked. */
export function examineProxy({ proxy }: Config): readonly Finding[] {
  if (proxy === null) return [];
  const direct = proxy.noProxy.length === 0 ? 'no exceptions (NO_PROXY)' : `except ${proxy.noProxy.join(', ')}`;
  return [note('Proxy', `outgoing connections go through ${new URL(proxy.url).host} (HTTPS_PROXY), ${direct}`)];
}

/** Where pictures may come from. */
export function examineImageHosts({ imageHosts }: Config): Finding {
  const more = imageHosts.length === 0 ? 'no others (IMAGE_HOSTS)' : imageHosts.join(', ');
  return note('Image hosts', `public https addresses and the services’ base URLs; of private hosts ${more}`);
}

/** What the operator's money is bounded by. */
export function examineBounds({ allowedGuilds, spendLimits, ...limits }: Config): Finding {
  const { maxActiveJobsPerMember: perMember, maxActiveJobsPerGuild: perGuild } = limits;
  const atOnce = `${perMember} pictures at once per member, ${perGuild} per server`;
  const perDay = spendLimits.perGuild === null ? '' : `, each at most ${spendLimits.perGuild}`;
  const servers = serversOf(allowedGuilds);
  if (spendLimits.all !== null) {
    const together = `all servers together spend at most ${spendLimits.all} credits a day${perDay}`;
    return fine('Limits', `${servers}; ${together}; ${atOnce}`);
  }
  const detail = `${servers}; no limit for a day of all servers together${perDay}; ${atOnce}`;
  return note('Limits', detail, allowedGuilds === '*' ? 'set DAILY_SPEND_LIMIT: any server may use your keys' : null);
}

function serversOf(allowed: Config['allowedGuilds']): string {
  if (allowed === '*') return 'any server (ALLOWED_GUILDS)';
  if (allowed === null) return 'the servers in which the application’s owner or a member of its team is a member';
  return `${allowed.length} ${allowed.length === 1 ? 'server' : 'servers'} (ALLOWED_GUILDS)`;
}

/** Whether services can call back cannot be seen from inside. */
export function examineWebhooks({ publicUrl }: Config): Finding {
  if (publicUrl === null) return note('Webhooks', 'off: Easel asks for its jobs by itself, which always works');
  const advice = `open ${publicUrl}/webhooks/ from outside: any answer of Easel but a time-out is good`;
  return note('Webhooks', `on at ${publicUrl}; whether that is reached from outside cannot be seen from here`, advice);
}

/** What becomes of a result that is too large for Discord. */
export async function examineLargeFiles({ publicUrl, mediaDays }: Config): Promise<Finding> {
  const isFitted = await hasFfmpeg();
  const rest =
    publicUrl === null ? 'linked at its service' : `kept for ${mediaDays} days behind a link of ${publicUrl}`;
  if (isFitted) return fine('Large files', `videos are made smaller with ffmpeg; what stays too large is ${rest}`);
  const advice = 'install ffmpeg and large videos are shown in Discord';
  return note('Large files', `no ffmpeg on the path: what Discord does not take is ${rest}`, advice);
}

/** How much of the catalogue nobody has tried. */
export function examineRows(models: readonly Model[]): Finding {
  const routes = models.reduce((sum, model) => sum + model.routes.length, 0);
  const doubted = unverifiedRoutes(models).length;
  if (doubted === 0) return fine('Catalogue', `${routes} routes, all of them by the services’ own word`);
  const advice = 'they are listed under Unverified in docs/models.md';
  return note('Catalogue', `${doubted} of ${routes} routes are unverified`, advice);
}

/** So far prices and costs may lie apart: rounding up to whole credits is some percent of a cheap picture. */
const tolerance = 0.1;

interface Sum {
  actual: number;
  listed: number;
  jobs: number;
}

/**
 * Compares what the services say that jobs took with the price list, model by model. A job of which some pictures did not come is
 * left out: its sum may hold what was taken for those.
 */
export function examineCosts(jobs: readonly Job[]): readonly Finding[] {
  const sums = new Map<string, Sum>();
  for (const job of jobs) addTo(sums, job);
  if (sums.size === 0) return [note('Costs', 'no ended job has told yet what it took')];
  const apart = [...sums].flatMap(([subject, sum]) => findingFor(subject, sum) ?? []);
  const close = sums.size - apart.length;
  const agree = fine('Costs', `${close} of ${sums.size} models took what the price list says, within 10 %`);
  return [...(close > 0 ? [agree] : []), ...apart];
}

function addTo(sums: Map<string, Sum>, job: Job): void {
  const actual = creditsOf(job.costs ?? []);
  const { state, came, settings } = job;
  if (actual === null || state !== 'delivered' || (came ?? settings.count) < settings.count) return;
  const listed = job.listCredits ?? job.credits;
  const subject = `${job.modelId} at ${job.provider}`;
  const sum = sums.get(subject) ?? { actual: 0, listed: 0, jobs: 0 };
  sums.set(subject, { actual: sum.actual + actual, listed: sum.listed + listed, jobs: sum.jobs + 1 });
}

/** Null where the list is right. */
function findingFor(subject: string, { actual, listed, jobs }: Sum): Finding | null {
  const share = actual / Math.max(1, listed) - 1;
  if (Math.abs(share) <= tolerance) return null;
  const percent = Math.round(Math.abs(share) * 100);
  const detail = `${subject}: ${jobs} jobs took ${Math.round(actual)} credits of money, ${percent} % ${share > 0 ? 'more' : 'less'} than the price list's ${listed}`;
  return share > 0
    ? wrong('Costs', detail, 'set its price in CATALOG_FILE, as docs/catalog.md says')
    : note('Costs', detail);
}
