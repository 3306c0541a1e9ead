import { answersMessages } from './english/answers.ts';
import { approvalsMessages } from './english/approvals.ts';
import { auditMessages } from './english/audit.ts';
import { commandsMessages } from './english/commands.ts';
import { commandsModMessages } from './english/commands-mod.ts';
import { commandsSetupMessages } from './english/commands-setup.ts';
import { dispatchMessages } from './english/dispatch.ts';
import { editMessages } from './english/edit.ts';
import { errorsMessages } from './english/errors.ts';
import { inputsMessages } from './english/inputs.ts';
import { loraUploadMessages } from './english/lora-upload.ts';
import { membersMessages } from './english/members.ts';
import { modelsMessages } from './english/models.ts';
import { moderationMessages } from './english/moderation.ts';
import { moneyMessages } from './english/money.ts';
import { optionsMessages } from './english/options.ts';
import { phrasesMessages } from './english/phrases.ts';
import { picturesMessages } from './english/pictures.ts';
import { presetsMessages } from './english/presets.ts';
import { rulesMessages } from './english/rules.ts';
import { setupMessages } from './english/setup.ts';
import { setupHintsMessages } from './english/setup-hints.ts';
import { usageMessages } from './english/usage.ts';
import { wordsMessages } from './english/words.ts';
import type { Message } from './message.ts';

/** Every text in English: the keys and the placeholders that all languages share. */
export const english = {
  ...answersMessages,
  ...approvalsMessages,
  ...dispatchMessages,
  ...moneyMessages,
  ...picturesMessages,
  ...editMessages,
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
} as const satisfies Readonly<Record<string, Message>>;
