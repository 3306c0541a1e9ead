import { z } from 'zod';
import { type FoundInput, offerable, shortened } from '#catalog/found-inputs.ts';
import { longestTypedPrompt } from '#catalog/wire-words.ts';
import { readAnswer } from '../read-answer.ts';

/**
 * What of a ComfyUI graph can be given: the inputs of its nodes that are values and no links, the usual ones first. Null for what is
 * no graph.
 */
export function inputsOfGraph(prompt: string | Readonly<Record<string, unknown>>): readonly FoundInput[] | null {
  const read = graphSchema.safeParse(typeof prompt === 'string' ? readAnswer(prompt, z.unknown()) : prompt);
  if (!read.success) return null;
  const nodes = Object.entries(read.data);
  const negative = new Set(nodes.flatMap(([, { inputs }]) => linkOf(inputs.negative) ?? []));
  const ranked = nodes.flatMap(([id, node]) =>
    Object.entries(node.inputs).flatMap(([field, value]) => {
      const found = inputOf({ id, field, value, node, isNegative: negative.has(id) });
      return found === null ? [] : [found];
    }),
  );
  return offerable(ranked.toSorted((one, other) => one.rank - other.rank).map(({ rank: _, ...found }) => found));
}

interface Place {
  readonly id: string;
  readonly field: string;
  readonly value: unknown;
  readonly node: z.output<typeof nodeSchema>;
  /** Its words are what should not be there. */
  readonly isNegative: boolean;
}

type Ranked = FoundInput & { readonly rank: number };

function inputOf(place: Place): Ranked | null {
  switch (typeof place.value) {
    case 'string':
      return fileInput(place) ?? textInput(place, titleOf(place));
    case 'number':
      return { ...numberAt(place, place.value), isPrompt: false, place: titleOf(place) };
    case 'boolean': {
      const { id: node, field, value } = place;
      const input = { type: 'flag', node, field, required: false, label: labelOf(place), default: value } as const;
      return { input, isPrompt: false, place: titleOf(place), rank: 21 };
    }
    default:
      return null;
  }
}

function titleOf({ node }: Place): string {
  return node._meta.title || node.class_type;
}

function labelOf(place: Place): string {
  const { field, isNegative } = place;
  if (isNegative) return fieldLabel('negative prompt');
  return fieldLabel(labelWords.has(field) ? titleOf(place) || field : field);
}

function fileInput(place: Place): Ranked | null {
  const { id: node, field } = place;
  const type = fileOf(place.node.class_type, field);
  if (type === null) return null;
  const input = { type, node, field, required: false, maxMegabytes: 10 };
  return { input, isPrompt: false, place: titleOf(place), rank: 1 };
}

function textInput(place: Place, title: string): Ranked {
  const { id: node, field, isNegative } = place;
  const { class_type: classType } = place.node;
  const isPrompt = !isNegative && isPromptField(`${classType} ${title}`, field);
  const common = { node, field, required: false, label: labelOf(place) };
  const input = { type: 'text', ...common, maxCharacters: longestTypedPrompt } as const;
  const otherRank = isNegative ? 2 : textRank(field);
  return { input, isPrompt, place: title, rank: isPrompt ? promptRank(classType) : otherRank };
}

function numberAt(place: Place, value: number): Pick<Ranked, 'input' | 'rank'> {
  const { id: node, field } = place;
  const whole = Number.isInteger(value) && !fractions.has(field);
  const number = numberInput(field, { current: value, whole, bounds: null });
  return { input: { node, field, required: false, label: labelOf(place), ...number }, rank: ranks.get(field) ?? 20 };
}

/** The node that an input is linked to: `["4", 1]`. */
function linkOf(value: unknown): string | null {
  return Array.isArray(value) && typeof value[0] === 'string' ? value[0] : null;
}

/** Fields whose node says more than they do. */
const labelWords: ReadonlySet<string> = new Set(['text', 'string', 'value', 'prompt', 'int', 'float', 'number']);
const promptWords = /^(?:text|text_g|prompt|positive|positive_prompt|string|value|multi_line_prompt)$/u;

