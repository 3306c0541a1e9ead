import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { channelId, guildId, type JobId, jobId, messageId, userId } from '#core/ids.ts';
import type { Job } from '#jobs/job.ts';
import { createFavourites } from '#members/favourites.ts';
import type { Person } from '../../../sandbox/discord/person.ts';
import { allComponents, componentTypes, isEphemeral, type Message, textOf } from '../../../sandbox/discord/wire.ts';
import { job, noisePicture } from '../../discord/support/samples.ts';
import { createScriptedBot, jobOf, type ScriptedBot } from '../../discord/support/scripted-bot.ts';
import { type Stage, startStage } from '../../discord/support/stage.ts';
import { createMemoryStore } from '../../support/store/memory-store.ts';

let stage: Stage;
let bob: Person;
const bot: ScriptedBot = createScriptedBot();
let jobs: Map<JobId, Job>;

beforeAll(async () => {
  stage = await startStage(bot);
  bob = stage.server.member({ name: 'Bob' });
});
afterAll(() => stage.stop());
beforeEach(() => {
  Object.assign(bot, createScriptedBot());
  bot.favourites = createFavourites(createMemoryStore(new Map()));
  jobs = new Map();
  bot.findJob = async (id) => jobs.get(id) ?? null;
});

/** A finished picture of Alice's with its message. */
async function finished(options = ''): Promise<{ message: Message; of: Job }> {
  let of = job;
  bot.generate = async (request, reply) => {
    of = jobOf(request, await reply.accept());
    await reply.deliver({ job: of, media: [await noisePicture(8, 8)], tookMs: 1 });
  };
  const exchange = stage.alice.slash(`/imagine prompt:a fox${options}`);
  const message = await exchange.until(({ attachments }) => attachments.length === 1);
  const delivered: Job = { ...of, state: 'delivered', replyTo: { ...of.replyTo, messageId: messageId(message.id) } };
  jobs.set(of.id, delivered);
  return { message, of: delivered };
}

/** Marks pictures that were posted elsewhere. */
async function marked(count: number, change: Partial<Job> = {}, who: Person = stage.alice): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const id = jobId(`${1000 + jobs.size}`);
    const settings = { ...job.settings, prompt: `picture ${index}` };
    jobs.set(id, { ...job, guildId: guildId(stage.server.id), settings, state: 'delivered', ...change, id });
    await bot.favourites.toggle(guildId(stage.server.id), userId(who.userId), { jobId: id, atMs: bot.now() });
  }
}

const press = (person: Person, message: Message) =>
  person.press(message, 'Favourite').until(({ content }) => content !== '');
const list = async (person: Person = stage.alice) =>
  textOf(await person.slash('/jobs favourites').until((message) => textOf(message) !== ''));

describe('the Favourite button', () => {
  it('marks a picture for whoever presses, and takes the mark away again', async () => {
    const { message, of } = await finished();
    const answer = await press(bob, message);
    expect(isEphemeral(answer)).toBe(true);
    expect(answer.content).toContain('Added to your favourites:');
    const link = `https://discord.com/channels/${of.guildId}/${of.replyTo.channelId}/${message.id}`;
    expect(await list(bob)).toBe(
      `Your favourites (1 of 200), newest first:\na fox · FLUX\\.2 Klein 9B · <t:1700000000:R>\n-# ${link}`,
    );
    expect(await list()).toContain('You have no favourites here.');
    expect((await press(bob, message)).content).toContain('Removed from your favourites.');
    expect(await list(bob)).toContain('You have no favourites here.');
  });

  it("of a private picture is its owner's", async () => {
    const { message, of } = await finished(' private:true');
    await press(stage.alice, message);
    expect(await list()).toContain('private, so there is no link');
    jobs.set(of.id, { ...of, userId: userId(bob.userId) });
    expect((await press(stage.alice, message)).content).toContain(
      'only the person who asked for it can make it a favourite.',
    );
  });

  it('marks nothing without a record here', async () => {
    const { message, of } = await finished();
    jobs.set(of.id, { ...of, guildId: guildId('1200000000000000098') });
    expect((await press(stage.alice, message)).content).toContain(
      "Easel no longer has a record of this, so it can't be a favourite.",
    );
    jobs.clear();
    expect((await press(stage.alice, message)).content).toContain(
      "Easel no longer has a record of this, so it can't be a favourite.",
    );
  });

  it('says so where there are as many as there may be', async () => {
    const { message } = await finished();
    bot.favourites.toggle = () => Promise.resolve('full');
    expect((await press(stage.alice, message)).content).toContain('You already have 200 favourites here');
  });
});

