/** Says whether a picture to edit may be fetched from there. */
export type InputTrust = (url: URL) => boolean;

/**
 * Where Discord keeps attachments, and where it shows pictures of other sites (the proxies of embeds).
 *
 * @see https://docs.discord.com/developers/reference#cdn-formatting, read 2026-11
 */
const discordHosts: ReadonlySet<string> = new Set([
  'cdn.discordapp.com',
  'media.discordapp.net',
  'images-ext-1.discordapp.net',
  'images-ext-2.discordapp.net',
]);

/**
 * Makes the rule for pictures that members bring: Discord's own hosts over https, and the configured CDN at exactly its
 * protocol, host and port. Members choose the address, so nothing else is ever contacted, least of all a private address.
 */
export function createInputTrust(cdnBaseUrl: string): InputTrust {
  const { origin } = new URL(cdnBaseUrl);
  return (url) => {
    if (url.username !== '' || url.password !== '') return false;
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return false;
    return url.origin === origin || (url.protocol === 'https:' && url.port === '' && discordHosts.has(url.hostname));
  };
}

/** A sticker's address is made, not told: where another CDN is configured it lies there. */
export function atConfiguredCdn(address: string, cdnBaseUrl: string): string {
  const isDiscords = discordHosts.has(new URL(cdnBaseUrl).hostname);
  const { hostname, pathname } = new URL(address);
  if (isDiscords || !discordHosts.has(hostname) || !pathname.startsWith('/stickers/')) return address;
  return new URL(pathname, cdnBaseUrl).href;
}
