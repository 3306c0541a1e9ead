import { expect, test } from 'vitest';
import { forge, snowflakeAfter } from '../../support/house/forge.ts';
import { speaks, spendableOf } from '../../support/house/look.ts';
import { openHouse, startBot } from '../../support/house/open-house.ts';

test.each(['abc', '', '  ', '1e999', '12,5', '0x1f4', '-5', '2.5', 'NaN'])(
  'credits that arrive as the text "%s" are refused by name, and nothing moves',
  async (value) => {
    const house = await openHouse();
    await startBot(house);
    const olga = house.guild.member({ name: 'Olga', permissions: ['ManageGuild', 'ModerateMembers'] });
    await olga.slash('/setup pool action:add credits:500').until(speaks);
    const event = house.discord.interactionEvents().at(-1);
    const pool = { name: 'pool', type: 1, options: [text('action', 'add'), { name: 'credits', type: 4, value }] };
    const data = { ...Object(event?.data), options: [pool] };
    expect(await forge(house, { id: snowflakeAfter(house), data })).toContain('`credits`');
    expect((await olga.slash('/setup view').until(speaks)).content).toMatch(/500/u);
    expect(await spendableOf(olga)).toBe(100);
  },
);

const text = (name: string, value: string) => ({ name, type: 3, value });