describe('/jobs favourites', () => {
  it('is paged, newest first, whatever the texts', async () => {
    const settings = { ...job.settings, prompt: '*'.repeat(900) };
    await marked(8, { settings, modelTitle: '_'.repeat(200), isSpoiler: true });
    const exchange = stage.alice.slash('/jobs favourites');
    const first = await exchange.until((message) => textOf(message).includes('page 1 of 2'));
    expect(isEphemeral(first)).toBe(true);
    expect(textOf(first).match(/^\|\|.*\|\| · /gmu)).toHaveLength(6);
    expect(textOf(first).length).toBeLessThan(2000);
    stage.alice.press(first, 'Next');
    const second = await exchange.until((message) => textOf(message).includes('page 2 of 2'));
    expect(textOf(second).match(/^\|\|/gmu)).toHaveLength(2);
  });

  it('takes off what was deleted, and says so', async () => {
    await marked(1, { isRemoved: true });
    await marked(2);
    const content = await list();
    expect(content).toContain('Your favourites (2 of 200)');
    expect(content).toContain('was removed from the list because its picture was deleted.');
    expect(await list()).not.toContain('was removed from the list because its picture was deleted.');
    jobs.clear();
    expect(await list()).toContain('You have no favourites here.');
  });

  it('counts what it takes off', async () => {
    await marked(3, { isRemoved: true });
    expect(await list()).toContain('3 were removed from the list because their pictures were deleted.');
  });

  it('shows a picture whose prompt was emptied with its link, and one without a known place as it is', async () => {
    await marked(1, { settings: { ...job.settings, prompt: '' } });
    expect(await list()).toMatch(/its prompt is no longer kept · .*\n-# https:\/\/discord\.com\/channels\//u);
    await marked(1, { replyTo: { ...job.replyTo, messageId: null } });
    expect(await list()).toContain('Easel no longer knows where it was posted');
  });

  describe('beside a favourite', () => {
    const source = (url: string) => ({
      url,
      name: 'x.png',
      bytes: null,
      mediaType: null,
      widthPx: null,
      heightPx: null,
    });
    const shown = async (person: Person) => {
      const card = await person.slash('/jobs favourites').until((message) => textOf(message) !== '');
      const thumbnails = allComponents(card.components).filter(({ type }) => type === componentTypes.thumbnail);
      return thumbnails.map(({ media, description, spoiler }) => [media?.url, description, spoiler]);
    };
    const here = () => ({ ...job.replyTo, channelId: channelId(stage.server.general.id) });
    const address = 'https://cdn.discordapp.com/attachments/1/2/fox.png';
    beforeEach(() => {
      bot.findPictures = async () => [source(address), source(`${address}?second`)];
    });

    it('stands its first picture, as it is now, covered where the result is', async () => {
      await marked(1, { state: 'delivered', replyTo: here() });
      expect(await shown(stage.alice)).toEqual([[address, 'picture 0', false]]);
      await marked(1, { state: 'delivered', replyTo: here(), isSpoiler: true });
      expect((await shown(stage.alice)).map(([, , isCovered]) => isCovered)).toEqual([true, false]);
    });

    it.each([
      ['made in another channel', { replyTo: { ...job.replyTo, channelId: channelId('1200000000000000077') } }],
      ['private', { replyTo: { ...job.replyTo, isPrivate: true } }],
      ['a video', { output: 'video' as const }],
    ])('stands nothing where it was %s', async (_what, change) => {
      const place = 'replyTo' in change ? change.replyTo : here();
      await marked(1, { state: 'delivered', ...change, replyTo: place, userId: userId(stage.alice.userId) });
      expect(await shown(stage.alice)).toEqual([]);
    });

    it('stands one of the member’s own from elsewhere in an age-restricted channel', async () => {
      const dark = stage.server.addChannel({ name: 'dark', nsfw: true });
      await marked(2, { state: 'delivered', replyTo: here(), userId: userId(stage.alice.userId) });
      expect(await shown(stage.alice.in(dark))).toHaveLength(2);
      await marked(1, { state: 'delivered', replyTo: here(), userId: userId(stage.alice.userId) }, bob);
      expect(await shown(bob.in(dark))).toEqual([]);
    });

    it('stands nothing where Discord does not answer, or the message has no picture any more', async () => {
      await marked(1, { state: 'delivered', replyTo: here() });
      bot.findPictures = () => Promise.reject(new BotError('refused.image', 'x'));
      expect(await shown(stage.alice)).toEqual([]);
      bot.findPictures = async () => [];
      expect(await shown(stage.alice)).toEqual([]);
    });
  });
});
