import type { Balance } from '#credits/credits.ts';
import { inlineCode } from '#i18n/escape.ts';
import { textsBy } from '#i18n/message.ts';
import { credits } from '#i18n/money.ts';
import { say } from '#i18n/t.ts';
import { untilText } from '#i18n/time.ts';

/** What `/privacy show` tells. */
export interface HeldText {
  /** How many of what, by its name in the export. */
  readonly counts: ReadonlyMap<string, number>;
  readonly balance: Pick<Balance, 'bonus' | 'held'>;
  /** Null when the member is not suspended. */
  readonly suspendedUntilMs: number | null;
  readonly promptRetentionDays: number;
}

/** The lists of an export that have a name for people. */
const namedLists = [
  'history',
  'holds',
  'jobs',
  'parkedRequests',
  'pickedPictures',
  'keptPictures',
  'presets',
  'favourites',
  'lastChoice',
  'strikes',
  'reportedIds',
] as const;

/** The answers of `/privacy`. */
export const privacyTexts = textsBy(
  ['notYours', 'kept', 'erased', 'busy', 'fileDescription', 'deleteButton', 'keepButton'],
  (what) => {
    if (what === 'deleteButton') return say('privacy.delete.label');
    return what === 'keepButton' ? say('privacy.keep.label') : say(`privacy.${what}`);
  },
);

/** `/privacy show`. */
export function heldText({ counts, balance, suspendedUntilMs, promptRetentionDays }: HeldText): string {
  return [
    say('privacy.held'),
    say('privacy.balance', { bonus: credits(balance.bonus), held: credits(balance.held) }),
    ...[...counts].map(([list, count]) => say('privacy.count', { name: nameOf(list), count })),
    ...(suspendedUntilMs === null ? [] : [say('privacy.suspended', { until: untilText(suspendedUntilMs) })]),
    say('privacy.retention', { days: promptRetentionDays }),
    say('privacy.ownActs'),
    say('privacy.ways'),
    say('privacy.policy'),
  ].join('\n');
}

function nameOf(list: string): string {
  const named = namedLists.find((each) => each === list);
  return named === undefined ? list : say(`privacy.${named}`);
}

/** Above the file of `/privacy export`; `leftOut` is how many of what did not fit. */
export function exportText(leftOut: ReadonlyMap<string, number>): string {
  const ownActs = say('privacy.ownActs');
  if (leftOut.size === 0) return say('privacy.exported', { ownActs });
  const missing = [...leftOut].map(([name, count]) => `${inlineCode(name)} ${count}`).join(', ');
  return say('privacy.exportedPart', { missing, ownActs });
}

/** The question of `/privacy delete`, with what is lost. */
export function deleteText({ bonus, pool }: Pick<Balance, 'bonus' | 'pool'>): string {
  const back = pool === 'unlimited' ? 'privacy.losesBonus' : 'privacy.returnsBonus';
  return [
    say('privacy.question'),
    ...(bonus === 0 ? [] : [say(back, { credits: credits(bonus) })]),
    say('privacy.losesTexts'),
    say('privacy.keepsAmounts'),
    say('privacy.keepsPictures'),
    say('privacy.keepsForATime'),
    say('privacy.keepsActs'),
  ].join('\n');
}
