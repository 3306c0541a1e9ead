import { z } from 'zod';
import { type FormInput, labelledWords } from './form.ts';
import type { Model, Route } from './model.ts';
import { formRoute, megabytes } from './models/route-rows.ts';
import { longestTypedPrompt } from './wire-words.ts';

const text = (max: number) => z.string().min(1).max(max);
const place = {
  /** The number in the workflow's JSON. */
  node: z.string().regex(/^[\w:-]{1,50}$/u, 'the number of a node, as text'),
  field: text(100),
  required: z.boolean().default(false),
};
/** A name like `prompt` would be taken for the option. */
const label = text(45);
const characters = z.int().min(1).max(100_000).default(longestTypedPrompt);
const file = { ...place, maxMegabytes: z.int().min(1).max(100).default(10) };
/** One input of a workflow, by the node and the field that it fills. */
export const workflowInput = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('prompt'), ...place, maxCharacters: characters }),
  z.strictObject({
    type: z.literal('text'),
    label,
    ...place,
    maxCharacters: characters,
    default: z.string().optional(),
  }),
  z
    .strictObject({
      type: z.literal('choice'),
      label,
      ...place,
      values: z.array(text(100)).min(1).max(25),
      default: z.string().optional(),
    })
    .refine(({ values, default: usual }) => usual === undefined || values.includes(usual), {
      path: ['default'],
      message: 'must be one of values',
    }),
  z
    .strictObject({
      type: z.literal('number'),
      label,
      ...place,
      min: z.number(),
      max: z.number(),
      whole: z.boolean().default(false),
      default: z.number().optional(),
    })
    .refine(({ min, max }) => min <= max, { path: ['max'], message: 'must be min or more' })
    .refine(({ min, max, default: usual = min }) => usual >= min && usual <= max, {
      path: ['default'],
      message: 'must be between min and max',
    }),
  z.strictObject({ type: z.literal('flag'), label, ...place, default: z.boolean().optional() }),
  z.strictObject({ type: z.enum(['image', 'video', 'audio']), ...file }),
]);
/** @see workflowInput */
export type Input = z.output<typeof workflowInput>;

/** A form at Discord has room for this many. */
export const mostAsked = 5;

/** What each service runs, and how it names it. */
const places = {
  runninghub: { kinds: ['workflow', 'app'], id: /^\d{5,25}$/u, hint: 'the digits of its address, as text' },
  runcomfy: { kinds: ['deployment'], id: /^[\w-]{1,100}$/u, hint: 'the id of the deployment' },
} as const;

/** A ComfyUI workflow or an AI app of RunningHub, or a deployment at RunComfy, as an operator's CATALOG_FILE describes it. */
export const workflowSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,49}$/u, 'lower case letters, digits, dots and dashes, at most 50'),
    title: text(80),
    description: text(100),
    provider: z.enum(['runninghub', 'runcomfy']).default('runninghub'),
    kind: z.enum(['workflow', 'app', 'deployment']),
    /** In the address of its page. As text: it has more digits than a number keeps. */
    remoteId: text(100),
    output: z.enum(['image', 'video', 'audio', 'model3d', 'text']),
    /** The most that a run can cost. */
    price: z.strictObject({ currency: z.enum(['USD', 'CNY']), amount: z.number().positive().max(10_000) }),
    /** RunningHub's. A deployment has the one that it was made with. */
    machine: z.enum(['default', 'plus', 'ultra']).optional(),
    inputs: z.array(workflowInput).max(20).default([]),
    constants: z.record(text(150), z.union([z.string(), z.number(), z.boolean()])).default({}),
    adult: z.boolean().default(false),
  })
  .superRefine(({ inputs, constants, ...place }, context) => {
    for (const [path, message] of problemsOfPlace(place)) context.addIssue({ code: 'custom', path: [path], message });
    for (const message of problemsOf(inputs, constants))
      context.addIssue({ code: 'custom', path: ['inputs'], message });
  });

interface Place {
  readonly provider: keyof typeof places;
  readonly kind: string;
  readonly remoteId: string;
  readonly machine?: string | undefined;
}

