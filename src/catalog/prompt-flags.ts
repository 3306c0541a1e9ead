import type { Plan } from './plan.ts';
import type { GenerationRequest, RequestOptions } from './request.ts';
import { mostSeed } from './seed.ts';

/** What other tools write into a prompt, read: the words that are left, the options that it names, and what has no option here. */
export interface PromptFlags {
  /** Without the flags; weights are plain words. */
  readonly words: string;
  /** In the order written. */
  readonly read: readonly ReadFlag[];
  /** As they were written, in order. */
  readonly unread: readonly string[];
}

/** A flag that is an option here. */
export interface ReadFlag {
  /** As it was written. */
  readonly text: string;
  readonly options: Partial<RequestOptions>;
}

/** The option that a flag's value is; null where it is none. */
type OptionOf = (value: string) => Partial<RequestOptions> | null;

/** Flags with one value, and the option that each is, where it is one. */
const valueFlags: ReadonlyMap<string, OptionOf> = new Map<string, OptionOf>([
  ...['ar', 'aspect', 'size'].map((name) => [name, sizeOption] as const),
  ['quality', wordOption('quality')],
  ['q', noOption],
  ['resolution', wordOption('resolution')],
  ['format', wordOption('format')],
  ['steps', (value) => (/^\d{1,4}$/u.test(value) ? { steps: Number(value) } : null)],
  ['count', (value) => (/^\d$/u.test(value) ? { count: Number(value) } : null)],
  ['lora', loraOption],
  ['seed', seedOption],
  ...[
    ...['v', 'version', 'niji', 'sameseed', 's', 'stylize', 'stylise', 'c', 'chaos', 'w', 'weird', 'iw', 'stop'],
    ...['style', 'sref', 'sw', 'sv', 'cref', 'cw', 'oref', 'ow', 'p', 'profile', 'personalize', 'r', 'repeat', 'exp'],
    ...[
      'cfg',
      'scale',
      'guidance',
      'sampler',
      'scheduler',
      'denoise',
      'strength',
      'model',
      'upscale',
      'width',
      'height',
    ],
  ].map((name) => [name, noOption] as const),
]);
/** Flags that stand alone. */
const bareFlags: ReadonlySet<string> = new Set([
  ...[
    'tile',
    'raw',
    'hd',
    'fast',
    'turbo',
    'relax',
    'draft',
    'video',
    'test',
    'testp',
    'creative',
    'upbeta',
    'uplight',
  ],
  ...['stealth', 'public', 'loop', 'hq', 'light', 'upanime', 'beta'],
]);
/** Flags whose value goes on to the next flag. */
const longFlags: ReadonlySet<string> = new Set(['no', 'neg', 'negative']);

function sizeOption(value: string): Partial<RequestOptions> | null {
  return /\d/u.test(value) || /^\p{L}+$/u.test(value) ? { size: value } : null;
}

function wordOption(option: 'quality' | 'resolution' | 'format'): OptionOf {
  return (value) => (/^(?:\d{1,2}k|\p{L}{2,20})$/iu.test(value) ? { [option]: value } : null);
}

function loraOption(value: string): Partial<RequestOptions> {
  return { lora: value };
}

function seedOption(value: string): Partial<RequestOptions> | null {
  return /^\d{1,10}$/u.test(value) && Number(value) <= mostSeed ? { form: { seed: Number(value) } } : null;
}

function noOption(): null {
  return null;
}

/** A dash that a phone makes of two counts as two. */
const dashes = String.raw`(?:--|[\u2012-\u2015\u2e3a\u2e3b])`;
const flagStart = new RegExp(String.raw`(?<=^|\s)(${dashes})(\p{L}[\p{L}\d_-]*)`, 'gu');
const nextFlag = new RegExp(String.raw`\s${dashes}\p{L}`, 'u');
const dashFirst = new RegExp(`^${dashes}`, 'u');
const flagFollows = new RegExp(String.raw`^\s+${dashes}`, 'u');

/** Reads what other tools' prompts have in them. A prompt that merely has such characters in it comes back as it is. */
export function readPromptFlags(prompt: string): PromptFlags {
  const negative = splitNegative(prompt);
  const flagged = readDashes(negative.words);
  const marked = readMarks(flagged.words);
  const read = [...flagged.read, ...marked.read];
  const unread = [...flagged.unread, ...marked.unread, ...negative.unread];
  if (read.length + unread.length === 0) return { words: prompt, read, unread };
  return { words: tidy(marked.words), read, unread };
}

