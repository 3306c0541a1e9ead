import { expect, test } from 'vitest';
import type { Exchange } from '../../../sandbox/discord/exchange.ts';
import { openTypedFile } from '../../../sandbox/discord/person-files.ts';
import { type Message, textOf } from '../../../sandbox/discord/wire.ts';
import { echoIn } from '../../support/house/echo.ts';
import {
  confirm,
  hasPicture,
  isUnderWay,
  speaks,
  spendableOf,
  submitsTo,
  tellsOfMoney,
} from '../../support/house/look.ts';
import { type House, openHouse, startBot } from '../../support/house/open-house.ts';

const fox = '/imagine prompt:a red fox model:flux-2-klein-9b size:1:1';

async function formOf(exchange: Exchange) {
  await exchange.firstAnswer();
  if (exchange.modal === null) throw new Error('no form was opened');
  return exchange.modal;
}

async function openEcho(options: Parameters<typeof openHouse>[0] = { isCalledBack: true }) {
  const house = await openHouse(options);
  const bot = await startBot(house);
  return { house, bot, echo: echoIn(house), ada: house.guild.member({ name: 'Ada' }) };
}

/** The same again to a new process; resolves when the copies have come to nothing. */
async function afterRestart({ house, bot, echo }: Awaited<ReturnType<typeof openEcho>>): Promise<void> {
  await echo.settled();
  await bot.stop();
  await startBot(house);
  echo.all();
  await echo.settled();
}

const canBeStopped = ({ components }: Message) => JSON.stringify(components).includes('"Cancel"');
const pictures = ({ discord, guild }: House) => discord.messages(guild.general.id).filter(hasPicture);

test.each<[string, (made: Awaited<ReturnType<typeof openEcho>>, picture: Message) => Promise<Exchange>]>([
  ['Again', async ({ echo, ada }, picture) => echo(ada.press(picture, 'Again'))],
  [
    'Change',
    async ({ echo, ada }, picture) => {
      const form = await formOf(echo(ada.press(picture, 'Change')));
      return echo(ada.submitModal(form, { prompt: 'two foxes', size: '1:1' }));
    },
  ],
  [
    'Edit',
    async ({ echo, ada }, picture) => {
      const form = await formOf(echo(ada.press(picture, 'Edit')));
      return echo(ada.submitModal(form, { prompt: 'make it night', model: 'flux-2-klein-9b', size: '' }));
    },
  ],
  [
    "a message's menu",
    async ({ echo, ada }, picture) => {
      const form = await formOf(echo(ada.useOn(picture, 'Edit with Easel')));
      return echo(ada.submitModal(form, { prompt: 'make it night', model: 'flux-2-klein-9b', size: '' }));
    },
  ],
  [
    '/edit',
    async ({ echo, ada }) =>
      echo(ada.slash('/edit prompt:make it night model:flux-2-klein-9b', { image: openTypedFile('image', 'sample') })),
  ],
  [
    '/preset use',
    async ({ echo, ada }) => {
      await echo(ada.slash('/preset save name:Ink model:flux-2-klein-9b size:1:1')).until(speaks);
      return echo(ada.slash('/preset use name:Ink prompt:a fox'));
    },
  ],
])('%s that arrives again and again makes one picture, charged once', async (_what, act) => {
  const made = await openEcho();
  const { house, echo, ada } = made;
  const picture = await ada.slash(fox).until(hasPicture);
  await (await act(made, picture)).until(hasPicture);
  await afterRestart(made);
  expect(submitsTo(house, 'runninghub')).toBe(2);
  expect(pictures(house)).toHaveLength(2);
  expect(echo.answers().every((count) => count === 1)).toBe(true);
  expect(await spendableOf(ada)).toBe(86);
});

test('a yes to a price, a cancel and a no are each taken once', async () => {
  const made = await openEcho({ pace: { queueMs: 300, runMs: 1500 } });
  const { house, echo, ada } = made;
  const olga = house.guild.member({ name: 'Olga', permissions: ['ManageGuild'] });
  await echo(olga.slash('/setup defaults confirm_percent:1')).until(speaks);
  const ask = () => echo(ada.slash(fox)).until(speaks);
  await echo(ada.press(await ask(), 'No')).until(({ content }) => content.includes('Nothing was made'));
  echo(ada.press(await ask(), 'Make it'));
  await house.discord.untilMessage(house.guild.general.id, hasPicture);
  echo(ada.press(await ask(), 'Make it'));
  const underWay = await house.discord.untilMessage(house.guild.general.id, canBeStopped);
  // Stopped before it was sent, it would be no order at all.
  await expect.poll(() => submitsTo(house, 'runninghub')).toBe(2);
  echo(ada.press(underWay, 'Cancel'));
  await house.discord.untilMessage(house.guild.general.id, tellsOfMoney);
  await afterRestart(made);
  expect(submitsTo(house, 'runninghub')).toBe(2);
  expect(pictures(house)).toHaveLength(1);
  expect(echo.answers().every((count) => count === 1)).toBe(true);
  expect(await spendableOf(ada)).toBe(93);
});

test('favourite, report, delete and forgetting are each done once', async () => {
  const made = await openEcho();
  const { house, echo, ada } = made;
  const log = house.guild.addChannel({ name: 'mod-log' });
  const olga = house.guild.member({ name: 'Olga', permissions: ['ManageGuild'] });
  const bob = house.guild.member({ name: 'Bob' });
  await echo(olga.slash('/setup log channel:#mod-log')).until(speaks);
  const [first, second] = [await ada.slash(fox).until(hasPicture), await ada.slash(fox).until(hasPicture)];
  await echo(ada.press(first, 'Favourite')).until(speaks);
  const form = await formOf(echo(bob.press(first, 'Report')));
  await echo(bob.submitModal(form, { reason: 'not a fox' })).until(speaks);
  await echo(confirm(ada, await echo(ada.press(second, 'Delete')).until(speaks))).until(({ content }) =>
    content.startsWith('Deleted'),
  );
  await echo.settled();
  expect(textOf(await ada.slash('/jobs favourites').until(speaks))).toContain('a red fox');
  const question = await echo(bob.slash('/privacy delete')).until(speaks);
  await echo(bob.press(question, 'Delete it all')).until(({ content }) => content.startsWith('Done'));
  await afterRestart(made);
  expect(pictures(house).map(({ id }) => id)).toEqual([first.id]);
  const told = (what: string) => house.discord.messages(log.id).filter(({ content }) => content.includes(what));
  expect(told('reports this')).toHaveLength(1);
  expect(echo.answers().every((count) => count === 1)).toBe(true);
});

test('an event that an image service sends again and again leads to one picture, charged once', async () => {
  const { house, ada } = await openEcho({ isCalledBack: true, pace: { queueMs: 300, runMs: 1500 } });
  const exchange = ada.slash(fox);
  await exchange.until(isUnderWay);
  const submit = house.runninghub.requests.find(({ path }) => path.includes('text-to-image'));
  const url = String(Object(submit?.body).webhookUrl);
  const event = { method: 'POST', body: JSON.stringify({ event: 'TASK_END' }) };
  const statuses = await Promise.all(Array.from({ length: 5 }, async () => (await fetch(url, event)).status));
  expect(statuses).toEqual([204, 204, 204, 204, 204]);
  await exchange.until(hasPicture);
  for (const _again of Array.from({ length: 5 })) await fetch(url, event);
  expect(await spendableOf(ada)).toBe(93);
  expect(submitsTo(house, 'runninghub')).toBe(1);
  expect(pictures(house)).toHaveLength(1);
});
