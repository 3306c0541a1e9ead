import type { Answering, CommandCall } from '#discord/interactions/calls.ts';
import { readOptions } from '#discord/interactions/options.ts';
import { limits, pace } from '#discord/messages/limits.ts';
import { inlineCode } from '#i18n/escape.ts';
import { moment } from '#i18n/money.ts';
import { t } from '#i18n/t.ts';
import type { LoraUploads } from '#lora-upload/lora-upload.ts';
import {
  leastLoraRate,
  mostFailuresPerDay,
  mostLoraBytes,
  mostUploadsPerDay,
  type UploadRefusal,
  type UploadStep,
} from '#lora-upload/lora-upload.ts';
import type { Bot, Subcommand } from '../command.ts';
import { subcommand } from '../options.ts';
import { completeModel, keepPicture, pictureOf, planToAdd, uploadOptions } from './loras.ts';
import { carryOut, type Plan, refusalOf } from './plan.ts';
import { setupTexts } from './view.ts';

/** `/setup loras upload`: checks all that can be refused first, then sends the file to the service and adds the row. */
export const upload: Subcommand = {
  data: subcommand('upload', 'setup.loras.upload.description', uploadOptions),
  async run(call, bot) {
    if (bot.loraUploads === null) return setupTexts.refused(t('upload.noService'));
    // No file of a library has the name of an interaction.
    const objection = await refusalOf(planned(`upload ${call.caller.id}`, bot.loraUploads.provider), call, bot);
    if (objection !== null) return objection;
    const picture = await pictureOf(call, bot);
    if (picture !== null && 'refusal' in picture) return setupTexts.refused(picture.refusal);
    const uploaded = await uploadFile(call, bot.loraUploads, bot);
    if (uploaded.kind === 'refused') return setupTexts.refused(uploadRefusalText(uploaded.refusal));
    const { text, isChanged } = await carryOut(planned(uploaded.file, bot.loraUploads.provider), call, bot);
    const done = uploadDoneText(uploaded.file, uploaded.sizeBytes);
    if (!isChanged) return `${done}\n${text}`;
    const typed = readOptions(uploadOptions, call.options);
    const texts = [done, text, t('upload.honest', { model: inlineCode(typed.requiredText('model'), 80) })];
    if (picture === null) return texts.join('\n');
    await keepPicture(typed.requiredText('title'), picture.bytes, call, bot);
    return [...texts, t('loras.hasPicture')].join('\n');
  },
  complete: completeModel,
};

async function uploadFile(call: CommandCall, uploads: LoraUploads, bot: Bot): ReturnType<LoraUploads['upload']> {
  const typed = readOptions(uploadOptions, call.options);
  await call.answer({ content: t('upload.begun') });
  const shown = createSparseAnswers(call, bot.now);
  const untilMs = call.caller.askedAtMs + Math.min(pace.uploadBudgetMs, limits.tokenLifeMs);
  const [name, address] = [typed.requiredText('title').trim(), typed.requiredText('url').trim()];
  const request = { guildId: call.caller.guildId, name, address, untilMs };
  const end = await uploads.upload(request, (step) => shown.show(uploadStepText(step)));
  await shown.idle();
  return end;
}

/** As any new row, for a model that the service which keeps the file runs with LoRAs. */
function planned(file: string, keeper: string): Plan {
  const add = planToAdd(() => file);
  return (asked, settings) => {
    const name = readOptions(uploadOptions, asked.options).requiredText('model');
    const model = asked.catalog.find(name);
    const isRun = model?.routes.some(({ provider, loras }) => provider === keeper && loras !== null);
    const change = add(asked, settings);
    return 'refusal' in change || isRun ? change : { refusal: t('upload.notRun', { model: inlineCode(name, 80) }) };
  };
}

/** @see createSparseAnswers */
export interface SparseAnswers {
  /** Shown at once, or never. */
  show(content: string): void;
  /** Resolves when no edit is under way, so that none overwrites the last answer. */
  idle(): Promise<void>;
}

/**
 * Shows progress in an interaction's own answer: changes only, one edit at a time and one per gap. A failed edit is skipped;
 * the work goes on.
 */
export function createSparseAnswers({ answer }: Pick<Answering, 'answer'>, now: () => number): SparseAnswers {
  let [shown, nextAtMs] = ['', 0];
  let running: Promise<void> | null = null;
  return {
    show(content) {
      const earlyMs = nextAtMs - now();
      // More than a gap is a clock that was set back.
      const isEarly = earlyMs > 0 && earlyMs <= pace.progressGapMs;
      if (running !== null || content === shown || isEarly) return;
      shown = content;
      nextAtMs = now() + pace.progressGapMs;
      const isOver = () => {
        running = null;
      };
      running = answer({ content }).then(isOver, isOver);
    },
    async idle() {
      await running;
    },
  };
}

const gib = 1024 ** 3;
const mib = 1024 ** 2;
const stepPercent = 5;

/** How far it is; in steps of 5 %, so that a slow upload is not edited all the time. */
export function uploadStepText({ kind, fraction }: UploadStep): string {
  if (fraction === null) return t(`upload.${kind}`);
  return t(`upload.${kind}At`, { percent: Math.floor((fraction * 100) / stepPercent) * stepPercent });
}

/** After the upload, with the file's name at the service. */
export function uploadDoneText(file: string, sizeBytes: number): string {
  return t('upload.done', { mebibytes: Math.max(1, Math.round(sizeBytes / mib)), file: inlineCode(file, 200) });
}

/** Why nothing was uploaded. */
export function uploadRefusalText(refusal: UploadRefusal): string {
  const { why } = refusal;
  if (why === 'status') return t('upload.status', { status: refusal.status });
  if (why === 'too_large') return t('upload.too_large', { gibibytes: mostLoraBytes / gib });
  if (why === 'daily') return t('upload.daily', { most: mostUploadsPerDay, when: moment(refusal.againAtMs, 'f') });
  if (why === 'failures') {
    return t('upload.failures', { most: mostFailuresPerDay, when: moment(refusal.againAtMs, 'f') });
  }
  if (why === 'crawling') {
    const { bytesPerSecond, afterMs } = leastLoraRate;
    return t('upload.crawling', { kilobytes: bytesPerSecond / 1000, seconds: afterMs / 1000 });
  }
  return t(`upload.${why}`);
}
