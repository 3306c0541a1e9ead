import { readFileSync } from 'node:fs';
import type { Answer } from '../answer.ts';
import { type FindUpload, problemOfPicture, sizeOfPicture } from '../input-pictures.ts';
import type { MediaSpec } from '../media/render-media.ts';
import { endsAtMs, planTimeline, realPace } from '../pace.ts';
import type { PixelSize } from '../picture-size.ts';
import { randomText } from '../random.ts';
import { isRecord, type ServiceRequest } from '../read-request.ts';
import type { PictureSpec } from '../render-picture.ts';
import { verdictOn } from '../service.ts';
import { resultsLastMs, submitAnswer, v2Error } from './answers.ts';
import type { SubmitContext } from './submit.ts';
import type { RunningHubTask } from './tasks.ts';

/** One input, as the service's own registry lists it. */
interface MediaField {
  readonly key: string;
  readonly type: 'string' | 'list' | 'int' | 'float' | 'boolean' | 'image' | 'video' | 'audio';
  readonly required?: true;
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly maxLength?: number;
  readonly maxMB?: number;
  readonly maxCount?: number;
  readonly list?: true;
}

/** An endpoint of videos, sounds or 3D, or one that enlarges pictures. */
export interface MediaEndpoint {
  readonly endpoint: string;
  readonly output: 'video' | 'audio' | '3d' | 'image' | 'string';
  readonly fields: readonly MediaField[];
  readonly price: MediaPrice | null;
}

interface MediaPrice {
  readonly unit: string;
  readonly price?: number;
  readonly rules?: readonly { readonly when: Readonly<Record<string, string>>; readonly price: number }[];
}

type Body = Readonly<Record<string, unknown>>;

/** Facts of the service's registry of 2026-04-29, apart from the rows of the bot: the two are written by different hands. */
const endpoints: ReadonlyMap<string, MediaEndpoint> = new Map(
  (JSON.parse(readFileSync(new URL('./media-endpoints.json', import.meta.url), 'utf8')) as MediaEndpoint[]).map(
    (each) => [each.endpoint, each],
  ),
);

/** Undefined for an endpoint of pictures. */
export function findMediaEndpoint(endpoint: string): MediaEndpoint | undefined {
  return endpoints.get(endpoint);
}

/** What is wrong with a body, in the service's words; null where it is taken. A number where it wants text is wrong. */
export function problemOfMediaBody({ fields }: MediaEndpoint, body: unknown, findUpload: FindUpload): string | null {
  if (!isRecord(body)) return 'request body must be a JSON object';
  const unknown = Object.keys(body).find((key) => key !== 'webhookUrl' && !fields.some((field) => field.key === key));
  if (unknown !== undefined) return `parameter '${unknown}' is not allowed`;
  for (const field of fields) {
    const problem = problemOfField(field, body[field.key], findUpload);
    if (problem !== null) return `parameter '${field.key}' ${problem}`;
  }
  return null;
}

function problemOfField(field: MediaField, value: unknown, findUpload: FindUpload): string | null {
  if (value === undefined || value === null || value === '') return field.required ? 'is required' : null;
  return problemOfValue(field, value, findUpload);
}

function problemOfValue(field: MediaField, value: unknown, findUpload: FindUpload): string | null {
  switch (field.type) {
    case 'image':
    case 'video':
    case 'audio':
      return problemOfFiles(field, value, findUpload);
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'int':
    case 'float':
      return problemOfNumber(field, value);
    case 'list':
    case 'string':
      return typeof value === 'string' ? problemOfText(field, value) : 'must be a string';
  }
}

function problemOfText({ enum: values, maxLength = 100_000 }: MediaField, value: string): string | null {
  if (values !== undefined) return values.map(String).includes(value) ? null : `must be one of: ${values.join(', ')}`;
  return value.length > maxLength ? `is longer than ${maxLength} characters` : null;
}

