import { problemOfAddress } from '../picture-address.ts';
import { isRecord } from '../read-request.ts';
import type { InputSchema } from './inputs.ts';
import type { RunComfyModel } from './models.ts';

/** What one input carries; a list is one of pictures. */
export type InputValue = string | number | boolean | readonly string[];

/** Checked inputs, defaults filled in. */
export type Inputs = Readonly<Record<string, InputValue>>;

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
    case 'boolean':
      return typeof value === 'boolean' ? { value } : { problem: 'value could not be parsed to a boolean' };
    case 'array':
      return readPictures(schema, value);
  }
}

function readString({ enum: values, format }: InputSchema, value: unknown): ReadInput {
  if (typeof value !== 'string') return { problem: 'value is not a valid string' };
  const problem = format === 'uri' ? problemOfAddress(value, maxPictureBytes) : null;
  if (problem !== null) return { problem: `picture ${problem}` };
  const isListed = values === undefined || values.includes(value);
  return isListed ? { value } : { problem: `value is not one of: ${values.join(', ')}` };
}

function readInteger({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: InputSchema, value: unknown): ReadInput {
  if (typeof value !== 'number' || !Number.isInteger(value)) return { problem: 'value is not a valid integer' };
  if (value < minimum) return { problem: `value is less than ${minimum}` };
  return value > maximum ? { problem: `value is greater than ${maximum}` } : { value };
}

/** @see reference, section 4.8: images of at most 50 MB */
const maxPictureBytes = 50 * 1024 * 1024;

function readPictures({ minItems = 0, maxItems = 1 }: InputSchema, value: unknown): ReadInput {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const addresses = items.filter((item) => typeof item === 'string');
  if (!Array.isArray(value) || addresses.length < items.length)
    return { problem: 'value is not a valid list of strings' };
  if (items.length < minItems) return { problem: `list has fewer than ${minItems} items` };
  if (items.length > maxItems) return { problem: `list has more than ${maxItems} items` };
  const problem = addresses.map((address) => problemOfAddress(address, maxPictureBytes)).find((each) => each !== null);
  return problem ? { problem: `picture ${problem}` } : { value: addresses };
}
