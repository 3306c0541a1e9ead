import { expect, test } from 'vitest';
import type { Message } from '../../sandbox/discord/wire.ts';
import { startBotProcess } from '../support/house/bot-process.ts';
import { openHouse } from '../support/house/open-house.ts';

const hasPicture = (message: Message) => message.attachments.length > 0;
const isUnderWay = ({ content }: Message) => content.includes('set aside');

test.each(['SIGKILL', 'SIGTERM'] as const)(
  'after %s in the middle of a job, the picture arrives in the same message and is charged once',
  async (signal) => {
    const house = await openHouse({ pace: { queueMs: 500, runMs: 3_000 }, environment: { RUNCOMFY_API_TOKEN: '' } });
    const first = await startBotProcess(house);
    const ada = house.guild.member({ name: 'Ada' });
    const exchange = ada.slash('/imagine prompt:a fox');
    const before = await exchange.until(isUnderWay, 10_000);

    const code = await first.end(signal);
    const second = await startBotProcess(house);
    const after = await exchange.until(hasPicture, 15_000);

    expect(code).toBe(signal === 'SIGTERM' ? 0 : 'SIGKILL');
    expect(after.id).toBe(before.id);
    expect(house.discord.messages(house.guild.general.id).filter(hasPicture)).toHaveLength(1);
    expect(house.runninghub.tasks.size).toBe(1);
    const balance = await ada.slash('/credits balance').until(({ content }) => content !== '');
    expect(balance.content).toContain('You can spend **93 credits**');
    expect(await second.end('SIGTERM')).toBe(0);
  },
  40_000,
);

test('the tokens, keys and prompts of a run never reach the log', async () => {
  const house = await openHouse({ environment: { LOG_LEVEL: 'debug' } });
  const bot = await startBotProcess(house);
  const ada = house.guild.member({ name: 'Ada' });
  house.discord.faults.add({ path: /webhooks/u, times: 3, kind: 'status', status: 500 });
  house.runninghub.faults.add({ path: /query/u, times: 2, kind: 'status', status: 500 });

  const exchange = ada.slash('/imagine prompt:an unmistakable aardvark');
  await exchange.until(hasPicture, 15_000);
  await bot.end('SIGTERM');

  const secrets = [house.discord.token, exchange.token, house.runninghub.apiKey, house.runcomfy.apiKey, 'aardvark'];
  for (const secret of secrets) expect(bot.output()).not.toContain(secret);
  expect(bot.output()).toContain('a job has ended');
});