function problemOfNumber({ type, min = -Infinity, max = Infinity }: MediaField, value: unknown): string | null {
  if (typeof value !== 'number') return 'must be a number';
  if (type === 'int' && !Number.isInteger(value)) return 'must be an integer';
  return value < min || value > max ? `must be between ${min} and ${max}` : null;
}

function problemOfFiles(field: MediaField, value: unknown, findUpload: FindUpload): string | null {
  const { list, maxCount = 1, maxMB = 100 } = field;
  if (list && !Array.isArray(value)) return 'must be a list';
  const addresses = Array.isArray(value) && list ? value : [value];
  if (addresses.length > maxCount) return `must hold at most ${maxCount}`;
  const bounds = { maxBytes: maxMB * 1024 * 1024 };
  const check = (address: unknown) =>
    field.type === 'image' ? problemOfPicture(address, bounds, findUpload) : problemOfMedia(address, findUpload);
  return addresses.map(check).find((problem) => problem !== null) ?? null;
}

function problemOfMedia(address: unknown, findUpload: FindUpload): string | null {
  if (typeof address !== 'string' || !URL.canParse(address)) return 'must be the address of a file';
  const upload = findUpload(address);
  if (upload !== undefined) return upload === 'gone' ? 'is not there any more' : null;
  return address.startsWith('https:') ? null : 'must be a public https address';
}

/** Takes a task in, or says why not. */
export function submitMedia(
  context: SubmitContext,
  model: MediaEndpoint,
  { body, origin }: ServiceRequest,
  nowMs: number,
): Answer {
  const findUpload = context.uploads.finder(origin, nowMs);
  const problem = problemOfMediaBody(model, body, findUpload);
  if (problem !== null || !isRecord(body)) return v2Error('1007', problem ?? 'no body');
  const { queued, running } = context.tasks.counts(nowMs);
  if (queued + running >= context.concurrencyLimit)
    return v2Error('1520', 'concurrent task limit of this user reached');
  const priceCny = priceOfMedia(model, body);
  const left = context.balanceCny - context.tasks.spent(nowMs) - context.tasks.committed(nowMs);
  if (priceCny > left) return v2Error('812', 'CORPAPIKEY_INSUFFICIENT_FUNDS');
  const task = openTask(context, model, body, { nowMs, priceCny, findUpload });
  return submitAnswer(task, nowMs);
}

const usualSeconds = 5;

function secondsIn(body: Body): number {
  return Number(body.duration ?? 0) || usualSeconds;
}

/** What the account pays, by the list; 0 where it has no price. */
export function priceOfMedia({ price }: MediaEndpoint, body: Body): number {
  if (price === null) return 0;
  const isMet = ({ when }: { readonly when: Readonly<Record<string, string>> }) =>
    Object.entries(when).every(([key, value]) => String(body[key] ?? '').toLowerCase() === value.toLowerCase());
  const rate = price.price ?? price.rules?.find(isMet)?.price ?? 0;
  return Number((rate * unitsOf(price.unit, body)).toFixed(3));
}

function unitsOf(unit: string, body: Body): number {
  if (unit === '1000字符') return Math.max(1, Math.ceil(String(body.text ?? '').length / 1000));
  return unit.startsWith('秒') || unit === 'second' || unit.startsWith('参考') ? secondsIn(body) : 1;
}

const endings = { video: 'mp4', audio: 'mp3', '3d': 'glb', image: 'png', string: 'txt' } as const;
const runMs = 8_000;

interface Order {
  readonly nowMs: number;
  readonly priceCny: number;
  readonly findUpload: FindUpload;
}

