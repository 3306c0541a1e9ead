import { problemOfPicture } from '../input-pictures.ts';
import { isRecord } from '../read-request.ts';
import type { FileKind, InputSchema, Inputs, InputValue } from './inputs.ts';
import { problemOfMedia } from './media.ts';
import type { RunComfyModel } from './models.ts';

/** What HTTP 422 says about one input. */
export interface InputProblem {
  readonly loc: readonly string[];
  readonly msg: string;
}

/** Either the inputs or everything that is wrong. */
export type InputVerdict = { readonly inputs: Inputs } | { readonly problems: readonly InputProblem[] };

/** Checks a body against the model's schema. Unknown inputs are refused as well, so that no client sends one unnoticed. */
export function validateInput(model: RunComfyModel, body: unknown): InputVerdict {
  if (!isRecord(body)) return { problems: [{ loc: ['body'], msg: 'value is not a valid object' }] };
  const { properties, required } = model.schema;
  const problems: InputProblem[] = Object.keys(body)
    .filter((name) => !Object.hasOwn(properties, name))
    .map((name) => problemOf(name, 'extra fields not permitted'));
  const inputs: Record<string, InputValue> = {};
  for (const [name, schema] of Object.entries(properties)) {
    const read = readInput(schema, body[name], required.includes(name));
    if ('problem' in read) problems.push(problemOf(name, read.problem));
    else if (read.value !== undefined) inputs[name] = read.value;
  }
  return problems.length > 0 ? { problems } : { inputs };
}

function problemOf(name: string, text: string): InputProblem {
  return { loc: ['body', name], msg: text };
}

type ReadInput = { readonly value: InputValue | undefined } | { readonly problem: string };

function readInput(schema: InputSchema, value: unknown, isRequired: boolean): ReadInput {
  if (value === undefined) return isRequired ? { problem: 'field required' } : { value: schema.default };
  switch (schema.type) {
    case 'string':
      return readString(schema, value);
    case 'integer':
      return readInteger(schema, value);
    case 'float':
      return readNumber(schema, value);
    case 'array':
      return readFiles(schema, value);
    case 'object':
      return { problem: 'the stand-in knows no such object' };
    case 'boolean':
      return typeof value === 'boolean' ? { value } : { problem: 'value could not be parsed to a boolean' };
  }
}

/** @see reference, section 1.7 */
const maxPictureBytes = 50 * 1024 * 1024;
/** There is no upload at this service. */
const noUploads = () => undefined;

function readFiles(schema: InputSchema, value: unknown): ReadInput {
  const { minItems = 1, maxItems = 1 } = schema;
  if (!Array.isArray(value)) return { problem: 'value is not a valid list' };
  if (value.length < minItems || value.length > maxItems) return { problem: `takes ${minItems} to ${maxItems} items` };
  const addresses = value.filter((each) => typeof each === 'string');
  const problem = value.map((each) => problemOfAddress(schema, each)).find((each) => each !== null);
  return problem === undefined ? { value: addresses } : { problem };
}

function problemOfAddress({ format }: InputSchema, value: unknown): string | null {
  const kind = kindIn(format);
  if (kind === 'video' || kind === 'audio') return problemOfMedia(kind, value);
  return problemOfPicture(value, { maxBytes: maxPictureBytes }, noUploads);
}

function kindIn(format: InputSchema['format']): FileKind | null {
  return (['image', 'video', 'audio'] as const).find((kind) => format?.startsWith(kind)) ?? null;
}

function readString(schema: InputSchema, value: unknown): ReadInput {
  const { enum: values, format, maxLength = Number.POSITIVE_INFINITY } = schema;
  if (typeof value !== 'string') return { problem: 'value is not a valid string' };
  const problem = format === undefined ? null : problemOfAddress(schema, value);
  if (problem !== null) return { problem };
  if (value.length > maxLength && format === undefined) return { problem: `is longer than ${maxLength} characters` };
  const isListed = values === undefined || values.includes(value);
  return isListed ? { value } : { problem: `value is not one of: ${values.join(', ')}` };
}

function readInteger(schema: InputSchema, value: unknown): ReadInput {
  return Number.isInteger(value) ? readNumber(schema, value) : { problem: 'value is not a valid integer' };
}

function readNumber(schema: InputSchema, value: unknown): ReadInput {
  const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER, enum: values } = schema;
  if (typeof value !== 'number') return { problem: 'value is not a valid float' };
  if (values?.includes(value) === false) return { problem: `value is not one of: ${values.join(', ')}` };
  if (value < minimum) return { problem: `value is less than ${minimum}` };
  return value > maximum ? { problem: `value is greater than ${maximum}` } : { value };
}
