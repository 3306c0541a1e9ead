import { z } from 'zod';
import type { SandboxGuild } from '../../../sandbox/discord/guild.ts';
import type { SandboxDiscordOptions } from '../../../sandbox/discord/settings.ts';
import { type SandboxDiscord, startSandboxDiscord } from '../../../sandbox/discord/start.ts';

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly body: z.infer<typeof answerBody>;
  readonly headers: Headers;
}

/** A loopback Discord whose clock only a test moves, and requests written by hand. */
export interface ByHand {
  readonly discord: SandboxDiscord;
  readonly server: SandboxGuild;
  /** Moves the clock and runs the timers that are due. */
  advance(ms: number): void;
  /** `path` is below `/api/v10`. Sends the bot's token unless told otherwise. */
  call(method: string, path: string, body?: unknown, authorization?: string | null): Promise<RawAnswer>;
  /** Sends `payload_json` and the files as `files[0]`, `files[1]`, … */
  upload(method: string, path: string, payload: unknown, files: readonly Uint8Array[]): Promise<RawAnswer>;
}

/** Starts it with one server, in which `/imagine` is registered. */
export async function startByHand(options: SandboxDiscordOptions = {}): Promise<ByHand> {
  let nowMs = Date.UTC(2026, 10, 20);
  const timers = new Set<{ readonly dueMs: number; readonly run: () => void }>();
  const setTimer = (delayMs: number, run: () => void) => {
    const timer = { dueMs: nowMs + delayMs, run };
    timers.add(timer);
    return () => timers.delete(timer);
  };
  const discord = await startSandboxDiscord({ now: () => nowMs, setTimer, ...options });
  const server = discord.addGuild({ name: 'Gallery' });
  const send = async (path: string, init: RequestInit, authorization: string | null): Promise<RawAnswer> => {
    const headers = new Headers(init.headers);
    if (authorization !== null) headers.set('authorization', authorization);
    const response = await fetch(`${discord.apiBase}/v10${path}`, { ...init, headers });
    const text = await response.text();
    return {
      status: response.status,
      body: answerBody.parse(text === '' ? {} : JSON.parse(text)),
      headers: response.headers,
    };
  };
  const call: ByHand['call'] = (method, path, body, authorization = `Bot ${discord.token}`) => {
    const init =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    return send(path, { method, ...init }, authorization);
  };
  await call('PUT', `/applications/${discord.applicationId}/commands`, [imagine]);
  return {
    discord,
    server,
    call,
    advance: (ms) => {
      nowMs += ms;
      for (const timer of [...timers].filter((each) => each.dueMs <= nowMs)) {
        timers.delete(timer);
        timer.run();
      }
    },
    upload: (method, path, payload, files) => {
      const form = new FormData();
      form.set('payload_json', JSON.stringify(payload));
      files.forEach((bytes, index) => {
        form.set(`files[${index}]`, new Blob([new Uint8Array(bytes)], { type: 'image/png' }), `picture-${index}.png`);
      });
      return send(path, { method, body: form }, `Bot ${discord.token}`);
    },
  };
}

/** A command with one required text. */
export const imagine = {
  name: 'imagine',
  description: 'Makes an image',
  options: [{ type: 3, name: 'prompt', description: 'What to paint', required: true }],
};

const attachment = z.looseObject({
  id: z.string(),
  filename: z.string(),
  url: z.string(),
  description: z.string().optional(),
});
const answerBody = z
  .looseObject({
    id: z.string().optional(),
    code: z.int().optional(),
    message: z.string().optional(),
    errors: z.record(z.string(), z.unknown()).optional(),
    content: z.string().optional(),
    flags: z.int().optional(),
    attachments: z.array(attachment).optional(),
    retry_after: z.number().optional(),
    global: z.boolean().optional(),
    mentions: z.array(z.looseObject({ id: z.string() })).optional(),
    mention_everyone: z.boolean().optional(),
    mention_roles: z.array(z.string()).optional(),
  })
  .or(z.array(z.looseObject({ id: z.string() })).transform((list) => ({ list })))
  .transform((body): AnswerBody => body);

interface AnswerBody {
  readonly id?: string | undefined;
  readonly code?: number | undefined;
  readonly message?: string | undefined;
  readonly errors?: Readonly<Record<string, unknown>> | undefined;
  readonly content?: string | undefined;
  readonly flags?: number | undefined;
  readonly attachments?: readonly z.infer<typeof attachment>[] | undefined;
  readonly retry_after?: number | undefined;
  readonly global?: boolean | undefined;
  readonly mentions?: readonly { readonly id: string }[] | undefined;
  readonly mention_everyone?: boolean | undefined;
  readonly mention_roles?: readonly string[] | undefined;
  /** The answer itself where it was a list. */
  readonly list?: readonly { readonly id: string }[] | undefined;
}
