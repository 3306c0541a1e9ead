import type { Balance } from '../../domain/credits.ts';
import { inlineCode } from './escape.ts';
import { credits, moment } from './money.ts';

/** What `/privacy show` tells. */
export interface HeldText {
  /** How many of what, by its name in the export. */
  readonly counts: ReadonlyMap<string, number>;
  readonly balance: Pick<Balance, 'bonus' | 'held'>;
  /** Null when the member is not suspended. */
  readonly suspendedUntilMs: number | null;
  readonly promptRetentionDays: number;
}

const names: ReadonlyMap<string, string> = new Map([
  ['history', 'Lines in the journal of credits'],
  ['holds', 'Prices that were set aside for pictures'],
  ['jobs', 'Pictures with their options, times and prices'],
  ['parkedRequests', 'Requests that waited for your word or for an approval'],
  ['presets', 'Presets'],
  ['favourites', 'Favourites'],
  ['lastChoice', 'Your last choice of model and size'],
  ['strikes', 'Strikes with their reasons'],
]);

/** The answers of `/privacy`. */
export const privacyTexts = {
  notYours: 'This button belongs to somebody else. Nothing was deleted.',
  kept: 'Nothing was deleted.',
  erased: 'Done: what Easel held about you on this server is deleted.',
  busy: `Something of yours is still under way: a picture in the making, or credits set aside for one. Wait for it or stop it with ${inlineCode('/jobs cancel')}, then delete again. Nothing was deleted.`,
  fileDescription: 'What Easel holds about you on this server, as JSON',
  deleteButton: 'Delete it all',
  keepButton: 'Keep it',
} as const;

const ownActs = 'What you did as a moderator or manager stands in the server’s own journal and is not part of it.';

/** `/privacy show`. */
export function heldText({ counts, balance, suspendedUntilMs, promptRetentionDays }: HeldText): string {
  const lines = [...counts].map(([name, count]) => `- ${names.get(name) ?? name}: ${count}`);
  const suspension = suspendedUntilMs === null ? [] : [`- Suspended until ${moment(suspendedUntilMs, 'f')}`];
  return [
    'What Easel holds about you on this server, all of it under your Discord id:',
    `- Bonus: ${credits(balance.bonus)}; set aside for pictures in the making: ${credits(balance.held)}`,
    ...lines,
    ...suspension,
    `A prompt is deleted ${promptRetentionDays} days after its picture has ended. Names, messages and the pictures themselves are not kept.`,
    ownActs,
    `${inlineCode('/privacy export')} sends you all of it as a file; ${inlineCode('/privacy delete')} deletes it.`,
    'The privacy policy is published by whoever runs this Easel: open its profile and choose Privacy Policy.',
  ].join('\n');
}

/** Above the file of `/privacy export`; `leftOut` is how many of what did not fit. */
export function exportText(leftOut: ReadonlyMap<string, number>): string {
  if (leftOut.size === 0) return `Everything that Easel holds about you on this server. ${ownActs}`;
  const missing = [...leftOut].map(([name, count]) => `${inlineCode(name)} ${count}`).join(', ');
  return `The newest of what Easel holds about you on this server. It is more than one file can carry; left out of the older ones: ${missing}. Ask whoever runs this Easel for the rest. ${ownActs}`;
}

/** The question of `/privacy delete`, with what is lost. */
export function deleteText({ bonus, pool }: Pick<Balance, 'bonus' | 'pool'>): string {
  const back = pool === 'unlimited' ? 'they are gone' : 'they go back to the server’s pool';
  const money = bonus === 0 ? [] : [`- You lose your bonus of **${credits(bonus)}**; ${back}.`];
  return [
    'Delete what Easel holds about you on this server? This cannot be undone.',
    ...money,
    '- Your prompts, your presets, favourites and last choice, the reasons of your strikes and your requests that wait are deleted.',
    '- Amounts and times stay in the server’s journal without your id, so that its books add up. Pictures can no longer be refunded or made again with their button.',
    '- Pictures and messages that are posted stay in their channels.',
    '- Until they are over, these stay: what you have used of your allowance, the end of a suspension, and for 90 days the days of strikes that are not forgiven.',
    '- If you are a moderator: that it was you who changed other members’ credits or the server’s setup stays.',
  ].join('\n');
}
