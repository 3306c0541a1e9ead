import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { runBotProcess, startBotProcess } from '../support/house/bot-process.ts';
import { hasPicture, isUnderWay, spendableOf } from '../support/house/look.ts';
import { openHouse } from '../support/house/open-house.ts';

test('SIGTERM while a submit is under way waits for its ticket: the picture comes after the restart, paid once', async () => {
  const house = await openHouse({ environment: { RUNCOMFY_API_TOKEN: '' } });
  house.runninghub.faults.add({ path: /f-2-klein-9b/u, kind: 'delay', delayMs: 1_500 });
  const first = await startBotProcess(house);
  const ada = house.guild.member({ name: 'Ada' });
  const exchange = ada.slash('/imagine prompt:a fox');
  await expect.poll(() => house.runninghub.tasks.size, { interval: 10, timeout: 5_000 }).toBe(1);

  expect(await first.end('SIGTERM')).toBe(0);
  expect(exchange.reply()?.attachments).toEqual([]);
  await startBotProcess(house);
  await exchange.until(hasPicture);

  expect(house.runninghub.tasks.size).toBe(1);
  expect(await spendableOf(ada)).toBe(93);
});

test('a job that was killed before it was sent is given back after the restart, and its message says so', async () => {
  const house = await openHouse({ environment: { RUNCOMFY_API_TOKEN: '' } });
  const body = { taskId: '', errorCode: '421', errorMessage: 'full' };
  house.runninghub.faults.add({ path: /klein/u, kind: 'status', status: 200, body, times: 99 });
  const first = await startBotProcess(house);
  const ada = house.guild.member({ name: 'Ada' });
  const exchange = ada.slash('/imagine prompt:a fox');
  await expect.poll(() => house.runninghub.requests.length, { interval: 10, timeout: 5_000 }).toBe(1);

  expect(await first.end('SIGTERM')).toBe(0);
  await startBotProcess(house);
  const reply = await exchange.until(({ content }) => content.includes("You weren't charged: your"));

  expect(reply.content).toContain('your 7 credits are available again.');
  expect(await spendableOf(ada)).toBe(100);
});

test('a second process on the same store is refused in clear words, and the first one works on', async () => {
  const house = await openHouse({ isCalledBack: true });
  await startBotProcess(house);

  const second = await runBotProcess({ ...house.environment, PUBLIC_URL: '', HTTP_PORT: '0' });

  expect(second.code).toBe(1);
  expect(second.output).toMatch(/Easel could not start/u);
  expect(second.output).toMatch(/another process/u);
  await house.guild.member({ name: 'Ada' }).slash('/imagine prompt:a fox').until(hasPicture);
});

test('a wrong configuration is told whole, by name, without the secrets, and ends with 78', async () => {
  const { code, output } = await runBotProcess({
    DISCORD_TOKEN: 'Bot a secret',
    RUNNINGHUB_BASE_URL: 'ftp://example.com',
    HTTP_PORT: '99999',
    DEFAULT_ALLOWANCE: 'many',
    STORE_URL: 'mysql://x',
  });
  expect(code).toBe(78);
  for (const name of ['DISCORD_TOKEN', 'RUNNINGHUB_BASE_URL', 'HTTP_PORT', 'DEFAULT_ALLOWANCE', 'STORE_URL']) {
    expect(output).toContain(`- ${name}`);
  }
  expect(output).not.toContain('a secret');
});

test('a token that Discord does not know ends the process with 78, also with a job in the store', async () => {
  const house = await openHouse({ pace: { queueMs: 10, runMs: 60_000 } });
  const first = await startBotProcess(house);
  await house.guild.member({ name: 'Ada' }).slash('/imagine prompt:a fox').until(isUnderWay);
  await first.end('SIGKILL');
  // Slow enough for the job to be taken up before the token is refused.
  house.discord.faults.add({ path: /gateway\/bot/u, kind: 'delay', delayMs: 700 });

  const { code, output } = await runBotProcess({ ...house.environment, DISCORD_TOKEN: 'not-the-token' });

  expect(code).toBe(78);
  expect(output).toContain('open jobs were taken up');
  expect(output).toContain('Discord does not accept DISCORD_TOKEN');
});

test('what npm start builds runs without the sources, and says what is missing', async () => {
  await promisify(execFile)('npm', ['run', '--silent', 'build']);
  const { code, output } = await runBotProcess({}, ['--enable-source-maps', 'dist/src/main.js']);
  expect(code).toBe(78);
  expect(output).toContain('DISCORD_TOKEN');
  expect(output).toContain('npm run demo');
});
