import type { Answer } from '../answer.ts';
import { json } from '../answer.ts';
import { notFound } from '../pictures.ts';
import { isRecord, type ServiceRequest } from '../read-request.ts';
import { envelope, queryAnswer, v2Error } from './answers.ts';
import type { RunningHubModel } from './fields.ts';
import { giveLoraTicket, type LoraContext, loraUploadPath, putLora } from './loras.ts';
import { findMediaEndpoint, type MediaEndpoint, priceOfMedia, problemOfMediaBody, submitMedia } from './media.ts';
import { findRunningHubModel } from './row-model.ts';
import { judge, priceOf, type SubmitContext, submit } from './submit.ts';
import { isLive, statusOf } from './tasks.ts';
import { describeApp, giveGraph, isRun, submitRun } from './workflows.ts';

/** What the routes work on. */
export interface RunningHubContext extends SubmitContext, LoraContext {
  readonly apiKey: string;
  readonly now: () => number;
  readonly keyType: 'NORMAL' | 'SHARED' | 'EXCLUSIVE';
  readonly obeysCancel: boolean;
  readonly knownAfterMs: number;
  readonly unpriced: readonly string[];
}

const v2Path = '/openapi/v2/';
const uploadPath = `${v2Path}media/upload/binary`;
const previewPath = `${v2Path}price-preview/`;
const outputPath = '/output/';
const shownLimit = 30;

/** Every path the stand-in knows. */
export function createRunningHubRoutes(
  context: RunningHubContext,
): (request: ServiceRequest) => Answer | Promise<Answer> {
  return (request) => {
    const { path } = request;
    if (path.startsWith(v2Path)) return refuseKey(context, request) ?? answerV2(context, request);
    if (path === '/api/webapp/apiCallDemo') return describeApp(context, request);
    if (path.includes('/openapi/') || path.startsWith('/uc/')) return answerOlder(context, request);
    return answerStorage(context, request);
  };
}

/** What lies at other hosts in reality: pictures that were made or handed over, and LoRAs. */
function answerStorage(context: RunningHubContext, request: ServiceRequest): Answer | Promise<Answer> {
  const { path, method } = request;
  const { pictures, uploads, now } = context;
  if (path.startsWith(loraUploadPath)) return putLora(context, request);
  if (method !== 'GET') return notFound();
  if (path.startsWith(outputPath)) return pictures.answer(path.slice(outputPath.length), now());
  return uploads.answer(path, now()) ?? notFound();
}

function answerOlder(context: RunningHubContext, request: ServiceRequest): Answer {
  if (request.path === '/task/openapi/cancel') return cancelTask(context, request);
  if (request.path === '/api/openapi/getJsonApiFormat') return giveGraph(context, request);
  if (request.path === '/api/openapi/getLoraUploadUrl') return giveLoraTicket(context, request);
  if (request.path === '/uc/openapi/accountStatus') return accountStatus(context, request);
  return envelope(412, 'TOKEN_INVALID');
}

/** A wrong key is HTTP 401, no key is an error under HTTP 200: both have been seen. */
function refuseKey({ apiKey }: RunningHubContext, request: ServiceRequest): Answer | null {
  const given = request.headers.authorization;
  if (given === undefined) return v2Error('1002', 'API key is missing');
  return given === `Bearer ${apiKey}` ? null : v2Error('1002', 'API Key不存在', 401);
}

function answerV2(context: RunningHubContext, request: ServiceRequest): Answer {
  if (request.path === `${v2Path}queue/status`) return queueStatus(context);
  if (request.method !== 'POST') return v2Error('1009', 'method not allowed');
  if (request.path === `${v2Path}query`) return query(context, request);
  if (request.path === uploadPath) return context.uploads.take(request, context.now());
  const isPreview = request.path.startsWith(previewPath);
  const endpoint = request.path.slice(isPreview ? previewPath.length : v2Path.length);
  if (isRun(endpoint)) return submitRun(context, endpoint, request, context.now());
  const media = findMediaEndpoint(endpoint);
  if (media !== undefined) return answerMedia(context, media, request, isPreview);
  const model = findRunningHubModel(endpoint);
  if (model === undefined) return v2Error('1001', 'invalid URL');
  if (context.keyType !== 'SHARED') return v2Error('1014', 'restricted to Enterprise-Shared API Keys only');
  return isPreview ? previewPrice(context, model, request) : submit(context, model, request, context.now());
}

