import { describe, expect, test } from 'vitest';
import type { Person } from '../../sandbox/discord/person.ts';
import type { Message } from '../../sandbox/discord/wire.ts';
import { hasPicture, isForOne, speaks, spendableOf, tellsOfMoney } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';

const edit = /\/webhooks\/.*\/messages\/@original$/u;
const always = { times: Number.POSITIVE_INFINITY } as const;

async function openGallery(...[options]: Parameters<typeof openHouse>) {
  const house = await openHouse({ isCalledBack: true, ...options });
  const bot = await startBot(house);
  const modLog = house.guild.addChannel({ name: 'mod-log' });
  const nora = house.guild.member({ name: 'Nora', permissions: ['ManageGuild'] });
  await nora.slash('/setup log channel:#mod-log').until(speaks);
  return { house, bot, modLog, ada: house.guild.member({ name: 'Ada' }), bob: house.guild.member({ name: 'Bob' }) };
}

const refusal = (code: number, status = 400) =>
  ({ kind: 'status', status, body: { message: 'as Discord says it', code } }) as const;

async function fetchKept(person: Person): Promise<Message> {
  const list = await person.slash('/jobs list').until(speaks);
  expect(list.content).toContain("These results are finished and paid, but they couldn't be posted.");
  return person.press(list, 'Show 1').until(hasPicture);
}

describe('a paid picture is posted', () => {
  test('in a new message where its thread was closed, and the old one does not say that it is being made', async () => {
    const { house, ada } = await openGallery();
    const thread = house.guild.addChannel({ name: 'fox', type: 'public_thread' });
    house.discord.faults.add({ ...refusal(50083), method: 'PATCH', path: edit, ...always });
    const exchange = ada.in(thread).slash('/imagine prompt:a fox');
    const message = await house.discord.untilMessage(thread.id, hasPicture);
    expect(message.id).not.toBe(exchange.reply()?.id);
    const old = await exchange.until(({ content }) => content.includes('finished'));
    expect(old.content).toContain(message.id);
    expect(old.components).toEqual([]);
    expect(await spendableOf(ada)).toBe(93);
  });

  test('in the channel of a thread that is locked or gone', async () => {
    for (const code of [50083, 160005, 10003]) {
      const { house, ada } = await openGallery();
      const thread = house.guild.addChannel({ name: 'fox', type: 'public_thread' });
      house.discord.faults.add({ ...refusal(code), method: 'PATCH', path: edit, ...always });
      const closed = new RegExp(`/channels/${thread.id}/messages|/webhooks/\\d+/[^/]+$`, 'u');
      house.discord.faults.add({ ...refusal(code), path: closed, ...always });
      ada.in(thread).slash('/imagine prompt:a fox');
      const message = await house.discord.untilMessage(house.guild.general.id, hasPicture);
      expect(message.content).toContain(ada.mention);
      expect(message.mentions).toEqual([]);
      expect(await spendableOf(ada)).toBe(93);
    }
  });

  test('never in the open where it was asked for in a private thread: it is kept', async () => {
    const { house, ada } = await openGallery();
    const thread = house.guild.addChannel({ name: 'secret', type: 'private_thread' });
    house.discord.faults.add({ ...refusal(50083), method: 'PATCH', path: edit, ...always });
    house.discord.faults.add({
      ...refusal(50083),
      path: new RegExp(`/channels/${thread.id}|/webhooks/\\d+/[^/]+$`, 'u'),
      ...always,
    });
    ada.in(thread).slash('/imagine prompt:a fox');
    await house.untilLogged('a job has ended');
    house.discord.faults.clear();
    expect(house.discord.messages(house.guild.general.id)).toEqual([]);
    expect((await fetchKept(ada)).attachments).toHaveLength(1);
  });

  test.each([
    ['AutoMod', 200_000],
    ['the filter of harmful links', 240_000],
    ['an invalid form body', 50_035],
  ])('without the words that are refused by %s', async (_what, code) => {
    const { house, ada } = await openGallery();
    house.discord.faults.add({ ...refusal(code), path: /./u, bodyHolds: 'zebra', ...always });
    const reply = await ada.slash('/imagine prompt:a zebra').until(hasPicture);
    expect(reply.attachments[0]?.description).toBe('A picture made with Easel');
    expect(reply.content).toContain('7 credits');
    expect(JSON.stringify(reply.components)).toContain('Again');
    expect(await spendableOf(ada)).toBe(93);
  });

  test('as the bare file where even Easel’s own words are refused', async () => {
    const { house, ada } = await openGallery();
    house.discord.faults.add({ ...refusal(50_035), path: edit, bodyHolds: 'custom_id', ...always });
    await ada.slash('/imagine prompt:a zebra').until(hasPicture);
    expect(await spendableOf(ada)).toBe(93);
  });

  test('in other bytes where Discord takes the file for something else', async () => {
    const { house, ada } = await openGallery();
    house.discord.faults.add({ ...refusal(20_009), path: edit, bodyHolds: '.png', ...always });
    const reply = await ada.slash('/imagine prompt:a fox').until(hasPicture);
    expect(reply.attachments[0]?.filename).toMatch(/\.webp$/u);
  });

  test('to the member alone where a private reply was dismissed', async () => {
    const { house, ada } = await openGallery();
    const exchange = ada.slash('/imagine prompt:a fox private:true');
    await exchange.firstAnswer();
    house.discord.removeMessage({ id: exchange.reply()?.id ?? '' });
    const message = await house.discord.untilMessage(house.guild.general.id, hasPicture);
    expect(isForOne(message)).toBe(true);
    expect(exchange.followUps.map(({ id }) => id)).toEqual([message.id]);
  });
});

