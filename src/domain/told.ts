import type { Plan } from './job.ts';
import type { ReadFlag } from './prompt-flags.ts';
import type { GenerationRequest, RequestOptions } from './request.ts';

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
export interface FlaggedRequest {
  readonly request: GenerationRequest;
  readonly overruled: readonly string[];
}

/** What the member chose goes before a flag; several LoRAs become a list. */
export function withFlags(typed: GenerationRequest, words: string, flags: readonly ReadFlag[]): FlaggedRequest {
  const overruled: string[] = [];
  let { options } = typed;
  for (const flag of flags) {
    const isFree = Object.keys(flag.options).every((name) => Reflect.get(typed.options, name) === null);
    if (isFree) options = withOptions(options, flag.options);
    else if (!isSame(typed.options, flag.options)) overruled.push(flag.text);
  }
  return { request: { ...typed, prompt: words, options }, overruled };
}

function withOptions(options: RequestOptions, { lora, ...rest }: Partial<RequestOptions>): RequestOptions {
  const loras = [options.lora, lora].filter((name) => typeof name === 'string');
  return { ...options, ...rest, lora: loras.length === 0 ? null : loras.join(', ') };
}

function isSame(chosen: RequestOptions, flag: Partial<RequestOptions>): boolean {
  const plain = (value: unknown) => String(value).trim().toLowerCase();
  return Object.entries(flag).every(([name, value]) => plain(Reflect.get(chosen, name)) === plain(value));
}
