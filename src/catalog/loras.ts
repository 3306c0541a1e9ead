import { noSuchOption, type Phrase } from '#core/phrase.ts';
import type { LoraRule, Settings } from './model.ts';
import type { GenerationRequest, RequestOptions } from './request.ts';

/** A request whose LoRAs were read before, by the guild's library; else they are read by the route's own names. */
export interface RequestWithLoras extends GenerationRequest {
  readonly loras?: readonly TypedLora[] | undefined;
}

/** What of a request a route has to express. */
export type FitRequest = Pick<RequestWithLoras, 'id' | 'prompt' | 'options' | 'images' | 'media' | 'loras'>;

/** Something typed, and what would be allowed in its place; null where it is right. */
interface LoraCheck {
  readonly value: string;
  readonly allowed: Phrase | null;
}

const right: LoraCheck = { value: '', allowed: null };

/** The LoRAs that a request means, by the names that this route knows. */
function lorasOf(rule: LoraRule | null, { loras, options }: FitRequest): readonly TypedLora[] {
  return (
    loras ??
    readLoras(options, (name) => rule?.known.some(({ title, file }) => title === name || file === name) === true)
  );
}

/** Are the names such as the route takes, and are they few enough? */
export function checkLoraNames(rule: LoraRule | null, request: FitRequest): LoraCheck {
  const typed = lorasOf(rule, request);
  const value = request.options.lora ?? '';
  if (typed.length === 0) return isMissing(rule, request) ? { value, allowed: nameOf(rule) } : right;
  if (rule === null) return { value, allowed: noSuchOption };
  const most = rule.most ?? 1;
  if (typed.length > most) return { value, allowed: { kind: 'atMost', of: 'loras', most } };
  return checkFiles(rule, typed, value);
}

function checkFiles(rule: LoraRule, typed: readonly TypedLora[], value: string): LoraCheck {
  const files = typed.map(({ name }) => loraFile(rule, name));
  const isTwice = files.some((file, at) => files.slice(0, at).some((other) => isSameLora(file, other)));
  if (isTwice) return { value, allowed: { kind: 'plain', what: 'eachLoraOnce' } };
  const wrong = typed.find(({ name }) => !isName(rule, loraFile(rule, name)));
  return wrong === undefined ? right : { value: wrong.name, allowed: nameOf(rule) };
}

/** Is every strength within the route's bounds? */
export function checkLoraStrengths(rule: LoraRule | null, request: FitRequest): LoraCheck {
  const typed = lorasOf(rule, request);
  const { loraStrength } = request.options;
  if (typed.length === 0 && loraStrength !== null) {
    const allowed: Phrase = rule === null ? noSuchOption : { kind: 'plain', what: 'onlyWithLora' };
    return { value: String(loraStrength), allowed };
  }
  if (rule === null) return right;
  const strengths = typed.flatMap(({ strength }) => strength ?? []);
  const wrong = strengths.find((strength) => !fitsStrength(rule, strength));
  if (wrong === undefined) return right;
  const { minStrength: min, maxStrength: max } = rule;
  return { value: String(wrong), allowed: { kind: 'range', of: 'strength', min, max } };
}

/** The LoRAs as this route applies them; none where it takes none. */
export function chooseLoras(rule: LoraRule | null, request: FitRequest): Settings['loras'] {
  if (rule === null) return [];
  return lorasOf(rule, request).map(({ name, strength }) => ({
    file: loraFile(rule, name),
    strength: strength ?? rule.defaultStrength,
  }));
}

/** A route for requests with a LoRA only; a strength alone is refused as such. */
function isMissing(rule: LoraRule | null, { options }: FitRequest): boolean {
  return rule?.isRequired === true && options.loraStrength === null;
}

/** A known LoRA may be named by its title; anything else is the provider's own name for it, byte for byte. */
function loraFile(rule: LoraRule, typed: string): string {
  return rule.known.find(({ title }) => title === typed)?.file ?? typed;
}

function isName({ names }: LoraRule, file: string): boolean {
  return names === 'path' ? isLoraPath(file) : isLoraFile(file);
}

function nameOf(rule: LoraRule | null): Phrase {
  return rule?.names === 'path'
    ? { kind: 'atMost', of: 'loraPath', most: longestLoraPath }
    : { kind: 'atMost', of: 'loraFile', most: longestLoraName };
}

function fitsStrength(rule: LoraRule, strength: number): boolean {
  return strength >= rule.minStrength && strength <= rule.maxStrength && isLoraStrength(strength);
}

/** A LoRA as it was typed: by its title or its file, and with a strength where one was typed for it. */
export interface TypedLora {
  readonly name: string;
  readonly strength: number | null;
}

/** A strength behind a name: `ink:0.8`. */
const withStrength = /^(?<name>.+):(?<strength>-?\d{1,3}(?:\.\d+)?)$/su;

/**
 * Reads the option `lora`: one name, byte for byte, or several as `ink:0.8, sumi.safetensors:0.5`. `lora_strength` is that
 * of every name that has none of its own. A comma or a colon in a name that somebody knows is part of it.
 */
export function readLoras(
  { lora, loraStrength }: Pick<RequestOptions, 'lora' | 'loraStrength'>,
  isKnown: (name: string) => boolean,
): readonly TypedLora[] {
  if (lora === null) return [];
  const read = (text: string): TypedLora => {
    const { name, strength } = isKnown(text) ? {} : (withStrength.exec(text)?.groups ?? {});
    if (name === undefined || strength === undefined) return { name: text, strength: loraStrength };
    return { name, strength: Number(strength) };
  };
  const whole = read(lora);
  if (isKnown(whole.name)) return [whole];
  const parts = lora.split(',').map((part) => read(part.trim()));
  const isList = parts.length > 1 && parts.every((part) => isKnown(part.name) || looksLikeFile(part.name));
  return isList ? parts : [whole];
}

