import { expect, test } from 'vitest';
import { allComponents, componentTypes, textOf } from '../../sandbox/discord/wire.ts';
import { deleteResult, hasPicture, isForOne, speaks } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';

test("somebody else's picture is marked, listed with its link after a restart, and off the list once it is deleted", async () => {
  const house = await openHouse({ isCalledBack: true });
  const first = await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });
  const bob = house.guild.member({ name: 'Bob' });
  const picture = await ada.slash('/imagine prompt:a fox').until(hasPicture);
  const answer = await bob.press(picture, 'Favourite').until(speaks);
  expect(isForOne(answer)).toBe(true);
  await first.stop();
  await startBot(house);

  const card = await bob.slash('/jobs favourites').until(speaks);
  expect(textOf(card)).toContain('a fox');
  expect(textOf(card)).toContain(`/${picture.id}`);
  const thumbnail = allComponents(card.components).find(({ type }) => type === componentTypes.thumbnail);
  const file = await fetch(thumbnail?.media?.url ?? '');
  expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/png']);
  expect((await bob.slash('/privacy show').until(speaks)).content).toContain('- Favourites: 1');

  await deleteResult(ada, picture);
  const after = await bob.slash('/jobs favourites').until(speaks);
  expect(textOf(after)).toContain('was removed from the list because its picture was deleted.');
});
