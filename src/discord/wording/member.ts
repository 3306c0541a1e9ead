import { say } from './say.ts';

/** What is left of members who had their data deleted stands under a name that is no id. */
export function isMemberId(key: string): boolean {
  return /^\d{1,20}$/u.test(key);
}

/** A member as Discord shows one, also where nobody knows any more who it was. */
export function mention(userId: string): string {
  return isMemberId(userId) ? `<@${userId}>` : say('member.erased');
}
