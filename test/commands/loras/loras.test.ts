import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCatalog, noChanges } from '#catalog/catalog.ts';
import { guildId } from '#core/ids.ts';
import type { OutgoingMessage } from '#discord/messages/message.ts';
import { defaultGuildSettings, type GuildSettings } from '#guilds/guild-settings.ts';
import { loras } from '../../../commands/loras/command.ts';
import { buttonLabels } from '../../../sandbox/demo/show-message.ts';
import type { Person } from '../../../sandbox/discord/person.ts';
import { allComponents, componentTypes, type Message, textOf } from '../../../sandbox/discord/wire.ts';
import { caller } from '../../discord/support/samples.ts';
import { createScriptedBot, type ScriptedBot } from '../../discord/support/scripted-bot.ts';
import { type Stage, startStage } from '../../discord/support/stage.ts';
import { guildLoraOf, manyGuildLoras } from '../../support/guild-loras.ts';
import {
  listedModel,
  listingBookOf,
  listingOf,
  lorasInput,
  promptInput,
  wordsOf,
} from '../../support/listed-models.ts';
import { wordsOf as wordsOfCard } from '../support/answer-of.ts';

let stage: Stage;
let art: Person;
const bot: ScriptedBot = createScriptedBot();
const flux = 'flux-2-dev-lora';
const brush = 'maker/brush/text-to-image';
const ratio = wordsOf('aspect_ratio', ['1:1']);
const night = guildLoraOf({ title: 'Night Club', file: 'night.st', isAdult: true });

beforeAll(async () => {
  stage = await startStage(bot);
  const channel = stage.server.addChannel({ name: 'after-dark', nsfw: true });
  art = stage.alice.in(channel);
});
afterAll(() => stage.stop());
beforeEach(() => {
  Object.assign(bot, createScriptedBot());
});

function keep(loras: GuildSettings['loras'], changes: Partial<GuildSettings> = {}): void {
  bot.settings = () => Promise.resolve({ ...defaultGuildSettings, ...changes, loras });
}

/** What a message with this button becomes. */
async function pressed(subject: string, extra: string | null): Promise<OutgoingMessage> {
  const updates: OutgoingMessage[] = [];
  const never = () => Promise.reject(new Error('not this way'));
  const call = {
    caller,
    id: { action: 'loras', subject, extra },
    update: (message: OutgoingMessage) => Promise.resolve(void updates.push(message)),
    ...{ answer: never, announce: never, openForm: never, show: never, pictures: [], values: [] },
    reply: () => {
      throw new Error('no reply');
    },
  };
  await loras.components?.loras?.(call, bot);
  const [update] = updates;
  if (update === undefined) throw new Error('no update');
  return update;
}

/** A card with its words as its content. */
const read = (message: Message) => ({ ...message, content: textOf(message) });
const has = (words: string) => (message: Message) => textOf(message).includes(words);
const say = async (line: string, who = stage.alice) =>
  read(await who.slash(line).until((message) => textOf(message) !== ''));

