import { expect, test } from 'vitest';
import type { JobsAnswer } from '#web/wire.ts';
import { hasPicture, spendableOf } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';

const token = 'the-token-of-the-operator';

test('an operator logs in, sees a job, refunds it, pauses the bot, and members read of both', async () => {
  const house = await openHouse({
    isCalledBack: true,
    environment: { OPERATOR_TOKEN: token, RUNCOMFY_API_TOKEN: '' },
  });
  const bot = await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });
  await ada.slash('/imagine prompt:a fox size:1:1').until(hasPicture);
  await house.untilLogged('"outcome":"delivered"');

  const origin = `http://127.0.0.1:${bot.httpPort}`;
  const page = await fetch(`${origin}/operator`);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('/operator/page/page.js')]);
  const json = { 'content-type': 'application/json', origin };
  const login = await fetch(`${origin}/operator/login`, {
    method: 'POST',
    body: JSON.stringify({ token }),
    headers: json,
  });
  const cookie = login.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  const csrf = String(Object(await login.json()).csrf);
  const act = async (body: object) => {
    const headers = { ...json, cookie, 'x-easel-csrf': csrf };
    const response = await fetch(`${origin}/operator/api/acts`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers,
    });
    return response.json();
  };
  const list = await fetch(`${origin}/operator/api/jobs?phase=ended`, { headers: { cookie } });
  const { jobs } = (await list.json()) as JobsAnswer;
  expect(jobs).toMatchObject([{ state: 'delivered', charged: 7, took: 7, refunded: 0, service: 'runninghub' }]);

  const [job] = jobs;
  const click = '00000000-0000-4000-a000-000000000001';
  expect(await act({ kind: 'refund', id: click, job: job?.id, reason: 'it was blurred' })).toEqual({
    kind: 'refund',
    credits: 7,
  });
  const history = await ada.slash('/credits history').until(({ content }) => content.includes('refunded'));
  expect(history.content).toContain("refunded by the bot's operator · +7 credits");
  expect(await spendableOf(ada)).toBe(100);

  const pause = { kind: 'pause', id: click.replace(/1$/u, '2'), subject: 'bot', reason: 'Back at nine.' };
  expect(await act(pause)).toEqual({ kind: 'pause', isNew: true });
  const refused = await ada
    .slash('/imagine prompt:another fox')
    .until(({ content }) => content.includes('Back at nine'));
  expect(refused.content).toContain('paused');
  expect(await (await fetch(`${origin}/metrics`)).text()).toContain('easel_paused{subject="bot"} 1');
  expect((await fetch(`${origin}/readyz`)).status).toBe(200);

  const lines = house.logLines.join('\n');
  expect(lines).toContain('the operator refunds a job');
  for (const secret of [token, cookie.split('=')[1] ?? '', csrf, 'a fox']) expect(lines).not.toContain(secret);
});

test('without a token there is no page', async () => {
  const house = await openHouse({ isCalledBack: true });
  const bot = await startBot(house);
  expect((await fetch(`http://127.0.0.1:${bot.httpPort}/operator`)).status).toBe(404);
});
