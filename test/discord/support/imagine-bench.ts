import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { GenerationRequest } from '#catalog/request.ts';
import type { Job, Reply } from '#jobs/job.ts';
import type { ImageFile } from '#media/media.ts';
import type { Exchange } from '../../../sandbox/discord/exchange.ts';
import { noisePicture } from './samples.ts';
import { createScriptedBot, jobOf, type ScriptedBot } from './scripted-bot.ts';
import { type Stage, startStage } from './stage.ts';

/** `/imagine` at a loopback Discord, with a bot that runs what a test tells it. */
export interface ImagineBench {
  readonly stage: () => Stage;
  readonly bot: ScriptedBot;
  readonly imagine: (options?: string) => Exchange;
  /** Lets `/imagine` run this instead of the story; resolves with what it came to. */
  readonly generating: <T>(story: (reply: Reply, job: Job) => Promise<T>) => Promise<T>;
  readonly deliver: (reply: Reply, job: Job, image?: ImageFile) => ReturnType<Reply['deliver']>;
  /** What the bot sent with the exchange's token. */
  readonly requestsOf: (exchange: Exchange) => Stage['sandbox']['requests'];
}

/** Starts one for the tests of a file, and holds them to use up the faults that they set. */
export function startImagineBench(): ImagineBench {
  const bot = createScriptedBot();
  const started: { stage?: Stage; picture?: ImageFile } = {};
  beforeAll(async () => {
    started.stage = await startStage(bot, { fileLimitBytes: 60_000 });
    started.picture = await noisePicture(64, 48);
  });
  afterAll(() => started.stage?.stop());
  beforeEach(() => {
    Object.assign(bot, createScriptedBot());
  });
  afterEach(() => {
    expect(started.stage?.sandbox.faults.pending()).toBe(0);
  });
  const stage = () => started.stage ?? fail();
  return {
    stage,
    bot,
    imagine: (options = '') => stage().alice.slash(`/imagine prompt:a fox${options}`),
    generating: (story) =>
      new Promise((resolve, reject) => {
        bot.generate = async (request: GenerationRequest, reply: Reply) => {
          await reply
            .accept()
            .then((address) => story(reply, jobOf(request, address)))
            .then(resolve, reject);
        };
      }),
    deliver: (reply, job, image = started.picture ?? fail()) => reply.deliver({ job, media: [image], tookMs: 1000 }),
    requestsOf: ({ token }) => stage().sandbox.requests.filter(({ path }) => path.includes(token)),
  };
}

function fail(): never {
  throw new Error('the stage is not up yet');
}
