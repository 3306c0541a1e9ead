import type { Balance } from '#credits/credits.ts';
import { inlineCode } from '#i18n/escape.ts';
import { credits } from '#i18n/money.ts';
import { t } from '#i18n/t.ts';
import { untilText } from '#i18n/time.ts';

/** The lists of an export that have a name for people. */
const namedLists = [
  'history',
  'holds',
  'jobs',
  'pendingRequests',
  'pickedPictures',
  'keptPictures',
  'presets',
  'favourites',
  'lastChoice',
  'strikes',
  'reportedIds',
] as const;

/** `/privacy show`. */
export function heldText({
  counts,
  balance,
  suspendedUntilMs,
  promptRetentionDays,
}: {
  /** How many entries each list of the export has, by the list's name. */
  readonly counts: ReadonlyMap<string, number>;
  readonly balance: Pick<Balance, 'bonus' | 'held'>;
  /** Null when the member is not suspended. */
  readonly suspendedUntilMs: number | null;
  readonly promptRetentionDays: number;
}): string {
  return [
    t('privacy.held'),
    t('privacy.balance', { bonus: credits(balance.bonus), held: credits(balance.held) }),
    ...[...counts].map(([list, count]) => t('privacy.count', { name: nameOf(list), count })),
    ...(suspendedUntilMs === null ? [] : [t('privacy.suspended', { until: untilText(suspendedUntilMs) })]),
    t('privacy.retention', { days: promptRetentionDays }),
    t('privacy.ownActs'),
    t('privacy.ways'),
    t('privacy.policy'),
  ].join('\n');
}

function nameOf(list: string): string {
  const named = namedLists.find((each) => each === list);
  return named === undefined ? list : t(`privacy.${named}`);
}

/** Above the file of `/privacy export`; `leftOut` is how many of what did not fit. */
export function exportText(leftOut: ReadonlyMap<string, number>): string {
  const ownActs = t('privacy.ownActs');
  if (leftOut.size === 0) return t('privacy.exported', { ownActs });
  const missing = [...leftOut].map(([name, count]) => `${inlineCode(name)} ${count}`).join(', ');
  return t('privacy.exportedPart', { missing, ownActs });
}

/** The question of `/privacy delete`, with what is lost. */
export function deleteText({ bonus, pool }: Pick<Balance, 'bonus' | 'pool'>): string {
  const back = pool === 'unlimited' ? 'privacy.losesBonus' : 'privacy.returnsBonus';
  return [
    t('privacy.question'),
    ...(bonus === 0 ? [] : [t(back, { credits: credits(bonus) })]),
    t('privacy.losesTexts'),
    t('privacy.keepsAmounts'),
    t('privacy.keepsPictures'),
    t('privacy.keepsForATime'),
    t('privacy.keepsActs'),
  ].join('\n');
}
