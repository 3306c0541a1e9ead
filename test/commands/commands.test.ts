import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Model } from '#catalog/model.ts';
import type { GenerationRequest } from '#catalog/request.ts';
import { jobId, userId } from '#core/ids.ts';
import type { OptionDefinition } from '#discord/interactions/options.ts';
import { defaultGuildSettings } from '#guilds/guild-settings.ts';
import type { Job } from '#jobs/job.ts';
import { commands } from '../../commands/index.ts';
import { isEphemeral, textOf } from '../../sandbox/discord/wire.ts';
import { job, noisePicture } from '../discord/support/samples.ts';
import { createScriptedBot, jobOf, type ScriptedBot } from '../discord/support/scripted-bot.ts';
import { type Stage, startStage } from '../discord/support/stage.ts';

let stage: Stage;
const bot: ScriptedBot = createScriptedBot();

beforeAll(async () => {
  stage = await startStage(bot);
});
afterAll(() => stage.stop());
beforeEach(() => {
  Object.assign(bot, createScriptedBot());
});

const say = (line: string) => stage.alice.slash(line).until((message) => textOf(message) !== '');

function firstModel(): Model {
  const [model] = bot.catalog.models;
  if (!model) throw new Error('no models');
  return model;
}

/** A finished picture of Alice's, with the job behind it. */
async function finished(options = ''): Promise<{ exchange: ReturnType<typeof stage.alice.slash>; of: Job }> {
  const image = await noisePicture(8, 8);
  let of = job;
  bot.generate = async (request, reply) => {
    of = jobOf(request, await reply.accept());
    await reply.deliver({ job: of, media: [image], tookMs: 1 });
  };
  const exchange = stage.alice.slash(`/imagine prompt:a fox${options}`);
  await exchange.until(({ attachments }) => attachments.length === 1);
  bot.findJob = (id) => Promise.resolve(id === of.id ? of : null);
  return { exchange, of };
}

/** A subcommand by its name, with its options. */
function partOf(part: OptionDefinition) {
  return { subcommand: part.name, options: 'options' in part ? (part.options ?? []) : [] };
}

describe('definitions', () => {
  it('have names of their own, and buttons that belong to one command each', () => {
    const actions = commands.flatMap(({ components = {}, modals = {} }) => [
      ...Object.keys(components),
      ...Object.keys(modals),
    ]);
    expect(new Set(actions).size).toBe(actions.length);
    expect(new Set(commands.map(({ data }) => data.name)).size).toBe(commands.length);
  });

  it('say who sees what they make, where the member chooses: in a crowd "thinking…" is shown to the same', () => {
    const choosing = commands.flatMap(({ data, isForEveryone }) => {
      const parts = [{ subcommand: null, options: data.options ?? [] }, ...(data.options ?? []).map(partOf)];
      return parts
        .filter(({ options }) => options.some(({ name }) => name === 'private'))
        .map(({ subcommand }) => ({ name: data.name, subcommand, isForEveryone }));
    });
    expect(choosing.length).toBeGreaterThan(8);
    for (const { name, subcommand, isForEveryone } of choosing) {
      const seenBy = (isPrivate: boolean) =>
        isForEveryone?.({
          subcommand,
          options: [
            { name: 'prompt', value: 'a fox' },
            { name: 'private', value: isPrivate },
          ],
        });
      expect([name, seenBy(false), seenBy(true)]).toEqual([name, true, false]);
    }
  });

  it('do not show everyone that Easel is thinking where a form may open', () => {
    const run = commands.find(({ data }) => data.name === 'run');
    expect(run?.isForEveryone?.({ subcommand: null, options: [{ name: 'workflow', value: 'x' }] })).toBe(false);
  });

  it('work in servers only', () => {
    for (const { data } of commands) expect(data).toMatchObject({ contexts: [0], integration_types: [0] });
  });
});

describe('answers to the member alone', () => {
  it('/help', async () => {
    const reply = await say('/help');
    expect(isEphemeral(reply)).toBe(true);
    expect(textOf(reply)).toContain('/imagine');
  });

  it('/credits balance', async () => {
    const reply = await say('/credits balance');
    expect(isEphemeral(reply)).toBe(true);
    expect(reply.content).toContain('**65 credits**');
  });

  it('/jobs list', async () => {
    bot.openJobsOf = async () => [{ job, progress: { kind: 'queued', ahead: 2, expectedAtMs: null } }];
    const reply = await say('/jobs list');
    expect(isEphemeral(reply)).toBe(true);
    expect(reply.content).toContain('In the queue, 2 ahead');
  });

  it('/models, with pages', async () => {
    const routes = firstModel().routes.slice(0, 1);
    const many = Array.from({ length: 40 }, (_, at) => ({
      ...{ ...firstModel(), routes },
      ...{ id: `model-${at}`, title: `Model ${at}` },
    }));
    bot.catalog = { ...bot.catalog, models: many };
    const exchange = stage.alice.slash('/models');
    const first = await exchange.until(({ content }) => content.includes('page 1 of 3'));
    expect(isEphemeral(first)).toBe(true);
    expect(first.content).toContain('7 credits');
    stage.alice.press(first, 'Next');
    const second = await exchange.until(({ content }) => content.includes('page 2 of 3'));
    stage.alice.press(second, 'Next');
    const third = await exchange.until(({ content }) => content.includes('page 3 of 3'));
    bot.catalog = { ...bot.catalog, models: many.slice(0, 20) };
    stage.alice.press(third, 'Previous');
    expect((await exchange.until(({ content }) => content.includes('page 2 of 2'))).content).toContain('Model 19');
  });

  it('/models with the prices that the server has set', async () => {
    const { id } = firstModel();
    bot.priceOf = (model, settings) => settings?.models.prices[model.id] ?? 7;
    bot.settings = () =>
      Promise.resolve({ ...defaultGuildSettings, models: { ...defaultGuildSettings.models, prices: { [id]: 99 } } });
    expect((await say('/models')).content).toContain('99 credits');
    expect((await say(`/models model:${id}`)).content).toContain('Credits: 99 with any options');
  });

  it('/models model', async () => {
    const { id, title } = firstModel();
    expect((await say(`/models model:${id}`)).content).toContain(title.replaceAll('.', '\\.').replaceAll('-', '\\-'));
    expect((await say('/models model:nonsense')).content).toContain("There's no model `nonsense` here.");
  });
});

