import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type House, openHouse, startBot } from '../../support/house/open-house.ts';

const snowflake = '1200000000000000000';
/** What Discord has never sent: each ended the process through the client's own parsing, or could have. */
const brokenInteractions: readonly unknown[] = [
  null,
  'text',
  [],
  {},
  { type: 2 },
  { id: snowflake, type: 2, token: 'x', application_id: snowflake, guild_id: snowflake },
  { id: snowflake, type: 2, token: 'x', application_id: snowflake, data: {} },
  { id: snowflake, type: 2, token: 'x', application_id: snowflake, data: { type: 99, name: 'imagine' } },
  { id: snowflake, type: 2, token: 'x', application_id: snowflake, data: { type: 3, name: 'Edit with Easel' } },
  { id: snowflake, type: 3, token: 'x', application_id: snowflake, data: { custom_id: 'cancel:1', component_type: 2 } },
  { id: snowflake, type: 3, token: 'x', application_id: snowflake, message: null, data: null },
  { id: snowflake, type: 4, token: 'x', application_id: snowflake, data: { name: 'imagine', options: null } },
  { id: snowflake, type: 5, token: 'x', application_id: snowflake, data: { custom_id: 'change_form:1' } },
  {
    id: snowflake,
    type: 5,
    token: 'x',
    application_id: snowflake,
    data: { custom_id: 'x', components: [{ type: 1 }] },
  },
  { id: snowflake, type: 77, token: 'x', application_id: snowflake, data: {} },
  { id: '../../../users/@me', type: 2, token: '..', application_id: '..', data: { name: 'models' } },
  { id: 5, type: '2', token: {}, member: 'me', guild_id: [], channel: 1, data: { name: {} } },
];
const eventNames = [
  'GUILD_CREATE',
  'GUILD_DELETE',
  'GUILD_UPDATE',
  'CHANNEL_CREATE',
  'MESSAGE_CREATE',
  'GUILD_MEMBER_ADD',
  'GUILD_MEMBERS_CHUNK',
  'THREAD_LIST_SYNC',
  'VOICE_STATE_UPDATE',
  'USER_UPDATE',
  'ENTITLEMENT_CREATE',
  'error',
  'READY',
  'RESUMED',
  'NEVER_HEARD_OF',
  null,
];
const frames = [
  '',
  'null',
  '5',
  '[]',
  '{',
  '{"op":0}',
  '{"op":0,"t":"INTERACTION_CREATE","s":"x"}',
  '{"op":0,"t":"READY","d":null}',
  '{"op":11}',
  '{"op":99,"d":null}',
  '{"op":10,"d":null}',
];

/** Resolves when a command after all that is answered. */
async function answers(house: House): Promise<string> {
  const ada = house.guild.member({ name: 'Ada' });
  return (await ada.slash('/credits balance').until(({ content }) => content !== '')).content;
}

describe('what comes in by the gateway', () => {
  test('never ends the process, nor keeps others from being answered', async () => {
    const house = await openHouse();
    const bot = await startBot(house);
    let isRefused = false;
    void bot.refused.then(() => {
      isRefused = true;
    });
    for (const payload of brokenInteractions) house.discord.sendEvent('INTERACTION_CREATE', payload);
    for (const name of eventNames)
      for (const data of [null, {}, [], 'x', 0, { id: null, guild_id: null }, { guilds: null, user: null }])
        house.discord.sendEvent(name, data);
    for (const frame of frames) house.discord.sendFrame(frame);

    expect(await answers(house)).toContain('100');
    expect(isRefused).toBe(false);
  });

  test('may be any JSON under any name', async () => {
    const house = await openHouse();
    await startBot(house);
    const ada = house.guild.member({ name: 'Ada' });
    await ada.slash('/credits balance').until(({ content }) => content !== '');
    const [real = {}] = house.discord.interactionEvents();
    const keys = Object.keys(real);
    // A real interaction of which some fields are anything, and any event with anything in it.
    const spoilt = fc
      .tuple(fc.dictionary(fc.constantFrom(...keys), fc.jsonValue({ maxDepth: 3 })), fc.bigInt(1n, 2n ** 63n))
      .map(([changes, id]) => ({ name: 'INTERACTION_CREATE', data: { ...real, id: String(id), ...changes } }));
    const foreign = fc.record({
      name: fc.oneof(fc.constantFrom(...eventNames), fc.string({ maxLength: 20 })),
      data: fc.jsonValue({ maxDepth: 4 }),
    });
    for (const { name, data } of fc.sample(fc.oneof(spoilt, foreign), { numRuns: 400, seed: 8 }))
      house.discord.sendEvent(name, data);

    expect(await answers(house)).toContain('100');
  });
});
