import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { guildId } from '#core/ids.ts';
import { type OpenAgent, openAgent } from '#http/agent.ts';
import { createFetchInput } from '#http/fetch-input.ts';
import type { LoraKey } from '#loras/lora-preview.ts';
import { createTakePreview } from '#loras/lora-preview.ts';
import type { PersonFile } from '../../../sandbox/discord/files.ts';
import type { Person } from '../../../sandbox/discord/person.ts';
import { createSystemClock } from '../../discord/support/clock.ts';
import { createScriptedBot } from '../../discord/support/scripted-bot.ts';
import { type Stage, startStage } from '../../discord/support/stage.ts';
import { guildLoraOf, manyGuildLoras } from '../../support/guild-loras.ts';
import { picture } from '../../support/http/pictures.ts';
import { createSetupBench, type SetupBench } from '../support/setup-bench.ts';

const bot = createScriptedBot();
const ink = guildLoraOf();
const add = `/setup loras add title:Ink Wash file:${ink.file} model:${ink.modelId}`;
let stage: Stage;
let agent: OpenAgent;
let olga: Person;
let bench: SetupBench;
let fox: PersonFile;

beforeAll(async () => {
  stage = await startStage(bot, { fileLimitBytes: 12_000_000 });
  agent = openAgent();
  olga = stage.server.member({ name: 'Olga', permissions: ['ManageGuild'] });
  fox = { name: 'fox.png', bytes: await picture('png', 600, 400) };
});
afterAll(async () => {
  await stage.stop();
  await agent.close();
});
beforeEach(() => {
  bench = createSetupBench();
  Object.assign(bot, bench.bot);
  const { cdnBase: cdnBaseUrl } = stage.sandbox;
  const take = createTakePreview(
    createFetchInput({ dispatcher: agent.dispatcher, cdnBaseUrl, clock: createSystemClock() }),
  );
  bot.loraPreviews = { ...bench.bot.loraPreviews, take };
});

const say = async (line: string, picture?: PersonFile) =>
  (await olga.slash(line, picture && { picture }).until(({ content }) => content !== '')).content;
const remove = async (title: string) =>
  olga.press(await olga.slash(`/setup loras remove title:${title}`).until(({ content }) => content !== ''), 'Remove');
const kept = async (lora: LoraKey = ink) =>
  (await bot.loraPreviews.find(guildId(stage.server.id), [lora])).map((bytes) => bytes !== null)[0];

describe('/setup loras add with a picture', () => {
  it('keeps the LoRA and its picture, small', async () => {
    expect(await say(add, fox)).toMatch(
      /Changed: \*\*LoRA `Ink Wash`\*\*[\s\S]*\nIts picture is shown in `\/loras`\.$/,
    );
    const [bytes] = await bot.loraPreviews.find(guildId(stage.server.id), [ink]);
    expect(bytes?.byteLength).toBeLessThan(2_000);
    expect(bench.settings.loras).toHaveLength(1);
  });

  it.each([
    ['fox.png', Buffer.from('text'), "The file isn't a complete, still PNG, JPEG or WebP picture."],
    ['fox.gif', Buffer.from('GIF89a'), "The file isn't a complete, still PNG, JPEG or WebP picture."],
    ['fox.png', Buffer.alloc(10 * 1024 * 1024 + 1), 'too large'],
  ])('keeps neither where the picture is none: %s', async (name, bytes, why) => {
    const answer = await say(add, { name, bytes, mediaType: 'image/png' });
    expect(answer).toContain(why);
    expect(answer).toContain('Nothing was changed.');
    expect([bench.settings.loras, await kept()]).toEqual([[], false]);
  });

  it('keeps no picture of a LoRA that is refused, and leaves the one that is there alone', async () => {
    expect(await say(`${add} strength:0`, fox)).toContain('a strength of 0 has no effect');
    expect(await kept()).toBe(false);
    await say(add, fox);
    const [before] = await bot.loraPreviews.find(guildId(stage.server.id), [ink]);
    const other = { name: 'b.png', bytes: await picture('png', 10, 10) };
    expect(await say(`${add.replace('Ink Wash', 'Other')}`, other)).toContain('already in the library');
    expect(await bot.loraPreviews.find(guildId(stage.server.id), [ink])).toEqual([before]);
  });

  it('keeps none for a LoRA that is removed at that moment', async () => {
    const { keep } = bot.loraPreviews;
    bot.loraPreviews = {
      ...bot.loraPreviews,
      async keep(...all) {
        await keep(...all);
        bench.settings = { ...bench.settings, loras: [] };
      },
    };
    await say(add, fox);
    expect(await kept()).toBe(false);
  });

  it('does nothing should Discord not tell what was attached', async () => {
    const options = { title: 'Ink Wash', file: ink.file, model: ink.modelId, picture: '1200000000000000077' };
    await expect(bench.run('loras add', options)).rejects.toMatchObject({ code: 'refused.options' });
    expect(bench.settings.loras).toEqual([]);
  });

  it('says when Discord has lost the picture', async () => {
    stage.sandbox.faults.add({ kind: 'status', status: 404, path: /^\/ephemeral-attachments\// });
    expect(await say(add, fox)).toContain("couldn't be fetched from Discord. Send it again. Nothing was changed.");
  });
});

describe('/setup loras picture', () => {
  beforeEach(() => {
    bench.settings = { ...bench.settings, loras: [ink, ...manyGuildLoras(1)] };
  });
  const change = '/setup loras picture title:ink wash';

  it('shows one, another, and none, each written in the journal', async () => {
    expect(await say(change)).toContain('Nothing changed. **Picture of LoRA `Ink Wash`** stays: none');
    expect(await say(change, fox)).toContain('- Was: none\n- Now: a picture');
    expect(await kept()).toBe(true);
    expect(await say(change, { name: 'b.jpg', bytes: await picture('jpeg') })).toContain('- Now: another picture');
    expect(await say(change)).toContain('- Was: a picture\n- Now: none');
    expect(await kept()).toBe(false);
    expect(bench.acts.map(({ by }) => by.reason)).toEqual([
      'Picture of LoRA Ink Wash: none -> a picture',
      'Picture of LoRA Ink Wash: a picture -> another picture',
      'Picture of LoRA Ink Wash: a picture -> none',
    ]);
  });

  it('refuses a LoRA that is not there, and what is no picture', async () => {
    expect(await say('/setup loras picture title:Pen', fox)).toContain("There's no LoRA `Pen` in the library.");
    expect(await say(change, { name: 'a.png', bytes: Buffer.from('x') })).toContain(
      "The file isn't a complete, still PNG, JPEG or WebP picture.",
    );
    expect(bench.acts).toEqual([]);
  });

  it('stays with the LoRA under its new name, and goes with it', async () => {
    await say(change, fox);
    await say('/setup loras rename title:Ink Wash new_title:Ink');
    expect(await kept()).toBe(true);
    await (await remove('Ink')).until(({ content }) => content.includes('Changed'));
    expect(await kept()).toBe(false);
    expect(await say('/setup loras remove title:Ink')).toContain("There's no LoRA `Ink`");
  });

  it('keeps none where the LoRA is gone by then', async () => {
    bot.moderation.changeSettings = () => {
      bench.settings = { ...bench.settings, loras: [] };
      return Promise.resolve(bench.settings);
    };
    await say(change, fox);
    expect(await kept()).toBe(false);
  });
});
