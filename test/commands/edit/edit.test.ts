import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCatalog, noChanges } from '#catalog/catalog.ts';
import type { GenerationRequest } from '#catalog/request.ts';
import { messageId, roleId } from '#core/ids.ts';
import { createFindPictures } from '#discord/messages/find.ts';
import { defaultGuildSettings } from '#guilds/guild-settings.ts';
import type { Job } from '#jobs/job.ts';
import type { SourceImage } from '#media/media.ts';
import type { SelectedPictures } from '#members/pending-edits.ts';
import type { Person } from '../../../sandbox/discord/person.ts';
import { allComponents, type Message } from '../../../sandbox/discord/wire.ts';
import { job, noisePicture } from '../../discord/support/samples.ts';
import { createScriptedBot, jobOf, type ScriptedBot } from '../../discord/support/scripted-bot.ts';
import { type Stage, startStage } from '../../discord/support/stage.ts';
import { editRouteOf, pngBytes } from '../../support/inputs.ts';
import { modelOf, routeOf } from '../../support/requests.ts';

const name = 'Edit with Easel';
const png = { name: 'cat.png', bytes: pngBytes() };
const editor = (id: string, most = 3) => ({
  ...modelOf(editRouteOf({}, { most }), routeOf()),
  id,
  title: id.toUpperCase(),
});
const words = { ...modelOf(routeOf()), id: 'words', title: 'Words' };
const both = new Set(['runninghub', 'runcomfy'] as const);
const catalogOf = (...models: readonly ReturnType<typeof editor>[]) => {
  const built = createCatalog({ ...noChanges, models }, both);
  const listed = built.models.filter(({ id }) => models.some((model) => model.id === id));
  return { ...built, models: listed, find: (id: string) => listed.find((model) => model.id === id) ?? null };
};

let stage: Stage;
let bob: Person;
let pendingEdits: SelectedPictures[];
const bot: ScriptedBot = createScriptedBot();

beforeAll(async () => {
  stage = await startStage(bot);
  bob = stage.server.member({ name: 'Bob' });
});
afterAll(() => stage.stop());
beforeEach(() => {
  pendingEdits = [];
  Object.assign(bot, createScriptedBot(), {
    catalog: catalogOf(words, editor('first'), editor('single', 1)),
    findPictures: createFindPictures(stage.discord.routes, stage.replies.retryDeps),
    pendingEdits: {
      keep: async (picked: SelectedPictures) => void pendingEdits.push(picked),
      find: async ({ id, userId }: SelectedPictures) =>
        pendingEdits.find((each) => each.id === id && each.userId === userId)?.images ?? null,
    },
  });
});

const says = ({ content }: Message) => content !== '';

function nextRequest(): Promise<GenerationRequest> {
  return new Promise((resolve) => {
    bot.generate = async (request, reply) => {
      await reply.accept();
      resolve(request);
    };
  });
}

async function formOf(exchange: ReturnType<Person['press']>) {
  await exchange.firstAnswer();
  if (exchange.modal === null) throw new Error('no form was opened');
  return exchange.modal;
}

