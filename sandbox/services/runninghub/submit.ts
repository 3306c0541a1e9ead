import type { Answer } from '../answer.ts';
import { endsAtMs, type PaceOption, planTimeline, realPace } from '../pace.ts';
import { longSideOf, megapixelOf, type PixelSize } from '../picture-size.ts';
import type { Pictures } from '../pictures.ts';
import { hashText, type Random, randomText } from '../random.ts';
import { isRecord, type ServiceRequest } from '../read-request.ts';
import type { PictureFormat, PictureSpec } from '../render-picture.ts';
import { verdictOn } from '../service.ts';
import type { TaskBook } from '../task-book.ts';
import { resultsLastMs, submitAnswer, v2Error } from './answers.ts';
import type { FieldWord, RunningHubModel } from './fields.ts';
import type { RunningHubTask } from './tasks.ts';
import type { Uploads } from './uploads.ts';
import { type BodyVerdict, type Inputs, validateBody } from './validate-body.ts';
import type { Webhooks } from './webhooks.ts';

/**
 * How node keys are refused where they are: `instead` names the key to use, as has been seen live; `required` misses the
 * flat key; `chinese` says so in Chinese; `params_invalid` with the older code 301.
 */
export type NodeKeyRefusal = keyof typeof nodeKeyRefusals;

const nodeKeyRefusals = {
  instead: null,
  required: { code: '1007', problem: "parameter 'prompt' is required" },
  chinese: { code: '1007', problem: '参数校验失败：prompt 不能为空' },
  params_invalid: { code: '301', problem: 'PARAMS_INVALID' },
} as const;

/** What can stand beside the pictures of a result: a text file with the prompt, or a preview. */
export type BesideKind = 'text' | 'preview';

/** What a submit works on. */
export interface SubmitContext {
  readonly tasks: TaskBook<RunningHubTask>;
  readonly pictures: Pictures;
  readonly webhooks: Webhooks;
  readonly uploads: Uploads;
  readonly random: Random;
  readonly pace: PaceOption | undefined;
  readonly acceptNodeKeys: boolean;
  readonly nodeKeyRefusal: NodeKeyRefusal;
  readonly concurrencyLimit: number;
  readonly balanceCny: number;
  readonly billsStopped: boolean;
  readonly resultsBeside: readonly BesideKind[];
}

const longSides: Readonly<Record<string, number>> = { '1k': 1024, '2k': 2048, '3k': 3072, '4k': 3840, '8k': 7680 };
const defaultSidePx = 1024;

/** Takes a task in, or says why not. A refused body makes no task. */
export function submit(context: SubmitContext, model: RunningHubModel, request: ServiceRequest, nowMs: number): Answer {
  const { body } = request;
  const verdict = judge(context, model, request, nowMs);
  if ('problem' in verdict) return v2Error(verdict.code, verdict.problem);
  const { queued, running } = context.tasks.counts(nowMs);
  if (queued + running >= context.concurrencyLimit)
    return v2Error('1520', 'concurrent task limit of this user reached');
  const priceCny = priceOf(model, verdict.inputs);
  const left = context.balanceCny - context.tasks.spent(nowMs) - context.tasks.committed(nowMs);
  if (priceCny > left) return v2Error('812', 'CORPAPIKEY_INSUFFICIENT_FUNDS');
  const task = openTask(context, model, verdict.inputs, { nowMs, priceCny, webhookUrl: webhookOf(body) });
  return submitAnswer(task, nowMs);
}

/** What is wrong with a body under which code, or its inputs. */
export function judge(
  { acceptNodeKeys, nodeKeyRefusal, uploads }: SubmitContext,
  model: RunningHubModel,
  { body, origin }: ServiceRequest,
  nowMs: number,
): Exclude<BodyVerdict, { problem: string }> | { readonly problem: string; readonly code: string } {
  const verdict = validateBody(model, body, acceptNodeKeys, uploads.finder(origin, nowMs));
  if (!('problem' in verdict)) return verdict;
  const hasNodeKeys = isRecord(body) && Object.keys(body).some((key) => key.includes('##'));
  const other = acceptNodeKeys || !hasNodeKeys ? null : nodeKeyRefusals[nodeKeyRefusal];
  return other ?? { code: '1007', problem: verdict.problem };
}

/** The grid's cell where there is one, times the pictures that were asked for. */
export function priceOf(model: RunningHubModel, inputs: Inputs): number {
  const count = number(inputs, 'count', 1);
  if (typeof model.priceCny === 'number') return model.priceCny * count;
  const row = model.priceCny[text(inputs, 'quality', '')];
  return (row?.[text(inputs, 'resolution', '')] ?? row?.[text(inputs, 'size', '')] ?? 0) * count;
}

