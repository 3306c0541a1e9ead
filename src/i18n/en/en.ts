import type { Message } from '../message.ts';
import { answersMessages } from './answers.ts';
import { approvalsMessages } from './approvals.ts';
import { auditMessages } from './audit.ts';
import { commandsMessages, commandsModMessages, commandsSetupMessages, optionsMessages } from './commands.ts';
import { dispatchMessages } from './dispatch.ts';
import { editMessages } from './edit.ts';
import { errorsMessages, inputsMessages } from './errors.ts';
import { mediaMessages } from './media.ts';
import { membersMessages } from './members.ts';
import { modelsMessages } from './models.ts';
import { moderationMessages } from './moderation.ts';
import { moneyMessages, phrasesMessages } from './phrases.ts';
import { picturesMessages } from './pictures.ts';
import { presetsMessages } from './presets.ts';
import { rulesMessages } from './rules.ts';
import { loraUploadMessages, setupHintsMessages, setupMessages } from './setup.ts';
import { usageMessages } from './usage.ts';
import { wordsMessages } from './words.ts';
import { workflowsMessages } from './workflows.ts';

/** Every text in English: the keys and the placeholders that all languages share. */
export const english = {
  ...answersMessages,
  ...approvalsMessages,
  ...dispatchMessages,
  ...moneyMessages,
  ...picturesMessages,
  ...editMessages,
  ...mediaMessages,
  ...errorsMessages,
  ...membersMessages,
  ...rulesMessages,
  ...moderationMessages,
  ...auditMessages,
  ...wordsMessages,
  ...usageMessages,
  ...inputsMessages,
  ...modelsMessages,
  ...optionsMessages,
  ...phrasesMessages,
  ...setupMessages,
  ...setupHintsMessages,
  ...commandsMessages,
  ...commandsModMessages,
  ...commandsSetupMessages,
  ...loraUploadMessages,
  ...presetsMessages,
  ...workflowsMessages,
} as const satisfies Readonly<Record<string, Message>>;
