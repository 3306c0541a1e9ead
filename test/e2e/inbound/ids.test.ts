import { describe, expect, test } from 'vitest';
import type { Message } from '../../../sandbox/discord/wire.ts';
import { forge, snowflakeAfter } from '../../support/house/forge.ts';
import { openHouse, startBot } from '../../support/house/open-house.ts';

const speaks = ({ content }: { content: string }) => content !== '';
const fields = [{ type: 18, component: { type: 4, custom_id: 'prompt', value: 'make it blue' } }];
const actions = {
  press: [
    'again',
    'change',
    'edit',
    'favourite',
    'report',
    'delete',
    'cancel',
    'price_yes',
    'price_no',
    'ask_credits',
    'delete_yes',
    'cancel_yes',
    'keep',
    'drop_preset',
    'remove_lora',
  ],
  moderator: ['approve', 'decline', 'log_delete', 'log_strike', 'log_suspend', 'mod_history'],
  form: ['edit_message', 'edit_result', 'change_form', 'report_form', 'delete_form', 'decline_form', 'log_strike_form'],
  page: ['favourites', 'models', 'loras', 'credits_history', 'privacy_delete'],
};
const odd = ['../../../users/@me', '9'.repeat(25), '1:../../../users/@me', '1::::'];

describe('an id that came from outside', () => {
  test('never becomes an address, and whatever it is, the answer is kind', async () => {
    const house = await openHouse();
    await startBot(house);
    const olga = house.guild.member({ name: 'Olga', permissions: ['ManageGuild', 'ModerateMembers'] });
    await olga.slash('/credits balance').until(speaks);
    const before = house.discord.requests.length;
    for (const subject of odd)
      for (const action of [...actions.press, ...actions.moderator, ...actions.page]) {
        const data = { custom_id: `${action}:${subject}`, component_type: 2 };
        const answer = await forge(house, {
          type: 3,
          data,
          id: snowflakeAfter(house),
          member: memberOf(olga.userId, subject + action),
        });
        expect(answer).not.toContain('mistake inside');
      }
    for (const subject of odd)
      for (const action of actions.form) {
        const data = { custom_id: `${action}:${subject}`, components: fields };
        const answer = await forge(house, {
          type: 5,
          data,
          id: snowflakeAfter(house),
          member: memberOf(olga.userId, subject + action),
        });
        expect(answer).not.toContain('mistake inside');
      }
    const asked = house.discord.requests.slice(before).map(({ method, path }) => `${method} ${path}`);
    expect(asked.filter((line) => !line.includes('/interactions/'))).toEqual([]);
  });

  test('of a message in another server or channel reads nothing', async () => {
    const house = await openHouse();
    await startBot(house);
    const other = house.discord.addGuild({ name: 'Elsewhere' });
    const zoe = other.member({ name: 'Zoe' });
    const said = await zoe.slash('/imagine prompt:theirs model:flux-2-klein-9b size:1:1').until(hasPicture);
    const ada = house.guild.member({ name: 'Ada' });
    await ada.slash('/credits balance').until(speaks);
    const data = { custom_id: `edit_message:1:${said.id}`, components: fields };
    const before = house.discord.requests.length;
    expect(await forge(house, { type: 5, data, id: snowflakeAfter(house) })).not.toContain('mistake inside');
    const reads = house.discord.requests.slice(before).filter(({ path }) => path.includes(said.id));
    expect(reads.map(({ status }) => status)).toEqual([404]);
  });
});

const hasPicture = (message: Message) => message.attachments.length > 0;

/** Somebody else each time, so that nobody is asked to slow down. */
function memberOf(userId: string, salt: string) {
  const id = String(BigInt(userId) + BigInt(Buffer.from(salt).reduce((sum, byte) => sum * 31 + byte, 7) % 100_000));
  return { user: { id }, roles: [], permissions: '8' };
}
