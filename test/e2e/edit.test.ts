import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { Exchange } from '../../sandbox/discord/exchange.ts';
import { openTypedFile } from '../../sandbox/discord/person-files.ts';
import { allComponents } from '../../sandbox/discord/wire.ts';
import { hasPicture, isForOne, speaks, spendableOf, submitsTo, tellsOfMoney } from '../support/house/look.ts';
import { type House, openHouse, startBot } from '../support/house/open-house.ts';

const sample = openTypedFile('image', 'sample');
const klein = 'model:flux-2-klein-9b';
const uploadPath = /media\/upload/u;
const rich = { DEFAULT_ALLOWANCE: '10000' };
const menuName = 'Edit with Easel';

function bodiesTo(house: House, service: 'runninghub' | 'runcomfy', path: RegExp): readonly string[] {
  const posts = house[service].requests.filter((request) => request.method === 'POST' && path.test(request.path));
  return posts.map(({ body }) => JSON.stringify(body));
}

async function openWithBot(options: Parameters<typeof openHouse>[0] = { isCalledBack: true }) {
  const house = await openHouse(options);
  const bot = await startBot(house);
  return { house, bot, alice: house.guild.member({ name: 'Alice' }), bob: house.guild.member({ name: 'Bob' }) };
}

async function formOf(exchange: Exchange) {
  await exchange.firstAnswer();
  if (exchange.modal === null) throw new Error('no form was opened');
  return exchange.modal;
}

describe('/edit', () => {
  test('hands the picture to RunningHub, shows that it looks at it, and charges like any other picture', async () => {
    const { house, alice } = await openWithBot();
    const before = await spendableOf(alice);
    const exchange = alice.slash(`/edit prompt:make it night ${klein}`, { image: sample });
    const { content } = await exchange.until(hasPicture);
    expect(content).toContain('**make it night**');
    expect(content).toContain('edit of a picture');
    expect(exchange.history.map(({ message }) => message?.content).join('\n')).toContain('Looking at your picture…');
    expect(bodiesTo(house, 'runninghub', uploadPath)).toHaveLength(1);
    const [submitted = ''] = bodiesTo(house, 'runninghub', /klein-9b\/edit/u);
    expect(submitted).toContain(`${house.runninghub.baseUrl}/upload/`);
    expect(await spendableOf(alice)).toBe(before - 7);
  });

  test('hands it to RunComfy inside the request where no service could fetch it from here', async () => {
    const { house, alice } = await openWithBot({ environment: { ...rich, RUNNINGHUB_API_KEY: '' } });
    await alice
      .slash('/edit prompt:make it night model:gpt-image-2', { image: sample, image2: sample })
      .until(hasPicture);
    const [submitted = ''] = bodiesTo(house, 'runcomfy', /gpt-image-2\/edit/u);
    expect(submitted.match(/data:image\/png;base64,/gu)).toHaveLength(2);
  });

  test.each([
    ['a text in a picture’s clothes', Buffer.from('hello'), /is a text/u],
    ['half a picture', Buffer.from(sample.bytes).subarray(0, 300), /is damaged or incomplete\./u],
  ])('refuses %s before anything is sent, and nothing is charged', async (_what, bytes, why) => {
    const { house, alice } = await openWithBot();
    const before = await spendableOf(alice);
    const file = { name: 'cat.png', bytes };
    alice.slash(`/edit prompt:make it night ${klein}`, { image: file });
    const told = await house.discord.untilMessage(house.guild.general.id, tellsOfMoney);
    const { content } = told;
    expect(isForOne(told)).toBe(true);
    expect(house.discord.messages(house.guild.general.id)).toEqual([]);
    expect(JSON.stringify(told.components)).toContain('Change');
    expect(content).toMatch(why);
    expect(content).toContain("You weren't charged: your");
    expect([submitsTo(house, 'runninghub'), bodiesTo(house, 'runninghub', uploadPath).length]).toEqual([0, 0]);
    expect(await spendableOf(alice)).toBe(before);
  });

  test('puts a small picture into the request where RunningHub takes no upload', async () => {
    const { house, alice } = await openWithBot();
    house.runninghub.faults.add({ kind: 'status', path: uploadPath, status: 503 });
    await alice.slash(`/edit prompt:make it night ${klein}`, { image: sample }).until(hasPicture);
    expect(bodiesTo(house, 'runninghub', /klein-9b\/edit/u)[0]).toContain('data:image/png;base64,');
  });

  test('goes to the next service with a large one that RunningHub does not take', async () => {
    const { house, alice } = await openWithBot({ environment: rich });
    house.runninghub.faults.add({ kind: 'status', path: uploadPath, status: 500, times: Number.POSITIVE_INFINITY });
    const side = 1_400;
    // Every byte another one, so that nothing can be packed.
    const noise = Buffer.alloc(side * side * 3);
    for (let at = 0, seed = 1; at < noise.length; at += 1) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      noise[at] = seed >> 16;
    }
    const raw = { width: side, height: side, channels: 3 } as const;
    const bytes = await sharp(noise, { raw }).png({ compressionLevel: 0 }).toBuffer();
    const image = { name: 'noise.png', bytes };
    await alice.slash('/edit prompt:make it night model:gpt-image-2', { image }).until(hasPicture, 20_000);
    expect(submitsTo(house, 'runninghub')).toBe(0);
    expect(bodiesTo(house, 'runcomfy', /gpt-image-2\/edit/u)).toHaveLength(1);
  }, 30_000);

  test('made again once its picture is gone says to attach it again, and nothing is charged', async () => {
    const { house, alice } = await openWithBot();
    const made = await alice.slash(`/edit prompt:make it night ${klein}`, { image: sample }).until(hasPicture);
    const before = await spendableOf(alice);
    await alice.press(made, 'Again').until((message) => hasPicture(message) && message.id !== made.id);
    expect(await spendableOf(alice)).toBe(before - 7);
    const times = Number.POSITIVE_INFINITY;
    house.discord.faults.add({ kind: 'status', path: /ephemeral-attachments/u, status: 404, times });
    alice.press(made, 'Again');
    const { content } = await house.discord.untilMessage(house.guild.general.id, tellsOfMoney);
    expect(content).toContain('Attach it again with `/edit`');
    expect(await spendableOf(alice)).toBe(before - 7);
  });
});

