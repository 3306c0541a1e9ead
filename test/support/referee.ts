import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { z } from 'zod';
import { commandCharacters, type Described } from '../../sandbox/discord/command-body.ts';
import { embedCharacters } from '../../sandbox/discord/message-body.ts';
import { messageBody } from '../../sandbox/discord/message-schema.ts';
import type { RecordedRequest } from '../../sandbox/discord/requests.ts';
import { allComponents, messageFlags } from '../../sandbox/discord/wire.ts';

/** What the referee looks at in a request. */
export type JudgedRequest = Pick<RecordedRequest, 'method' | 'path' | 'body' | 'status' | 'response'>;

/** Holds requests and answers against Discord's own OpenAPI document, so that our stand-in cannot share our misunderstandings. */
export interface Referee {
  /** Complaints about the body of a request; empty when Discord's document takes it. */
  check(request: Pick<JudgedRequest, 'method' | 'path' | 'body'>): string[];
  /** Complaints about what was answered with status 200; empty for other answers. */
  checkAnswer(request: JudgedRequest): string[];
}

/** Loading Discord's document takes about 0.1 s. */
export function createReferee(): Referee {
  const file = new URL('../fixtures/discord-openapi.json', import.meta.url);
  const document = documentSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const ajv = new Ajv2020({ strict: false, coerceTypes: true, validateFormats: false });
  ajv.addSchema(document, 'discord.json');
  const validators = new Map<string, ValidateFunction>();
  const validatorAt = (pointer: readonly string[]) => {
    const reference = `discord.json#/${pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
    const validator = validators.get(reference) ?? ajv.compile({ $ref: reference });
    validators.set(reference, validator);
    return validator;
  };
  const templates = templatesOf(document);
  const judge = (pointer: readonly string[], value: unknown) => {
    const validator = validatorAt(pointer);
    return validator(withoutZeroMinimum(value))
      ? []
      : (validator.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  };
  return {
    check: ({ method, path, body }) => {
      const operation = operationOf(templates, method, path);
      if (operation === null) return [`${method} ${path} is not in Discord's document`];
      const own = ownRules(path, body);
      return operation.hasJsonBody
        ? [...judge([...operation.pointer, 'requestBody', ...jsonSchema], body ?? {}), ...own]
        : own;
    },
    checkAnswer: ({ method, path, status, response }) => {
      const operation = operationOf(templates, method, path);
      if (operation === null || status !== 200 || !operation.hasJsonAnswer) return [];
      return judge([...operation.pointer, 'responses', '200', ...jsonSchema], response);
    },
  };
}

/** A copy in which no `min_value` is 0: coercion reads a 0 as null too, and the document wants one of the two. */
function withoutZeroMinimum(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, part: unknown) => (key === 'min_value' && part === 0 ? 1 : part)));
}

const jsonSchema = ['content', 'application/json', 'schema'];

interface Operation {
  readonly method: string;
  readonly pattern: RegExp;
  readonly pointer: readonly string[];
  readonly hasJsonBody: boolean;
  readonly hasJsonAnswer: boolean;
  readonly parameters: number;
}

function templatesOf(document: z.infer<typeof documentSchema>): Operation[] {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, raw]): Operation[] => {
      const operation = operationSchema.safeParse(raw);
      if (!operation.success) return [];
      return [
        {
          method: method.toUpperCase(),
          pattern: new RegExp(`^/api/v10${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
          pointer: ['paths', path, method],
          hasJsonBody: operation.data.requestBody?.content['application/json'] !== undefined,
          hasJsonAnswer: operation.data.responses['200']?.content?.['application/json'] !== undefined,
          parameters: path.split('{').length,
        },
      ];
    }),
  );
  return operations.sort((left, right) => left.parameters - right.parameters);
}

/** Of several templates that fit, the one with the fewest parameters: `messages/@original` before `messages/{message_id}`. */
function operationOf(operations: readonly Operation[], method: string, path: string): Operation | null {
  const plain = decodeURIComponent(path);
  return operations.find((operation) => operation.method === method && operation.pattern.test(plain)) ?? null;
}

/** What Discord's document does not know. */
function ownRules(path: string, body: unknown): string[] {
  if (path.endsWith('/commands')) return commandRules(body);
  return path.endsWith('/callback') ? messageRules(callbackSchema.safeParse(body).data?.data) : messageRules(body);
}

function commandRules(body: unknown): string[] {
  const commands = z.array(describedSchema).safeParse(body).data ?? [];
  return commands
    .filter((command) => commandCharacters(command) > 8000)
    .map((command) => `/${command.name} has ${commandCharacters(command)} characters, more than 8000`);
}

function messageRules(body: unknown): string[] {
  const message = messageBody.safeParse(body).data;
  if (message === undefined) return [];
  const components = allComponents(message.components ?? []).length;
  const isV2 = ((message.flags ?? 0) & messageFlags.componentsV2) !== 0;
  const characters = (message.embeds ?? []).reduce((sum, embed) => sum + embedCharacters(embed), 0);
  const rules: readonly (readonly [boolean, string])[] = [
    [characters > 6000, `the embeds have ${characters} characters, more than 6000`],
    [components > 40, `there are ${components} components, more than 40`],
    [isV2 && Boolean(message.content), 'content is not allowed beside Components V2'],
    [isV2 && (message.embeds?.length ?? 0) > 0, 'embeds are not allowed beside Components V2'],
  ];
  return rules.filter(([isBroken]) => isBroken).map(([, text]) => text);
}

const contentSchema = z.looseObject({ content: z.record(z.string(), z.unknown()).optional() });
const documentSchema = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
const operationSchema = z.looseObject({
  operationId: z.string(),
  requestBody: z.looseObject({ content: z.record(z.string(), z.unknown()) }).optional(),
  responses: z.record(z.string(), contentSchema),
});
const callbackSchema = z.looseObject({ data: z.unknown() });
const describedSchema: z.ZodType<Described> = z.looseObject({
  name: z.string(),
  description: z.string().nullish(),
  name_localizations: z.record(z.string(), z.string()).nullish(),
  description_localizations: z.record(z.string(), z.string()).nullish(),
  choices: z.array(z.looseObject({ name: z.string(), value: z.union([z.string(), z.number()]) })).nullish(),
  get options() {
    return z.array(describedSchema).nullish();
  },
});