function openTask(context: SubmitContext, model: MediaEndpoint, body: Body, order: Order): RunningHubTask {
  const { random, pace } = context;
  const { nowMs, priceCny, findUpload } = order;
  const chosen = typeof pace === 'function' ? pace(model.endpoint) : (pace ?? realPace(runMs));
  const timeline = planTimeline(chosen, nowMs, random);
  const ending = endings[model.output];
  const prompt = promptIn(body);
  // The registry calls lyrics a sound; they are words.
  const isText = model.output === 'string' || model.endpoint.endsWith('/lyrics');
  const suffix = randomText(random, 'abcdefghijklmnopqrstuvwxyz', 8);
  const name = `Easel_00001_${suffix}_${Math.floor(nowMs / 1000)}.${ending}`;
  const task: RunningHubTask = {
    taskId: `20${randomText(random, '0123456789', 17)}`,
    clientId: randomText(random, '0123456789abcdef', 32),
    endpoint: model.endpoint,
    timeline,
    verdict: verdictOn(prompt),
    priceCny,
    outputNames: isText ? [] : [name],
    outputType: ending,
    outputText: isText ? lyricsAbout(prompt) : null,
    besideNames: [],
    isBilledWhenStopped: context.billsStopped,
    webhookUrl: typeof body.webhookUrl === 'string' && body.webhookUrl !== '' ? body.webhookUrl : null,
    cancelledAtMs: null,
  };
  context.tasks.add(task.taskId, task);
  context.webhooks.add(task);
  const fromMs = endsAtMs(timeline);
  if (task.verdict === 'success' && !isText) {
    const spec = specOf(model, body, findUpload);
    context.pictures.add(name, { spec, fromMs, untilMs: fromMs + resultsLastMs });
  }
  return task;
}

function promptIn(body: Body): string {
  const texts = [body.prompt, body.text, body.textPrompt, body.description, body.title];
  return String(texts.find((text) => typeof text === 'string' && text !== '') ?? '');
}

function lyricsAbout(prompt: string): string {
  return `[Verse]\nA song about ${prompt}\n\n[Chorus]\nSing it again`;
}

function specOf(model: MediaEndpoint, body: Body, findUpload: FindUpload): MediaSpec | PictureSpec {
  const prompt = promptIn(body);
  switch (model.output) {
    case 'video':
      return { kind: 'video', prompt, seconds: secondsIn(body), ...videoSizeOf(body) };
    case 'audio':
    case 'string':
      return { kind: 'audio', prompt, seconds: Math.min(60, Math.max(2, Math.ceil(prompt.length / 15))) };
    case '3d':
      return { kind: 'model3d', prompt };
    case 'image':
      return { ...enlargedOf(body, findUpload), model: model.endpoint, prompt, format: 'png', lora: null, inputs: 1 };
  }
}

const shortSides: Readonly<Record<string, number>> = { '2k': 1440, '4k': 2160, std: 720, pro: 1080 };
const usualSidePx = 720;

/** By its own size where the endpoint has one, else by resolution and ratio. */
function videoSizeOf(body: Body): PixelSize {
  const listed = [body.size, body.resolution].map((text) => /^(\d+)[*x](\d+)$/u.exec(String(text))).find(Boolean);
  if (listed) return { widthPx: Number(listed[1]), heightPx: Number(listed[2]) };
  const named = String(body.resolution ?? body.targetResolution ?? body.mode ?? '')
    .toLowerCase()
    .replace('native', '');
  const side = shortSides[named] ?? (Number.parseInt(named, 10) || usualSidePx);
  const [across = 16, down = 9] = /^\d+:\d+$/u.test(String(body.aspectRatio ?? body.ratio))
    ? String(body.aspectRatio ?? body.ratio)
        .split(':')
        .map(Number)
    : [];
  const isWide = across >= down;
  const long = Math.round((side * Math.max(across, down)) / Math.min(across, down) / 2) * 2;
  return isWide ? { widthPx: long, heightPx: side } : { widthPx: side, heightPx: long };
}

const mostEnlargedPx = 4096;

function enlargedOf(body: Body, findUpload: FindUpload): PixelSize {
  const before = sizeOfPicture(body.imageUrl, findUpload) ?? { widthPx: 512, heightPx: 512 };
  const factor = Number.parseFloat(String(body.scale ?? body.upscale ?? 2)) || 2;
  const fit = Math.min(factor, mostEnlargedPx / Math.max(before.widthPx, before.heightPx));
  return { widthPx: Math.round(before.widthPx * fit), heightPx: Math.round(before.heightPx * fit) };
}
