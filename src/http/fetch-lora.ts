import { type Dispatcher, request } from 'undici';
import { type FetchLora, mostLoraBytes, type UploadRefusal, type Watch } from '../domain/lora-upload.ts';
import { isSafetensorsName } from '../domain/safetensors.ts';
import { drop, orAborted } from './exchange.ts';
import { type AddressRules, isRefusedLiteral, openGuardedAgent, publicWeb } from './guarded-agent.ts';
import type { HttpProxy } from './proxy.ts';
import { Refused, receiveSafetensors } from './receive-safetensors.ts';

/** @see createFetchLora */
export interface FetchLoraSettings {
  /** Milliseconds. */
  readonly now: () => number;
  /** {@link publicWeb} unless told. */
  readonly rules?: AddressRules | undefined;
  /** None when left out. */
  readonly proxy?: HttpProxy | null | undefined;
  readonly maxBytes?: number;
  /** How long the other side may be silent. */
  readonly silenceMs?: number;
  /** Where the file lies meanwhile; the system's folder for such files unless told. */
  readonly folder?: string;
}

const defaultSilenceMs = 30_000;
const maxRedirects = 5;
const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Makes the function that fetches a LoRA from an address that somebody typed: every hop is held against the rules, the
 * size is cut off while reading, what comes too slowly is given up, and what does not begin like a safetensors file is not read any further.
 */
export function createFetchLora(settings: FetchLoraSettings): FetchLora {
  const { rules = publicWeb } = settings;
  return async (address, watch) => {
    watch.signal.throwIfAborted();
    const agent = openGuardedAgent(rules, settings.proxy);
    try {
      return { kind: 'fetched', file: await follow(address, watch, { ...settings, rules, wire: agent.dispatcher }) };
    } catch (error) {
      watch.signal.throwIfAborted();
      return { kind: 'refused', refusal: refusalOf(error) };
    } finally {
      await agent.close();
    }
  };
}

type Journey = FetchLoraSettings & { readonly rules: AddressRules; readonly wire: Dispatcher };

async function follow(address: string, watch: Watch, journey: Journey) {
  const names: string[] = [];
  let url = checked(address, journey.rules);
  for (let hop = 0; hop <= maxRedirects; hop += 1) {
    names.push(url.pathname);
    const response = await get(url, watch.signal, journey);
    if (!redirectStatuses.has(response.statusCode)) return accept(response, names, watch, journey);
    drop(response);
    url = checked(firstOf(response.headers.location), journey.rules, url);
  }
  throw new Refused({ why: 'unreachable' });
}

/** Every address passes here before it is contacted, the first one and each redirect's. */
function checked(address: string, rules: AddressRules, from?: URL): URL {
  const url = URL.canParse(address, from?.href) ? new URL(address, from) : null;
  if (url === null || !rules.mayFetch(url)) throw new Refused({ why: 'address' });
  if (isRefusedLiteral(url, rules)) throw new Refused({ why: 'unreachable' });
  return url;
}

function get(url: URL, signal: AbortSignal, { wire, silenceMs = defaultSilenceMs }: Journey) {
  const headers = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'Easel' };
  const silence = { headersTimeout: silenceMs, bodyTimeout: silenceMs };
  return orAborted(request(url, { dispatcher: wire, method: 'GET', headers, signal, ...silence }), signal);
}

function accept(response: Dispatcher.ResponseData, paths: readonly string[], watch: Watch, journey: Journey) {
  const { maxBytes = mostLoraBytes, folder, now } = journey;
  const refusal = refusalBy(response, paths, maxBytes);
  if (refusal === null) return receiveSafetensors(response, watch, { maxBytes, folder, now });
  drop(response);
  throw new Refused(refusal);
}

/** What the headers tell already. */
function refusalBy(
  { statusCode, headers }: Dispatcher.ResponseData,
  paths: readonly string[],
  maxBytes: number,
): UploadRefusal | null {
  if (statusCode !== 200) return { why: 'status', status: statusCode };
  const given = nameIn(firstOf(headers['content-disposition']));
  if (!(given === null ? paths : [given]).some(isSafetensorsName)) return { why: 'not_safetensors' };
  return Number(headers['content-length'] ?? 0) > maxBytes ? { why: 'too_large' } : null;
}

/** The name that the other side gives the file; services with numbers for addresses do. */
function nameIn(disposition: string): string | null {
  const found = /filename\*?=(?:[\w-]*''|)"?([^";]+)"?/i.exec(disposition);
  return found?.[1]?.trim() ?? null;
}

function firstOf(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

/** A private address, a name without one and a host that is silent are one and the same to the person who asks. */
function refusalOf(error: unknown): UploadRefusal {
  return error instanceof Refused ? error.refusal : { why: 'unreachable' };
}
