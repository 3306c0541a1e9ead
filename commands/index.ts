import type { Command, MessageCommand } from './command.ts';
import { credits } from './credits.ts';
import { edit } from './edit.ts';
import { editMessage } from './edit-message.ts';
import { help } from './help.ts';
import { imagine } from './imagine.ts';
import { jobs } from './jobs.ts';
import { loras } from './loras.ts';
import { mod } from './mod.ts';
import { models } from './models.ts';
import { preset } from './preset.ts';
import { privacy } from './privacy.ts';
import { setup } from './setup.ts';

/** Everything that members can type, as it is registered. */
export const commands: readonly Command[] = [
  imagine,
  edit,
  preset,
  models,
  loras,
  credits,
  jobs,
  mod,
  help,
  privacy,
  setup,
];

/** What members can choose from a message's menu. */
export const messageCommands: readonly MessageCommand[] = [editMessage];

/** All of it, as it is registered. */
export const definitions = [...commands, ...messageCommands].map(({ data }) => data);