describe('a paid picture that can be posted in no way', () => {
  test.each([
    ['missing permissions', 50_013, 403],
    ['missing access', 50_001, 403],
    ['an unknown channel', 10_003, 404],
    ['explicit content', 20_009, 400],
    ['files that are too large', 40_005, 413],
  ])('is kept, stays charged, and the log channel says so: %s', async (_what, code, status) => {
    const { house, modLog, ada, bob } = await openGallery();
    const isPost = new RegExp(`/channels/${house.guild.general.id}/messages|/webhooks/`, 'u');
    house.discord.faults.add({ ...refusal(code, status), path: isPost, ...always });
    ada.slash('/imagine prompt:a fox');
    const line = await house.discord.untilMessage(modLog.id, ({ content }) => content.includes('Not posted'), 15_000);
    house.discord.faults.clear();

    expect(line.content).toContain('kept for the member');
    expect(line.content).toContain('charged 7 credits');
    expect(await spendableOf(ada)).toBe(93);
    expect((await bob.slash('/jobs list').until(speaks)).content).toBe('You have no requests in the making.');
    const shown = await fetchKept(ada);
    expect(isForOne(shown)).toBe(true);
    expect(shown.content).toContain('a fox');
    expect(await spendableOf(ada)).toBe(93);
    expect((await fetchKept(ada)).attachments).toHaveLength(1);
  });

  test('tells the member how to fetch it, where that can be told', async () => {
    const { house, ada } = await openGallery({ guild: { attachmentLimitBytes: 300 } });
    const reply = await ada.slash('/imagine prompt:a fox').until(tellsOfMoney);
    expect(reply.content).toContain('/jobs list');
    expect(reply.content).toContain('charged 7 credits');
    expect(reply.components).toEqual([]);
    expect(house.runninghub.tasks.size).toBe(1);
  });

  test('is kept where a private reply’s token has ended, and goes with /privacy delete', async () => {
    const { house, ada } = await openGallery();
    const exchange = ada.slash('/imagine prompt:a fox private:true');
    await exchange.firstAnswer();
    house.discord.expireToken(exchange.interactionId);
    await house.untilLogged('a job has ended');
    const shown = await fetchKept(ada);
    expect(isForOne(shown)).toBe(true);
    expect(house.discord.messages(house.guild.general.id)).toEqual([]);

    const list = await ada.slash('/jobs list').until(speaks);
    const question = await ada.slash('/privacy delete').until(speaks);
    await ada.press(question, 'Delete it all').until(({ content }) => /deleted|erased|gone/iu.test(content));
    const gone = await ada.press(list, 'Show 1').until(speaks);
    expect(gone.content).toContain("This isn't kept any longer.");
    expect((await ada.slash('/jobs list').until(speaks)).content).toBe('You have no requests in the making.');
  });
});
