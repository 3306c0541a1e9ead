import { describe, expect, it } from 'vitest';
import { BotError, type LogLevel } from '#core/errors.ts';
import type { Log } from '#core/log.ts';
import { createLog, redactUrl } from '#core/log.ts';

const interactionToken = 'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OnNlY3JldA';
const botToken = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.abcdefghijklmnopqrstuvwxyz0123456789ab';
const prompt = 'a portrait of my secret neighbour';

/** Shaped like discord.js's, which carries the request that failed. */
class DiscordLikeError extends Error {
  override name = 'DiscordAPIError[10062]';
  code = 10062;
  status = 404;
  method = 'POST';
  url = `https://discord.com/api/v10/interactions/123456789012345678/${interactionToken}/callback`;
  requestBody = { json: { content: prompt }, files: [] };
  rawError = { message: prompt };
}

function recorded(level: LogLevel, act: (log: Log) => void, secrets: readonly string[] = []): string {
  const lines: string[] = [];
  act(createLog({ level, secrets, destination: { write: (line) => lines.push(line) } }));
  return lines.join('');
}

describe('createLog', () => {
  it('writes one JSON line with level, time, facts and message', () => {
    const text = recorded('info', (log) =>
      log.info({ jobId: '1', credits: 7, isPrivate: false, none: null }, 'charged'),
    );
    expect(text.endsWith('\n')).toBe(true);
    expect(JSON.parse(text)).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.+Z$/),
      jobId: '1',
      credits: 7,
      isPrivate: false,
      none: null,
      message: 'charged',
    });
  });

  it.each([
    ['debug', ['debug', 'info', 'warn', 'error']],
    ['info', ['info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
  ] as const)('at level %s writes %j', (level, expected) => {
    const text = recorded(level, (log) => {
      log.debug({}, 'd');
      log.info({}, 'i');
      log.warn({}, 'w');
      log.error({}, 'e');
    });
    expect([...text.matchAll(/"level":"(\w+)"/g)].map((match) => match[1])).toEqual(expected);
  });

  it('keeps what helps of a discord.js error, and neither its token nor its body', () => {
    const text = recorded('info', (log) =>
      log.warn({ error: new DiscordLikeError('Unknown interaction') }, 'edit failed'),
    );
    expect(text).not.toContain(interactionToken);
    expect(text).not.toContain(prompt);
    expect(JSON.parse(text).error).toEqual({
      name: 'DiscordAPIError[10062]',
      message: 'Unknown interaction',
      code: 10062,
      status: 404,
      method: 'POST',
      url: 'https://discord.com/api/v10/interactions/123456789012345678/[redacted]/callback',
      stack: expect.arrayContaining([expect.stringMatching(/^at /)]),
    });
  });

  it('reduces an error wherever it stands: as the facts themselves, deep inside, in a list, as a cause', () => {
    const error = new DiscordLikeError(prompt.slice(0, 0));
    const text = recorded('info', (log) => {
      log.error(error, 'alone');
      log.error({ deep: { list: [error] } }, 'inside');
      log.error({ error: new BotError('bug', 'wrapped', {}, error) }, 'cause');
    });
    expect(text.match(/interactions\/123456789012345678\/\[redacted\]/g)).toHaveLength(3);
    expect(text).not.toContain(interactionToken);
    expect(text).not.toContain(prompt);
  });

  it('tells the facts of a BotError, without what the member typed', () => {
    const allowed = { kind: 'characters', most: 2000, has: 2001 } as const;
    const error = new BotError('refused.options', 'too long', { option: 'prompt', value: prompt, allowed });
    const text = recorded('info', (log) => log.info({ error }, 'refused'));
    expect(JSON.parse(text).error).toEqual({
      name: 'BotError',
      message: 'too long',
      code: 'refused.options',
      facts: { option: 'prompt', allowed },
    });
  });

  it('blanks secret fields by name at any depth, however they are spelled', () => {
    const secret = 'hunter2';
    const fields = {
      token: secret,
      sealedToken: secret,
      apiKey: secret,
      api_key: secret,
      'X-Api-Key': secret,
      Authorization: secret,
      password: secret,
      webhookSecret: secret,
      RUNCOMFY_API_TOKEN: secret,
      prompt: secret,
      headers: { accept: secret },
    };
    const text = recorded('info', (log) => log.info({ ...fields, a: { b: { c: [fields] } } }, 'all of them'));
    expect(text).not.toContain(secret);
    expect(text.match(/\[redacted\]/g)).toHaveLength(2 * Object.keys(fields).length);
  });

  it('keeps harmless fields that sound alike', () => {
    const text = recorded('info', (log) => log.info({ tokenExpiresAtMs: 5, promptLength: 33, token: 3 }, 'fine'));
    expect(JSON.parse(text)).toMatchObject({ tokenExpiresAtMs: 5, promptLength: 33, token: 3 });
  });

  it('cuts known secrets, authorisation headers and addresses out of every text', () => {
    const text = recorded(
      'info',
      (log) => {
        log.info({ note: `sent with ${botToken}!` }, `login of ${botToken} failed`);
        log.info({ note: 'Authorization: Bearer abcdefghijklmnopqrstuvwxyz' }, 'Bot abcdefghijklmnopqrstuvwxyz');
        log.info(
          { address: new URL(`https://cdn.example/i.png?sig=${interactionToken}`) },
          `PATCH /webhooks/1/${interactionToken}`,
        );
      },
      [botToken, ''],
    );
    for (const secret of [botToken, interactionToken, 'abcdefghijklmnopqrstuvwxyz']) expect(text).not.toContain(secret);
    expect(text).toContain('sent with [redacted]!');
    expect(text).toContain('https://cdn.example/i.png?[redacted]');
  });

  it('never quotes the text that a parser could not read', () => {
    const text = recorded('info', (log) => {
      try {
        JSON.parse(prompt);
      } catch (error) {
        log.error({ error }, 'unreadable row');
      }
    });
    expect(text).toContain('a text could not be parsed');
    expect(text).not.toContain(prompt.slice(0, 8));
  });

  it('names objects of a class instead of opening them', () => {
    const text = recorded('info', (log) =>
      log.info(
        { bytes: new Uint8Array(3), odd: Object.create(Object.create(null)), seen: new Map([['a', prompt]]) },
        'objects',
      ),
    );
    expect(JSON.parse(text)).toMatchObject({ bytes: '[Uint8Array]', odd: '[object]', seen: '[Map]' });
  });

  it('survives loops, big numbers, long texts and errors without a stack', () => {
    const loop: Record<string, unknown> = { big: 2n ** 70n, long: 'x'.repeat(5000) };
    loop.self = loop;
    const bare = new Error('bare');
    delete bare.stack;
    const circular = new Error('circular');
    circular.cause = circular;
    const text = recorded('info', (log) => log.error({ loop, bare, circular, status: { statusCode: 1 } }, 'odd'));
    expect(text).toContain('[too deep]');
    expect(text).toContain('1180591620717411303424');
    expect(text).not.toContain('x'.repeat(501));
    expect(JSON.parse(text).bare).toEqual({ name: 'Error', message: 'bare', stack: [] });
  });

  it('takes the status of an HTTP error under either name', () => {
    const error = Object.assign(new Error('bad gateway'), { statusCode: 502 });
    expect(JSON.parse(recorded('info', (log) => log.error({ error }, 'x'))).error.status).toBe(502);
  });
});

describe('redactUrl', () => {
  it.each([
    [
      'https://discord.com/api/v10/webhooks/1/abc/messages/@original',
      'https://discord.com/api/v10/webhooks/1/[redacted]/messages/@original',
    ],
    ['/interactions/1/abc/callback', '/interactions/1/[redacted]/callback'],
    ['/webhooks/runninghub/0f0f/123', '/webhooks/runninghub/[redacted]/123'],
    ['https://me:pass@host.example/a', 'https://[redacted]@host.example/a'],
    ['https://host.example/a?key=1#b', 'https://host.example/a?[redacted]#b'],
    [
      'https://discord.com/oauth2/authorize?client_id=1&scope=bot+applications.commands&permissions=8',
      'https://discord.com/oauth2/authorize?client_id=1&scope=bot+applications.commands&permissions=8',
    ],
    [
      'https://discord.com/oauth2/authorize?client_id=1&scope=bot+applications.commands&permissions=8&code=abc',
      'https://discord.com/oauth2/authorize?[redacted]',
    ],
    ['https://discord.com/api/v10/channels/1/messages', 'https://discord.com/api/v10/channels/1/messages'],
  ])('%s', (url, expected) => {
    expect(redactUrl(url)).toBe(expected);
  });
});
