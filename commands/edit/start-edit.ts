import { reopenButton } from '../../src/discord/buttons.ts';
import type { Answering } from '../../src/discord/calls.ts';
import type { Caller } from '../../src/discord/interaction.ts';
import { cannotEditText, editTexts } from '../../src/discord/wording/edit.ts';
import { guildCatalog } from '../../src/domain/guild-catalog.ts';
import { canEdit, editModels } from '../../src/domain/image-inputs.ts';
import type { GenerationRequest, RequestOptions, SourceImage } from '../../src/domain/request.ts';
import { mayUseModel } from '../../src/domain/rules.ts';
import { editorFor } from '../../src/domain/usual-model.ts';
import type { Bot } from '../command.ts';
import { placeOf } from '../place.ts';
import { startPicture } from '../start-picture.ts';

/** What a member wants changed, wherever they said so. */
export interface EditWish extends Pick<RequestOptions, 'size' | 'lora' | 'loraStrength'> {
  /** Null takes the usual one. */
  readonly model: string | null;
  readonly prompt: string;
  readonly images: readonly SourceImage[];
  readonly isPrivate: boolean;
}

type Way = Pick<Answering, 'answer' | 'reply'> & { readonly caller: Caller };

/** Makes the edit like any other picture: admitted, metered and charged the same way. */
export async function startEdit(wish: EditWish, { answer, reply, caller }: Way, bot: Bot): Promise<void> {
  const model = await editorOf(wish.model, caller, bot);
  if ('refusal' in model) {
    bot.drafts.keep(requestOf(wish, caller));
    return answer({ content: model.refusal, buttons: [reopenButton(caller.id)] });
  }
  await startPicture(requestOf({ ...wish, model: model.id }, caller), { answer, reply }, bot);
}

/** A name that nobody knows goes on as it is: admission says what there is. */
async function editorOf(
  typed: string | null,
  caller: Caller,
  bot: Bot,
): Promise<{ readonly id: string } | { readonly refusal: string }> {
  const settings = await bot.settings(caller.guildId);
  const catalog = guildCatalog(bot.catalog, settings);
  if (typed === null) return editorFor(settings, caller, catalog) ?? { refusal: editTexts.noEditor };
  const model = catalog.find(typed);
  if (model === null) return { id: typed };
  const editors = editModels(catalog)
    .filter((each) => mayUseModel(caller, each, settings))
    .map(({ id }) => id);
  if (editors.length === 0) return { refusal: editTexts.noEditor };
  return canEdit(model) ? model : { refusal: cannotEditText(model.title, editors) };
}

function requestOf(wish: EditWish, caller: Caller): GenerationRequest {
  const { model, prompt, images, size, lora, loraStrength, isPrivate } = wish;
  const left = { quality: null, resolution: null, steps: null, format: null, count: null };
  return { ...placeOf(caller), model, prompt, images, options: { ...left, size, lora, loraStrength }, isPrivate };
}
