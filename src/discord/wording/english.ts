import { answersMessages } from './english/answers.ts';
import { approvalsMessages } from './english/approvals.ts';
import { dispatchMessages } from './english/dispatch.ts';
import { errorsMessages } from './english/errors.ts';
import { membersMessages } from './english/members.ts';
import { moneyMessages } from './english/money.ts';
import { picturesMessages } from './english/pictures.ts';
import { rulesMessages } from './english/rules.ts';
import type { Message } from './message.ts';

/** Every text in English: the keys and the placeholders that all languages share. */
export const english = {
  ...answersMessages,
  ...approvalsMessages,
  ...dispatchMessages,
  ...moneyMessages,
  ...picturesMessages,
  ...errorsMessages,
  ...membersMessages,
  ...rulesMessages,
} as const satisfies Readonly<Record<string, Message>>;
