import {
  leastLoraRate,
  mostFailuresPerDay,
  mostLoraBytes,
  mostUploadsPerDay,
  type UploadRefusal,
  type UploadStep,
} from '../../domain/lora-upload.ts';
import { inlineCode } from './escape.ts';
import { moment } from './money.ts';
import { say } from './say.ts';
import { textsBy } from './texts-by.ts';

const gib = 1024 ** 3;
const mib = 1024 ** 2;
const stepPercent = 5;

/** `/setup loras upload`. */
export const loraUploadTexts = Object.assign(
  textsBy(['noService', 'begun'], (what) => say(`upload.${what}`)),
  {
    notRun: (model: string) => say('upload.notRun', { model: inlineCode(model, 80) }),
    step: ({ kind, fraction }: UploadStep) =>
      fraction === null ? say(`upload.${kind}`) : say(`upload.${kind}At`, { percent: percent(fraction) }),
    done: (file: string, sizeBytes: number) =>
      say('upload.done', { mebibytes: Math.max(1, Math.round(sizeBytes / mib)), file: inlineCode(file, 200) }),
    honest: (model: string) => say('upload.honest', { model: inlineCode(model, 80) }),
    refused,
  },
);

function refused(refusal: UploadRefusal): string {
  if (refusal.why === 'status') return say('upload.status', { status: refusal.status });
  if (refusal.why === 'too_large') return say('upload.too_large', { gibibytes: mostLoraBytes / gib });
  if (refusal.why === 'daily') {
    return say('upload.daily', { most: mostUploadsPerDay, when: moment(refusal.againAtMs, 'f') });
  }
  if (refusal.why === 'failures') {
    return say('upload.failures', { most: mostFailuresPerDay, when: moment(refusal.againAtMs, 'f') });
  }
  if (refusal.why === 'crawling') {
    const { bytesPerSecond, afterMs } = leastLoraRate;
    return say('upload.crawling', { kilobytes: bytesPerSecond / 1000, seconds: afterMs / 1000 });
  }
  return say(`upload.${refusal.why}`);
}

/** In steps, so that a crawling number is not an edit each time. */
function percent(fraction: number): number {
  return Math.floor((fraction * 100) / stepPercent) * stepPercent;
}
