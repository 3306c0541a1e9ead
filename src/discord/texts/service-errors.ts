import type { ErrorFacts } from '#core/errors.ts';
import { t } from '#i18n/t.ts';

/** Why the service takes nothing right now. */
export function unavailableText(facts: ErrorFacts): string {
  if (facts.reason === 'restart') return t('error.restarted');
  if (facts.reason === 'paused') return t('error.serviceStopped');
  return workflowText(facts) ?? t(facts.reason === 'unserved' ? 'error.unserved' : 'error.unavailable');
}

/** Why the service did not take a request. */
export function rejectedText(facts: ErrorFacts): string {
  return workflowText(facts) ?? t(facts.contentFilter ? 'error.rejectedByFilter' : 'error.rejected');
}

/** RunningHub's codes for a workflow or an app that it does not hand out. @see reference/providers.md, section 2.12; read 2026-11-28 */
const goneCodes: ReadonlySet<string> = new Set(['380', '810', '901']);
/** Its codes for inputs that a workflow does not have, and Easel's for nodes that can't run. */
const changedCodes: ReadonlySet<string> = new Set(['803', '1101', 'NODE_ERRORS']);

/** What is wrong with a workflow, and who can put it right; null where the error is about something else. */
function workflowText({ providerCode = '' }: Pick<ErrorFacts, 'providerCode'>): string | null {
  if (goneCodes.has(providerCode)) return t('error.workflowGone');
  return changedCodes.has(providerCode) ? t('error.workflowChanged') : null;
}
