import { describe, expect, test } from 'vitest';
import { textOf } from '../../sandbox/discord/wire.ts';
import { hasPicture, isForOne, speaks } from '../support/house/look.ts';
import { type House, openHouse, startBot } from '../support/house/open-house.ts';

const registrations = ({ discord }: House) =>
  discord.requests.filter(({ method, path }) => method === 'PUT' && path.endsWith('/commands')).map(({ path }) => path);

async function openTypedHouse() {
  const house = await openHouse({ isCalledBack: true });
  const bot = await startBot(house);
  return { house, bot, ada: house.guild.member({ name: 'Ada' }) };
}

describe('what is offered while an option is typed', () => {
  test.each([
    [
      'models by a part of their name',
      '/imagine prompt:x model:klein',
      'model',
      ['flux-2-klein-9b', 'flux-2-klein-4b'],
    ],
    ['sizes of the model that was chosen', '/imagine prompt:x model:gpt-image-2 size:21', 'size', ['21:9']],
    [
      'the LoRAs that the model knows',
      '/imagine prompt:x model:flux-2-dev-lora lora:retro',
      'lora',
      ['F.1-复古勾线插画_v1.safetensors'],
    ],
    ['qualities', '/imagine prompt:x model:gpt-image-2 quality:hi', 'quality', ['high']],
    ['nothing for a model without LoRAs', '/imagine prompt:x model:gpt-image-2 lora:r', 'lora', []],
    ['nothing for a model that does not exist', '/imagine prompt:x model:zzz9 size:1', 'size', []],
    ['nothing where no job is open', '/jobs cancel job:x', 'job', []],
  ])('%s', async (_what, typed, option, values) => {
    const { ada } = await openTypedHouse();
    const choices = await ada.autocomplete(typed, option);
    expect(choices.map(({ value }) => value)).toEqual(values);
  });

  test.each([
    ['the first answer is lost', { kind: 'reset_after' }],
    ['Discord fails twice', { kind: 'status', status: 500, times: 2 }],
    ['Discord is slow', { kind: 'delay', delayMs: 800 }],
  ] as const)('the same, never an error, when %s', async (_what, fault) => {
    const { house, ada } = await openTypedHouse();
    house.discord.faults.add({ path: /\/callback$/u, ...fault });
    expect(await ada.autocomplete('/imagine prompt:x model:klein', 'model')).toHaveLength(2);
  });

  test('to a bot whose services are down, since suggestions come from memory', async () => {
    const { house, ada } = await openTypedHouse();
    await Promise.all([house.runninghub.stop(), house.runcomfy.stop()]);
    expect((await ada.autocomplete('/imagine prompt:x model:', 'model')).length).toBeGreaterThan(2);
  });
});

test('commands are registered once, not again on the second start, and anew where they changed', async () => {
  const house = await openHouse();
  const first = await startBot(house);
  await first.stop();
  const second = await startBot(house);
  await second.stop();
  const everywhere = `/api/v10/applications/${house.discord.applicationId}/commands`;
  expect(registrations(house)).toEqual([everywhere]);

  await startBot({ ...house, environment: { ...house.environment, DISCORD_DEV_GUILD_ID: house.guild.id } });

  const inGuild = `/api/v10/applications/${house.discord.applicationId}/guilds/${house.guild.id}/commands`;
  // Those for everywhere are taken away, or they would be listed twice there.
  expect(registrations(house)).toEqual([everywhere, inGuild, everywhere]);
  expect(house.discord.commands()).toEqual([]);
  expect(house.discord.commands(house.guild.id).map(({ name }) => name)).toContain('imagine');
});

test('the commands in the help can be clicked, from the first start and after the next one', async () => {
  const { house, ada, bot } = await openTypedHouse();
  const idOf = (wanted: string) => house.discord.commands().find(({ name }) => name === wanted)?.id;
  const links = [`</imagine:${idOf('imagine')}>`, `</credits balance:${idOf('credits')}>`];

  const first = await ada.slash('/help').until(speaks);
  await bot.stop();
  await startBot(house);
  const second = await ada.slash('/help').until(speaks);

  for (const link of links) {
    expect(textOf(first)).toContain(link);
    expect(textOf(second)).toContain(link);
  }
});

test('a command whose registration fails at first is registered nevertheless', async () => {
  const house = await openHouse();
  house.discord.faults.add({ method: 'PUT', path: /\/commands$/u, kind: 'status', status: 502, times: 2 });
  await startBot(house);
  expect(house.discord.commands().map(({ name }) => name)).toContain('imagine');
});

test('in direct messages Easel is not offered, and where it is asked nevertheless it says that it works in servers', async () => {
  const { house, ada } = await openTypedHouse();
  expect(() => ada.inDirectMessages().slash('/help')).toThrow('not offered here');
  const url = `${house.discord.apiBase}/v10/applications/${house.discord.applicationId}/commands`;
  const headers = { authorization: `Bot ${house.discord.token}`, 'content-type': 'application/json' };
  const body = JSON.stringify([{ name: 'help', description: 'As an older version registered it', contexts: [0, 1] }]);
  await fetch(url, { method: 'PUT', headers, body });

  const answer = await ada.inDirectMessages().slash('/help').until(speaks);

  expect(answer.content).toBe('Easel only works in servers.');
});

test('Again makes the same picture anew, for and at the cost of whoever pressed it', async () => {
  const { house, ada } = await openTypedHouse();
  const bob = house.guild.member({ name: 'Bob' });
  const first = await ada.slash('/imagine prompt:a fox size:16:9').until(hasPicture);

  const second = await bob.press(first, 'Again').until(hasPicture);

  expect(second.id).not.toBe(first.id);
  expect(second.content).toContain('a fox');
  expect(second.content).toContain(bob.mention);
  const balances = await Promise.all(
    [ada, bob].map((person) =>
      person
        .slash('/credits balance')
        .until(speaks)
        .then(({ content }) => content),
    ),
  );
  for (const text of balances) expect(text).toContain('**93 credits**');
});

test('a third picture at once is refused for the member alone, and costs nothing', async () => {
  const house = await openHouse({ pace: { queueMs: 10, runMs: 900 } });
  await startBot(house);
  const ada = house.guild.member({ name: 'Ada' });
  const running = [ada.slash('/imagine prompt:one'), ada.slash('/imagine prompt:two')];
  await Promise.all(running.map((exchange) => exchange.firstAnswer()));

  const refusal = await ada.slash('/imagine prompt:three').until(speaks);

  expect(isForOne(refusal)).toBe(true);
  expect(refusal.content).toContain("You weren't charged.");
  await Promise.all(running.map((exchange) => exchange.until(hasPicture)));
  expect(house.runninghub.tasks.size + house.runcomfy.tasks.size).toBe(2);
});
