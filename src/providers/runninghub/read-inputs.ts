import { z } from 'zod';
import type { ReadInputs, ReadOutcome } from '#catalog/found-inputs.ts';
import type { SendOutcome } from '#http/send.ts';
import { isSuccess, malformed, noAnswer } from '../failures.ts';
import type { ProviderSettings } from '../provider.ts';
import { readAnswer } from '../read-answer.ts';
import { readRunningHub } from './answers.ts';
import { inputsOfApp } from './app-inputs.ts';
import { inputsOfGraph } from './graph-inputs.ts';
import { meaningOf, refusal } from './parse.ts';
import { type CallTools, createRequests } from './requests.ts';

/** A graph of hundreds of nodes is some hundred kB. */
const maxBytes = 4 * 1_048_576;

/**
 * RunningHub's description of an app, or the graph of a workflow. Both older interfaces want the key beside the number; neither starts
 * anything.
 *
 * @see reference/beyond-images.md, section 2; read 2026-11-28
 */
export function createReadInputs(settings: ProviderSettings, tools: CallTools): ReadInputs {
  const { apiKey } = settings;
  const { get, post } = createRequests(settings, tools);
  return async ({ kind, remoteId }, signal) => {
    if (kind === 'app') {
      const path = `/api/webapp/apiCallDemo?${new URLSearchParams({ apiKey, webappId: remoteId })}`;
      return read(await tools.send(get(path, signal, { maxBytes })), inputsInApp);
    }
    const json = { apiKey, workflowId: remoteId };
    return read(await tools.send(post('/api/openapi/getJsonApiFormat', signal, { json, maxBytes })), inputsInGraph);
  };
}

type Inputs = ReadOutcome['inputs'];

/** A refusal that is neither the key's nor a fault of the service means that it does not hand this one out. */
function read(outcome: SendOutcome, inputsIn: (text: string | null) => Inputs | null): ReadOutcome {
  if (outcome.kind !== 'answered') throw noAnswer('runninghub', outcome, 'account');
  const said = readRunningHub(outcome.text);
  if (said === null) throw malformed('runninghub', outcome, 'a description of another shape');
  if (said.code !== '' || !isSuccess(outcome)) {
    const isUnknown = unknownClasses.has(meaningOf(outcome, said, 'account')?.class ?? '');
    if (isUnknown) return { kind: 'unknown', inputs: [] };
    throw refusal(outcome, said, 'account');
  }
  const inputs = inputsIn(outcome.text);
  return inputs === null ? { kind: 'unreadable', inputs: [] } : { kind: 'found', inputs };
}

const unknownClasses: ReadonlySet<string> = new Set(['parameters', 'unserved', 'unknown_job', 'ended']);

function inputsInApp(text: string | null): Inputs | null {
  const answer = readAnswer(text, appSchema);
  return answer && inputsOfApp(answer.data.nodeInfoList);
}

function inputsInGraph(text: string | null): Inputs | null {
  const answer = readAnswer(text, graphSchema);
  return answer && inputsOfGraph(answer.data.prompt);
}

const appSchema = z.object({ data: z.object({ nodeInfoList: z.array(z.unknown()) }) });
const graphSchema = z.object({ data: z.object({ prompt: z.union([z.string(), z.record(z.string(), z.unknown())]) }) });
