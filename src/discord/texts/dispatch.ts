import { lazyTexts } from '#i18n/message.ts';
import { t } from '#i18n/t.ts';

/** What is said before any command has a say. */
export const dispatchTexts = lazyTexts(
  ['serversOnly', 'unknown', 'restarting', 'notAllowed', 'unknownServer', 'tooFast'],
  (what) => t(`dispatch.${what}`),
);

/** An option names something of another server. */
export const foreignTexts = lazyTexts(['channel', 'role', 'user'], (kind) => t(`dispatch.foreign.${kind}`));

/** What is said when a request was taken later than usual. */
export const acceptedTexts = {
  inChannel: (userId: string) => t('accepted.inChannel', { member: `<@${userId}>` }),
  elsewhere: (link: string) => t('accepted.elsewhere', { link }),
} as const;
