import { DiscordAPIError, HTTPError } from 'discord.js';

/** What discord.js throws for an answer of Discord with a code of its own. */
export function discordError(code: number, status: number, url = 'https://discord.com/api/v10/x'): DiscordAPIError {
  return new DiscordAPIError({ code, message: 'as Discord says it' }, code, status, 'PATCH', url, {
    files: undefined,
    body: { content: 'a secret prompt' },
  });
}

/** What discord.js throws for 5xx. */
export function serverError(status = 500): HTTPError {
  return new HTTPError(status, 'Server Error', 'PATCH', 'https://discord.com/api/v10/x', {
    files: undefined,
    body: {},
  });
}

/** What undici throws when the peer closes the connection. */
export function socketError(code = 'UND_ERR_SOCKET'): Error {
  return Object.assign(new Error('other side closed'), { name: 'SocketError', code });
}