/** What the picture will look like. */
export function pictureOf(model: RunningHubModel, inputs: Inputs): PictureSpec {
  const name = inputs.get('lora');
  return {
    ...sizeOf(inputs),
    model: model.endpoint,
    prompt: text(inputs, 'prompt', ''),
    format: formatOf(text(inputs, 'format', 'png')),
    inputs: number(inputs, 'images', 0),
    lora: name === undefined ? null : { name: String(name), strength: number(inputs, 'loraStrength', 0) },
  };
}

function openTask(
  context: SubmitContext,
  model: RunningHubModel,
  inputs: Inputs,
  order: { readonly nowMs: number; readonly priceCny: number; readonly webhookUrl: string | null },
): RunningHubTask {
  const { random, pace } = context;
  const spec = pictureOf(model, inputs);
  const chosen = typeof pace === 'function' ? pace(model.endpoint) : (pace ?? realPace(model.runMs));
  const timeline = planTimeline(chosen, order.nowMs, random);
  const extension = spec.format === 'jpeg' ? 'jpg' : spec.format;
  const task: RunningHubTask = {
    taskId: `20${randomText(random, '0123456789', 17)}`,
    clientId: randomText(random, '0123456789abcdef', 32),
    endpoint: model.endpoint,
    timeline,
    verdict: verdictOn(spec.prompt),
    priceCny: order.priceCny,
    outputNames: outputNames(number(inputs, 'count', 1), random, `${Math.floor(order.nowMs / 1000)}.${extension}`),
    outputType: extension,
    besideNames: context.resultsBeside.map((kind) => besideFile(kind, random, extension)),
    isBilledWhenStopped: context.billsStopped,
    webhookUrl: order.webhookUrl,
    cancelledAtMs: null,
  };
  context.tasks.add(task.taskId, task);
  context.webhooks.add(task);
  const fromMs = endsAtMs(timeline);
  const files = [...task.outputNames, ...task.besideNames.map(({ name }) => name)];
  const promised = task.verdict === 'success' ? files : [];
  promised.forEach((name, index) => {
    const drawn = { ...spec, variant: hashText(`${task.taskId} ${index}`) };
    const output = name.endsWith('.txt') ? spec.prompt : drawn;
    context.pictures.add(name, { spec: output, fromMs, untilMs: fromMs + resultsLastMs });
  });
  return task;
}

function besideFile(kind: BesideKind, random: Random, extension: string): { name: string; type: string } {
  const suffix = randomText(random, 'abcdefghijklmnopqrstuvwxyz', 8);
  if (kind === 'text') return { name: `prompt_${suffix}.txt`, type: 'txt' };
  return { name: `preview_${suffix}.${extension}`, type: extension };
}

/** `ComfyUI_00001_abcdefgh_1700000000.png`, and so on. */
function outputNames(count: number, random: Random, ending: string): readonly string[] {
  const suffix = randomText(random, 'abcdefghijklmnopqrstuvwxyz', 8);
  return Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(5, '0');
    return `ComfyUI_${number}_${suffix}_${ending}`;
  });
}

function sizeOf(inputs: Inputs): PixelSize {
  const listed = /^(\d+)[*x](\d+)$/u.exec(text(inputs, 'size', ''));
  if (listed) return { widthPx: Number(listed[1]), heightPx: Number(listed[2]) };
  const ratio = text(inputs, 'ratio', inputs.has('width') ? 'custom' : 'auto');
  const longSidePx = longSides[text(inputs, 'resolution', '')];
  const shape = ratio === 'auto' ? text(inputs, 'shape', '') : '';
  if (shape !== '') return longSidePx === undefined ? pixelsOf(shape) : longSideOf(shape, longSidePx);
  if (longSidePx !== undefined) return longSideOf(ratio, longSidePx);
  if (ratio !== 'custom') return megapixelOf(ratio);
  return { widthPx: number(inputs, 'width', defaultSidePx), heightPx: number(inputs, 'height', defaultSidePx) };
}

function pixelsOf(shape: string): PixelSize {
  const [widthPx = defaultSidePx, heightPx = defaultSidePx] = shape.split(':').map(Number);
  return { widthPx, heightPx };
}

function formatOf(outputFormat: string): PictureFormat {
  if (outputFormat === 'jpeg') return 'jpeg';
  return outputFormat.startsWith('webp') ? 'webp' : 'png';
}

function webhookOf(body: unknown): string | null {
  return isRecord(body) && typeof body.webhookUrl === 'string' && body.webhookUrl !== '' ? body.webhookUrl : null;
}

function text(inputs: Inputs, word: FieldWord, otherwise: string): string {
  return String(inputs.get(word) ?? otherwise);
}

function number(inputs: Inputs, word: FieldWord, otherwise: number): number {
  return Number(inputs.get(word) ?? otherwise);
}
