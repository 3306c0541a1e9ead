import { type Answer, json } from '../answer.ts';
import { sizeOfPicture } from '../input-pictures.ts';
import { endsAtMs, type PaceOption, planTimeline, realPace } from '../pace.ts';
import { longSideOf, type PixelSize } from '../picture-size.ts';
import type { Pictures } from '../pictures.ts';
import { hashText, type Random, randomText, randomUuid } from '../random.ts';
import { isRecord, type ServiceRequest } from '../read-request.ts';
import type { PictureFormat, PictureSpec } from '../render-picture.ts';
import { verdictOn } from '../service.ts';
import type { TaskBook } from '../task-book.ts';
import type { Inputs } from './inputs.ts';
import { kindMade, mediaSpecOf } from './media.ts';
import type { RunComfyModel } from './models.ts';
import { type DeploymentRun, priceOf, type RunComfyTask, submitAnswer } from './requests.ts';
import { validateInput } from './validate-input.ts';

/** What a submit works on. */
export interface SubmitContext {
  readonly tasks: TaskBook<RunComfyTask>;
  readonly pictures: Pictures;
  readonly random: Random;
  readonly pace: PaceOption | undefined;
  readonly concurrencyLimit: number;
  readonly balanceUsd: number;
}

const longSides: Readonly<Record<string, number>> = { '0.5k': 512, '1k': 1024, '2k': 2048, '4k': 3840 };
/** The reference says 7 days for a neighbouring product and nothing for this one. */
const resultsLastMs = 7 * 24 * 60 * 60 * 1000;

/** Takes a request in, or says why not: 422 schema, 429 too many, 402 balance. */
export function submit(
  context: SubmitContext,
  model: RunComfyModel,
  request: ServiceRequest,
  { nowMs, deployment = null }: { readonly nowMs: number; readonly deployment?: DeploymentRun | null },
): Answer {
  const verdict = validateInput(model, request.body);
  if ('problems' in verdict) {
    const error = verdict.problems.map(({ loc, msg }) => `${loc.at(-1)}: ${msg}`).join('; ');
    return json(422, { error, detail: verdict.problems });
  }
  const { queued, running } = context.tasks.counts(nowMs);
  if (queued + running >= context.concurrencyLimit) {
    return json(429, { error: 'too many concurrent requests' }, { 'retry-after': '1' });
  }
  const left = context.balanceUsd - context.tasks.spent(nowMs) - context.tasks.committed(nowMs);
  const priceUsd = priceOf(model, verdict.inputs, countOf(verdict.inputs));
  if (priceUsd > left) return json(402, { error: 'insufficient balance' });
  const order = { body: request.body, nowMs, priceUsd, deployment };
  return submitAnswer(openTask(context, model, verdict.inputs, order), request.origin);
}

function openTask(
  context: SubmitContext,
  model: RunComfyModel,
  inputs: Inputs,
  order: { readonly body: unknown; readonly nowMs: number } & Pick<RunComfyTask, 'priceUsd' | 'deployment'>,
): RunComfyTask {
  const kind = kindMade(model);
  const spec = kind === 'image' ? pictureOf(model, inputs) : mediaSpecOf(kind, inputs);
  const pace =
    typeof context.pace === 'function' ? context.pace(model.modelId) : (context.pace ?? realPace(model.runMs));
  const task: RunComfyTask = {
    requestId: randomUuid(context.random),
    model,
    body: isRecord(order.body) ? order.body : {},
    timeline: planTimeline(pace, order.nowMs, context.random),
    verdict: verdictOn(spec.prompt),
    outputNames: outputNames(context.random, countOf(inputs), 'kind' in spec ? endings[kind] : spec.format),
    priceUsd: order.priceUsd,
    deployment: order.deployment,
    cancelledAtMs: null,
  };
  context.tasks.add(task.requestId, task);
  const fromMs = endsAtMs(task.timeline);
  const promised = task.verdict === 'success' ? task.outputNames : [];
  promised.forEach((name, index) => {
    const drawn = { ...spec, variant: hashText(`${seedOf(inputs) ?? task.requestId} ${index}`) };
    context.pictures.add(name, { spec: drawn, fromMs, untilMs: fromMs + resultsLastMs });
  });
  return task;
}

/** Zero and less let the service choose. */
function seedOf({ seed }: Inputs): number | null {
  return typeof seed === 'number' && seed > 0 ? seed : null;
}

/** Models spell it in several ways; most make one picture. */
function countOf({ num_images, number_of_images, max_images, n }: Inputs): number {
  return Number(num_images ?? number_of_images ?? max_images ?? n ?? 1);
}

const endings = { video: 'mp4', audio: 'mp3', image: 'png' } as const;

function outputNames(random: Random, count: number, format: string): readonly string[] {
  return Array.from({ length: count }, () => `${randomText(random, '0123456789abcdef', 24)}.${format}`);
}

function pictureOf(model: RunComfyModel, inputs: Inputs): PictureSpec {
  const format = inputs.output_format;
  return {
    ...sizeOf(inputs),
    model: model.modelId,
    prompt: String(inputs.prompt ?? ''),
    format: formatOf(format),
    lora: null,
    inputs: picturesIn(model, inputs),
  };
}

function picturesIn({ schema }: RunComfyModel, inputs: Inputs): number {
  const counts = Object.entries(schema.properties).map(([name, { type, format }]) => {
    const value = inputs[name];
    if (type === 'array' && Array.isArray(value)) return value.length;
    return format === 'image_uri' && value !== undefined ? 1 : 0;
  });
  return counts.reduce<number>((sum, count) => sum + count, 0);
}

function sizeOf(inputs: Inputs): PixelSize {
  const { aspect_ratio: ratio, resolution, image_size, width, height } = inputs;
  if (image_size !== undefined) return namedSize(String(image_size));
  if (ratio === undefined) return { widthPx: Number(width), heightPx: Number(height) };
  const given = ratio === 'auto' ? givenSize(inputs) : null;
  const shape = given ? `${given.widthPx}:${given.heightPx}` : String(ratio);
  return longSideOf(shape, longSides[String(resolution).toLowerCase()] ?? 1024);
}

/** Of the first picture to edit, where that is known. */
function givenSize(inputs: Inputs): PixelSize | null {
  const pictures = Object.values(inputs).find((value) => typeof value === 'object');
  return sizeOfPicture(pictures?.[0], () => undefined);
}

/** `portrait_4_3` is higher than wide. */
function namedSize(name: string): PixelSize {
  const [way, long, short] = name.split('_');
  if (long === undefined || short === undefined) return longSideOf('1:1', way === name ? 512 : 1024);
  return longSideOf(way === 'portrait' ? `${short}:${long}` : `${long}:${short}`, 1024);
}

function formatOf(format: Inputs[string] | undefined): PictureFormat {
  return format === 'jpeg' || format === 'webp' ? format : 'png';
}