function query(context: RunningHubContext, request: ServiceRequest): Answer {
  const taskId = isRecord(request.body) ? request.body.taskId : undefined;
  if (typeof taskId !== 'string') return v2Error('1007', "parameter 'taskId' must be a string");
  const task = context.tasks.all.get(taskId);
  const nowMs = context.now();
  const isKnown = task !== undefined && nowMs >= task.timeline.submittedAtMs + context.knownAfterMs;
  return isKnown ? queryAnswer(task, nowMs, request.origin) : v2Error('1004', 'task not found or expired');
}

function answerMedia(
  context: RunningHubContext,
  media: MediaEndpoint,
  request: ServiceRequest,
  isPreview: boolean,
): Answer {
  if (context.keyType !== 'SHARED') return v2Error('1014', 'restricted to Enterprise-Shared API Keys only');
  if (!isPreview) return submitMedia(context, media, request, context.now());
  const { body, origin } = request;
  const problem = problemOfMediaBody(media, body, context.uploads.finder(origin, context.now()));
  if (problem !== null) return json(200, { errorCode: '1007', errorMessage: problem });
  return previewAnswer(isRecord(body) ? priceOfMedia(media, body) : 0);
}

/** Free, makes no task, and refuses what a submit would refuse. */
function previewPrice(context: RunningHubContext, model: RunningHubModel, request: ServiceRequest): Answer {
  const verdict = judge(context, model, request, context.now());
  if ('problem' in verdict) return json(200, { errorCode: verdict.code, errorMessage: verdict.problem });
  if (context.unpriced.includes(model.endpoint))
    return json(200, { errorCode: '1501', errorMessage: 'PRICE_CONFIG_NOT_FOUND' });
  return previewAnswer(priceOf(model, verdict.inputs));
}

function previewAnswer(estimatedPrice: number): Answer {
  return json(200, {
    errorCode: 0,
    errorMessage: '',
    estimatedPrice,
    currency: 'CNY',
    priceText: `${estimatedPrice} 元`,
    priceTextEn: `${estimatedPrice} CNY`,
    freeLimit: false,
    freeLimitCount: 0,
    remainingFreeLimitCount: 0,
    isFreeThisCall: false,
  });
}

function queueStatus(context: RunningHubContext): Answer {
  const { queued, running } = context.tasks.counts(context.now());
  return json(200, {
    code: 0,
    msg: 'success',
    data: {
      apiKeyType: context.keyType,
      concurrentLimit: Number.isFinite(context.concurrencyLimit) ? context.concurrencyLimit : shownLimit,
      runningCount: String(running),
      queuedCount: String(queued),
      totalCurrentTasks: String(queued + running),
    },
  });
}

function cancelTask(context: RunningHubContext, { body }: ServiceRequest): Answer {
  if (!isRecord(body) || body.apiKey !== context.apiKey) return envelope(802, 'APIKEY_UNAUTHORIZED');
  const task = context.tasks.all.get(String(body.taskId));
  const nowMs = context.now();
  if (task === undefined || !isLive(statusOf(task, nowMs))) return envelope(807, 'APIKEY_TASK_NOT_FOUND');
  if (context.obeysCancel) task.cancelledAtMs = nowMs;
  return envelope(0, 'success');
}

/** This call spells its key in lower case. */
function accountStatus(context: RunningHubContext, { body }: ServiceRequest): Answer {
  if (!isRecord(body) || body.apikey !== context.apiKey) return envelope(802, 'APIKEY_UNAUTHORIZED');
  const nowMs = context.now();
  const { queued, running } = context.tasks.counts(nowMs);
  return envelope(0, 'success', {
    remainCoins: '0',
    currentTaskCounts: String(queued + running),
    remainMoney: (context.balanceCny - context.tasks.spent(nowMs)).toFixed(2),
    currency: 'CNY',
    apiType: context.keyType,
  });
}
