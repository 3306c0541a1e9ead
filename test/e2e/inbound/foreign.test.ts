import { describe, expect, test } from 'vitest';
import { forge, snowflakeAfter } from '../../support/house/forge.ts';
import { openHouse, startBot } from '../../support/house/open-house.ts';

const speaks = ({ content }: { content: string }) => content !== '';

/** Two servers on one Easel: Olga runs the first, and names what belongs to the second. */
async function openTwo() {
  const house = await openHouse();
  await startBot(house);
  const other = house.discord.addGuild({ name: 'Elsewhere' });
  const theirs = other.addChannel({ name: 'theirs' });
  const theirRole = other.addRole({ name: 'Theirs' });
  const zoe = other.member({ name: 'Zoe' });
  const permissions = ['ManageGuild', 'ModerateMembers'] as const;
  const olga = house.guild.member({ name: 'Olga', permissions });
  const say = async (line: string) => (await olga.slash(line).until(speaks)).content;
  return { house, other, theirs, theirRole, zoe, olga, say };
}

describe('what an option names in another server', () => {
  test('is refused as log and approval channel, resolved or not', async () => {
    const { house, theirs, olga, say } = await openTwo();
    await say('/setup log channel:#general');
    const bare = { id: theirs.id, type: 0, name: 'x', permissions: '0' };
    const told = { channels: { [theirs.id]: { ...bare, guild_id: theirs.guildId } } };
    const untold = { channels: { [theirs.id]: { ...bare, app_permissions: '8' } } };
    const channel = { name: 'channel', type: 7, value: theirs.id };
    const only = [channel, { name: 'action', type: 3, value: 'only' }];
    for (const [name, options, resolved] of [
      ['log', [channel], undefined],
      ['log', [channel], { channels: {} }],
      ['log', [channel], told],
      ['log', [channel], untold],
      ['log', [{ ...channel, type: 3 }], { channels: {} }],
      ['approvals', [channel], undefined],
      ['approvals', [channel], told],
      ['approvals', [channel], untold],
      ['channels', only, undefined],
      ['channels', only, told],
    ] as const) {
      const data = { name: 'setup', type: 1, options: [{ name, type: 1, options }], resolved };
      expect(await forge(house, { data, id: snowflakeAfter(house) })).toContain(
        "That channel isn't part of this server.",
      );
    }
    const view = await say('/setup view');
    expect(view).toContain(olga.channelId);
    expect(view).not.toContain(theirs.id);
    expect(house.discord.messages(theirs.id)).toEqual([]);
  });

  test('is refused as role and as member of every command', async () => {
    const { house, theirRole, zoe, say } = await openTwo();
    await say('/setup view');
    const role = { name: 'role', type: 8, value: theirRole.id };
    const credits = { name: 'credits', type: 4, value: 5 };
    const allowance = [role, credits, { name: 'period', type: 3, value: 'day' }];
    const member = [
      { name: 'member', type: 6, value: zoe.userId },
      credits,
      { name: 'reason', type: 3, value: 'because' },
    ];
    for (const [name, subcommand, options] of [
      ['setup', 'allowance', allowance],
      ['setup', 'models', [{ name: 'action', type: 3, value: 'role' }, role]],
      ['mod', 'grant', member],
      ['mod', 'suspend', member],
      ['mod', 'history', member],
    ] as const) {
      const data = { name, type: 1, options: [{ name: subcommand, type: 1, options }] };
      expect(await forge(house, { data, id: snowflakeAfter(house) })).toMatch(
        /isn't (?:part|a member) of this server/u,
      );
    }
    // Discord itself lets a moderator name anybody by id.
    expect(await say(`/mod grant member:${zoe.userId} credits:5 reason:because`)).toContain(
      "That isn't a member of this server.",
    );
    expect(await say(`/mod suspend member:${zoe.userId} duration:1d reason:because`)).toContain(
      "That isn't a member of this server.",
    );
  });

  test('is not a member who has left and is still known here', async () => {
    const { house, olga, say } = await openTwo();
    const bob = house.guild.member({ name: 'Bob' });
    await say(`/mod grant member:${bob.userId} credits:5 reason:because`);
    const users = { [bob.userId]: { id: bob.userId, username: 'bob' } };
    const member = { name: 'member', type: 6, value: bob.userId };
    const data = {
      name: 'mod',
      type: 1,
      options: [{ name: 'history', type: 1, options: [member] }],
      resolved: { users },
    };
    expect(await forge(house, { data, id: snowflakeAfter(house) })).toContain('granted');
    expect(olga.userId).not.toBe(bob.userId);
  });
});

describe('a channel that Easel is to write into', () => {
  test.each([
    [[], 'View Channel, Send Messages'],
    [['ViewChannel'], 'Send Messages'],
  ] as const)('is refused where it may only %j, by the names of what is missing', async (botPermissions, missing) => {
    const { house, say } = await openTwo();
    house.guild.addChannel({ name: 'closed', botPermissions });
    for (const line of ['/setup log channel:#closed', '/setup approvals channel:#closed threshold:5']) {
      const answer = await say(line);
      expect(answer).toContain(`: ${missing}.`);
      expect(answer).toContain('Nothing was changed');
    }
  });

  test('is taken where Discord tells the permissions, and asked about where it does not tell the server', async () => {
    const { house, olga, say } = await openTwo();
    expect(await say('/setup log channel:#general')).toContain('Changed');
    const bare = { [olga.channelId]: { id: olga.channelId, type: 0 } };
    const log = (channels: object) => ({
      name: 'setup',
      type: 1,
      options: [{ name: 'approvals', type: 1, options: [{ name: 'channel', type: 7, value: olga.channelId }] }],
      resolved: { channels },
    });
    expect(await forge(house, { data: log(bare), id: snowflakeAfter(house) })).toContain('Changed');
    house.discord.faults.add({
      kind: 'status',
      status: 403,
      path: /channels\/\d+$/,
      body: { code: 50001, message: 'x' },
    });
    expect(await forge(house, { data: log(bare), id: snowflakeAfter(house) })).toContain('View Channel, Send Messages');
    house.discord.faults.add({ kind: 'status', status: 400, path: /channels\/\d+$/ });
    expect(await forge(house, { data: log(bare), id: snowflakeAfter(house) })).toContain(
      "Discord didn't say whether that channel is part of this server.",
    );
    const outbound = { [olga.channelId]: { id: olga.channelId, type: 2, guild_id: house.guild.id } };
    expect(await forge(house, { data: log(outbound), id: snowflakeAfter(house) })).toContain('text and announcement');
  });

  test('is switched off only by the button of a manager', async () => {
    const { house, olga, say } = await openTwo();
    await say('/setup log channel:#general');
    const asked = await olga.slash('/setup log').until(speaks);
    expect(asked.content).toContain('Switch the log off?');
    expect(
      (await olga.press(asked, 'Keep the log').until(({ content }) => content.includes('stays'))).components,
    ).toEqual([]);
    const again = await olga.slash('/setup log').until(speaks);
    const event = house.discord.interactionEvents().at(-1);
    const press = { type: 3, data: { custom_id: `log_off:${olga.userId}`, component_type: 2 } };
    const member = { user: { id: olga.userId }, roles: [], permissions: '0' };
    expect(event).toBeDefined();
    expect(await forge(house, { ...press, member, id: snowflakeAfter(house) })).toContain('Manage Server');
    await olga.press(again, 'Switch it off').until(({ content }) => content.includes('Now: off'));
    expect(await say('/setup log')).toContain('Nothing changed');
  });
});
