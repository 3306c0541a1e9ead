import type { CommandCall } from '../../src/discord/calls.ts';
import { readOptions } from '../../src/discord/options.ts';
import { speakToEveryone } from '../../src/discord/wording/language.ts';
import { loraTexts } from '../../src/discord/wording/loras.ts';
import { setupTexts } from '../../src/discord/wording/setup.ts';
import { BotError } from '../../src/domain/errors.ts';
import type { Bot } from '../command.ts';
import { findLora } from './add-lora.ts';
import { pictureOptions } from './loras-options.ts';
import { operator, type Refusal, type Run } from './plan.ts';

/** What an option of type Attachment holds, as a small picture; null where nothing was attached. @throws {@link BotError} `refused.options` should Discord leave the file out */
export async function pictureOf(
  id: string | null,
  { resolvedAttachments }: Pick<CommandCall, 'resolvedAttachments'>,
  bot: Bot,
): Promise<Refusal | { readonly bytes: Uint8Array } | null> {
  if (id === null) return null;
  const upload = resolvedAttachments.get(id);
  if (upload === undefined) throw new BotError('refused.options', 'attachment missing', { option: 'picture' });
  const taken = await bot.loraPreviews.take(upload);
  return taken.kind === 'picture' ? taken : { refusal: loraTexts.noPicture[taken.why] };
}

/** Keeps the picture of the LoRA with this title, as long as there is one. */
export async function keepPicture(title: string, bytes: Uint8Array, { caller }: Pick<CommandCall, 'caller'>, bot: Bot) {
  const { guildId } = caller;
  const row = findLora(title, await bot.settings(guildId));
  if (row === null) return;
  await bot.loraPreviews.keep(guildId, row, bytes);
  const { loras } = await bot.settings(guildId);
  const isThere = loras.some(({ modelId, file }) => modelId === row.modelId && file === row.file);
  // Removed in the meantime: its picture shall not outlive it.
  if (!isThere) await bot.loraPreviews.drop(guildId, row);
}

/** `/setup loras picture`: with a file the picture of a LoRA from now on, without one it has none. */
export const changePicture: Run = async (call, bot) => {
  const { caller, options } = call;
  const typed = readOptions(pictureOptions, options);
  const title = typed.requiredText('title');
  const row = findLora(title, await bot.settings(caller.guildId));
  if (row === null) return setupTexts.refused(loraTexts.unknown(title));
  const picture = await pictureOf(typed.id('picture'), call, bot);
  if (picture !== null && 'refusal' in picture) return setupTexts.refused(picture.refusal);
  const [before] = await bot.loraPreviews.find(caller.guildId, [row]);
  const changeText = () => loraTexts.pictureChange(row.title, before !== null, picture !== null);
  const change = changeText();
  if (before === null && picture === null) return setupTexts.unchanged(change);
  const by = operator(
    caller,
    speakToEveryone(() => setupTexts.reason(changeText(), null)),
  );
  await bot.moderation.changeSettings(by, 'setup', (same) => same);
  if (picture === null) await bot.loraPreviews.drop(caller.guildId, row);
  else await keepPicture(row.title, picture.bytes, call, bot);
  return setupTexts.changed(change);
};
