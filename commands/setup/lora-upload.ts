import { limits, pace } from '../../src/discord/limits.ts';
import { readOptions } from '../../src/discord/options.ts';
import { createSparseAnswers } from '../../src/discord/sparse-answers.ts';
import { loraUploadTexts } from '../../src/discord/wording/lora-upload.ts';
import { loraTexts } from '../../src/discord/wording/loras.ts';
import { setupTexts } from '../../src/discord/wording/setup.ts';
import type { Bot } from '../command.ts';
import { planToAdd } from './add-lora.ts';
import { keepPicture, pictureOf } from './lora-picture.ts';
import { uploadOptions } from './loras-options.ts';
import { carryOut, type Plan, type Run, refusalOf } from './plan.ts';

/**
 * `/setup loras upload`: all that can be refused is refused before anything is fetched; then the file goes to the service,
 * and the row into the library.
 */
export const uploadLora: Run = async (call, bot) => {
  if (bot.loraUploads === null) return setupTexts.refused(loraUploadTexts.noService);
  // No file of a library has the name of an interaction.
  const objection = await refusalOf(planned(`upload ${call.caller.id}`), call, bot);
  if (objection !== null) return objection;
  const picture = await pictureOf(readOptions(uploadOptions, call.options).id('picture'), call, bot);
  if (picture !== null && 'refusal' in picture) return setupTexts.refused(picture.refusal);
  const uploaded = await upload(call, bot.loraUploads, bot);
  if (uploaded.kind === 'refused') return setupTexts.refused(loraUploadTexts.refused(uploaded.refusal));
  const { text, isChanged } = await carryOut(planned(uploaded.file), call, bot);
  const done = loraUploadTexts.done(uploaded.file, uploaded.sizeBytes);
  if (!isChanged) return `${done}\n${text}`;
  const typed = readOptions(uploadOptions, call.options);
  const texts = [done, text, loraUploadTexts.honest(typed.requiredText('model'))];
  if (picture === null) return texts.join('\n');
  await keepPicture(typed.requiredText('title'), picture.bytes, call, bot);
  return [...texts, loraTexts.hasPicture].join('\n');
};

async function upload(
  call: Parameters<Run>[0],
  uploads: NonNullable<Bot['loraUploads']>,
  bot: Bot,
): ReturnType<NonNullable<Bot['loraUploads']>['upload']> {
  const typed = readOptions(uploadOptions, call.options);
  await call.answer({ content: loraUploadTexts.begun, buttons: [] });
  const shown = createSparseAnswers(call, bot.now);
  const untilMs = call.caller.askedAtMs + Math.min(pace.uploadBudgetMs, limits.tokenLifeMs);
  const [name, address] = [typed.requiredText('title').trim(), typed.requiredText('url').trim()];
  const wish = { guildId: call.caller.guildId, name, address, untilMs };
  const end = await uploads.upload(wish, (step) => shown.offer(loraUploadTexts.step(step)));
  await shown.idle();
  return end;
}

/** As any new row, for a model that RunningHub runs with LoRAs. */
function planned(file: string): Plan {
  const add = planToAdd(() => file);
  return (asked, settings) => {
    const name = readOptions(uploadOptions, asked.options).requiredText('model');
    const model = asked.catalog.find(name);
    const isRun = model?.routes.some(({ provider, loras }) => provider === 'runninghub' && loras !== null);
    const change = add(asked, settings);
    return 'refusal' in change || isRun ? change : { refusal: loraUploadTexts.notRun(name) };
  };
}
