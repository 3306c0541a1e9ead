import { describe, expect, test } from 'vitest';
import type { Message } from '../../../sandbox/discord/wire.ts';
import { forge, snowflakeAfter } from '../../support/house/forge.ts';
import { openHouse, startBot } from '../../support/house/open-house.ts';

const hasPicture = (message: Message) => message.attachments.length > 0;
const speaks = ({ content }: { content: string }) => content !== '';

/** A server with a log channel, Ada who makes pictures, and Bob. */
async function openReported(isPrivate: boolean) {
  const house = await openHouse();
  const bot = await startBot(house);
  const olga = house.guild.member({ name: 'Olga', permissions: ['ManageGuild'] });
  const log = house.guild.addChannel({ name: 'mod-log' });
  await olga.slash('/setup log channel:#mod-log').until(speaks);
  const [ada, bob] = [house.guild.member({ name: 'Ada' }), house.guild.member({ name: 'Bob' })];
  const line = `/imagine prompt:a secret fox model:flux-2-klein-9b size:1:1${isPrivate ? ' private:true' : ''}`;
  const picture = await ada.slash(line).until(hasPicture);
  const id = /again:(\d+)/u.exec(JSON.stringify(picture.components))?.[1] ?? '';
  const reports = () => house.discord.messages(log.id).filter(({ content }) => content.includes('reports this'));
  return { house, bot, ada, bob, picture, id, reports };
}

const form = (action: string, id: string) => ({
  type: 5,
  data: {
    custom_id: `${action}:${id}`,
    components: [{ type: 18, component: { type: 4, custom_id: 'reason', value: 'I do not like it' } }],
  },
});

describe('a report', () => {
  test('of a private picture by its id comes to nothing, and shows nothing of it', async () => {
    const { house, bob, id, reports } = await openReported(true);
    await bob.slash('/credits balance').until(speaks);
    expect(await forge(house, { ...form('report_form', id), id: snowflakeAfter(house) })).toContain(
      'Easel no longer has a record of this.',
    );
    const press = { type: 3, data: { custom_id: `report:${id}`, component_type: 2 } };
    expect(await forge(house, { ...press, id: snowflakeAfter(house) })).toContain(
      'Easel no longer has a record of this.',
    );
    expect(reports()).toEqual([]);
  });

  test('of a picture in a channel where the member is not comes to nothing either, as every other button under it', async () => {
    const { house, bob, id, reports } = await openReported(false);
    const other = house.guild.addChannel({ name: 'other' });
    await bob.in(other).slash('/credits balance').until(speaks);
    expect(await forge(house, { ...form('report_form', id), id: snowflakeAfter(house) })).toContain(
      'Easel no longer has a record of this.',
    );
    for (const action of ['again', 'change', 'favourite', 'report']) {
      const press = { type: 3, data: { custom_id: `${action}:${id}`, component_type: 2 } };
      const answer = await forge(house, { ...press, id: snowflakeAfter(house) });
      expect(answer).not.toContain('secret fox');
      expect(answer).toMatch(/no record|no longer|gone|not there|any more/iu);
    }
    expect(reports()).toEqual([]);
  });

  test('is made once by each member, however often, and also after a restart', async () => {
    const { house, bot, bob, picture, id, reports } = await openReported(false);
    const opened = await bob.press(picture, 'Report').firstAnswer();
    if (opened.kind !== 'modal') throw new Error('no form');
    const { modal } = opened;
    const thanks = await bob.submitModal(modal, { reason: 'not a fox' }).until(speaks);
    expect(thanks.content).toContain('Thank you');
    for (const _again of Array.from({ length: 10 }))
      expect(await forge(house, { ...form('report_form', id), id: snowflakeAfter(house) })).toContain(
        'already reported',
      );
    await bot.stop();
    await startBot(house);
    const answer = await bob.submitModal(modal, { reason: 'not a fox' }).until(speaks);
    expect(answer.content).toContain('already reported');
    expect(reports()).toHaveLength(1);
  });
});
