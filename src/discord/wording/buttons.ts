import { say } from './say.ts';
import { textsBy } from './texts-by.ts';

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
  ],
  (button) => say(`button.${button}.label`),
);
