import { say } from './say.ts';

/** What is said when a request was taken later than usual. */
export const acceptedTexts = {
  inChannel: (userId: string) => say('accepted.inChannel', { member: `<@${userId}>` }),
  elsewhere: (link: string) => say('accepted.elsewhere', { link }),
} as const;
