import { describe, expect, it, onTestFinished } from 'vitest';
import { guildId } from '#core/ids.ts';
import { createDiscord } from '#discord/gateway/client.ts';
import { createOwnCommands, registerCommands } from '#discord/interactions/register.ts';
import { commands, definitionsOf } from '../../../commands/index.ts';
import { type SandboxDiscord, startSandboxDiscord } from '../../../sandbox/discord/start.ts';
import { createSystemClock } from '../support/clock.ts';
import { createRecordingLog } from '../support/log.ts';

async function open() {
  const sandbox = await startSandboxDiscord({ rateLimits: 'off' });
  const log = createRecordingLog();
  const retryDeps = { clock: createSystemClock(), random: () => 0 };
  const { token, apiBase, cdnBase, applicationId } = sandbox;
  const count = { onRateLimited: () => undefined, onEdited: () => undefined };
  const discord = createDiscord({ token, apiBase, cdnBase, retryDeps, log, ...count });
  onTestFinished(async () => {
    await discord.close();
    await sandbox.stop();
  });
  const registration = async (change: Partial<Parameters<typeof registerCommands>[0]> = {}) =>
    registerCommands({
      rest: discord.connections.bot,
      ...{ retryDeps, log, applicationId, definitions, devGuildId: null, lastDevGuildId: null },
      ...change,
    });
  const register = async (change: Parameters<typeof registration>[0] = {}) => (await registration(change)).isWritten;
  /** What somebody else has put there, with the same token. */
  const put = async (body: readonly object[], guildId?: string) => {
    const scope = guildId === undefined ? '' : `/guilds/${guildId}`;
    const answer = await fetch(`${apiBase}/v10/applications/${applicationId}${scope}/commands`, {
      method: 'PUT',
      headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(200);
  };
  const ownCommands = createOwnCommands({
    rest: discord.connections.bot,
    ...{ retryDeps, log, applicationId: () => applicationId, budgetMs: 500 },
  });
  return { sandbox, log, registration, register, put, ownCommands };
}

const namesAt = (sandbox: SandboxDiscord, guildId?: string) => sandbox.commands(guildId).map(({ name }) => name);
const definitions = definitionsOf(commands);
const all = definitions.map(({ name }) => name);
const writes = ({ requests }: SandboxDiscord) => requests.filter(({ method }) => method === 'PUT');

describe('the commands', () => {
  it.each([false, true])(
    'are written once, and not again while Discord has them (in one server: %s)',
    async (isDev) => {
      const { sandbox, register } = await open();
      const devGuildId = isDev ? sandbox.addGuild({ name: 'Workshop' }).id : null;
      expect(await register({ devGuildId })).toBe(true);
      expect(await register({ devGuildId })).toBe(false);
      expect(writes(sandbox)).toHaveLength(1);
      expect(namesAt(sandbox, devGuildId ?? undefined)).toEqual(all);
    },
  );

  const [first, ...others] = definitions;
  const changes: readonly (readonly [string, readonly object[]])[] = [
    ['wiped', []],
    ['without one of them', others],
    ['with one more', [...definitions, { type: 1, name: 'other', description: 'Of another program' }]],
    ['with another description', [{ ...first, description: 'Something else' }, ...others]],
    ['with a right that they did not need', [{ ...first, default_member_permissions: '8' }, ...others]],
    ['without its options', [{ ...first, options: [] }, ...others]],
    ['in private chats too', [{ ...first, contexts: [0, 1, 2] }, ...others]],
    ['with words of another language', [{ ...first, description_localizations: { de: 'Anderes' } }, ...others]],
  ];
  it.each(changes)('%s elsewhere come back at the next start', async (_how, changed) => {
    const { sandbox, register, put } = await open();
    await register();
    await put(changed);
    expect(await register()).toBe(true);
    expect(namesAt(sandbox)).toEqual(all);
    expect(await register()).toBe(false);
  });
});

describe('the ids of the commands', () => {
  it.each([
    ['written now', false],
    ['found as they are', true],
  ])('are those that Discord has given, %s', async (_how, isThere) => {
    const { sandbox, registration } = await open();
    if (isThere) await registration();
    const { ids } = await registration();
    const idOf = (wanted: string) => sandbox.commands().find(({ name }) => name === wanted)?.id;
    expect(ids.get('imagine')).toBe(idOf('imagine'));
    expect(ids.get('credits balance')).toBe(idOf('credits'));
    expect(ids.has('credits')).toBe(false);
  });
});

describe("a server's own commands", () => {
  const own = { name: 'w-fox', description: 'A fox' } as const;
  const stranger = { type: 1, name: 'other', description: 'Of another program' };

  it('are written beside those of others, once, changed and taken away', async () => {
    const { sandbox, put, ownCommands } = await open();
    const id = guildId(sandbox.addGuild({ name: 'Workshop' }).id);
    await put([stranger], id);
    expect(await ownCommands.set(id, [own])).toBe('done');
    expect(await ownCommands.set(id, [own])).toBe('done');
    expect(writes(sandbox)).toHaveLength(2);
    expect(namesAt(sandbox, id)).toEqual(['other', 'w-fox']);
    await ownCommands.set(id, [{ ...own, name: 'w-owl' }]);
    expect(namesAt(sandbox, id)).toEqual(['other', 'w-owl']);
    await ownCommands.set(id, []);
    expect(namesAt(sandbox, id)).toEqual(['other']);
  });

  it('are not taken away by a start, in one server or everywhere', async () => {
    const { sandbox, register, ownCommands } = await open();
    const id = guildId(sandbox.addGuild({ name: 'Workshop' }).id);
    await register({ devGuildId: id });
    await ownCommands.set(id, [own]);
    expect(await register({ devGuildId: id })).toBe(false);
    await register();
    expect(namesAt(sandbox, id)).toEqual(['w-fox']);
    expect(await register({ devGuildId: id })).toBe(true);
    expect(namesAt(sandbox, id)).toEqual([...all, 'w-fox']);
  });

  it('are refused as Discord does: at its limit, and in a server that the bot is not in', async () => {
    const { sandbox, put, log, ownCommands } = await open();
    const id = guildId(sandbox.addGuild({ name: 'Workshop' }).id);
    const many = Array.from({ length: 100 }, (_, at) => ({ ...stranger, name: `other${at}` }));
    await put(many, id);
    expect(await ownCommands.set(id, [own])).toBe('full');
    expect(await ownCommands.set(guildId('1200000000000000077'), [own])).toBe('refused');
    expect(log.lines.length).toBe(2);
  });

  it('are refused while Discord is away', async () => {
    const { sandbox, ownCommands } = await open();
    const id = guildId(sandbox.addGuild({ name: 'Workshop' }).id);
    await sandbox.stop();
    expect(await ownCommands.set(id, [own])).toBe('refused');
  });
});

describe('commands that members would see twice', () => {
  it('are taken away everywhere, when they are to be in one server', async () => {
    const { sandbox, register } = await open();
    const { id } = sandbox.addGuild({ name: 'Workshop' });
    await register();
    await register({ devGuildId: id });
    expect([namesAt(sandbox), namesAt(sandbox, id)]).toEqual([[], all]);
  });

  it('are taken away in the server, when they are to be everywhere again', async () => {
    const { sandbox, register } = await open();
    const { id } = sandbox.addGuild({ name: 'Workshop' });
    await register({ devGuildId: id });
    await register();
    expect([namesAt(sandbox), namesAt(sandbox, id)]).toEqual([all, []]);
  });

  it('are taken away in the one server, when they are to be in another', async () => {
    const { sandbox, register } = await open();
    const [one, other] = [sandbox.addGuild({ name: 'One' }).id, sandbox.addGuild({ name: 'Other' }).id];
    await register({ devGuildId: one });
    await register({ devGuildId: other });
    expect([namesAt(sandbox, one), namesAt(sandbox, other)]).toEqual([[], all]);
  });

  it('stay where they are not ours', async () => {
    const { sandbox, register, put } = await open();
    const { id } = sandbox.addGuild({ name: 'Workshop' });
    await put([...definitions, { type: 1, name: 'other', description: 'Of another program' }], id);
    await register();
    expect(namesAt(sandbox, id)).toEqual(['other']);
  });

  it('are searched for in few servers only: in many, the remembered one is looked at', async () => {
    const { sandbox, register } = await open();
    const ids = Array.from({ length: 25 }, (_, number) => sandbox.addGuild({ name: `Server ${number}` }).id);
    await register({ devGuildId: ids[7] ?? null });
    const before = sandbox.requests.length;
    await register({ lastDevGuildId: ids[7] ?? null });
    expect(namesAt(sandbox, ids[7])).toEqual([]);
    expect(sandbox.requests.length - before).toBeLessThan(8);
  });

  it('do not stop the start where they cannot be taken away', async () => {
    const { sandbox, log, register } = await open();
    sandbox.addGuild({ name: 'Workshop' });
    sandbox.faults.add({
      kind: 'status',
      status: 403,
      body: { code: 50001, message: 'Missing Access' },
      path: /guilds\/\d+\/commands/,
    });
    expect(await register()).toBe(true);
    expect(log.text()).toContain('could not be taken away');
    sandbox.faults.add({
      kind: 'status',
      status: 403,
      body: { code: 50001, message: 'Missing Access' },
      path: /@me\/guilds/,
    });
    expect(await register()).toBe(false);
    expect(log.text()).toContain('could not be listed');
  });
});
