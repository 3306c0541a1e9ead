import { expect, test } from 'vitest';
import { hasPicture, isForOne, speaks, submitsTo } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';

test('a preset is kept over a restart, offered, made a picture with, exported, and deleted with the member', async () => {
  const house = await openHouse({ isCalledBack: true });
  const first = await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });
  await ada.slash('/preset save name:Ink model:z-image-turbo size:16:9 style:ink wash').until(speaks);
  await first.stop();
  await startBot(house);

  expect(await ada.autocomplete('/preset use name:in prompt:x', 'name')).toMatchObject([{ value: 'Ink' }]);
  const { content } = await ada.slash('/preset use name:ink prompt:a fox').until(hasPicture);
  expect(content).toContain('**a fox, ink wash**');
  expect(content).toContain('Z\\-Image');

  expect((await ada.slash('/privacy show').until(speaks)).content).toContain('- Presets: 1');
  const question = await ada.slash('/privacy delete').until(speaks);
  await ada.press(question, 'Delete it all').until(({ content: text }) => text.startsWith('Done'));
  expect((await ada.slash('/preset list').until(speaks)).content).toContain('There are no presets here yet.');
});

test("a server's preset is everybody's, its changes are told to the moderators, and one that fits no more costs nothing", async () => {
  const house = await openHouse({ isCalledBack: true });
  await startBot(house);
  const olga = house.guild.member({ name: 'Olga', permissions: ['ManageGuild'] });
  const ada = house.guild.member({ name: 'Ada' });
  const modLog = house.guild.addChannel({ name: 'mod-log' });
  await olga.slash('/setup log channel:#mod-log').until(speaks);
  await olga.slash('/preset save name:House model:z-image-turbo for_server:true').until(speaks);
  await house.discord.untilMessage(modLog.id, ({ content }) => content.includes("saved the server's preset House"));
  await ada.slash('/preset use name:house prompt:a fox').until(hasPicture);

  await olga.slash('/setup models action:deny model:z-image-turbo').until(speaks);
  const refusal = await ada.slash('/preset use name:house prompt:a fox').until(speaks);
  expect(isForOne(refusal)).toBe(true);
  expect(refusal.content).toContain('This comes from the preset `House`');
  expect(refusal.content).toContain("You weren't charged.");
  expect(submitsTo(house, 'runninghub') + submitsTo(house, 'runcomfy')).toBe(1);
});

test('words that the server does not allow are a strike, in a preset that is to be kept as in a prompt', async () => {
  const house = await openHouse();
  await startBot(house);
  const olga = house.guild.member({ name: 'Olga', permissions: ['ModerateMembers'] });
  const ada = house.guild.member({ name: 'Ada' });
  await olga.slash('/mod block phrase:gorgon reason:myths').until(speaks);
  const refusal = await ada.slash('/preset save name:Myth style:a gorgon').until(speaks);
  expect(refusal.content).toContain('This counts as a strike; you have 1 now.');
  expect((await ada.slash('/preset list').until(speaks)).content).toContain('There are no presets here yet.');
});

test('what a member last named stands in over a restart, before the default of the server, until it is forgotten', async () => {
  const house = await openHouse({ isCalledBack: true });
  const first = await startBot(house);
  const olga = house.guild.member({ name: 'Olga', permissions: ['ManageGuild'] });
  const ada = house.guild.member({ name: 'Ada' });
  await olga.slash('/setup defaults model:flux-2-klein-4b').until(speaks);
  await ada.slash('/imagine prompt:one model:z-image-turbo size:16:9').until(hasPicture);
  await first.stop();
  await startBot(house);

  const made = async (line: string) => (await ada.slash(line).until(hasPicture)).content;
  expect(await made('/imagine prompt:two')).toContain('Z\\-Image');
  expect(await made('/imagine prompt:three model:flux-2-klein-9b')).toContain('1360×768');
  expect((await ada.slash('/preset list').until(speaks)).content).toContain('model `flux-2-klein-9b`, size `16:9`');
  await olga.slash('/setup models action:deny model:flux-2-klein-9b').until(speaks);
  expect(await made('/imagine prompt:four')).toContain('klein 4B');
  expect((await ada.slash('/privacy show').until(speaks)).content).toContain('- Your last choice of model and size: 1');
  await ada.slash('/preset remove name:last choice').until(speaks);
  expect(await made('/imagine prompt:five')).toContain('1024×1024');
});

test('a preset whose model is closed to the member here is not suggested for use, and can still be removed', async () => {
  const house = await openHouse();
  await startBot(house);
  const patrons = house.guild.addRole({ name: 'Patrons' });
  const olga = house.guild.member({ name: 'Olga', permissions: ['ManageGuild'] });
  const ada = house.guild.member({ name: 'Ada' });
  const pat = house.guild.member({ name: 'Pat', roles: [patrons] });
  await ada.slash('/preset save name:Ink model:z-image-turbo').until(speaks);
  await ada.slash('/preset save name:Wide size:16:9').until(speaks);
  await olga.slash('/preset save name:House model:z-image-turbo for_server:true').until(speaks);
  const offered = async (person: typeof ada, line = '/preset use name:x prompt:y') => {
    const choices = await person.autocomplete(line.replace('name:x', 'name:'), 'name');
    return choices.map(({ value }) => value).sort();
  };
  expect(await offered(ada)).toEqual(['House', 'Ink', 'Wide']);
  await olga.slash('/setup models action:role model:z-image-turbo role:@Patrons').until(speaks);
  expect(await offered(ada)).toEqual(['Wide']);
  expect(await offered(pat)).toEqual(['House']);
  await olga.slash('/setup models action:deny model:z-image-turbo').until(speaks);
  expect(await offered(pat)).toEqual([]);
  expect(await offered(ada, '/preset remove name:x')).toEqual(['House', 'Ink', 'Wide']);
});
