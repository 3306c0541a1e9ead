import { type Answer, json } from '../answer.ts';
import { isRecord, type ServiceRequest } from '../read-request.ts';
import { v2Error } from './answers.ts';
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
    nodes: { '10.image': 'imageUrl', '14.strength': null },
  },
  'workflow/1904136902449209399': {
    makes: endpointOf('audio', [prompt]),
    nodes: { '6.text': 'prompt' },
    broken: ['6'],
  },
};

const runPath = 'run/';

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