describe('/edit', () => {
  it('asks for the edit of the attached pictures, in their order, with what was typed', async () => {
    const asked = nextRequest();
    const files = { image: png, image2: { name: 'hat.webp', bytes: new Uint8Array(5) }, image3: png };
    stage.alice.slash('/edit prompt:a hat model:single size:16:9 lora:ink lora_strength:0.5 private:true', files);
    const request = await asked;
    expect(request).toMatchObject({
      model: 'single',
      prompt: 'a hat',
      images: [
        { name: 'cat.png', bytes: 16, mediaType: 'image/png' },
        { name: 'hat.webp', bytes: 5, mediaType: 'image/webp', widthPx: null },
        { name: 'cat.png' },
      ],
      options: { size: '16:9', lora: 'ink', loraStrength: 0.5, quality: null, count: null },
      isPrivate: true,
      userId: stage.alice.userId,
    });
    expect(request.images[0]?.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/ephemeral-attachments\//);
  });

  it('takes the server’s usual model where it edits, else the first that edits and is open to the member', async () => {
    const modelFor = async (defaults: string | null, denied: readonly string[] = [], roles = {}) => {
      const settings = defaultGuildSettings;
      bot.settings = async () => ({
        ...settings,
        defaults: { ...settings.defaults, model: defaults },
        models: { ...settings.models, denied: [...denied], roles },
      });
      const asked = nextRequest();
      stage.alice.slash('/edit prompt:a hat', { image: png });
      return (await asked).model;
    };
    expect(await modelFor(null)).toBe('first');
    expect(await modelFor('words')).toBe('first');
    expect(await modelFor('single')).toBe('single');
    expect(await modelFor(null, ['first'])).toBe('single');
    expect(await modelFor(null, [], { first: [roleId('1')] })).toBe('single');
    expect(await modelFor(null, ['first', 'single'])).toBe('first');
  });

  it('says which models edit when one is named that does not, and lets admission speak of one that nobody knows', async () => {
    const { content } = await stage.alice.slash('/edit prompt:a hat model:words', { image: png }).until(says);
    expect(content).toBe(
      "Words makes pictures from words only. For edits, try `first`, `single`. You weren't charged.",
    );
    const asked = nextRequest();
    stage.alice.slash('/edit prompt:a hat model:nobody', { image: png });
    expect((await asked).model).toBe('nobody');
  });

  it('says so where no model edits at all', async () => {
    bot.catalog = catalogOf(words);
    for (const model of ['', ' model:words']) {
      const { content } = await stage.alice.slash(`/edit prompt:a hat${model}`, { image: png }).until(says);
      expect(content).toBe("None of the models here can edit pictures. You weren't charged.");
    }
  });

  it('offers models that edit, their sizes and their LoRAs', async () => {
    const offered = async (text: string, option: string) =>
      (await stage.alice.autocomplete(text, option)).map(({ value }) => value);
    expect(await offered('/edit model:', 'model')).toEqual(['first', 'single']);
    expect(await offered('/edit model:first', 'size')).toEqual(['1:1', '16:9']);
    expect(await offered('/edit', 'size')).toEqual(['1:1', '16:9']);
    expect(await offered('/edit', 'lora')).toEqual([]);
    bot.catalog = catalogOf(words);
    expect(await offered('/edit', 'size')).toEqual([]);
  });
});

describe(name, () => {
  it('opens a form with the usual model for a message with pictures, and edits the first three of them', async () => {
    const message = await bob.say('look', { files: [png, png, { ...png, name: 'third.png' }, png] });
    const form = await formOf(stage.alice.useOn(message, name));
    const fields = allComponents(form.components).flatMap(({ custom_id: id, options }) =>
      id ? [[id, options?.find((option) => option.default === true)?.value]] : [],
    );
    expect(fields).toEqual([
      ['prompt', undefined],
      ['model', 'first'],
      ['size', undefined],
    ]);
    expect(form.custom_id.length).toBeLessThanOrEqual(100);
    const asked = nextRequest();
    stage.alice.submitModal(form, { prompt: 'a hat', size: '1:1' });
    expect(await asked).toMatchObject({
      model: 'first',
      prompt: 'a hat',
      images: [{ name: 'cat.png' }, { name: 'cat.png' }, { name: 'third.png' }],
      options: { size: '1:1', lora: null },
      isPrivate: false,
      userId: stage.alice.userId,
    });
  });

  it('opens its form without waiting for the store to keep the pictures', async () => {
    let stored = () => {};
    const storing = new Promise<void>((resolve) => {
      stored = resolve;
    });
    bot.pendingEdits = { ...bot.pendingEdits, keep: () => storing };
    const form = await formOf(stage.alice.useOn(await bob.say('look', { files: [png] }), name));
    expect(form.title).toBe('Edit this picture');
    stored();
  });

  it('gives a model that takes one picture the first, and takes the usual model where the field is emptied', async () => {
    const message = await bob.say('look', { files: [png, { ...png, name: 'second.png' }] });
    const single = nextRequest();
    stage.alice.submitModal(await formOf(stage.alice.useOn(message, name)), { prompt: 'x', model: 'single' });
    expect((await single).images).toHaveLength(1);
    const usual = nextRequest();
    stage.alice.submitModal(await formOf(stage.alice.useOn(message, name)), { prompt: 'x', model: '' });
    expect(await usual).toMatchObject({ model: 'first', images: [{}, {}] });
  });

  it('takes the pictures that a link has unfolded to, through Discord', async () => {
    const url = 'https://images-ext-1.discordapp.net/external/fox.png';
    const embeds = [
      { type: 'rich', image: { url: 'https://elsewhere.example/fox.png', proxy_url: url, width: 9, height: 9 } },
    ];
    const message = await bob.say('https://elsewhere.example', { embeds });
    const asked = nextRequest();
    stage.alice.submitModal(await formOf(stage.alice.useOn(message, name)), { prompt: 'a hat' });
    expect((await asked).images).toEqual([
      { url, name: 'fox.png', bytes: null, mediaType: null, widthPx: 9, heightPx: 9 },
    ]);
  });

  it('says so on a message without pictures, and where no model edits', async () => {
    const message = await bob.say('words', { files: [{ name: 'a.txt', bytes: new Uint8Array(1) }] });
    expect((await stage.alice.useOn(message, name).until(says)).content).toMatch(
      /^There's no picture in this message\./,
    );
    bot.catalog = catalogOf(words);
    const picture = await bob.say('look', { files: [png] });
    expect((await stage.alice.useOn(picture, name).until(says)).content).toMatch(
      /^None of the models here can edit pictures\./,
    );
  });

  it('looks the message up again once nothing is kept of it, and says so where it cannot be read', async () => {
    const image = await noisePicture(8, 8);
    bot.generate = async (request, reply) => {
      const of = jobOf(request, await reply.accept());
      await reply.deliver({ job: of, media: [image], tookMs: 1 });
    };
    const own = await stage.alice.slash('/imagine prompt:a fox').until(({ attachments }) => attachments.length === 1);
    const form = await formOf(stage.alice.useOn(own, name));
    pendingEdits = [];
    const asked = nextRequest();
    stage.alice.submitModal(form, { prompt: 'a hat' });
    expect((await asked).images).toHaveLength(1);

    const other = await formOf(stage.alice.useOn(await bob.say('look', { files: [png] }), name));
    pendingEdits = [];
    const { content } = await stage.alice.submitModal(other, { prompt: 'a hat' }).until(says);
    expect(content).toBe("That picture isn't there any more. Attach it with `/edit` instead. You weren't charged.");
  });
});

/** An address of a file at Discord without its signature, which changes with each second. */
const fileIn = (url = '') => url.replace(/\?.*/u, '');

describe('the Edit button', () => {
  async function finished(changes: Partial<Job> = {}, isPrivate = false, count = 1) {
    const image = await noisePicture(8, 8);
    let of = job;
    bot.generate = async (request, reply) => {
      of = { ...jobOf(request, await reply.accept()), ...changes };
      await reply.deliver({ job: of, media: Array.from({ length: count }, () => image), tookMs: 1 });
    };
    const typed = `/imagine prompt:a fox private:${isPrivate}`;
    const message = await stage.alice.slash(typed).until(({ attachments }) => attachments.length > 0);
    const delivered: Job = { ...of, replyTo: { ...of.replyTo, messageId: messageId(message.id) } };
    bot.findJob = (id) => Promise.resolve(id === of.id ? delivered : null);
    return { message, of: delivered };
  }

  it('is there where some model edits, and opens the form for the picture as it is now, for whoever presses', async () => {
    const { message, of } = await finished();
    const form = await formOf(bob.press(message, 'Edit'));
    expect(form.custom_id).toBe(`edit_result:${of.id}`);
    const asked = nextRequest();
    bob.submitModal(form, { prompt: 'a hat' });
    const request = await asked;
    expect(request).toMatchObject({ model: 'first', prompt: 'a hat', isPrivate: false, userId: bob.userId });
    expect(request.images).toMatchObject([{ mediaType: 'image/png' }]);
    expect(fileIn(request.images[0]?.url)).toBe(fileIn(message.attachments[0]?.url));
    bot.catalog = catalogOf(words);
    const plain = await finished();
    expect(allComponents(plain.message.components).map(({ label }) => label)).not.toContain('Edit');
  });

  it('under a private picture works for its owner, and the edit is private too', async () => {
    const { message } = await finished({}, true);
    const asked = nextRequest();
    stage.alice.submitModal(await formOf(stage.alice.press(message, 'Edit')), { prompt: 'a hat' });
    expect(await asked).toMatchObject({ isPrivate: true, images: [{}] });
  });

  it.each([false, true])(
    'under several pictures asks which one, for whoever presses (private: %s)',
    async (isPrivate) => {
      const { message } = await finished({}, isPrivate, 3);
      const kept = new Map<string, readonly SourceImage[]>();
      bot.pendingEdits = {
        keep: async ({ id, userId, images }) => void kept.set(`${id}:${userId}`, images),
        find: async ({ id, userId }) => kept.get(`${id}:${userId}`) ?? null,
      };
      const question = await stage.alice.press(message, 'Edit').until(({ content }) => content.includes('Which'));
      expect(allComponents(question.components).flatMap(({ label }) => label ?? [])).toEqual([
        'Picture 1',
        'Picture 2',
        'Picture 3',
      ]);
      const asked = nextRequest();
      stage.alice.submitModal(await formOf(stage.alice.press(question, 'Picture 2')), { prompt: 'a hat' });
      const request = await asked;
      expect(request).toMatchObject({ prompt: 'a hat', isPrivate, userId: stage.alice.userId });
      expect(request.images.map(({ url }) => fileIn(url))).toEqual([fileIn(message.attachments[1]?.url)]);
      kept.clear();
      const late = stage.alice.submitModal(await formOf(stage.alice.press(question, 'Picture 2')), { prompt: 'a hat' });
      expect((await late.until(({ content }) => content !== '')).content).toContain(
        "That picture isn't there any more.",
      );
      bot.catalog = catalogOf(words);
      const none = await stage.alice.press(question, 'Picture 1').until(({ content }) => content !== '');
      expect(none.content).toContain('None of the models here can edit pictures.');
    },
  );
});
