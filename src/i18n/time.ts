import { moment } from './money.ts';
import { t } from './t.ts';

/** When a suspension ends, to stand within a sentence: `until <date>`, or that a moderator has to end it. */
export function untilText(atMs: number): string {
  return atMs >= foreverAtMs ? t('mod.untilLifted') : t('mod.untilMoment', { when: moment(atMs, 'f') });
}

/** The same with how long that is from now. */
export function untilInText(atMs: number): string {
  return atMs >= foreverAtMs ? untilText(atMs) : t('mod.until', { when: moment(atMs, 'f'), inTime: moment(atMs, 'R') });
}

/** The end of a suspension without an end: far enough, and a date that Discord can show. */
export const foreverAtMs = Date.UTC(9999, 0, 1);

const unitMs: ReadonlyMap<string, number> = new Map([
  ['m', 60_000],
  ['h', 60 * 60_000],
  ['d', 24 * 60 * 60_000],
  ['w', 7 * 24 * 60 * 60_000],
]);
const longestMs = 3650 * 24 * 60 * 60_000;

/** When something ends that begins at `nowMs` and lasts as long as was typed: one number with one unit, or `forever`; else null. */
export function suspensionEnd(typed: string, nowMs: number): number | null {
  const text = typed.trim().toLowerCase();
  if (text === 'forever') return foreverAtMs;
  const [, count = '', unit = ''] = /^([1-9]\d{0,6}) ?([mhdw])$/u.exec(text) ?? [];
  const lastsMs = Number(count) * (unitMs.get(unit) ?? 0);
  return lastsMs > 0 && lastsMs <= longestMs ? nowMs + lastsMs : null;
}
