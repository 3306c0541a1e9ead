import { problemOfPicture } from '../input-pictures.ts';
import { isRecord } from '../read-request.ts';
import type { InputSchema } from './inputs.ts';
import type { RunComfyModel } from './models.ts';

/** Checked inputs, defaults filled in. */
export type Inputs = Readonly<Record<string, InputValue>>;

/** Lists hold addresses of pictures. */
export type InputValue = string | number | boolean | readonly string[];

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
      return readPictures(schema, value);
    case 'boolean':
      return typeof value === 'boolean' ? { value } : { problem: 'value could not be parsed to a boolean' };
  }
}

/** @see reference, section 1.7 */
const maxPictureBytes = 50 * 1024 * 1024;
/** There is no upload at this service. */
const noUploads = () => undefined;

function readPictures({ minItems = 1, maxItems = 1 }: InputSchema, value: unknown): ReadInput {
  if (!Array.isArray(value)) return { problem: 'value is not a valid list' };
  if (value.length < minItems || value.length > maxItems) return { problem: `takes ${minItems} to ${maxItems} items` };
  const addresses = value.filter((each) => typeof each === 'string');
  const problem = value.map(problemOfAddress).find((each) => each !== null);
  return problem === undefined ? { value: addresses } : { problem };
}

function problemOfAddress(value: unknown): string | null {
  return problemOfPicture(value, { maxBytes: maxPictureBytes }, noUploads);
}

function readString({ enum: values, format }: InputSchema, value: unknown): ReadInput {
  if (typeof value !== 'string') return { problem: 'value is not a valid string' };
  const problem = format === 'image_uri' ? problemOfAddress(value) : null;
  if (problem !== null) return { problem };
  const isListed = values === undefined || values.includes(value);
  return isListed ? { value } : { problem: `value is not one of: ${values.join(', ')}` };
}

function readInteger(schema: InputSchema, value: unknown): ReadInput {
  return Number.isInteger(value) ? readNumber(schema, value) : { problem: 'value is not a valid integer' };
}

function readNumber({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: InputSchema, value: unknown): ReadInput {
  if (typeof value !== 'number') return { problem: 'value is not a valid float' };
  if (value < minimum) return { problem: `value is less than ${minimum}` };
  return value > maximum ? { problem: `value is greater than ${maximum}` } : { value };
}