describe('/loras', () => {
  it("lists the server's own first, with file, model, strength, words and price", async () => {
    const added = [{ model: 'flux-1-dev', title: 'House Style', file: 'house.st' }];
    bot.catalog = createCatalog({ ...noChanges, loras: added }, new Set(['runninghub']));
    keep([guildLoraOf({ triggerWords: ['ink wash'] })]);
    const { content, components } = await say('/loras');
    expect(content).toMatch(
      /\*\*Ink Wash\*\* `flux-2-dev-lora` · \d+ credits\n-# `F.2-水墨_v2.safetensors` · strength 0.8 \(0.2 to 1.2\) · adds “ink wash”\n[\s\S]*\*\*House Style\*\* `flux-1-dev` · \d+ credits\n-# `house.st`/,
    );
    expect(buttonLabels(components)).toEqual([]);
    expect((await say('/loras model:flux-1-dev')).content).not.toContain('Ink Wash');
  });

  it('has pages whose buttons carry the page and the model', async () => {
    keep([...manyGuildLoras(2_000), guildLoraOf({ modelId: 'flux-1-dev' })]);
    const exchange = stage.alice.slash(`/loras model:${flux}`);
    const first = read(await exchange.until(has('page 1 of')));
    expect(first.content.length).toBeLessThanOrEqual(2000);
    stage.alice.press(first, 'Next');
    const second = read(await exchange.until(has('page 2 of')));
    expect(second.content).not.toContain('Style 0*');
    keep([guildLoraOf()]);
    stage.alice.press(second, 'Previous');
    const only = read(await exchange.until(has('Ink Wash')));
    expect([only.content.includes('page'), buttonLabels(only.components)]).toEqual([false, []]);
  });

  it('turns to the nearest page that there is', async () => {
    keep([...manyGuildLoras(1_999), guildLoraOf({ modelId: 'flux-1-dev' })]);
    const last = await pressed('99999', flux);
    expect(wordsOfCard(last)).toContain('**Style 1998**');
    expect(wordsOfCard(last)).not.toContain('Ink Wash');
    expect(last.buttons?.map(({ label, id }) => [label, id.extra])).toEqual([['Previous', flux]]);
    const first = await pressed('what', null);
    expect(first.content).toContain('page 1 of');
    expect(first.buttons?.map(({ id }) => id)).toEqual([{ action: 'loras', subject: '1', extra: null }]);
  });

  it('shows adult ones in age-restricted channels only, as the server has opened them', async () => {
    const shown = async (who: Person) => (await say('/loras', who)).content.includes('Night Club');
    keep([guildLoraOf(), night]);
    expect([await shown(stage.alice), await shown(art)]).toEqual([false, true]);
    keep([night], { channels: { ...defaultGuildSettings.channels, adultIds: [] } });
    expect(await shown(art)).toBe(false);
  });

  it('does not show under another name what is marked as adult', async () => {
    const added = [{ model: 'flux-1-dev', title: 'Harmless', file: night.file }];
    bot.catalog = createCatalog({ ...noChanges, loras: added }, new Set(['runninghub']));
    keep([night, { ...night, title: 'Lamb', modelId: 'flux-1-dev', isAdult: false }]);
    expect((await say('/loras model:flux-1-dev')).content).toContain('No LoRAs are listed for');
    const titles = (who: Person) => who.autocomplete('/imagine prompt:x model:flux-1-dev lora:', 'lora');
    expect(await titles(stage.alice)).toEqual([]);
    expect(await titles(art)).toEqual([{ name: 'Lamb', value: night.file }]);
  });

  it('does not show under another spelling what is marked as adult, or what the server has itself', async () => {
    const file = 'Night.ST\u200b';
    const added = ['flux-1-dev', flux].map((model) => ({ model, title: 'Harmless', file }));
    bot.catalog = createCatalog({ ...noChanges, loras: added }, new Set(['runninghub']));
    keep([night]);
    expect((await say('/loras')).content).not.toContain('Harmless');
    expect((await say('/loras', art)).content.match(/Harmless|Night Club/g)).toEqual(['Night Club', 'Harmless']);
    const titles = (who: Person) => who.autocomplete('/imagine prompt:x model:flux-1-dev lora:harm', 'lora');
    expect(await titles(stage.alice)).toEqual([]);
    expect(await titles(art)).toEqual([{ name: 'Harmless', value: file }]);
  });

  it('shows those of an adult model, and offers them, in age-restricted channels only', async () => {
    const model = bot.catalog.find(flux);
    if (model === null) throw new Error('no such model');
    const added = [{ model: flux, title: 'House Style', file: 'house.st' }];
    const changes = { ...noChanges, models: [{ ...model, adult: true }], loras: added };
    bot.catalog = createCatalog(changes, new Set(['runninghub']));
    keep([guildLoraOf()]);
    const shown = async (who: Person) => (await say('/loras', who)).content.match(/Ink Wash|House Style/g);
    expect([await shown(stage.alice), await shown(art)]).toEqual([null, ['Ink Wash', 'House Style']]);
    const line = `/imagine prompt:x model:${flux} lora:`;
    expect(await stage.alice.autocomplete(line, 'lora')).toEqual([]);
    const offered = (await art.autocomplete(line, 'lora')).map(({ name }) => name);
    expect(offered).toEqual(expect.arrayContaining(['Ink Wash', 'House Style']));
  });

  it('shows those of a listed model as long as the server has it switched on', async () => {
    const book = listingBookOf(listingOf(listedModel({ inputs: [promptInput, ratio, lorasInput] })));
    bot.catalog = createCatalog(noChanges, new Set(['runcomfy']), book);
    const row = guildLoraOf({ modelId: brush, file: 'owner/ink' });
    keep([row]);
    expect((await say('/loras')).content).not.toContain('Ink Wash');
    expect(await stage.alice.autocomplete('/loras model:brush', 'model')).toEqual([]);
    const models = { ...defaultGuildSettings.models, enabled: [brush] };
    keep([row], { models });
    expect((await say('/loras')).content).toContain(`**Ink Wash** \`${brush}\``);
    expect(await stage.alice.autocomplete('/loras model:brush', 'model')).toMatchObject([{ value: brush }]);
    keep([row], { models: { ...models, denied: [brush] } });
    expect((await say('/loras')).content).not.toContain('Ink Wash');
  });

  it("has the server's own price, and leaves out what no model here runs", async () => {
    const models = { ...defaultGuildSettings.models, prices: { [flux]: 99 } };
    keep([guildLoraOf(), guildLoraOf({ title: 'Gone', modelId: 'gone' })], { models });
    const { content } = await say('/loras');
    expect(content).toContain('`flux-2-dev-lora` · 99 credits');
    expect(content).not.toContain('Gone');
  });

  it('says when there are none, and when there is no such model', async () => {
    expect((await say('/loras model:gpt-image-2')).content).toContain('support LoRAs. These do: `');
    expect((await say('/loras model:nonsense')).content).toContain("There's no model `nonsense` here.");
    expect(await stage.alice.autocomplete('/loras model:dev-lora', 'model')).toContainEqual(
      expect.objectContaining({ value: flux }),
    );
  });
});

