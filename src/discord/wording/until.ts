import { foreverAtMs } from '../duration.ts';
import { moment } from './money.ts';
import { say } from './say.ts';

/** When a suspension ends, to stand within a sentence: `until <date>`, or that a moderator has to end it. */
export function untilText(atMs: number): string {
  return atMs >= foreverAtMs ? say('mod.untilLifted') : say('mod.untilMoment', { when: moment(atMs, 'f') });
}

/** The same with how long that is from now. */
export function untilInText(atMs: number): string {
  return atMs >= foreverAtMs
    ? untilText(atMs)
    : say('mod.until', { when: moment(atMs, 'f'), inTime: moment(atMs, 'R') });
}
