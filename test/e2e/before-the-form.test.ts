import { describe, expect, test } from 'vitest';
import type { Exchange } from '../../sandbox/discord/exchange.ts';
import { forge, snowflakeAfter } from '../support/house/forge.ts';
import { hasPicture, isForOne, pictureFor, speaks } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';

const fox = '/imagine prompt:a red fox model:z-image-turbo size:1:1';
const invisible = '\u200b\u3164\u2800';

async function openWithPicture(line = fox) {
  const house = await openHouse({ isCalledBack: true });
  await startBot(house);
  const olga = house.guild.member({ name: 'Olga', permissions: ['ManageGuild', 'ModerateMembers'] });
  const ada = house.guild.member({ name: 'Ada' });
  const picture = await pictureFor(house, ada, line);
  const set = (line: string) => olga.slash(line).until(speaks);
  return { house, olga, ada, picture, set };
}

async function formOf(exchange: Exchange) {
  await exchange.firstAnswer();
  if (exchange.modal === null) throw new Error('no form was opened');
  return exchange.modal;
}

describe('a form whose picture cannot be made', () => {
  test.each([
    ['denied to all', '/setup models action:deny model:z-image-turbo', /isn't available on this server.*\/models/u],
    ['for a role', '/setup models action:role model:z-image-turbo role:@Patrons', /You need <@&\d+> to use/u],
  ])('is not opened by Change where the model is %s: the way out is said instead', async (_what, line, why) => {
    const { house, ada, picture, set } = await openWithPicture();
    house.guild.addRole({ name: 'Patrons' });
    await set(line);
    const press = ada.press(picture, 'Change');
    const answer = await press.until(speaks);
    expect(press.modal).toBeNull();
    expect(isForOne(answer)).toBe(true);
    expect(answer.content).toMatch(why);
  });

  test.each(['Change', 'Edit'])('is not opened by %s for somebody who can make no picture there', async (button) => {
    const { house, ada, picture, set } = await openWithPicture();
    house.guild.addChannel({ name: 'art' });
    await set('/setup channels action:only channel:#art');
    const closed = ada.press(picture, button);
    expect((await closed.until(speaks)).content).toMatch(/You can't make anything here. Try <#\d+>/u);
    await set('/mod suspend member:@Ada duration:2h reason:too many foxes');
    const suspended = ada.press(picture, button);
    expect((await suspended.until(speaks)).content).toContain('too many foxes');
    expect([closed.modal, suspended.modal]).toEqual([null, null]);
  });
});

describe('a field of a form in which nothing can be seen', () => {
  test.each([
    ['Change', 'prompt'],
    ['Change', 'other_size'],
    ['Edit', 'prompt'],
    ['Edit', 'model'],
    ['Edit', 'other_size'],
  ])('is refused by its name: %s, %s', async (button, field) => {
    // A model that takes any pixels, whose size is typed.
    const { ada, house, picture } = await openWithPicture('/imagine prompt:a red fox model:seedream-4.5 size:1:1');
    const form = await formOf(ada.press(picture, button));
    const answer = await ada.submitModal(form, { prompt: 'a fox', [field]: invisible }).until(speaks);
    expect(isForOne(answer)).toBe(true);
    expect(answer.content).toContain(`\`${field}\``);
    expect(answer.content).toContain("You weren't charged.");
    expect(house.discord.messages(ada.channelId).filter(hasPicture)).toHaveLength(1);
  });

  test('is no reason, as spaces are none: what was asked for is done', async () => {
    const { house, olga, picture, set } = await openWithPicture();
    const log = house.guild.addChannel({ name: 'mod-log' });
    await set('/setup log channel:#mod-log');
    for (const button of ['Report', 'Delete']) {
      const form = await formOf(olga.press(picture, button));
      const { content } = await olga.submitModal(form, { reason: invisible }).until(speaks);
      expect(content).not.toContain('`reason`');
    }
    await house.discord.untilMessage(log.id, ({ content }) => content.includes('no reason given'));
    expect(house.discord.messages(olga.channelId).map(({ id }) => id)).not.toContain(picture.id);
  });
});

test('a moderator whose role is taken away while the form is open cannot send it', async () => {
  const { house, olga, picture, set } = await openWithPicture();
  const log = house.guild.addChannel({ name: 'mod-log' });
  await set('/setup log channel:#mod-log');
  await house.guild.member({ name: 'Bob' }).slash(fox).until(hasPicture);
  const entry = await house.discord.untilMessage(log.id, ({ components }) => components.length > 0);
  const reason = [{ type: 18, component: { type: 4, custom_id: 'reason', value: 'because' } }];
  const presses = [
    ['Delete', picture, olga],
    ...(['Delete result', 'Strike', 'Suspend 24 h'] as const).map((label) => [label, entry, olga.in(log)] as const),
  ] as const;
  for (const [button, message, person] of presses) {
    const { custom_id } = await formOf(person.press(message, button));
    const event = house.discord.interactionEvents().at(-1);
    const member = { ...Object(event?.member), permissions: '2048' };
    const sent = { id: snowflakeAfter(house), type: 5, member, data: { custom_id, components: reason } };
    expect(await forge(house, sent)).toMatch(/[Oo]nly moderators/u);
  }
  expect(house.discord.messages(olga.channelId).filter(hasPicture)).toHaveLength(2);
});
