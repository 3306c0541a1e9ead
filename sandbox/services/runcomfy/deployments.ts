import { type Answer, json } from '../answer.ts';
import { isRecord, type ServiceRequest } from '../read-request.ts';
import { choice, file, type InputSchema, prompt } from './inputs.ts';
import type { RunComfyModel } from './models.ts';
import type { DeploymentRun } from './requests.ts';
import { type SubmitContext, submit } from './submit.ts';

/** A workflow that somebody runs at the service. */
interface Deployment {
  readonly name: string;
  /** What it makes, under names of this stand-in's own. */
  readonly makes: RunComfyModel;
  /** `node.field` to the name among the inputs of `makes`; null for one that changes nothing that can be seen. */
  readonly nodes: Readonly<Record<string, string | null>>;
  readonly saves: Pick<DeploymentRun, 'node' | 'key'>;
}

function madeBy(
  outputKey: RunComfyModel['outputKey'],
  properties: Readonly<Record<string, InputSchema>>,
  required: readonly string[],
): RunComfyModel {
  return {
    modelId: `deployment/${outputKey}`,
    displayName: 'Deployment',
    categories: [],
    schema: { type: 'object', title: 'Input schema', required, properties },
    // A machine is billed by its time; this is the stand-in's guess at a run.
    basePriceUsd: 0.02,
    runMs: 6000,
    outputKey,
  };
}

/** By id. */
export const deployments: Readonly<Record<string, Deployment>> = {
  '3f0a7c52-1b7e-4a7f-9a57-5d2f6c0b9e11': {
    name: 'fox-loop',
    makes: madeBy(
      'video',
      {
        prompt: prompt('a fox'),
        duration: choice('Seconds', ['2', '4'], '2'),
        aspect_ratio: choice('Shape', ['16:9', '1:1'], '1:1'),
      },
      ['prompt'],
    ),
    nodes: { '6.text': 'prompt', '7.text': null, '12.seconds': 'duration', '3.seed': null, '3.steps': null },
    saves: { node: '30', key: 'gifs' },
  },
  '9b61c0de-77aa-4c0e-8f11-2a90d3f4a222': {
    name: 'ink-portrait',
    makes: madeBy('images', { image: file('image', 'Picture'), aspect_ratio: choice('Shape', ['1:1'], '1:1') }, [
      'image',
    ]),
    nodes: { '10.image': 'image', '14.strength': null },
    saves: { node: '9', key: 'images' },
  },
};

/** Starts a run, or says why not. What the answers to a wrong node look like is not published. */
export function infer(
  context: SubmitContext & { readonly now: () => number },
  id: string,
  request: ServiceRequest,
): Answer {
  const deployment = deployments[id];
  if (deployment === undefined) return json(404, { error: 'deployment not found' });
  const overrides = isRecord(request.body) ? (request.body.overrides ?? {}) : null;
  if (!isRecord(overrides)) return json(422, { error: 'overrides must be an object' });
  const given = Object.entries(overrides).flatMap(([node, value]) => inputsOf(node, value));
  const wrong = given.find(([key]) => !Object.hasOwn(deployment.nodes, key));
  if (wrong !== undefined) return json(422, { error: `no such input in the workflow: ${wrong[0]}` });
  const body = Object.fromEntries(
    given.flatMap(([key, value]) => {
      const name = deployment.nodes[key] ?? null;
      return name === null ? [] : [[name, value]];
    }),
  );
  const run = { id, ...deployment.saves };
  return submit(context, deployment.makes, { ...request, body }, { nowMs: context.now(), deployment: run });
}

function inputsOf(node: string, value: unknown): (readonly [string, unknown])[] {
  const inputs = isRecord(value) && isRecord(value.inputs) ? value.inputs : null;
  if (inputs === null) return [[`${node}.`, null]];
  return Object.entries(inputs).map(([field, each]) => [`${node}.${field}`, each] as const);
}
