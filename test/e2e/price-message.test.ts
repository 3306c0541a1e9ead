import { expect, test } from 'vitest';
import { startBotProcess } from '../support/house/bot-process.ts';
import { hasPicture, speaks } from '../support/house/look.ts';
import type { House } from '../support/house/open-house.ts';
import { openHouse } from '../support/house/open-house.ts';

const posts = /^POST .*\/channels\/\d+\/messages$/u;

/** Ada's public picture, whose price she is asked about. */
async function askPrice({ guild }: House) {
  const olga = guild.member({ name: 'Olga', permissions: ['ManageGuild'] });
  await olga.slash('/setup defaults confirm_percent:1').until(speaks);
  const ada = guild.member({ name: 'Ada' });
  const question = await ada.slash('/imagine prompt:a fox').until(speaks);
  return { makeIt: () => ada.press(question, 'Make it'), ada };
}

test('after "Make it" there is one message in the channel, also where the process ends as it is posted', async () => {
  const house = await openHouse();
  const first = await startBotProcess(house);
  const { makeIt } = await askPrice(house);
  const posted = house.untilAnswered(posts);
  makeIt();
  await posted;
  await first.end('SIGKILL');
  await startBotProcess(house);
  const channel = house.guild.general.id;
  await house.discord.untilMessage(channel, hasPicture, 15_000);
  expect(house.discord.messages(channel)).toHaveLength(1);
}, 60_000);