describe(menuName, () => {
  test('edits somebody’s picture in the channel, also when Easel restarts while the form is open', async () => {
    const { house, bot, alice, bob } = await openWithBot();
    const message = await bob.say('look', { files: [sample] });
    const form = await formOf(alice.useOn(message, menuName));
    await bot.stop();
    await startBot(house);
    const made = await alice.submitModal(form, { prompt: 'make it night' }).until(hasPicture);
    expect(made.content).toContain('edit of a picture');
    expect(bodiesTo(house, 'runninghub', uploadPath)).toHaveLength(1);
  });

  test('on a message without a picture says so to the one who asked', async () => {
    const { alice, bob } = await openWithBot();
    const answer = await alice.useOn(await bob.say('words'), menuName).until(speaks);
    expect(answer.content).toContain("There's no picture in this message.");
    expect(isForOne(answer)).toBe(true);
  });
});

describe('the Edit button', () => {
  test('edits a result for whoever presses, also after a restart; a deleted picture is told to be gone', async () => {
    const { house, bot, alice, bob } = await openWithBot();
    const made = await alice.slash(`/imagine prompt:a fox ${klein}`).until(hasPicture);
    expect(allComponents(made.components).map(({ label }) => label)).toContain('Edit');
    await bot.stop();
    await startBot(house);
    const form = await formOf(bob.press(made, 'Edit'));
    const edited = await bob
      .submitModal(form, { prompt: 'make it night', model: 'flux-2-klein-9b' })
      .until(({ content, attachments }) => attachments.length > 0 && content.includes('make it night'));
    expect(edited.content).toContain(`<@${bob.userId}>`);
    const late = await formOf(bob.press(edited, 'Edit'));
    house.discord.removeMessage(edited);
    const { content } = await bob.submitModal(late, { prompt: 'make it day' }).until(speaks);
    expect(content).toContain("That picture isn't there any more.");
  });
});
