import { describe, expect, test } from 'vitest';
import { runBotProcess } from '../support/house/bot-process.ts';
import { hasPicture } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';
import { startConnectProxy } from '../support/http/connect-proxy.ts';

const portOf = (url: string | undefined) => new URL(url ?? '').port;

describe('behind a proxy', () => {
  test.each(['HTTPS_PROXY', 'https_proxy'])(
    'everything goes through %s: Discord, its gateway, the services',
    async (variable) => {
      const proxy = await startConnectProxy();
      const house = await openHouse({ environment: { [variable]: proxy.url, RUNCOMFY_API_TOKEN: '' } });
      const { environment, discord } = house;
      // Names that nobody but the proxy can look up: what goes past it goes nowhere.
      const [api, hub] = [portOf(environment.DISCORD_API_BASE), portOf(environment.RUNNINGHUB_BASE_URL)];
      await startBot({
        ...house,
        environment: {
          ...environment,
          DISCORD_API_BASE: `http://discord.invalid:${api}/api`,
          RUNNINGHUB_BASE_URL: `http://runninghub.invalid:${hub}`,
          IMAGE_HOSTS: `127.0.0.1:${hub}`,
        },
      });
      await house.guild.member({ name: 'Ada' }).slash('/imagine prompt:a fox').until(hasPicture);

      // The gateway and the results are under the name that their service was asked by.
      expect(new Set(proxy.targets)).toEqual(new Set([`discord.invalid:${api}`, `runninghub.invalid:${hub}`]));
      expect(discord.gatewayEvents.map(({ kind }) => kind)).toContain('identify');
    },
  );

  test('a lost gateway connection is resumed through the proxy', async () => {
    const proxy = await startConnectProxy();
    const house = await openHouse({ environment: { HTTPS_PROXY: proxy.url } });
    await startBot(house);
    const before = proxy.targets.length;
    house.discord.dropGateway({ kind: 'close', code: 4009 });
    await house.discord.untilGateway((events) => events.some(({ kind }) => kind === 'resume'));
    expect(proxy.targets.slice(before)).toContain(`127.0.0.1:${portOf(house.environment.DISCORD_API_BASE)}`);
    await house.guild.member({ name: 'Ada' }).slash('/imagine prompt:a fox').until(hasPicture);
  });

  test.each(['127.0.0.1', 'example.com, 127.0.0.0/8', '*'])(
    'nothing that NO_PROXY names goes through it (%s)',
    async (hosts) => {
      const proxy = await startConnectProxy();
      const house = await openHouse({ environment: { HTTPS_PROXY: proxy.url, NO_PROXY: hosts } });
      await startBot(house);
      await house.guild.member({ name: 'Ada' }).slash('/imagine prompt:a fox').until(hasPicture);
      expect(proxy.targets).toEqual([]);
    },
  );

  test('a proxy that refuses is named while Easel waits for it, and its password is not', async () => {
    const proxy = await startConnectProxy({ status: 407 });
    const url = proxy.url.replace('http://', 'http://ada:sesame@');
    const house = await openHouse({ environment: { HTTPS_PROXY: url } });
    const starting = startBot(house);
    starting.catch(() => undefined);
    await house.untilLogged('the proxy of HTTPS_PROXY gives no connection: status 407');
    expect(proxy.credentials[0]).toBe(`Basic ${Buffer.from('ada:sesame').toString('base64')}`);
    expect(house.logLines.join('')).not.toContain('sesame');
    expect(house.discord.requests).toEqual([]);
  });

  test('wrong values are named, without a password', async () => {
    const { code, output } = await runBotProcess({
      HTTPS_PROXY: 'socks5://ada:sesame@proxy.example:1080',
      NO_PROXY: 'https://example.com/',
    });
    expect(code).toBe(78);
    expect(output).toContain('- HTTPS_PROXY has a wrong value (not shown); allowed: the address of an HTTP proxy');
    expect(output).toContain('- NO_PROXY is "https://example.com/"; allowed: hosts separated by commas');
    expect(output).not.toContain('sesame');
  });
});
