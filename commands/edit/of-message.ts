import { ApplicationCommandType, ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import { mostImagesOf } from '#catalog/model.ts';
import { mostInputs } from '#catalog/request.ts';
import { isSnowflake, jobId, messageId } from '#core/ids.ts';
import type { MessageCommandCall, ModalCall } from '#discord/interactions/calls.ts';
import { editTexts } from '#discord/texts/edit.ts';
import { named } from '#i18n/t.ts';
import type { SourceImage } from '#media/media.ts';
import type { Bot, MessageCommand } from '../command.ts';
import { editFormFor, startEdit, wishIn } from './start-edit.ts';

const formAction = 'edit_message';

/** What the form of a message's pictures leads to. */
export const messageForms = { [formAction]: editPicked };

/**
 * Opens the form for a message's pictures. The bot may not read what other people write, save in this very moment: where the
 * pictures lie is kept until the form is sent.
 */
export async function askWhatToChange(call: MessageCommandCall, bot: Bot): Promise<void> {
  const { caller, answer, openForm } = call;
  if (call.pictures.length === 0) {
    return answer({ content: editTexts[call.isDrawn ? 'drawnSticker' : 'noPicture'], buttons: [] });
  }
  const opened = await editFormFor({ action: formAction, subject: caller.id, extra: call.messageId }, caller, bot);
  if ('refusal' in opened) return answer({ content: opened.refusal, buttons: [] });
  const { id, guildId, userId } = caller;
  // Discord waits for the form, and whoever fills it in takes longer than the store does.
  const opening = openForm(opened.form);
  await Promise.all([
    opening,
    bot.pendingEdits.keep({ id, guildId, userId, images: call.pictures.slice(0, mostInputs) }),
  ]);
}

async function editPicked(call: ModalCall, bot: Bot): Promise<void> {
  const found = await picturesOf(call, bot);
  if (found.length === 0) return call.answer({ content: editTexts.gone, buttons: [] });
  const wish = wishIn(call.fields);
  const model = wish.model === null ? null : bot.catalog.find(wish.model);
  // Who has chosen a message has not counted its pictures: a model that takes one gets the first.
  const most = model === null ? mostInputs : Math.max(1, mostImagesOf(model));
  const images = found.slice(0, Math.min(most, mostInputs));
  await startEdit({ ...wish, images, lora: null, loraStrength: null, isPrivate: false }, call, bot);
}

/** A form that was left open for long is about a message that may be read by now, since it is the bot's own. */
async function picturesOf({ id, caller }: ModalCall, bot: Bot): Promise<readonly SourceImage[]> {
  const { guildId, userId, channelId } = caller;
  const kept = await bot.pendingEdits.find({ id: jobId(id.subject), guildId, userId });
  if (kept !== null) return kept;
  return id.extra !== null && isSnowflake(id.extra) ? bot.findPictures(channelId, messageId(id.extra)) : [];
}

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
