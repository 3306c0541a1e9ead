import type { ProviderName } from '../domain/model.ts';

/** Says whether a picture of this provider may be fetched from there. */
export type Trust = (url: URL, provider: ProviderName) => boolean;

/** Where pictures may come from besides the documented hosts. */
export interface TrustSettings {
  /** A provider's configured base URL is trusted for that provider alone: its protocol, host and port. */
  readonly baseUrls: Readonly<Partial<Record<ProviderName, string>>>;
  /** `host` (any port) or `host:port`, for every provider; over https, or on a loopback host over http too. */
  readonly imageHosts: readonly string[];
}

/**
 * Hosts of the providers' own pictures, https on the standard port only.
 *
 * @see reference/providers.md, sections 2.3 and 4.4; read 2026-11-20
 */
const documentedHosts = {
  runninghub: [/^rh-images-[a-z0-9-]+\.cos\.ap-beijing\.myqcloud\.com$/],
  runcomfy: [/^([a-z0-9-]+\.)+runcomfy\.(net|com)$/],
} as const satisfies Record<ProviderName, readonly RegExp[]>;

const loopbackHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Makes the rule. What it does not allow is never contacted, whatever an answer or a redirect says. */
export function createTrust(settings: TrustSettings): Trust {
  const imageHosts = settings.imageHosts.map((host) => host.trim().toLowerCase()).filter((host) => host !== '');
  return (url, provider) => {
    if (!isPlainWeb(url)) return false;
    const baseUrl = settings.baseUrls[provider];
    const isListed = imageHosts.includes(url.hostname) || imageHosts.includes(url.host);
    return (
      isDocumented(url, provider) ||
      (baseUrl !== undefined && URL.canParse(baseUrl) && new URL(baseUrl).origin === url.origin) ||
      (isListed && (url.protocol === 'https:' || loopbackHosts.has(url.hostname)))
    );
  };
}

function isPlainWeb(url: URL): boolean {
  return (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '';
}

function isDocumented(url: URL, provider: ProviderName): boolean {
  return (
    url.protocol === 'https:' && url.port === '' && documentedHosts[provider].some((host) => host.test(url.hostname))
  );
}

/** Where RunningHub keeps what is uploaded. @see reference/providers.md, section 2.7; read 2026-11-20 */
const runningHubUploads = /^rh-models-[a-z0-9-]+\.cos\.[a-z0-9-]+\.myqcloud\.com$/;

/** Whether a file may be put there: the documented hosts over https, or the configured base URL's own. */
export function mayUploadTo(url: URL, baseUrl: string): boolean {
  if (!isPlainWeb(url)) return false;
  const isDocumentedHost = url.protocol === 'https:' && url.port === '' && runningHubUploads.test(url.hostname);
  return isDocumentedHost || url.origin === new URL(baseUrl).origin;
}
