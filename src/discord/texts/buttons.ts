import { textsBy } from '#i18n/message.ts';
import { say } from '#i18n/t.ts';

/** What stands on buttons. */
export const buttonTexts = textsBy(
  [
    'cancel',
    'again',
    'change',
    'edit',
    'favourite',
    'report',
    'delete',
    'make',
    'no',
    'ask',
    'approve',
    'decline',
    'deletePicture',
    'strike',
    'suspend',
    'previous',
    'next',
    'older',
    'newer',
    'retry',
    'reopen',
  ],
  (button) => say(`button.${button}.label`),
);

/** Buttons that stand for one of several. */
export const numberedTexts = {
  fetch: (number: number) => say('kept.show', { number }),
  pick: (number: number) => say('edit.pick', { number }),
} as const;