/** Where the flags at the end of a prompt begin: what is put behind its words belongs before them. */
export function flagsBeginAt(prompt: string): number {
  const first = [...prompt.matchAll(flagStart)].find((start) => readFlag(start) !== null);
  const negative = negativePrompt.exec(prompt)?.index;
  return Math.min(first?.index ?? prompt.length, negative ?? prompt.length);
}

const negativePrompt = /(?<=^|[\n.,;]\s*|\s)negative[ _]prompt\s*[:：]/iu;

/** The line that other tools save behind a prompt. */
const savedSettings = /(?<=\n\s*)Steps:\s*\d+,\s*\p{L}/u;

/** The second half of what other tools save with a picture: all of it up to the end. */
function splitNegative(prompt: string): Omit<PromptFlags, 'read'> {
  const found = negativePrompt.exec(prompt) ?? savedSettings.exec(prompt);
  if (found === null) return { words: prompt, unread: [] };
  return { words: prompt.slice(0, found.index), unread: [prompt.slice(found.index).trim()] };
}

interface Flag {
  /** As it was written, without what follows. */
  readonly text: string;
  readonly options: Partial<RequestOptions> | null;
}

function readDashes(prompt: string): PromptFlags {
  const flags: Flag[] = [];
  let words = '';
  let at = 0;
  for (const start of prompt.matchAll(flagStart)) {
    const flag = readFlag(start);
    if (flag === null) continue;
    words += prompt.slice(at, start.index);
    flags.push(flag);
    at = start.index + flag.text.length;
  }
  return sorted(words + prompt.slice(at), flags);
}

function sorted(words: string, flags: readonly Flag[]): PromptFlags {
  const read = flags.flatMap(({ text, options }) => (options === null ? [] : [{ text: text.trim(), options }]));
  const unread = flags.flatMap(({ text, options }) => (options === null ? [text.trim()] : []));
  return { words, read, unread };
}

/** The flag that begins there; null where it is none that a tool knows. */
function readFlag({ 0: start, 1: dash = '', 2: name = '', index, input }: RegExpExecArray): Flag | null {
  const word = name.toLowerCase();
  const rest = input.slice(index + start.length);
  if (longFlags.has(word)) return longFlag(start, rest, dash);
  const [value = '', typed = ''] =
    /^(?:\s*[=:]\s*|\s+)([^\s,]+(?:\s*[:：/]\s*\d+(?:\.\d+)?(?=[\s,]|$))?)/u.exec(rest) ?? [];
  const optionOf = valueFlags.get(word);
  if (optionOf !== undefined && typed !== '' && !dashFirst.test(typed)) {
    return fitsFlag(word, typed, dash)
      ? { text: start + value, options: optionOf(typed.replace(/[.;!]+$/u, '')) }
      : null;
  }
  const isBare = bareFlags.has(word) && (dash === '--' || rest.trim() === '' || flagFollows.test(rest));
  return isBare ? { text: start, options: null } : null;
}

/** A single dash before a word may be a dash: there the value has to look like one. */
function fitsFlag(name: string, value: string, dash: string): boolean {
  return dash === '--' || /\d/u.test(value) || name === 'style' || name === 'lora';
}

/** `—no hat—` is an aside, not a flag. */
function longFlag(start: string, rest: string, dash: string): Flag | null {
  const end = rest.search(nextFlag);
  const value = end === -1 ? rest : rest.slice(0, end);
  if (value.trim() === '' || !/^[\s=:]/u.test(value)) return null;
  if (dash !== '--' && value.includes(dash)) return null;
  return { text: start + value, options: null };
}

