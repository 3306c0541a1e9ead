import { expect, test } from 'vitest';
import { bornAtMs } from '#core/ids.ts';
import { startBotProcess } from '../support/house/bot-process.ts';
import { hasPicture, speaks, spendableOf, submitsTo } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';

const fox = '/imagine prompt:a red fox model:flux-2-klein-9b size:1:1';

test('a restart opens no session, and answers what was typed while no process ran', async () => {
  const house = await openHouse({ environment: { RUNCOMFY_API_TOKEN: '' } });
  const ada = house.guild.member({ name: 'Ada' });
  const first = await startBot(house);
  await ada.slash(fox).until(hasPicture);
  await first.stop();
  const missed = ada.slash('/credits balance');
  await startBot(house);

  expect((await missed.until(speaks)).content).toContain('93 credits');
  expect(house.discord.gatewayEvents.filter(({ kind }) => kind === 'identify')).toHaveLength(1);
  expect(house.discord.gatewayEvents.filter(({ kind }) => kind === 'resume')).toHaveLength(1);
  expect(submitsTo(house, 'runninghub')).toBe(1);
  expect(await spendableOf(ada)).toBe(93);
});

test('after SIGKILL the session goes on, and what was handled before is not handled again', async () => {
  const house = await openHouse({ environment: { RUNCOMFY_API_TOKEN: '' } });
  const ada = house.guild.member({ name: 'Ada' });
  const first = await startBotProcess(house);
  await ada.slash(fox).until(hasPicture);
  await first.end('SIGKILL');
  const second = await startBotProcess(house);

  expect(await spendableOf(ada)).toBe(93);
  expect(house.discord.gatewayEvents.filter(({ kind }) => kind === 'identify')).toHaveLength(1);
  expect(submitsTo(house, 'runninghub')).toBe(1);
  expect(await second.end('SIGTERM')).toBe(0);
}, 40_000);

test('an act that was typed too long before a restart is left alone, for its member was told that nothing happened', async () => {
  const house = await openHouse();
  const [ada, ben] = [house.guild.member({ name: 'Ada' }), house.guild.member({ name: 'Ben' })];
  const nora = house.guild.member({ name: 'Nora', permissions: ['ModerateMembers'] });
  const first = await startBot(house);
  await nora.slash('/mod grant member:@Ada credits:50 reason:well done').until(speaks);
  await first.stop();
  const late = ada.slash('/credits give member:@Ben amount:15 reason:thanks');
  await expect(late.firstAnswer()).rejects.toThrow('did not respond');
  const second = await startBot(house);
  await house.untilLogged('an interaction that came too late to be answered was left alone');

  expect(Date.now() - bornAtMs(late.interactionId)).toBeGreaterThan(2_800);
  expect([await spendableOf(ada), await spendableOf(ben)]).toEqual([150, 100]);
  await second.stop();
});
