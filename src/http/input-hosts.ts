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