function problemsOfPlace({ provider, kind, remoteId, machine }: Place): (readonly [keyof Place, string])[] {
  const { kinds, id, hint } = places[provider];
  const isOther = !kinds.some((each) => each === kind);
  if (isOther) return [['kind', `${provider} runs ${kinds.join(' and ')}; a deployment is at runcomfy`]];
  return [
    ...(id.test(remoteId) ? [] : [['remoteId', hint] as const]),
    ...(provider === 'runninghub' || machine === undefined
      ? []
      : [['machine', 'a deployment has the machine that it was made with: leave it out'] as const]),
  ];
}

function problemsOf(inputs: readonly Input[], constants: Readonly<Record<string, unknown>>): string[] {
  const asked = inputs.filter(isAsked).length;
  const keys = [...inputs.map(keyOf), ...Object.keys(constants)];
  const nodeless = Object.keys(constants).find((key) => !/^[\w:-]{1,50}\../u.test(key));
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  const single = ['prompt', 'image', 'video', 'audio'].find(
    (type) => inputs.filter((each) => each.type === type).length > 1,
  );
  return [
    ...(asked > mostAsked
      ? [`a form has room for ${mostAsked} inputs besides files, and these are ${asked}: make the others constants`]
      : []),
    ...(nodeless === undefined ? [] : [`${nodeless} among the constants names no node: write node.field`]),
    ...(twice === undefined ? [] : [`${twice} is there twice`]),
    ...(single === undefined ? [] : [`there can be one input of the type ${single}`]),
  ];
}

/** False for a file. */
export function isAsked({ type }: Pick<Input, 'type'>): boolean {
  return type !== 'image' && type !== 'video' && type !== 'audio';
}

/** Where the input goes: `node.field`. */
export function keyOf({ node, field }: Pick<Input, 'node' | 'field'>): string {
  return `${node}.${field}`;
}

/** The workflow as a model of `/run`, described by a form. */
export function modelOfWorkflow(workflow: z.output<typeof workflowSchema>): Model {
  const { id, title, description, adult, output } = workflow;
  return { id, title, description, adult, task: 'run', output, routes: [routeOf(workflow)] };
}

function routeOf(workflow: z.output<typeof workflowSchema>): Route {
  const { provider, price, inputs } = workflow;
  return formRoute({
    provider,
    ...callOf(workflow),
    // What a run takes is told when it has ended; what is held is the most.
    price: { ...price, grid: null, estimated: false, meter: { unit: 'run', by: [], amounts: {} } },
    form: formOf(inputs),
    isNodeList: true,
    source: 'CATALOG_FILE',
    confidence: 'L',
  });
}

/** Where it is started, and what goes along with its inputs. */
function callOf({ kind, remoteId, constants, machine = 'default' }: z.output<typeof workflowSchema>) {
  if (kind === 'deployment') return { endpoint: `deployments/${remoteId}`, constants };
  return {
    endpoint: `run/${kind === 'app' ? 'ai-app' : 'workflow'}/${remoteId}`,
    constants: { ...constants, instanceType: machine, usePersonalQueue: 'false' },
  };
}

function formOf(inputs: readonly Input[]): readonly FormInput[] {
  const words = labelledWords.values();
  return inputs.map((each): FormInput => {
    const base = { key: keyOf(each), isRequired: each.required };
    switch (each.type) {
      case 'prompt':
        return { ...base, word: 'prompt', kind: 'text', maxCharacters: each.maxCharacters, default: null };
      case 'image':
      case 'video':
      case 'audio': {
        const maxBytes = megabytes(each.maxMegabytes);
        return { ...base, word: each.type, kind: 'media', media: each.type, maxBytes, most: null };
      }
      default:
        // The schema has counted them.
        return {
          ...base,
          word: words.next().value as (typeof labelledWords)[number],
          label: each.label,
          ...ruleOf(each),
        };
    }
  });
}

function ruleOf(each: Exclude<Input, { readonly type: 'prompt' | 'image' | 'video' | 'audio' }>) {
  switch (each.type) {
    case 'text':
      return { kind: 'text', maxCharacters: each.maxCharacters, default: each.default ?? null } as const;
    case 'choice':
      return { kind: 'choice', values: each.values, default: each.default ?? null } as const;
    case 'number':
      return {
        kind: 'number',
        min: each.min,
        max: each.max,
        isWhole: each.whole,
        default: each.default ?? null,
      } as const;
    case 'flag':
      return { kind: 'flag', default: each.default ?? null } as const;
  }
}
