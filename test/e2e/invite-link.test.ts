import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '#config/config.ts';
import { inviteLink } from '#discord/interactions/permissions.ts';
import { examineDiscord } from '#doctor/discord.ts';
import { frontDoorOf } from '#front-door.ts';
import { openAgent } from '#http/agent.ts';
import { openProxy } from '#http/proxy.ts';
import { createSend } from '#http/send.ts';
import { type House, openHouse, startBot } from '../support/house/open-house.ts';
import { startConnectProxy } from '../support/http/connect-proxy.ts';

/** A house to which a proxy leads whoever asks for Discord by its own name. */
async function openHouseCalledDiscord(environment: Readonly<Record<string, string>> = {}): Promise<House> {
  const proxy = await startConnectProxy();
  const house = await openHouse({ environment: { HTTPS_PROXY: proxy.url, ...environment } });
  const { port } = new URL(house.environment.DISCORD_API_BASE ?? '');
  return { ...house, environment: { ...house.environment, DISCORD_API_BASE: `http://discord.com:${port}/api` } };
}

async function findingsOf({ environment }: House) {
  const result = readConfig(environment);
  if (!result.ok) throw new Error(result.problems.join('\n'));
  const { discord, proxy } = result.config;
  const agent = openAgent({ proxy: proxy && openProxy(proxy) });
  onTestFinished(agent.close);
  const findings = await examineDiscord({
    discord,
    door: frontDoorOf(result.config),
    send: createSend(agent),
    signal: new AbortController().signal,
  });
  return findings.filter(({ subject }) => subject === 'Invite link');
}

const linkOf = ({ discord }: House) => inviteLink(discord.applicationId, 'https://discord.com/api') ?? 'none';
const linesWith = ({ logLines }: House, text: string) => logLines.filter((line) => line.includes(text));

test('a start says once in the log how the bot is invited into a server', async () => {
  const house = await openHouseCalledDiscord();
  await startBot(house);
  const [line = '{}', ...others] = linesWith(house, 'oauth2/authorize');
  expect(JSON.parse(line)).toMatchObject({ level: 'info', invite: linkOf(house) });
  expect(others).toEqual([]);
});

test('the doctor prints the same link', async () => {
  const house = await openHouseCalledDiscord();
  expect(await findingsOf(house)).toEqual([
    { mark: 'note', subject: 'Invite link', detail: linkOf(house), advice: null },
  ]);
});

test('where something else stands for Discord there is no link, neither in the log nor from the doctor', async () => {
  const house = await openHouse();
  await startBot(house);
  expect(linesWith(house, 'Easel is up')).toHaveLength(1);
  expect(linesWith(house, 'oauth2')).toEqual([]);
  expect(await findingsOf(house)).toEqual([]);
});