/** Whether people write in it what they want to see, by the names of its node and its field. */
export function isPromptField(node: string, field: string): boolean {
  if (/negative|反向|负/iu.test(`${node} ${field}`)) return false;
  return promptWords.test(field.toLowerCase()) && /text|prompt|string|提示/iu.test(`${node} ${field}`);
}

/** The node that every prompt goes through comes before those that only hold a text. */
function promptRank(classType: string): number {
  return /encode/iu.test(classType) ? 0 : 3;
}

/** Names of files and of what a machine runs on are for nobody to change. */
function textRank(field: string): number {
  return /name|prefix|device|dtype|sampler|scheduler|upload|format|type|mode|method/u.test(field) ? 40 : 22;
}

function fileOf(classType: string, field: string): 'image' | 'video' | 'audio' | null {
  if (!/load/iu.test(classType)) return null;
  if (field === 'image' && /image|mask/iu.test(classType)) return 'image';
  if ((field === 'video' || field === 'file') && /video/iu.test(classType)) return 'video';
  return (field === 'audio' || field === 'file') && /audio/iu.test(classType) ? 'audio' : null;
}

/** What people change most, in that order. */
const ranks: ReadonlyMap<string, number> = new Map([
  ...['width', 'height', 'length', 'frames', 'duration', 'seconds'].map((field) => [field, 10] as const),
  ...['steps', 'cfg', 'guidance', 'denoise', 'strength'].map((field) => [field, 11] as const),
  ...['seed', 'noise_seed', 'batch_size', 'fps', 'frame_rate'].map((field) => [field, 12] as const),
]);
/** Written without a point at times. */
const fractions: ReadonlySet<string> = new Set([
  'cfg',
  'guidance',
  'denoise',
  'strength',
  'strength_model',
  'strength_clip',
]);

interface Bounds {
  readonly min: number;
  readonly max: number;
}

const seedBounds = { min: 0, max: 2_147_483_647 };
const usualBounds: ReadonlyMap<string, Bounds> = new Map([
  ['width', { min: 64, max: 4096 }],
  ['height', { min: 64, max: 4096 }],
  ['steps', { min: 1, max: 100 }],
  ['cfg', { min: 0, max: 30 }],
  ['guidance', { min: 0, max: 30 }],
  ['denoise', { min: 0, max: 1 }],
  ['strength', { min: 0, max: 2 }],
  ['strength_model', { min: -2, max: 2 }],
  ['strength_clip', { min: -2, max: 2 }],
  ['batch_size', { min: 1, max: 4 }],
  ['length', { min: 1, max: 241 }],
  ['frames', { min: 1, max: 241 }],
  ['duration', { min: 1, max: 30 }],
  ['seconds', { min: 1, max: 30 }],
  ['fps', { min: 1, max: 60 }],
  ['frame_rate', { min: 1, max: 60 }],
]);

/** A number with the range that its service states, else the usual one of its name. A seed has no default: it would always be the same. */
export function numberInput(
  field: string,
  { current, whole, bounds }: { readonly current: number; readonly whole: boolean; readonly bounds: Bounds | null },
) {
  const isSeed = /seed$/u.test(field);
  const { min, max } = bounds ?? (isSeed ? seedBounds : (usualBounds.get(field) ?? boundsAround(current, whole)));
  const isUsual = !isSeed && current >= min && current <= max && (!whole || Number.isInteger(current));
  return { type: 'number', min, max, whole, ...(isUsual && { default: current }) } as const;
}

function boundsAround(current: number, whole: boolean): Bounds {
  const value = Number.isFinite(current) ? current : 0;
  return { min: Math.min(0, value), max: Math.max(whole ? 100 : 1, Math.abs(value) * 4) };
}

/** `noise_seed` as people read it. */
export function fieldLabel(name: string): string {
  const words = name.replace(/[_\s]+/gu, ' ').trim();
  return shortened(`${words.slice(0, 1).toUpperCase()}${words.slice(1)}`, 45);
}

const nodeSchema = z.object({
  inputs: z.record(z.string(), z.unknown()),
  class_type: z.string().catch(''),
  _meta: z.object({ title: z.string().catch('') }).catch({ title: '' }),
});
const graphSchema = z.record(z.string(), nodeSchema);
