import type { ProviderName } from '../domain/model.ts';
import { type AddressRules, isRefusedLiteral, publicWeb } from './guarded-agent.ts';

/**
 * How a file may be fetched from, or put to, an address. `configured` the operator named the host: it may be private.
 * `public` over https, where every address of the host is one of the open internet. `refused` it is never contacted.
 */
export type Reach = 'configured' | 'public' | 'refused';

/** Where the files of a provider may lie besides the open internet. */
export interface ResultHostSettings {
  /** A provider's configured base URL is trusted for that provider alone: its protocol, host and port. */
  readonly baseUrls: Readonly<Partial<Record<ProviderName, string>>>;
  /** `host` (any port) or `host:port`, for every provider; over https, or on a loopback host over http too. */
  readonly imageHosts: readonly string[];
  /** {@link publicWeb} unless told. */
  readonly rules?: AddressRules | undefined;
}

/** Judges an address that the provider's own answer names, or that a redirect from it leads to. */
export type ReachOf = (url: URL, provider: ProviderName) => Reach;

const loopbackHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Below lie the ports of mail, shells and databases; https has one of its own. */
const firstFreePort = 1024;

/**
 * Makes the rule. Names of hosts are no part of it but those that the operator gives: services change theirs from month to
 * month, a pattern would match other customers of the same cloud, and a picture that was paid for must not be lost to a list.
 */
export function createReach({ baseUrls, imageHosts, rules = publicWeb }: ResultHostSettings): ReachOf {
  const listed = imageHosts.map((host) => host.trim().toLowerCase()).filter((host) => host !== '');
  return (url, provider) => {
    if (!isPlainWeb(url)) return 'refused';
    const baseUrl = baseUrls[provider];
    const isBase = baseUrl !== undefined && URL.canParse(baseUrl) && new URL(baseUrl).origin === url.origin;
    if (isBase || isListed(url, listed)) return 'configured';
    const isOpen = rules.mayFetch(url) && hasOpenPort(url) && !isRefusedLiteral(url, rules);
    return isOpen ? 'public' : 'refused';
  };
}

function isListed(url: URL, hosts: readonly string[]): boolean {
  if (!hosts.includes(url.hostname) && !hosts.includes(url.host)) return false;
  return url.protocol === 'https:' || loopbackHosts.has(url.hostname);
}

function hasOpenPort({ port }: URL): boolean {
  return port === '' || Number(port) >= firstFreePort;
}

function isPlainWeb(url: URL): boolean {
  return (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '';
}
