import { createHmac, timingSafeEqual } from 'node:crypto';
import { type JobId, jobId } from '../domain/ids.ts';
import type { ProviderName } from '../domain/model.ts';

/**
 * The secret in the address that providers call, made from the bot token so that nothing more has to be configured or
 * stored. The providers sign nothing, so whoever knows the address can wake a job early, and nothing else.
 */
export function webhookSecret(botToken: string): string {
  return createHmac('sha256', botToken).update('easel webhooks, version 1').digest('hex');
}

/** Which job to wake, by which provider. */
export interface Wake {
  readonly provider: ProviderName;
  readonly jobId: JobId;
}

/** Where a provider calls when the job ends. `publicUrl` has no trailing slash. */
export function wakeUrl(publicUrl: string, secret: string, wake: Wake): string {
  return `${publicUrl}/webhooks/${wake.provider}/${secret}/${wake.jobId}`;
}

/** Reads what `wakeUrl` wrote, from the path alone; null for any other path and for a wrong secret. */
export function readWakePath(path: string, secret: string): Wake | null {
  const [, provider, given, id] = /^\/webhooks\/(\w+)\/(\w+)\/([\w-]{1,64})$/.exec(path) ?? [];
  if (given === undefined || id === undefined || !isSame(given, secret)) return null;
  return provider === 'runninghub' || provider === 'runcomfy' ? { provider, jobId: jobId(id) } : null;
}

/** In constant time, whatever the lengths. */
function isSame(given: string, secret: string): boolean {
  const digest = (text: string) => createHmac('sha256', secret).update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
