import { lazyTexts } from '#i18n/message.ts';
import { t } from '#i18n/t.ts';

/** What stands on buttons. */
export const buttonTexts = lazyTexts(
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
  (button) => t(`button.${button}.label`),
);

/** Buttons that stand for one of several. */
export const numberedTexts = {
  fetch: (number: number) => t('kept.show', { number }),
  pick: (number: number) => t('edit.pick', { number }),
} as const;