describe('the pictures of /loras', () => {
  const show = async (...titles: string[]) => {
    for (const title of titles) {
      const row = (await bot.settings(guildId(stage.server.id))).loras.find((each) => each.title === title);
      if (row === undefined) throw new Error(`no LoRA ${title}`);
      await bot.loraPreviews.keep(guildId(stage.server.id), row, Buffer.from(title));
    }
  };
  const filesOf = ({ attachments }: Message) => attachments.map(({ filename, description }) => [filename, description]);

  it('stand beside the LoRAs that they are of', async () => {
    keep([guildLoraOf(), guildLoraOf({ title: '水墨', file: 'b' }), guildLoraOf({ title: 'Pen & *Ink*', file: 'c' })]);
    await show('水墨', 'Pen & *Ink*');
    const exchange = stage.alice.slash('/loras');
    const message = read(await exchange.until(({ attachments }) => attachments.length > 0));
    expect(filesOf(message)).toEqual([
      ['2-lora.webp', '水墨'],
      ['3-pen-ink.webp', 'Pen & *Ink*'],
    ]);
    const beside = allComponents(message.components).filter(({ type }) => type === componentTypes.thumbnail);
    expect(beside.map(({ media, description }) => [media?.url, description])).toEqual(
      message.attachments.map(({ url, description }) => [url, description]),
    );
    expect(message.content).toMatch(/\*\*Ink Wash\*\* `flux-2-dev-lora` · \d+ credits\n/);
    expect(message.content).toMatch(/\*\*水墨\*\* `flux-2-dev-lora` · \d+ credits\n/);
    expect(await exchange.firstAnswer()).toEqual({ kind: 'deferred', isPrivate: true });
  });

  it('are ten at most, and change with the page', async () => {
    keep(
      manyGuildLoras(31, { title: '', triggerWords: [] }).map((row, at) => ({
        ...row,
        title: `S${at}`,
        file: `${at}`,
      })),
    );
    await show(...Array.from({ length: 20 }, (_, at) => `S${at}`));
    const exchange = stage.alice.slash(`/loras model:${flux}`);
    const first = read(await exchange.until(({ attachments }) => attachments.length > 0));
    expect([first.attachments.length, first.content.length <= 2000]).toEqual([10, true]);
    stage.alice.press(first, 'Next');
    const second = read(await exchange.until(has('page 2 of')));
    expect(filesOf(second)[0]).toEqual(['1-s10.webp', 'S10']);
    stage.alice.press(second, 'Next');
    const third = read(await exchange.until(has('page 3 of')));
    expect(third.attachments).toEqual([]);
    stage.alice.press(third, 'Previous');
    expect(filesOf(read(await exchange.until(has('page 2 of'))))).toHaveLength(10);
  });

  it('of adult LoRAs never are where the channel is not age-restricted, whatever button is pressed', async () => {
    keep([guildLoraOf(), night]);
    await show('Ink Wash', 'Night Club');
    const shownTo = async (who: Person) =>
      filesOf(await who.slash('/loras').until(({ attachments }) => attachments.length > 0)).map(([name]) => name);
    expect(await shownTo(stage.alice)).toEqual(['1-ink-wash.webp']);
    expect(await shownTo(art)).toEqual(['1-ink-wash.webp', '2-night-club.webp']);
    const page = await pressed('0', null);
    expect(page.files?.map(({ description }) => description)).not.toContain('Night Club');
  });
});

describe('the option lora', () => {
  it("offers the server's own for the server's default model, adult ones where they belong", async () => {
    keep([night, guildLoraOf()], { defaults: { ...defaultGuildSettings.defaults, model: flux } });
    const offered = (who: Person, typed = '') => who.autocomplete(`/imagine prompt:x lora:${typed}`, 'lora');
    const ink = { name: 'Ink Wash', value: 'F.2-水墨_v2.safetensors' };
    expect((await offered(stage.alice))[0]).toEqual(ink);
    expect(await offered(stage.alice)).not.toContainEqual({ name: 'Night Club', value: 'night.st' });
    expect(await offered(stage.alice, 'night.st')).toEqual([]);
    expect((await offered(art)).slice(0, 2)).toEqual([{ name: 'Night Club', value: 'night.st' }, ink]);
    expect((await offered(art, 'ikwsh'))[0]).toEqual(ink);
    expect(await stage.alice.autocomplete('/imagine prompt:x model:nonsense lora:', 'lora')).toEqual([]);
  });
});
