import { type Answer, json } from '../answer.ts';
import { notFound } from '../pictures.ts';
import type { ServiceRequest } from '../read-request.ts';
import { entryOf, listCategories, listModels } from './catalog.ts';
import { deployments, infer } from './deployments.ts';
import { cancelAnswer, resultAnswer, statusAnswer } from './requests.ts';
import { findRunComfyModel } from './row-model.ts';
import { type SubmitContext, submit } from './submit.ts';

/** What the routes work on. */
export interface RunComfyContext extends SubmitContext {
  readonly apiKey: string;
  readonly now: () => number;
}

/** Tokens that are refused in their own way; every other wrong token is HTTP 401. */
export const refusedTokens = {
  /** HTTP 403. */
  forbidden: 'forbidden-token',
  /** HTTP 400 with code 400004, this service's own way to say that the account is at fault. */
  accountError: 'account-error-token',
} as const;

const outputPath = '/output/';
const modelsPath = '/v1/models';
const requestPath = /^\/v1\/requests\/([^/]+)\/(status|result|cancel)$/;
const deploymentPath = /^\/prod\/v2\/deployments\/([^/]+)(\/inference|\/requests\/([^/]+)\/(status|result|cancel))?$/;

/** Every path the stand-in knows. */
export function createRunComfyRoutes(context: RunComfyContext): (request: ServiceRequest) => Answer | Promise<Answer> {
  return (request) => {
    if (request.path.startsWith(outputPath) && request.method === 'GET') {
      return context.pictures.answer(request.path.slice(outputPath.length), context.now());
    }
    return refuseToken(context, request) ?? answerKnown(context, request);
  };
}

function refuseToken({ apiKey }: RunComfyContext, request: ServiceRequest): Answer | null {
  switch (request.headers.authorization) {
    case `Bearer ${apiKey}`:
      return null;
    case `Bearer ${refusedTokens.accountError}`:
      return json(400, { code: 400004, error: 'UserAccountError' });
    case `Bearer ${refusedTokens.forbidden}`:
      return json(403, { error: 'forbidden' });
    default:
      return json(401, { error: 'unauthorized' });
  }
}

function answerKnown(context: RunComfyContext, request: ServiceRequest): Answer {
  const { method, path } = request;
  const [, requestId, verb] = requestPath.exec(path) ?? [];
  if (requestId !== undefined) return answerRequest(context, request, { id: requestId, verb, deploymentId: null });
  const deployed = deploymentPath.exec(path);
  if (deployed !== null) return answerDeployment(context, request, deployed);
  if (path === '/prod/v2/balance' && method === 'GET') {
    const left = context.balanceUsd - context.tasks.spent(context.now());
    return json(200, { balance_usd: Number(left.toFixed(4)), currency: 'USD' });
  }
  return path.startsWith(modelsPath) ? answerModels(context, request) : notFound();
}

function answerModels(context: RunComfyContext, request: ServiceRequest): Answer {
  const { method, path, query } = request;
  if (path === modelsPath) return method === 'GET' ? listModels(query) : methodNotAllowed();
  const modelId = path.slice(modelsPath.length + 1);
  if (modelId === 'categories' && method === 'GET') return listCategories();
  const model = findRunComfyModel(modelId);
  if (model === undefined) return json(404, { error: 'model not found' });
  if (method === 'GET') return json(200, entryOf(model, true));
  return method === 'POST' ? submit(context, model, request, { nowMs: context.now() }) : methodNotAllowed();
}

function answerDeployment(
  context: RunComfyContext,
  request: ServiceRequest,
  [, deploymentId = '', rest, id, verb]: readonly (string | undefined)[],
): Answer {
  const deployment = deployments[deploymentId];
  if (deployment === undefined) return json(404, { error: 'deployment not found' });
  if (id !== undefined) return answerRequest(context, request, { id, verb, deploymentId });
  if (rest === undefined) {
    return request.method === 'GET' ? json(200, { id: deploymentId, name: deployment.name }) : methodNotAllowed();
  }
  return request.method === 'POST' ? infer(context, deploymentId, request) : methodNotAllowed();
}

interface Asked {
  readonly id: string;
  readonly verb: string | undefined;
  readonly deploymentId: string | null;
}

function answerRequest(context: RunComfyContext, request: ServiceRequest, { id, verb, deploymentId }: Asked): Answer {
  const task = context.tasks.all.get(id);
  if (task === undefined || (task.deployment?.id ?? null) !== deploymentId) {
    return json(404, { error: 'request not found' });
  }
  if (request.method !== (verb === 'cancel' ? 'POST' : 'GET')) return methodNotAllowed();
  const nowMs = context.now();
  if (verb === 'cancel') return cancelAnswer(task, nowMs);
  if (verb === 'status') return statusAnswer(task, nowMs, request.origin);
  const includeCost = request.query.get('include_cost') === 'true';
  return resultAnswer(task, nowMs, { origin: request.origin, includeCost });
}

function methodNotAllowed(): Answer {
  return json(405, { error: 'method not allowed' });
}
