import type { Answering } from '#discord/interactions/calls.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { limits, pace } from '#discord/messages/limits.ts';
import { inlineCode } from '#i18n/escape.ts';
import { lazyTexts } from '#i18n/message.ts';
import { moment } from '#i18n/money.ts';
import { t } from '#i18n/t.ts';
import {
  leastLoraRate,
  mostFailuresPerDay,
  mostLoraBytes,
  mostUploadsPerDay,
  type UploadRefusal,
  type UploadStep,
} from '#lora-upload/upload.ts';
import type { Bot } from '../command.ts';
import { loraTexts } from '../loras/view.ts';
import { keepPicture, pictureOf, planToAdd } from './add-lora.ts';
import { uploadOptions } from './loras-options.ts';
import { carryOut, type Plan, type Run, refusalOf } from './plan.ts';
import { setupTexts } from './view.ts';

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
  const end = await uploads.upload(wish, (step) => shown.quote(loraUploadTexts.step(step)));
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

/** @see createSparseAnswers */
export interface SparseAnswers {
  /** Shown at once, or never. */
  quote(content: string): void;
  /** Resolves when no edit is under way any more, so that the last word is not overwritten. */
  idle(): Promise<void>;
}

/**
 * Tells how far something is in an interaction's own answer: changes only, one edit at a time and one per gap. An edit
 * that fails is left out, since the work goes on whether anybody watches or not.
 */
export function createSparseAnswers({ answer }: Pick<Answering, 'answer'>, now: () => number): SparseAnswers {
  let [shown, nextAtMs] = ['', 0];
  let running: Promise<void> | null = null;
  return {
    quote(content) {
      const earlyMs = nextAtMs - now();
      // More than a gap is a clock that was set back.
      const isEarly = earlyMs > 0 && earlyMs <= pace.progressGapMs;
      if (running !== null || content === shown || isEarly) return;
      shown = content;
      nextAtMs = now() + pace.progressGapMs;
      const isOver = () => {
        running = null;
      };
      running = answer({ content, buttons: [] }).then(isOver, isOver);
    },
    async idle() {
      await running;
    },
  };
}

const gib = 1024 ** 3;
const mib = 1024 ** 2;
const stepPercent = 5;

/** `/setup loras upload`. */
export const loraUploadTexts = Object.assign(
  lazyTexts(['noService', 'begun'], (what) => t(`upload.${what}`)),
  {
    notRun: (model: string) => t('upload.notRun', { model: inlineCode(model, 80) }),
    step: ({ kind, fraction }: UploadStep) =>
      fraction === null ? t(`upload.${kind}`) : t(`upload.${kind}At`, { percent: percent(fraction) }),
    done: (file: string, sizeBytes: number) =>
      t('upload.done', { mebibytes: Math.max(1, Math.round(sizeBytes / mib)), file: inlineCode(file, 200) }),
    honest: (model: string) => t('upload.honest', { model: inlineCode(model, 80) }),
    refused,
  },
);

function refused(refusal: UploadRefusal): string {
  if (refusal.why === 'status') return t('upload.status', { status: refusal.status });
  if (refusal.why === 'too_large') return t('upload.too_large', { gibibytes: mostLoraBytes / gib });
  if (refusal.why === 'daily') {
    return t('upload.daily', { most: mostUploadsPerDay, when: moment(refusal.againAtMs, 'f') });
  }
  if (refusal.why === 'failures') {
    return t('upload.failures', { most: mostFailuresPerDay, when: moment(refusal.againAtMs, 'f') });
  }
  if (refusal.why === 'crawling') {
    const { bytesPerSecond, afterMs } = leastLoraRate;
    return t('upload.crawling', { kilobytes: bytesPerSecond / 1000, seconds: afterMs / 1000 });
  }
  return t(`upload.${refusal.why}`);
}

/** In steps, so that a crawling number is not an edit each time. */
function percent(fraction: number): number {
  return Math.floor((fraction * 100) / stepPercent) * stepPercent;
}
