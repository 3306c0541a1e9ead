import { pino } from 'pino';
import { BotError, type LogLevel } from './errors.ts';

/** The part of pino that Easel uses. Facts never hold tokens, keys or prompts. */
export interface Log {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** What `createLog` needs. */
export interface LogOptions {
  /** Lines below it are not written. */
  readonly level: LogLevel;
  /** Values to cut out wherever they turn up, even in the middle of a text: the bot token, the providers' keys. */
  readonly secrets?: readonly string[];
  /** Takes one JSON line with its line break; left out, lines go to standard output at once. */
  readonly destination?: { write(line: string): void };
}

/**
 * A log of JSON lines `{level, time, ...facts, message}`.
 *
 * Facts are copied before they are written: fields on the redaction list lose their value at any depth, addresses lose
 * tokens and query strings, errors are reduced to what is safe, and objects of a class are named, never opened.
 */
export function createLog(options: LogOptions): Log {
  const settings = {
    level: options.level,
    base: null,
    messageKey: 'message',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const logger = options.destination === undefined ? pino(settings) : pino(settings, options.destination);
  const secrets = (options.secrets ?? []).filter((secret) => secret !== '');
  const clean = (text: string) => redactText(text, secrets);
  const writeAt = (level: LogLevel) => (facts: object, message: string) => {
    if (logger.isLevelEnabled(level)) logger[level](rowOf(facts, clean), clean(message));
  };
  return { debug: writeAt('debug'), info: writeAt('info'), warn: writeAt('warn'), error: writeAt('error') };
}

/**
 * An address that may be logged: the token segment of Discord's interaction and webhook routes and the secret of our
 * own webhooks are replaced, and so are a query (signatures, keys) and a user name with password. The query of the bot's invite
 * link stays: it holds an id and numbers only.
 */
export function redactUrl(url: string): string {
  return url
    .replace(/(\/webhooks\/[^/?#\s]+\/)[^/?#\s"']+/g, `$1${cut}`)
    .replace(/(\/interactions\/[^/?#\s]+\/)[^/?#\s"']+/g, `$1${cut}`)
    .replace(/\?[^#\s"']+/g, (query) => (inviteQuery.test(query) ? query : `?${cut}`))
    .replace(/(:\/\/)[^/?#@\s"']+@/g, `$1${cut}@`);
}

type Clean = (text: string) => string;

const cut = '[redacted]';
const inviteQuery = /^\?client_id=\d+&scope=bot\+applications\.commands&permissions=\d+$/;
const maxDepth = 6;
const maxTextLength = 500;

/** A field whose name, without case and separators, ends so is never written. `requestBody` and `rawError` are discord.js's. */
const secretField = /(token|apikey|authorization|secret|password|cookie|prompt|requestbody|rawerror|headers)$/;

function redactText(text: string, secrets: readonly string[]): string {
  const known = secrets.reduce((rest, secret) => rest.replaceAll(secret, cut), text);
  const withoutHeaders = known.replace(/\b(Bearer|Bot) [\w.~+/=-]{16,}/g, `$1 ${cut}`);
  const safe = withoutHeaders.replace(/(https?:\/)?\/\S+/g, redactUrl);
  return safe.length > maxTextLength ? `${safe.slice(0, maxTextLength)}…` : safe;
}

function rowOf(facts: object, clean: Clean): object {
  return facts instanceof Error ? { error: errorFacts(facts, clean, 0) } : fieldsOf(facts, clean, 0);
}

function fieldsOf(facts: object, clean: Clean, depth: number): object {
  const isSecret = (name: string) => secretField.test(name.replace(/[_-]/g, '').toLowerCase());
  const rows = Object.entries(facts).map(([name, value]) => [
    name,
    isSecret(name) && typeof value !== 'number' ? cut : shownValue(value, clean, depth + 1),
  ]);
  return Object.fromEntries(rows);
}

function shownValue(value: unknown, clean: Clean, depth: number): unknown {
  if (typeof value === 'string') return clean(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return errorFacts(value, clean, depth);
  if (value instanceof URL) return clean(value.href);
  if (depth > maxDepth) return '[too deep]';
  if (Array.isArray(value)) return value.map((item) => shownValue(item, clean, depth + 1));
  return isPlain(value) ? fieldsOf(value, clean, depth) : `[${value.constructor?.name ?? 'object'}]`;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Name, message, code, status, method, address and cause; the stack only for what is not ours. */
function errorFacts(error: Error, clean: Clean, depth: number): object {
  const own = new Map<string, unknown>(Object.entries(error));
  const simple = (name: string) => {
    const value = own.get(name);
    return typeof value === 'string' ? clean(value) : typeof value === 'number' ? value : undefined;
  };
  return {
    name: error.name,
    message: messageOf(error, clean),
    code: simple('code'),
    status: simple('status') ?? simple('statusCode'),
    method: simple('method'),
    url: simple('url'),
    facts: error instanceof BotError ? withoutTyped(error, clean, depth) : undefined,
    stack: error instanceof BotError ? undefined : framesOf(error, clean),
    cause: error.cause === undefined || depth > maxDepth ? undefined : shownValue(error.cause, clean, depth + 1),
  };
}

/** A parser's message quotes the text it could not read, which may be a member's. */
function messageOf(error: Error, clean: Clean): string {
  return error instanceof SyntaxError ? 'a text could not be parsed' : clean(error.message);
}

/** `value` is what the member typed, and the option may be the prompt. */
function withoutTyped(error: BotError, clean: Clean, depth: number): object {
  const { value: _typed, ...facts } = error.facts;
  return fieldsOf(facts, clean, depth);
}

/** The stack's frames; its first lines repeat the message. */
function framesOf(error: Error, clean: Clean): string[] {
  const lines = (error.stack ?? '').split('\n').map((text) => text.trim());
  return lines.filter((text) => text.startsWith('at ')).map(clean);
}
