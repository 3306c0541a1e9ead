import { ApplicationCommandType, ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import { named } from '../src/discord/wording/described.ts';
import type { MessageCommand } from './command.ts';
import { askWhatToChange } from './edit/of-message.ts';

/** "Edit with Easel" in the menu of a message with pictures. */
export const editMessage: MessageCommand = {
  data: {
    type: ApplicationCommandType.Message,
    ...named('editMessage.choice'),
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  },
  run: askWhatToChange,
};
