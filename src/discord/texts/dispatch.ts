import { textsBy } from '#i18n/message.ts';
import { say } from '#i18n/t.ts';

/** What is said before any command has a say. */
export const dispatchTexts = textsBy(
  ['serversOnly', 'unknown', 'restarting', 'notAllowed', 'unknownServer', 'tooFast'],
  (what) => say(`dispatch.${what}`),
);

/** An option names something of another server. */
export const foreignTexts = textsBy(['channel', 'role', 'user'], (kind) => say(`dispatch.foreign.${kind}`));

/** What is said when a request was taken later than usual. */
export const acceptedTexts = {
  inChannel: (userId: string) => say('accepted.inChannel', { member: `<@${userId}>` }),
  elsewhere: (link: string) => say('accepted.elsewhere', { link }),
} as const;
