import { type FindUpload, type PictureBounds, problemOfPicture, sizeOfPicture } from '../input-pictures.ts';
import { isRecord } from '../read-request.ts';
import {
  type Field,
  type FieldRule,
  type FieldWord,
  outputFormats,
  type RunningHubModel,
  ratioCodes,
  type TextRule,
} from './fields.ts';

/** A body in our words: ratios and formats as in the flat form. */
export type Inputs = ReadonlyMap<FieldWord, string | number | boolean>;

/** Either the inputs or the text that goes with errorCode 1007. */
export type BodyVerdict = { readonly inputs: Inputs } | { readonly problem: string };

/** How a body spells its keys. Both at once are refused. */
type Form = 'node' | 'flat';

/** Keys that are near enough to be named in the answer. */
const nearKeys: Readonly<Record<string, string>> = {
  customHeight: 'customHight',
  customHight: 'customHeight',
  aspect_ratio: 'aspectRatio',
  output_format: 'outputFormat',
  loraStrength: 'lora_strength',
  lora_name: 'lora',
};

/** Checks a submit body the way the service does: unknown keys first, then each field in the order of the endpoint. */
export function validateBody(
  model: RunningHubModel,
  body: unknown,
  acceptNodeKeys: boolean,
  findUpload: FindUpload = () => undefined,
): BodyVerdict {
  if (!isRecord(body)) return { problem: 'request body must be a JSON object' };
  const keys = Object.keys(body).filter((key) => key !== 'webhookUrl');
  const form = formOf(model, keys, acceptNodeKeys);
  const unknown = keys.find((key) => !model.fields.some((field) => keyOf(field, form) === key));
  if (unknown !== undefined) return { problem: refusal(model, unknown) };
  const inputs = new Map<FieldWord, string | number | boolean>();
  for (const field of model.fields) {
    const read = readField(field, body, { form, findUpload });
    if ('problem' in read) return { problem: `parameter '${keyOf(field, form)}' ${read.problem}` };
    if (read.value !== null) inputs.set(field.word, summed(field, read.value, inputs));
  }
  const shape = shapeOf(model, body, { form, findUpload });
  return { inputs: shape === null ? inputs : inputs.set('shape', shape) };
}

/** Pictures may stand under several keys. */
function summed({ word }: Field, value: string | number | boolean, inputs: Inputs): string | number | boolean {
  return word === 'images' ? Number(inputs.get('images') ?? 0) + Number(value) : value;
}

function shapeOf(model: RunningHubModel, body: Readonly<Record<string, unknown>>, how: Reading): string | null {
  const [first] = model.fields.filter(({ word }) => word === 'images').flatMap((field) => body[keyOf(field, how.form)]);
  const size = sizeOfPicture(first, how.findUpload);
  return size && `${size.widthPx}:${size.heightPx}`;
}

interface Reading {
  readonly form: Form;
  readonly findUpload: FindUpload;
}

function readField(field: Field, body: Readonly<Record<string, unknown>>, how: Reading): ReadValue | { value: null } {
  const value = body[keyOf(field, how.form)];
  if (value !== undefined && value !== null && value !== '') return readValue(field.rule, value, how);
  return field.isRequired ? { problem: 'is required' } : { value: null };
}

function formOf(model: RunningHubModel, keys: readonly string[], acceptNodeKeys: boolean): Form {
  return acceptNodeKeys && hasNodes(model) && keys.some((key) => key.includes('##')) ? 'node' : 'flat';
}

function hasNodes(model: RunningHubModel): boolean {
  return model.fields.every((field) => field.node !== null);
}

function keyOf(field: Field, form: Form): string {
  return form === 'node' ? (field.node ?? field.flat) : field.flat;
}

/** Names the key to use instead where one is near. */
function refusal(model: RunningHubModel, key: string): string {
  const known = model.fields.map((field) => field.flat);
  const instead = model.fields.find((field) => field.node === key)?.flat ?? nearKeys[key];
  const isUseful = instead !== undefined && known.includes(instead);
  return `parameter '${key}' is not allowed${isUseful ? `, please use '${instead}' instead` : ''}`;
}

type ReadValue = { readonly value: string | number | boolean } | { readonly problem: string };

function readValue(rule: FieldRule, value: unknown, { form, findUpload }: Reading): ReadValue {
  if (rule.kind === 'number') return readNumber(rule, value);
  if (rule.kind === 'picture') return readPictures([value], rule, findUpload);
  if (rule.kind === 'pictures') return readList(rule, value, findUpload);
  if (rule.kind === 'flag') return typeof value === 'boolean' ? { value } : { problem: 'must be true or false' };
  return typeof value === 'string' ? readText(rule, value, form) : { problem: 'must be a string' };
}

/** The value is how many there are. */
function readPictures(values: readonly unknown[], bounds: PictureBounds, findUpload: FindUpload): ReadValue {
  const problem = values.map((value) => problemOfPicture(value, bounds, findUpload)).find((each) => each !== null);
  return problem === undefined ? { value: values.length } : { problem };
}

function readList(rule: Extract<FieldRule, { kind: 'pictures' }>, value: unknown, findUpload: FindUpload): ReadValue {
  if (!Array.isArray(value)) return { problem: 'must be a list' };
  const isWithin = value.length >= 1 && value.length <= rule.most;
  return isWithin ? readPictures(value, rule, findUpload) : { problem: `must hold 1 to ${rule.most} pictures` };
}

function readText(rule: TextRule, value: string, form: Form): ReadValue {
  switch (rule.kind) {
    case 'text':
      return value.length > rule.maxCharacters
        ? { problem: `is longer than ${rule.maxCharacters} characters` }
        : { value };
    case 'choice':
      return oneOf(rule.values, value);
    case 'ratio':
      return form === 'node' ? readRatioCode(rule.values, value) : oneOf(rule.values, value);
    case 'format':
      return form === 'node' ? readNodeFormat(value) : oneOf(outputFormats, value);
  }
}

function readNumber(rule: Extract<FieldRule, { kind: 'number' }>, value: unknown): ReadValue {
  if (typeof value !== 'number') return { problem: 'must be a number' };
  if (rule.isInteger && !Number.isInteger(value)) return { problem: 'must be an integer' };
  if (value < rule.min || value > rule.max) return { problem: `must be between ${rule.min} and ${rule.max}` };
  const { min, step } = rule;
  return step !== undefined && (value - min) % step !== 0 ? { problem: `must be in steps of ${step}` } : { value };
}

function readRatioCode(values: readonly string[], code: string): ReadValue {
  const ratio = /^[1-9]$/.test(code) ? ratioCodes[Number(code) - 1] : undefined;
  const codes = values.map((_, index) => String(index + 1));
  return ratio !== undefined && values.includes(ratio) ? { value: ratio } : { problem: listOf(codes) };
}

/** Only `PNG` is published; the others are taken in upper case as well. */
function readNodeFormat(value: string): ReadValue {
  const format = outputFormats.find((known) => known.toUpperCase() === value.toUpperCase());
  return format === undefined
    ? { problem: listOf(outputFormats.map((known) => known.toUpperCase())) }
    : { value: format };
}

function oneOf(values: readonly string[], value: string): ReadValue {
  return values.includes(value) ? { value } : { problem: listOf(values) };
}

function listOf(values: readonly string[]): string {
  return `must be one of: ${values.join(', ')}`;
}