/** Several LoRAs as they are typed; a single one is its name, and its strength has an option of its own. */
export function typedLoras(
  loras: readonly { readonly file: string; readonly strength: number }[],
): Pick<RequestOptions, 'lora' | 'loraStrength'> {
  const [first, ...rest] = loras;
  if (first === undefined) return { lora: null, loraStrength: null };
  if (rest.length === 0) return { lora: first.file, loraStrength: first.strength };
  return { lora: loras.map(({ file, strength }) => `${file}:${strength}`).join(', '), loraStrength: null };
}

/** What nobody knows by name is part of a list only where it cannot be half of a name with a comma. */
function looksLikeFile(name: string): boolean {
  return /\.(?:safetensors|ckpt|pt|bin)$/iu.test(name) || /^https:\/\/\S+$/u.test(name);
}

/** What a name means. Two that differ in spelling alone have one key. */
interface Meaning {
  readonly key: string;
  /** Which file of a repository; null where the whole of it is meant, and for anything else. */
  readonly part: string | null;
}

/** The site where repositories lie, by all its names. */
const repositoryHosts: ReadonlySet<string> = new Set(['huggingface.co', 'www.huggingface.co', 'hf.co', 'www.hf.co']);
/** What follows the repository in the address of one of its files; then come the revision and the path. */
const fileViews: ReadonlySet<string> = new Set(['resolve', 'blob', 'raw', 'tree']);

/**
 * By which LoRAs are told apart: one key for all spellings of a title, of a library's file name, or of an address, which
 * counts without what follows `?`. A file in a repository has the repository's key. For comparing only: what is sent is
 * never made from it.
 */
export function loraKey(name: string): string {
  return meaningOf(name).key;
}

/** Whether two names are one LoRA. Two files of one repository are not; the repository itself is any of them. */
export function isSameLora(one: string, other: string): boolean {
  const [first, second] = [meaningOf(one), meaningOf(other)];
  const isSamePart = first.part === null || second.part === null || first.part === second.part;
  return first.key === second.key && isSamePart;
}

/** The name for everybody's eyes: of an address without what may hold a secret. */
export function shownLora(name: string): string {
  const url = addressIn(name);
  return url === null || isPlain(url, name) ? name : `https://${url.host}${url.pathname}`;
}

/** The address that a name is, or null. */
export function addressIn(name: string): URL | null {
  return /^[\s\p{Cc}]*https?:/iu.test(name) && URL.canParse(name) ? new URL(name) : null;
}

function isPlain({ username, password }: URL, name: string): boolean {
  return username === '' && password === '' && !/[?#]/u.test(name);
}

function meaningOf(name: string): Meaning {
  const url = addressIn(name);
  return url === null ? { key: folded(name), part: null } : meaningOfAddress(url);
}

function meaningOfAddress({ host, pathname }: URL): Meaning {
  const server = host.replace(/\.+(?=:|$)/u, '');
  const steps = stepsOf(pathname);
  const [owner, name, view, _revision, ...file] = steps;
  if (!repositoryHosts.has(server) || owner === undefined || name === undefined) {
    return { key: `//${[server, ...steps].join('/')}`, part: null };
  }
  const isFile = view !== undefined && fileViews.has(view) && file.length > 0;
  return { key: `${owner}/${name}`, part: isFile ? file.join('/') : null };
}

/** As a server reads it: decoded, without steps that lead nowhere. */
function stepsOf(pathname: string): readonly string[] {
  const steps: string[] = [];
  for (const step of folded(decoded(pathname)).split(/[/\\]+/u)) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps;
}

/** What is no text when decoded stays as it is. */
function decoded(pathname: string): string {
  return pathname.replace(/(?:%[0-9a-f]{2})+/giu, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

/** Letters that look alike become one: width, case, marks composed or not, spaces, and what is not seen at all. */
function folded(text: string): string {
  if (/^[!-~]+(?: [!-~]+)*$/u.test(text)) return text.toLowerCase();
  const seen = text.normalize('NFKC').replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '');
  // Upper case first: it has one letter where lower case has two, as for the Greek sigma.
  const caseless = seen.normalize('NFKC').toUpperCase().toLowerCase();
  return caseless
    .normalize('NFKC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** The LoRA file name's bounds. Any Unicode is allowed but control characters, which no file name of a library holds. */
export const longestLoraName = 200;

/** Whether a library could have a file of this name. */
export function isLoraFile(name: string): boolean {
  return name.trim() !== '' && [...name].length <= longestLoraName && !/\p{Cc}/u.test(name);
}

/** The bound of a LoRA's repository or address. */
const longestLoraPath = 500;

/**
 * Whether it is a repository (`owner/name`) or an https address, as services take LoRAs that are not in a library of theirs.
 * An address says where a file is: it has no user, no password and no fragment.
 */
export function isLoraPath(name: string): boolean {
  if (name.length > longestLoraPath || /[\s\p{Cc}]/u.test(name)) return false;
  if (/^[\w-]+(?:\.[\w-]+)*\/[\w-]+(?:\.[\w-]+)*$/u.test(name)) return true;
  const url = addressIn(name);
  return url?.protocol === 'https:' && url.username === '' && url.password === '' && !name.includes('#');
}

/** Whether the providers tell this strength from its neighbours: steps of 0.01. */
export function isLoraStrength(strength: number): boolean {
  return Math.abs(strength * 100 - Math.round(strength * 100)) < 1e-6;
}
