import { type Answer, json } from '../answer.ts';
import { isRecord, type ServiceRequest } from '../read-request.ts';
import { envelope, v2Error } from './answers.ts';
import { type MediaEndpoint, submitMedia } from './media.ts';
import type { SubmitContext } from './submit.ts';

/** A workflow or an app that somebody has built at the service. */
interface Workflow {
  /** What it makes, under names of this stand-in's own. */
  readonly makes: MediaEndpoint;
  /** `node.field` to the name among the fields of `makes`; null for one that changes nothing that can be seen. */
  readonly nodes: Readonly<Record<string, string | null>>;
  /** Nodes that cannot run. */
  readonly broken?: readonly string[];
}

const endpointOf = (output: MediaEndpoint['output'], fields: MediaEndpoint['fields']): MediaEndpoint => ({
  endpoint: `run/${output}`,
  output,
  fields,
  price: { unit: 'run', price: 0.2 },
});
const prompt = { key: 'prompt', type: 'string', required: true } as const;

/** By the end of their path. */
const workflows: Readonly<Record<string, Workflow>> = {
  'workflow/1904136902449209346': {
    makes: endpointOf('video', [prompt, { key: 'duration', type: 'string', enum: ['3', '5'] }]),
    nodes: { '6.text': 'prompt', '7.text': null, '12.seconds': 'duration', '3.seed': null, '3.steps': null },
  },
  'ai-app/1877265245566922753': {
    makes: endpointOf('image', [{ key: 'imageUrl', type: 'image', required: true, maxMB: 10 }]),
    nodes: { '10.image': 'imageUrl', '14.strength': null, '15.select': null },
  },
  'workflow/1904136902449209399': {
    makes: endpointOf('audio', [prompt]),
    nodes: { '6.text': 'prompt' },
    broken: ['6'],
  },
};

const runPath = 'run/';

/** The graphs of workflows, by their number, as ComfyUI exports them for its API. */
const graphs: Readonly<Record<string, object>> = {
  '1904136902449209346': {
    '3': {
      inputs: { seed: 42, steps: 20, cfg: 7, sampler_name: 'euler', positive: ['6', 0], negative: ['7', 0] },
      class_type: 'KSampler',
      _meta: { title: 'KSampler' },
    },
    '6': {
      inputs: { text: 'a fox', clip: ['4', 1] },
      class_type: 'CLIPTextEncode',
      _meta: { title: 'CLIP Text Encode (Prompt)' },
    },
    '7': {
      inputs: { text: 'blurry', clip: ['4', 1] },
      class_type: 'CLIPTextEncode',
      _meta: { title: 'CLIP Text Encode' },
    },
    '12': { inputs: { seconds: '3' }, class_type: 'MakeVideo', _meta: { title: 'Length of the video' } },
  },
  '1904136902449209399': { '6': { inputs: { text: 'a song' }, class_type: 'TextEncodeAudio' } },
};

/** The fields of apps, by their number. */
const apps: Readonly<Record<string, readonly object[]>> = {
  '1877265245566922753': [
    appNode('10', 'LoadImage', 'image', { fieldType: 'IMAGE', fieldValue: 'example.png', description: 'Portrait' }),
    appNode('14', 'Blend', 'strength', { fieldType: 'FLOAT', fieldValue: '0.6', description: 'Strength' }),
    appNode('15', 'Style', 'select', {
      fieldType: 'LIST',
      fieldValue: 'ink',
      fieldData: JSON.stringify(['ink', 'oil', 'pencil']),
      description: 'Style',
    }),
  ],
};

function appNode(nodeId: string, nodeName: string, fieldName: string, more: object): object {
  return { nodeId, nodeName, fieldName, fieldData: null, ...more };
}

/** `POST /api/openapi/getJsonApiFormat`: the graph as JSON in a text. */
export function giveGraph({ apiKey }: KeyHolder, { body, method }: ServiceRequest): Answer {
  if (method !== 'POST') return envelope(412, 'TOKEN_INVALID');
  if (!isRecord(body) || body.apiKey !== apiKey) return envelope(802, 'APIKEY_UNAUTHORIZED');
  const graph = graphs[String(body.workflowId)];
  if (graph === undefined) return envelope(380, 'WORKFLOW_NOT_EXISTS');
  return envelope(0, 'success', { prompt: JSON.stringify(graph) });
}

/** `GET /api/webapp/apiCallDemo`: what an app asks for. */
export function describeApp({ apiKey }: KeyHolder, { query, method }: ServiceRequest): Answer {
  if (method !== 'GET') return envelope(412, 'TOKEN_INVALID');
  if (query.get('apiKey') !== apiKey) return envelope(802, 'APIKEY_UNAUTHORIZED');
  const nodeInfoList = apps[query.get('webappId') ?? ''];
  if (nodeInfoList === undefined) return envelope(901, 'WEBAPP_NOT_EXISTS');
  return envelope(0, 'success', { webappName: 'An app', nodeInfoList });
}

interface KeyHolder {
  readonly apiKey: string;
}

/** Whether this end of a path starts a workflow. */
export function isRun(endpoint: string): boolean {
  return endpoint.startsWith(runPath);
}

/** Takes a list of nodes in, or says why not. @see reference, section 2.11 */
export function submitRun(context: SubmitContext, endpoint: string, request: ServiceRequest, nowMs: number): Answer {
  const workflow = workflows[endpoint.slice(runPath.length)];
  if (workflow === undefined) {
    return endpoint.includes('/ai-app/') ? v2Error('901', 'WEBAPP_NOT_EXISTS') : v2Error('380', 'WORKFLOW_NOT_EXISTS');
  }
  const body = isRecord(request.body) ? request.body : {};
  if (!Array.isArray(body.nodeInfoList)) return v2Error('1007', "parameter 'nodeInfoList' is required");
  const nodes = body.nodeInfoList.map((node: unknown) => (isRecord(node) ? node : {}));
  const wrong = nodes.find((node) => !Object.hasOwn(workflow.nodes, keyOf(node)));
  if (wrong !== undefined) return v2Error('803', `APIKEY_INVALID_NODE_INFO: ${keyOf(wrong)}`);
  const asked = nodes.flatMap((node) => {
    const name = workflow.nodes[keyOf(node)] ?? null;
    return name === null ? [] : [[name, addressed(node.fieldValue, request.origin)]];
  });
  const { webhookUrl } = body;
  const media = { ...Object.fromEntries(asked), ...(webhookUrl !== undefined && { webhookUrl }) };
  const answer = submitMedia(context, workflow.makes, { ...request, body: media }, nowMs);
  return workflow.broken === undefined ? answer : withBroken(workflow.broken);
}

function keyOf({ nodeId, fieldName }: Readonly<Record<string, unknown>>): string {
  return `${String(nodeId)}.${String(fieldName)}`;
}

/** A node knows a file by the name that its upload was given. */
function addressed(value: unknown, origin: string): unknown {
  return typeof value === 'string' && value.startsWith('openapi/')
    ? `${origin}/upload/${value.slice('openapi/'.length)}`
    : value;
}

/** Code 0 all the same: seen at graphs that lack a model. */
function withBroken(nodes: readonly string[]): Answer {
  const errors = nodes.map((node) => [node, { errors: [{ type: 'value_not_in_list' }] }]);
  const promptTips = JSON.stringify({ result: false, error: null, node_errors: Object.fromEntries(errors) });
  return json(200, { taskId: '1999', status: 'QUEUED', errorCode: '', errorMessage: '', results: null, promptTips });
}
