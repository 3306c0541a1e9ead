import { type Answer, json } from '../answer.ts';
import { isLive, isPaid, type RunningHubTask, statusOf } from './tasks.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Result links end a day after the picture was finished. */
export const resultsLastMs = dayMs;

/** An error of `/openapi/v2`: HTTP 200 and no task. */
export function v2Error(errorCode: string, errorMessage: string, status = 200): Answer {
  return json(status, { taskId: '', errorCode, errorMessage, results: null });
}

/** An answer of the older calls. */
export function envelope(code: number, text: string, data: unknown = null): Answer {
  return json(200, { code, msg: text, data });
}

/** The answer to a submit, as printed on the seeded pages. */
export function submitAnswer(task: RunningHubTask, nowMs: number): Answer {
  return json(200, {
    taskId: task.taskId,
    status: statusOf(task, nowMs),
    errorCode: '',
    errorMessage: '',
    results: null,
    clientId: task.clientId,
    promptTips: JSON.stringify({ result: true, error: null, outputs_to_execute: ['4'], node_errors: {} }),
  });
}

/** The answer to a query; a failed task answers HTTP 200 as well. */
export function queryAnswer(task: RunningHubTask, nowMs: number, origin: string): Answer {
  const status = statusOf(task, nowMs);
  const isSuccess = status === 'SUCCESS';
  return json(200, {
    taskId: task.taskId,
    status,
    errorCode: '',
    errorMessage: '',
    failedReason: {},
    usage: {
      consumeMoney: isPaid(task, nowMs) ? String(task.priceCny) : null,
      consumeCoins: null,
      taskCostTime: isLive(status) ? null : seconds(task),
      thirdPartyConsumeMoney: null,
    },
    results: isSuccess ? resultsOf(task, origin) : null,
    clientId: '',
    promptTips: '',
    ...(status === 'FAILED' ? failureOf(task) : {}),
  });
}

function resultsOf(task: RunningHubTask, origin: string): readonly object[] {
  if (task.outputText) return [{ url: null, nodeId: '2', outputType: 'txt', text: task.outputText }];
  return outputsOf(task, origin).map(({ url, type }) => ({ url, nodeId: '2', outputType: type, text: null }));
}

/** What the webhook says: an event whose data is JSON inside a string. */
export function taskEndEvent(task: RunningHubTask, nowMs: number, origin: string): string {
  const eventData =
    statusOf(task, nowMs) === 'SUCCESS'
      ? { code: 0, msg: 'success', data: resultsOfEvent(task, origin) }
      : { code: 805, msg: 'APIKEY_TASK_STATUS_ERROR', data: { failedReason: failureOf(task).failedReason } };
  return JSON.stringify({ event: 'TASK_END', taskId: task.taskId, eventData: JSON.stringify(eventData) });
}

function resultsOfEvent(task: RunningHubTask, origin: string): readonly object[] {
  const rest = { taskCostTime: seconds(task), nodeId: '2' };
  return outputsOf(task, origin).map(({ url, type }) => ({ fileUrl: url, fileType: type, ...rest }));
}

function outputsOf(task: RunningHubTask, origin: string): readonly { readonly url: string; readonly type: string }[] {
  const files = task.outputNames.map((name) => ({ name, type: task.outputType }));
  return [...task.besideNames, ...files].map(({ name, type }) => ({ url: `${origin}/output/${name}`, type }));
}

function seconds(task: RunningHubTask): string {
  return String(Math.round(task.timeline.runMs / 1000));
}

/** `failedReason` is an object for a crash and text for a refusal: both occur. */
function failureOf(task: RunningHubTask): { errorCode: string; errorMessage: string; failedReason: unknown } {
  if (task.verdict === 'forbidden') {
    const errorMessage = 'content moderation: the prompt contains prohibited content';
    return { errorCode: '1501', errorMessage, failedReason: 'content moderation' };
  }
  return {
    errorCode: '1000',
    errorMessage: 'unknown error',
    failedReason: {
      exception_type: 'TypeError',
      exception_message: 'sample failure',
      node_id: '276',
      node_name: 'KSampler',
      traceback: ['  File "execution.py", line 1, in execute'],
    },
  };
}