const mark = {
  lora: /<\s*(?:lora|lyco)\s*:\s*([^:<>]{1,200}?)\s*(?::\s*(-?\d{1,3}(?:\.\d+)?)[^<>]{0,40})?>/giu,
  network: /<\s*(?:hypernet|ti|embedding|wildcard)\s*:[^<>]{1,200}>/giu,
  weight: /\(+([^()[\]]{1,400}?)\s*:\s*(?:\d(?:\.\d+)?|\.\d+)\)+/gu,
  bracketWeight: /\[+([^()[\]]{1,400}?)\s*:\s*(?:\d(?:\.\d+)?|\.\d+)\]+/gu,
  twice: /\(\(+([^()]{1,400})\)\)+|\[\[+([^[\]]{1,400})\]\]+|\{\{+([^{}]{1,400})\}\}+/gu,
  lowered: /(?<!["'“”‘’\p{L}\p{N}\]])\[([\p{Ll}][\p{Ll}\p{N} _-]{0,60})\](?!["'“”‘’\p{L}\p{N}([])/gu,
  multi: /(?<=[^\s:])::(?:-?\d+(?:\.\d+)?|-?\.\d+)?(?=\s|,|$)/gu,
  pause:
    /(?<=[,.;\n]\s*)BREAK(?=\s*(?:[,.;\n]|\p{Ll}))|(?<=\p{Ll}\s+)(?<!\b(?:with|say|says|saying|read|reads|reading|words?|text|sign|titled|called|named|letters|the|an?|of|to|and)\s+)BREAK(?=\s+\p{Ll})/gu,
} as const;
/** Words in brackets that people write. */
const usualBrackets: ReadonlySet<string> = new Set(['sic', 'citation needed', 'redacted', 'untitled']);

/** Weights, networks and breaks inside the words. */
function readMarks(prompt: string): PromptFlags {
  const read: ReadFlag[] = [];
  const unread: string[] = [];
  const put = (text: string, instead = '') => {
    unread.push(text.trim());
    return instead;
  };
  const words = prompt
    .replace(mark.lora, (text: string, name: string, strength: string | undefined) => {
      const lora = strength === undefined ? name : `${name}:${strength}`;
      read.push({ text, options: { lora } });
      return '';
    })
    .replace(mark.network, (text) => put(text))
    .replace(mark.weight, (text: string, inner: string) => (/\d$/u.test(inner) ? text : put(text, inner)))
    .replace(mark.bracketWeight, (text: string, inner: string) => (/\d$/u.test(inner) ? text : put(text, inner)))
    .replace(mark.twice, (text, round, square, curly) => put(text, String(round ?? square ?? curly)))
    .replace(mark.lowered, (text: string, inner: string) => (usualBrackets.has(inner) ? text : put(text, inner)))
    .replace(mark.multi, (text) => put(text))
    .replace(mark.pause, (text) => put(text));
  return { words, read, unread };
}

/** The gaps that were left, closed. */
function tidy(words: string): string {
  return words
    .replace(/[ \t]{2,}/gu, ' ')
    .replace(/ +(?=[,.;])/gu, '')
    .replace(/([,;])(?:\s*[,;])+/gu, '$1')
    .replace(/^[\s,;]+|[\s,;]+$/gu, '');
}

/** What a member is told before anything is charged, since the picture is not quite what was typed. */
export interface Told {
  /** What the prompt becomes; null where it stays. */
  readonly words: string | null;
  /** Flags of the prompt that are options here, as they were written. */
  readonly read: readonly string[];
  /** Flags of the prompt that have no option here, or that an option goes before. */
  readonly unread: readonly string[];
  readonly resized: NonNullable<Plan['resized']> | null;
}

/** Whether the member has to say yes first. */
export function isWorthAsking({ unread, resized }: Told): boolean {
  return unread.length > 0 || resized?.isMuch === true;
}

/** A request with the flags of its prompt as options, and the flags that an option of the member's own goes before. */
interface FlaggedRequest {
  readonly request: GenerationRequest;
  readonly overruled: readonly string[];
}

/** What the member chose goes before a flag; several LoRAs become a list. */
export function withFlags(typed: GenerationRequest, words: string, flags: readonly ReadFlag[]): FlaggedRequest {
  const overruled: string[] = [];
  let { options } = typed;
  for (const flag of flags) {
    const isFree = optionNames(flag.options).every((name) => optionIn(typed.options, name) === null);
    if (isFree) options = withOptions(options, flag.options);
    else if (!isSame(typed.options, flag.options)) overruled.push(flag.text);
  }
  return { request: { ...typed, prompt: words, options }, overruled };
}

function withOptions(options: RequestOptions, { lora, form, ...rest }: Partial<RequestOptions>): RequestOptions {
  const loras = [options.lora, lora].filter((name) => typeof name === 'string');
  const words = form && { form: { ...options.form, ...form } };
  return { ...options, ...rest, ...words, lora: loras.length === 0 ? null : loras.join(', ') };
}

/** What is chosen, by the names of the slash command's options; those of a form lie deeper. */
export function optionNames({ form = {}, ...options }: Partial<RequestOptions>): readonly string[] {
  return [...Object.keys(options), ...Object.keys(form)];
}

/** What is chosen for an option; null where it was left out. */
export function optionIn(options: Partial<RequestOptions>, name: string): unknown {
  return Reflect.get(options, name) ?? Reflect.get(options.form ?? {}, name) ?? null;
}

function isSame(chosen: RequestOptions, flag: Partial<RequestOptions>): boolean {
  const plain = (value: unknown) => String(value).trim().toLowerCase();
  return optionNames(flag).every((name) => plain(optionIn(chosen, name)) === plain(optionIn(flag, name)));
}
