import { describe, expect, test } from 'vitest';
import type { Person } from '../../../sandbox/discord/person.ts';
import type { JsonObject, Message } from '../../../sandbox/discord/wire.ts';
import { type House, openHouse, startBot } from '../../support/house/open-house.ts';

const hasPicture = (message: Message) => message.attachments.length > 0;
const picture = '/imagine prompt:a red fox model:flux-2-klein-9b size:1:1';

/** The newest interaction again, as it was sent. */
function again(house: House): JsonObject {
  const event = house.discord.interactionEvents().at(-1);
  if (event === undefined) throw new Error('nothing was sent yet');
  house.discord.sendEvent('INTERACTION_CREATE', event);
  return event;
}

function submits({ runninghub }: House): number {
  return runninghub.requests.filter(({ path }) => /text-to-image/u.test(path)).length;
}

/** Resolves when the bot has left the copies alone. */
async function untilLeftAlone(house: House, count: number): Promise<void> {
  const text = 'arrived twice';
  const seen = () => house.logLines.filter((line) => line.includes(text)).length;
  while (seen() < count) await house.untilLogged(text).then(() => new Promise((resolve) => setImmediate(resolve)));
}

async function shown(person: Person, command: string): Promise<string> {
  return (await person.slash(command).until(({ content }) => content !== '')).content;
}

/** Why a private answer that is one: what a copy must not add to. */
function callbacksOf(house: House, { id }: JsonObject): number {
  return house.discord.requests.filter(({ path }) => path.includes(`/interactions/${String(id)}/`)).length;
}

describe('an interaction that arrives twice', () => {
  test.each([0, 5, 50, 400])('after %i ms makes one picture, holds once and charges once', async (afterMs) => {
    const house = await openHouse();
    await startBot(house);
    const ada = house.guild.member({ name: 'Ada' });

    const exchange = ada.slash(picture);
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    const event = again(house);
    await exchange.until(hasPicture);
    again(house);
    await untilLeftAlone(house, 2);

    expect(submits(house)).toBe(1);
    expect(callbacksOf(house, event)).toBe(1);
    expect(house.discord.messages(ada.channelId)).toHaveLength(1);
    expect(await shown(ada, '/credits balance')).toContain('93');
  });

  test('does nothing while its job runs, nor after a restart', async () => {
    const house = await openHouse({ pace: { queueMs: 0, runMs: 600 } });
    const bot = await startBot(house);
    const ada = house.guild.member({ name: 'Ada' });
    const exchange = ada.slash(picture);
    await house.untilAnswered(/POST .*callback/u);
    const event = again(house);
    await untilLeftAlone(house, 1);
    await exchange.until(hasPicture);
    await bot.stop();

    await startBot(house);
    house.discord.sendEvent('INTERACTION_CREATE', event);
    await untilLeftAlone(house, 2);

    expect(submits(house)).toBe(1);
    expect(callbacksOf(house, event)).toBe(1);
    expect(await shown(ada, '/credits balance')).toContain('93');
  });
});