describe('/jobs cancel', () => {
  it('offers and stops own open jobs only', async () => {
    bot.openJobsOf = async (guildId, member) =>
      guildId === stage.server.id && member === stage.alice.userId ? [{ job, progress: { kind: 'starting' } }] : [];
    const asked: unknown[] = [];
    bot.cancel = (id, by) => {
      asked.push([id, by]);
      return Promise.resolve('asked');
    };
    expect(await stage.alice.autocomplete('/jobs cancel job:FOX', 'job')).toEqual([
      { name: 'a fox · FLUX.2 Klein 9B', value: job.id },
    ]);
    expect(await stage.alice.autocomplete('/jobs cancel job:cat', 'job')).toEqual([]);
    expect((await say(`/jobs cancel job:${job.id}`)).content).toContain('Asked the image service to stop');
    expect(asked).toEqual([[job.id, { guildId: stage.server.id, userId: stage.alice.userId, isModerator: false }]]);
    expect((await say('/jobs cancel job:1200000000000000099')).content).toContain("isn't in the making");
    expect(asked).toHaveLength(1);
  });
});

describe('the Cancel button', () => {
  it.each([
    ['a member', [], false],
    ['a moderator', ['ModerateMembers'], true],
  ] as const)('asks with the powers of %s, whoever made the picture', async (_who, permissions, isModerator) => {
    const bob = stage.server.member({ name: 'Bob', permissions: [...permissions] });
    let asked: unknown;
    bot.cancel = (_id, by) => {
      asked = by;
      return Promise.resolve(isModerator ? 'cancelled' : 'not_yours');
    };
    bot.generate = async (request, reply) => {
      const accepted = jobOf(request, await reply.accept());
      bot.findJob = async () => accepted;
      reply.show(accepted, { kind: 'starting' });
    };
    const message = await stage.alice.slash('/imagine prompt:a fox').until(({ components }) => components.length > 0);
    const first = await bob.press(message, 'Cancel').until(({ content }) => content !== '');
    if (isModerator) expect(asked).toBeUndefined();
    const isOver = ({ content }: { content: string }) => content !== first.content;
    const reply = isModerator ? await bob.press(first, 'Stop it').until(isOver) : first;
    expect(asked).toEqual({ guildId: stage.server.id, userId: bob.userId, isModerator });
    expect(isEphemeral(reply)).toBe(true);
    expect(reply.content).toContain(
      isModerator ? 'Stopped.' : 'Only the person who asked for this, or a moderator, can stop it.',
    );
  });
});

describe('the Again button', () => {
  it('asks for the same picture, for whoever pressed it', async () => {
    const { exchange, of } = await finished();
    const bob = stage.server.member({ name: 'Bob' });
    const message = exchange.reply();
    if (!message) throw new Error('no reply');
    const asked = new Promise<GenerationRequest>((resolve) => {
      bot.generate = async (request, reply) => {
        await reply.accept();
        resolve(request);
      };
    });
    const again = bob.press(message, 'Again');
    expect(await asked).toMatchObject({
      id: again.interactionId,
      userId: bob.userId,
      model: of.modelId,
      prompt: 'a fox',
      options: {
        size: '64x48',
        steps: 8,
        quality: 'high',
        resolution: '1k',
        lora: 'ink_style.safetensors',
        loraStrength: 0.8,
        format: 'png',
      },
      isPrivate: false,
    });
  });

  it('does nothing without a record, for another server, or for a private picture of somebody else', async () => {
    const { exchange, of } = await finished(' private:true');
    const message = exchange.reply();
    if (!message) throw new Error('no reply');
    bot.generate = () => Promise.reject(new Error('must not be asked'));
    const answer = async () =>
      (await stage.alice.press(message, 'Again').until(({ content }) => content !== '')).content;
    bot.findJob = () => Promise.resolve(null);
    expect(await answer()).toContain('no longer has');
    bot.findJob = () => Promise.resolve({ ...of, guildId: job.guildId });
    expect(await answer()).toContain('no longer has');
    bot.findJob = () => Promise.resolve({ ...of, settings: { ...of.settings, prompt: '' } });
    expect(await answer()).toContain('no longer has');
    bot.findJob = () => Promise.resolve({ ...of, userId: userId('1200000000000000055') });
    expect(await answer()).toContain('private');
    const asked = new Promise<boolean>((resolve) => {
      bot.generate = async (request, reply) => {
        await reply.accept();
        resolve(request.isPrivate && request.options.lora === null && request.id !== jobId(of.id));
      };
    });
    bot.findJob = () => Promise.resolve({ ...of, settings: { ...of.settings, loras: [] } });
    stage.alice.press(message, 'Again');
    expect(await asked).toBe(true);
  });
});
