import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { expect, onTestFinished, test } from 'vitest';
import { hasPicture } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';

/** undici publishes here within the call of `request`, so that the stack is the one that calls it. */
const wire = 'undici:request:create';
const submitPath = /f-2-klein-9b|flux-2-klein/u;
const maxFrames = 10;
const maxFiles = 7;

/** The one service that has a key. */
const only = { runninghub: { RUNCOMFY_API_TOKEN: '' }, runcomfy: { RUNNINGHUB_API_KEY: '' } } as const;

/**
 * Counts the frames of our own files in the stack of the submit: the functions that run, and the async functions that wait for
 * them. A function that hands on a promise without waiting for it has no frame.
 */
test.each(['runninghub', 'runcomfy'] as const)(
  'from Discord to the submit at %s the stack has at most 10 frames of our own, in at most 7 files',
  async (service) => {
    const house = await openHouse({ environment: only[service] });
    await startBot(house);
    const stacks = recordSubmits(house[service].baseUrl);

    await house.guild.member({ name: 'Ada' }).slash('/imagine prompt:a fox').until(hasPicture);

    expect(stacks).toHaveLength(1);
    const frames = framesOf(stacks[0] ?? '');
    const files = new Set(frames.map(fileOf));
    // The first and the last file: a stack that was cut short would be no proof.
    expect([...files].at(0)).toBe('src/http/exchange.ts');
    expect([...files].at(-1)).toBe('src/discord/interactions/dispatch.ts');
    expect(frames.length, frames.join('\n')).toBeLessThanOrEqual(maxFrames);
    expect(files.size, frames.join('\n')).toBeLessThanOrEqual(maxFiles);
  },
);

/** The stacks in which undici is asked to submit a job to the server at `url`; other files of this process may have bots at theirs. */
function recordSubmits(url: string): string[] {
  const stacks: string[] = [];
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = Number.POSITIVE_INFINITY;
  const record = (message: unknown) => {
    const request = Object(Reflect.get(Object(message), 'request'));
    const isHere = String(Reflect.get(request, 'origin')) === new URL(url).origin;
    if (isHere && submitPath.test(String(Reflect.get(request, 'path'))))
      stacks.push(new Error('at the wire').stack ?? '');
  };
  subscribe(wire, record);
  onTestFinished(() => {
    Error.stackTraceLimit = limit;
    unsubscribe(wire, record);
  });
  return stacks;
}

function framesOf(stack: string): string[] {
  return stack.split('\n').filter((line) => /\/(?:src|commands)\/[\w/-]+\.ts/u.test(line));
}

function fileOf(frame: string): string {
  return /\/((?:src|commands)\/[\w/-]+\.ts)/u.exec(frame)?.[1] ?? '';
}
