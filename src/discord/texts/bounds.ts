import type { ErrorFacts } from '#core/errors.ts';
import { escapeText } from '#i18n/escape.ts';
import { credits, moment } from '#i18n/money.ts';
import { t } from '#i18n/t.ts';

/** What the operator has paused; else how many pictures are in the making, and how many requests may be. */
export function busy(facts: ErrorFacts): string {
  const { rule, reason, model } = facts;
  if (rule === 'paused') return t('error.paused', { notice: escapeText(reason ?? '', 300) });
  if (rule === 'service') return t('error.servicePaused', { model: escapeText(model ?? '', 100) });
  return tooMany(facts);
}

function tooMany({ limit, rule, pictures }: ErrorFacts): string {
  if (rule === 'approval') return limit ? t('error.busyApprovalsLimit', { count: limit }) : t('error.busyApprovals');
  if (rule === 'guild') {
    if (!limit) return t('error.busyServer');
    const making = t('error.busyServerMaking', { count: pictures ?? limit });
    return `${making} ${t('error.busyServerLimit', { count: limit })}`;
  }
  if (!limit) return t('error.busy');
  return `${t('error.busyMaking', { count: pictures ?? limit })} ${t('error.busyLimit', { count: limit })}`;
}

/** The operator's own bounds come before any balance. */
export function quota({ price, left, renewsAtMs, rule }: ErrorFacts): string {
  if (rule === 'operator' || rule === 'operator_guild') {
    return t(rule === 'operator' ? 'error.dayLimit' : 'error.dayLimitServer', { when: moment(renewsAtMs ?? 0, 'R') });
  }
  const renewal = renewsAtMs === undefined ? '' : ` ${t('error.renews', { when: moment(renewsAtMs, 'R') })}`;
  return `${shortage(price, left)}${renewal}`;
}

function shortage(price: number | undefined, left: number | undefined): string {
  if (price === undefined) return left === undefined ? t('error.quota') : t('error.quotaLeft', { left });
  const cost = { credits: credits(price) };
  return left === undefined ? t('error.price', cost) : t('error.priceLeft', { ...cost, left });
}
