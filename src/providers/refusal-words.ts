import type { FailureClass } from './failures.ts';
import { speaksOfModeration, withoutTyped } from './moderation-words.ts';

/**
 * What a refusal means by its words alone, for answers whose code and status say no more than that the request was refused.
 * Null where the words say nothing either. `typed` is what the member typed, which a reason may repeat.
 *
 * @see reference/providers.md, sections 2.2, 2.12 and 4.7; read 2026-11-28
 */
export function classByWords(
  reason: string,
  typed: readonly string[],
): Extract<FailureClass, 'filter' | 'auth' | 'balance'> | null {
  if (speaksOfModeration(reason, typed)) return 'filter';
  const own = withoutTyped(reason, typed);
  if (balanceWords.test(own)) return 'balance';
  return authWords.test(own) ? 'auth' : null;
}

const authWords =
  /api ?key ?(?:不存在|无效|is (?:invalid|disabled|expired|unknown)|does not exist|not found)|invalid (?:api ?key|token)|unauthori[sz]ed|useraccounterror/u;
const balanceWords =
  /insufficient (?:\S+ )?(?:balance|funds?|money|credits?)|not enough (?:balance|money|funds?|coins|credits?)|payment required|余额不足|欠费/u;
