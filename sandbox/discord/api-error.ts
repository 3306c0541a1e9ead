import type { z } from 'zod';

/**
 * Discord's JSON error codes that the sandbox answers with: code to HTTP status and text.
 *
 * @see https://discord.com/developers/docs/topics/opcodes-and-status-codes#json read 2026-11-20
 */
export const apiErrors = {
  0: [404, '404: Not Found'],
  10003: [404, 'Unknown Channel'],
  10004: [404, 'Unknown Guild'],
  10007: [404, 'Unknown Member'],
  10008: [404, 'Unknown Message'],
  10013: [404, 'Unknown User'],
  10015: [404, 'Unknown Webhook'],
  10062: [404, 'Unknown interaction'],
  10063: [404, 'Unknown application command'],
  30032: [400, 'Maximum number of application commands reached (100)'],
  30034: [429, 'Max number of daily application command creates has been reached (200)'],
  30046: [429, 'Maximum number of edits to messages older than 1 hour reached. Try again later'],
  40005: [413, 'Request entity too large'],
  40060: [400, 'Interaction has already been acknowledged.'],
  40094: [400, 'This interaction has reached the maximum number of follow up messages'],
  50001: [403, 'Missing Access'],
  50005: [403, 'Cannot edit a message authored by another user'],
  50006: [400, 'Cannot send an empty message'],
  50013: [403, 'Missing Permissions'],
  50027: [401, 'Invalid Webhook Token'],
  50035: [400, 'Invalid Form Body'],
  50109: [400, 'The request body contains invalid JSON.'],
} as const satisfies Record<number, readonly [status: number, message: string]>;

/** @see apiErrors */
export type ApiErrorCode = keyof typeof apiErrors;

/** A refusal in Discord's words. `errors` is the tree of an Invalid Form Body. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: object | undefined;

  constructor(code: ApiErrorCode, errors?: object) {
    const [status, message] = apiErrors[code];
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  /** The body of the answer. */
  body(): object {
    return { message: this.message, code: this.code, ...(this.errors === undefined ? {} : { errors: this.errors }) };
  }
}

/** One complaint about a body, in Discord's words. */
export interface FormProblem {
  readonly path: readonly PropertyKey[];
  readonly code: string;
  readonly message: string;
}

/** Throws the Invalid Form Body with its tree of problems; does nothing when there are none. @throws {@link ApiError} 50035 */
export function refuseForm(problems: readonly FormProblem[]): void {
  if (problems.length > 0) throw new ApiError(50035, problemTree(problems));
}

/** Reads a body with a zod schema. @throws {@link ApiError} 50035 */
export function readForm<Output>(schema: z.ZodType<Output>, raw: unknown): Output {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  throw new ApiError(50035, problemTree(result.error.issues.map(problemOf)));
}

function problemOf(issue: z.core.$ZodIssue): FormProblem {
  const { path, message } = issue;
  switch (issue.code) {
    case 'too_big':
      return { path, code: 'BASE_TYPE_BAD_LENGTH', message: `Must be ${issue.maximum} or fewer in length.` };
    case 'too_small':
      return { path, code: 'BASE_TYPE_BAD_LENGTH', message: `Must be ${issue.minimum} or more in length.` };
    case 'invalid_format':
      return { path, code: 'STRING_TYPE_REGEX', message: 'String value did not match validation regex.' };
    case 'invalid_type':
      return { path, code: issue.input === undefined ? 'BASE_TYPE_REQUIRED' : 'BASE_TYPE_BAD_TYPE', message };
    default:
      return { path, code: message.split(':')[0] ?? 'INVALID', message };
  }
}

type Tree = { [key: string]: Tree | object[] };

function problemTree(problems: readonly FormProblem[]): object {
  const root: Tree = {};
  for (const problem of problems) {
    let node = root;
    for (const key of problem.path.map(String)) node = childOf(node, key);
    const existing = node._errors;
    const list = Array.isArray(existing) ? existing : [];
    list.push({ code: problem.code, message: problem.message });
    node._errors = list;
  }
  return root;
}

function childOf(node: Tree, key: string): Tree {
  const existing = node[key];
  if (existing !== undefined && !Array.isArray(existing)) return existing;
  const made: Tree = {};
  node[key] = made;
  return made;
}
