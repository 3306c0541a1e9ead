import { describe, expect, test } from 'vitest';
import { startSandboxDiscord } from '../../../sandbox/discord/start.ts';
import { runBotProcess, startBotProcess } from '../../support/house/bot-process.ts';
import { openHouse, startBot } from '../../support/house/open-house.ts';

describe('a gateway that Discord closes for good', () => {
  test.each([
    [4004, 'DISCORD_TOKEN'],
    [4010, 'DISCORD_API_BASE'],
    [4011, 'DISCORD_TOKEN'],
    [4012, 'DISCORD_API_BASE'],
    [4013, 'DISCORD_TOKEN'],
    [4014, 'DISCORD_TOKEN'],
  ])('with %i says so and names %s', async (code, variable) => {
    const house = await openHouse();
    const bot = await startBot(house);
    house.discord.dropGateway({ kind: 'close', code });
    const { problems } = await bot.refused;
    expect(problems.join()).toContain(variable);
    await house.untilLogged('Discord refuses the bot');
  });

  test('ends the process with 78', async () => {
    const house = await openHouse();
    const bot = await startBotProcess(house);
    const ended = bot.ended();
    house.discord.dropGateway({ kind: 'close', code: 4014 });
    expect(await ended).toBe(78);
    expect(bot.output()).toContain('4014');
  });

  test.each([4000, 4009])('with %i is opened again', async (code) => {
    const house = await openHouse();
    await startBot(house);
    house.discord.dropGateway({ kind: 'close', code });
    await house.discord.untilGateway(
      (events) => events.filter(({ kind }) => kind === 'identify' || kind === 'resume').length === 2,
    );
    const ada = house.guild.member({ name: 'Ada' });
    const reply = await ada.slash('/credits balance').until(({ content }) => content !== '');
    expect(reply.content).toContain('100');
  });

  test('before the start, for want of sessions, is named with the time when they come back', async () => {
    const discord = await startSandboxDiscord({ sessionStarts: 0 });
    const house = await openHouse({
      environment: {
        DISCORD_API_BASE: discord.apiBase,
        DISCORD_CDN_BASE: discord.cdnBase,
        DISCORD_TOKEN: discord.token,
      },
    });
    const { code, output } = await runBotProcess(house.environment);
    await discord.stop();
    expect(code).toBe(78);
    expect(output).toMatch(/DISCORD_TOKEN.*no more sessions until 20\d\d-/u);
  });
});
