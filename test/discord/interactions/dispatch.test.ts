import { beforeEach, describe, expect, it } from 'vitest';
import { bornAtMs } from '#core/ids.ts';
import { createSemaphore } from '#core/lock.ts';
import type { CommandOf } from '#discord/interactions/calls.ts';
import { createDispatch, type Dispatch, type DispatchDeps } from '#discord/interactions/dispatch.ts';
import { createSealer, createTokenLives } from '#discord/replies/tokens.ts';
import { createFakeClock, type FakeClock, settle } from '../support/clock.ts';
import { discordError, socketError } from '../support/errors.ts';
import { createRecordingLog, type RecordingLog } from '../support/log.ts';
import { caller, secretToken } from '../support/samples.ts';
import { createScriptedRoutes, type ScriptedRoutes } from '../support/scripted-routes.ts';

interface Probe {
  heard: unknown[];
}

let clock: FakeClock;
let routes: ScriptedRoutes;
let log: RecordingLog;
let probe: Probe;

beforeEach(() => {
  clock = createFakeClock(caller.askedAtMs);
  routes = createScriptedRoutes();
  log = createRecordingLog();
  probe = { heard: [] };
});

const text = (content: string) => ({ content, buttons: [] });
const command: CommandOf<Probe> = {
  data: { name: 'probe', description: 'x' },
  run: async (call, bot) => {
    bot.heard.push(call.subcommand, call.options, call.caller);
    await call.answer(text('ran'));
  },
  complete: () =>
    Array.from({ length: 30 }, (_, at) => ({ name: 'n'.repeat(120), value: at === 0 ? 'v'.repeat(101) : `${at}` })),
  components: {
    form: (call) => call.openForm({ custom_id: 'sent:1', title: 'x', components: [] }),
    swap: async (call) => {
      await call.update(text('swapped'));
      await call.update(text('swapped again'));
    },
    late: async (call) => {
      await call.answer(text('first'));
      await call.openForm({ custom_id: 'sent:1', title: 'x', components: [] });
    },
  },
  modals: { sent: async (call, bot) => void bot.heard.push(call.id, [...call.fields]) },
};

function dispatchOf(one: CommandOf<Probe>, newest?: DispatchDeps<Probe>['newest']): Dispatch {
  const retryDeps = { clock, random: () => 0 };
  const replies = {
    routes,
    retryDeps,
    sealer: createSealer('b'),
    tokens: createTokenLives(retryDeps.clock),
    uploads: createSemaphore(1),
    log,
  };
  return createDispatch({ commands: [one], bot: probe, replies, log, ...(newest && { newest }) });
}

const payload = (type: number, data: object, rest: object = {}) => ({
  id: caller.id,
  application_id: '1200000000000000009',
  token: secretToken,
  type,
  guild_id: caller.guildId,
  channel: { id: caller.channelId, type: 0, nsfw: true },
  member: { user: { id: caller.userId }, roles: ['1200000000000000010'], permissions: '0' },
  data,
  ...rest,
});
const lastBody = () => JSON.stringify(routes.calls.at(-1)?.body);

describe('an interaction', () => {
  it('finds its command, with subcommand, options and caller', async () => {
    const options = [{ name: 'list', type: 1, options: [{ name: 'page', type: 4, value: 2 }] }];
    await dispatchOf(command).handle(payload(2, { name: 'probe', options }));
    expect(probe.heard).toEqual([
      'list',
      [{ name: 'page', value: 2 }],
      { ...caller, roleIds: ['1200000000000000010'], isAgeRestricted: true },
    ]);
    expect(lastBody()).toContain('ran');
  });

  it('is told apart from what is none', async () => {
    await dispatchOf(command).handle({ type: 1 });
    expect(routes.calls).toEqual([]);
    expect(log.lines).toHaveLength(1);
  });

  it.each([
    ['outside servers', payload(2, { name: 'probe' }, { guild_id: undefined }), 'Easel only works in servers.'],
    ['of an unknown command', payload(2, { name: 'gone' }), 'older version'],
    ['of an unknown button', payload(3, { custom_id: 'gone:1' }), 'older version'],
    ['of a button that names nothing of ours', payload(3, { custom_id: 'constructor:1' }), 'older version'],
    ['of a button that is not ours', payload(3, { custom_id: '???' }), 'older version'],
    ['of an unknown form', payload(5, { custom_id: 'gone:1' }), 'older version'],
  ])('%s gets an answer', async (_what, sent, expected) => {
    await dispatchOf(command).handle(sent);
    expect(lastBody()).toContain(expected);
  });

  it('opens a form, and its fields come back in either shape', async () => {
    const dispatch = dispatchOf(command);
    await dispatch.handle(payload(3, { custom_id: 'form:1' }));
    expect(routes.calls.at(-1)?.body).toMatchObject({ type: 9, data: { custom_id: 'sent:1' } });
    const components = [
      { type: 18, component: { type: 4, custom_id: 'new', value: 'a' } },
      {
        type: 1,
        components: [
          { type: 4, custom_id: 'old', value: 'b' },
          { type: 4, custom_id: 'empty' },
        ],
      },
    ];
    await dispatch.handle(payload(5, { custom_id: 'sent:1:x', components }, { id: '1200000000000000099' }));
    expect(probe.heard).toEqual([
      { action: 'sent', subject: '1', extra: 'x' },
      [
        ['new', 'a'],
        ['old', 'b'],
        ['empty', ''],
      ],
    ]);
  });

  it('replaces the message of a button, then edits it', async () => {
    await dispatchOf(command).handle(payload(3, { custom_id: 'swap:1' }));
    expect(routes.calls.map(({ route }) => route)).toEqual(['callback', 'editOriginal']);
    expect(routes.calls[0]?.body).toMatchObject({ type: 7, data: { content: 'swapped' } });
  });

  it('cannot open a form after an answer: the member reads of it in the same answer', async () => {
    await dispatchOf(command).handle(payload(3, { custom_id: 'late:1' }));
    expect(routes.calls.map(({ route }) => route)).toEqual(['callback', 'editOriginal']);
    expect(log.lines).toMatchObject([{ facts: { code: 'delivery.expired' } }]);
    expect(routes.calls.at(-1)?.message?.content).toBe(
      "Easel couldn't open the form in time. Try again in a moment. You weren't charged.",
    );
  });

  it('that Discord may have taken, and cannot be answered for ten minutes, is told of its error once Discord is back', async () => {
    const failing: CommandOf<Probe> = {
      ...command,
      run: async (call) => {
        await call.reply(false).accept();
      },
    };
    routes.script('callback', socketError(), 'hang');
    routes.script('deleteOriginal', ...Array.from({ length: 70 }, () => socketError('ECONNREFUSED')));
    const handled = dispatchOf(failing).handle(payload(2, { name: 'probe' }));
    await clock.advance(14 * 60_000);
    await handled;
    expect(routes.calls.filter(({ route }) => route === 'deleteOriginal')).toHaveLength(71);
    expect(routes.calls.at(-1)).toMatchObject({ route: 'createFollowUp', at: { isPrivate: true } });
    expect(log.lines.map(({ message }) => message)).not.toContain('the error could not be told');
  });

  it('whose first answer is given up while it is under way may have arrived: the error takes its place, for the member alone', async () => {
    const failing: CommandOf<Probe> = { ...command, run: async (call) => void (await call.reply(false).accept()) };
    routes.script('callback', 'hang');
    const handled = dispatchOf(failing).handle(payload(2, { name: 'probe' }));
    await clock.advance(3_000);
    await handled;
    expect(routes.calls.map(({ route }) => route)).toEqual(['callback', 'deleteOriginal', 'createFollowUp']);
    expect(routes.calls.at(-1)?.message?.content).toContain("You weren't charged");
  });

  it('is answered with suggestions that fit Discord', async () => {
    const options = [{ name: 'word', type: 3, value: 'x', focused: true }];
    await dispatchOf(command).handle(payload(4, { name: 'probe', options }));
    const choices = routes.calls[0]?.body;
    expect(choices).toMatchObject({ type: 8 });
    expect(lastBody().match(/"value"/g)).toHaveLength(25);
    expect(lastBody()).not.toContain('v'.repeat(101));
  });

  it.each([
    ['no option is focused', payload(4, { name: 'probe', options: [] })],
    ['the command is unknown', payload(4, { name: 'gone', options: [{ name: 'x', value: '', focused: true }] })],
    ['it is outside servers', payload(4, { name: 'probe' }, { member: undefined })],
  ])('has no suggestions where %s', async (_why, sent) => {
    await dispatchOf(command).handle(sent);
    expect(routes.calls[0]?.body).toEqual({ type: 8, data: { choices: [] } });
  });

  it('is deferred when nothing was said in good time, and answered by an edit', async () => {
    let finish: () => void = () => undefined;
    const slow: CommandOf<Probe> = {
      ...command,
      run: async (call) => {
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        await call.answer(text('at last'));
      },
    };
    const handled = dispatchOf(slow).handle(payload(2, { name: 'probe' }));
    await clock.advance(1900);
    expect(routes.calls[0]?.body).toEqual({ type: 5, data: { flags: 64 } });
    finish();
    await handled;
    expect(routes.calls[1]).toMatchObject({ route: 'editOriginal', message: { content: 'at last' } });
  });

  it.each([
    ['what is for everyone, in public', () => true, { type: 5, data: {} }, 'deleteOriginal'],
    ['other things in time, in private', undefined, { type: 5, data: { flags: 64 } }, 'editOriginal'],
  ])('waits in a crowd for %s', async (_what, isForEveryone, deferral, next) => {
    let finish: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const slow: CommandOf<Probe> = {
      ...command,
      ...(isForEveryone && { isForEveryone }),
      run: async (call) => {
        await opened;
        await call.answer(text('at last'));
      },
    };
    const dispatch = dispatchOf(slow);
    const ids = Array.from({ length: 65 }, (_, at) => String(BigInt(caller.id) + BigInt(at)));
    const handled = ids.map((id) => dispatch.handle(payload(2, { name: 'probe' }, { id })));
    await settle();
    expect(routes.calls).toHaveLength(isForEveryone ? 65 : 0);
    await clock.advance(1_300);
    expect(routes.calls.map(({ body }) => body)).toEqual(ids.map(() => deferral));
    finish();
    await clock.advance(5_000);
    await Promise.all(handled);
    expect(routes.calls.filter(({ route }) => route === next)).toHaveLength(65);
  });

  it('is answered through the edit when every callback was lost but may have arrived', async () => {
    routes.script('callback', socketError(), 'hang');
    const failing: CommandOf<Probe> = { ...command, run: () => Promise.reject(new Error('no')) };
    const handled = dispatchOf({ ...failing, run: async (call) => call.answer(text('x')) }).handle(
      payload(2, { name: 'probe' }),
    );
    await clock.advance(3000);
    await handled;
    expect(routes.calls.at(-1)?.route).toBe('editOriginal');
  });

  it('that cannot be deferred or told anything ends up in the log, without its token', async () => {
    const url = `https://discord.com/api/v10/interactions/1/${secretToken}/callback`;
    routes.script('callback', discordError(10062, 404, url));
    const slow: CommandOf<Probe> = {
      ...command,
      run: () => clock.wait(2500, new AbortController().signal).then(() => Promise.reject(new Error('no'))),
    };
    const handled = dispatchOf(slow).handle(payload(2, { name: 'probe' }));
    await clock.advance(3000);
    await handled;
    expect(log.lines.map(({ level }) => level)).toEqual(['warn', 'error', 'warn']);
    expect(log.text()).not.toContain(secretToken);
  });
});

describe('a crowd that asks for pictures', () => {
  it('takes no form from a member who presses a button in the midst of it', async () => {
    const slow: CommandOf<Probe> = {
      ...command,
      isForEveryone: () => true,
      run: async (call) => {
        await clock.wait(600, new AbortController().signal);
        await call.reply(false).accept();
      },
    };
    const dispatch = dispatchOf(slow);
    const idAt = (at: number) => String(BigInt(caller.id) + BigInt(at));
    const crowd = Array.from({ length: 150 }, (_, at) =>
      dispatch.handle(payload(2, { name: 'probe' }, { id: idAt(at) })),
    );
    const pressed = dispatch.handle(payload(3, { custom_id: 'form:1' }, { id: idAt(150) }));
    await clock.advance(20_000);
    await Promise.all([...crowd, pressed]);
    expect(routes.calls.filter(({ body }) => JSON.stringify(body).includes('"type":9'))).toHaveLength(1);
    expect(log.lines).toEqual([]);
  });
});

describe('an interaction that arrives twice', () => {
  const newestBefore = '1200000000000000050';

  beforeEach(() => {
    clock = createFakeClock(bornAtMs(caller.id));
  });

  it('is answered once', async () => {
    const dispatch = dispatchOf(command);
    await Promise.all([1, 2, 3].map(() => dispatch.handle(payload(2, { name: 'probe' }))));
    expect(routes.calls).toHaveLength(1);
    expect(log.lines.map(({ level }) => level)).toEqual(['info', 'info']);
  });

  it('is known by the newest id after a restart, and what is newer is not', async () => {
    const kept: string[] = [];
    const newest = { newestBefore, saveNewest: async (id: string) => void kept.push(id) };
    const dispatch = dispatchOf(command, newest);
    for (const id of ['1200000000000000049', newestBefore])
      await dispatch.handle(payload(2, { name: 'probe' }, { id }));
    expect(routes.calls).toEqual([]);
    await dispatch.handle(payload(2, { name: 'probe' }, { id: '1200000000000000051' }));
    await dispatch.idle();
    expect(routes.calls).toHaveLength(1);
    expect(kept).toEqual(['1200000000000000051']);
  });

  it('is missed and not a copy where it is replayed, however new the newest was', async () => {
    const openBefore = ['1200000000000000040'];
    const newest = { newestBefore, openBefore, saveNewest: async () => undefined };
    const dispatch = dispatchOf(command, newest);
    for (const id of [...openBefore, '1200000000000000041', '1200000000000000041'])
      await dispatch.handle(payload(2, { name: 'probe' }, { id }), { isReplayed: true });
    expect(routes.calls).toHaveLength(1);
  });

  it('is left alone where it is replayed too late to be answered', async () => {
    const dispatch = dispatchOf(command);
    await clock.advance(2801);
    await dispatch.handle(payload(2, { name: 'probe' }), { isReplayed: true });
    expect(routes.calls).toEqual([]);
    expect(log.lines).toMatchObject([{ level: 'info', facts: { id: caller.id, ageMs: 2801 } }]);
  });

  it('is left alone where it came right after a resume, as old as that', async () => {
    const dispatch = dispatchOf(command);
    await clock.advance(2801);
    await dispatch.handle(payload(2, { name: 'probe' }), { isReplayed: false, isJustResumed: true });
    expect(routes.calls).toEqual([]);
  });

  it('is left alone where the process was frozen meanwhile, however wrong the clocks are', async () => {
    for (const aheadMs of [0, 400_000, -400_000]) {
      clock = createFakeClock(bornAtMs(caller.id) + aheadMs);
      routes = createScriptedRoutes();
      const dispatch = dispatchOf(command);
      const handle = (bornMs: number) =>
        dispatch.handle(payload(2, { name: 'probe' }, { id: String(BigInt(caller.id) + (BigInt(bornMs) << 22n)) }));
      await handle(0);
      await clock.advance(14_000);
      await handle(9_000);
      expect(routes.calls).toHaveLength(1);
      await handle(10_500);
      await handle(14_000);
      expect(routes.calls).toHaveLength(3);
    }
    expect(log.lines).toMatchObject(Array.from({ length: 3 }, () => ({ facts: { lateMs: 4986 } })));
  });

  it('is late for ten seconds at most where a clock has jumped', async () => {
    const { monotonic } = clock;
    let jumpedMs = 0;
    clock = { ...clock, monotonic: () => monotonic() + jumpedMs };
    const dispatch = dispatchOf(command);
    const handleNow = () => {
      const bornMs = BigInt(monotonic());
      return dispatch.handle(payload(2, { name: 'probe' }, { id: String(BigInt(caller.id) + (bornMs << 22n)) }));
    };
    await handleNow();
    jumpedMs = 20_000;
    for (const [passMs, answered] of [
      [1_000, 1],
      [9_000, 1],
      [1_000, 2],
      [1_000, 3],
    ] as const) {
      await clock.advance(passMs);
      await handleNow();
      expect(routes.calls).toHaveLength(answered);
    }
  });

  it('is no later than others because an id was made up, or because the clock was set', async () => {
    const { now } = clock;
    let setBackMs = 0;
    clock = { ...clock, now: () => now() - setBackMs };
    const dispatch = dispatchOf(command);
    await dispatch.handle(payload(2, { name: 'probe' }, { id: '18446744073709551614' }));
    await dispatch.handle(payload(2, { name: 'probe' }));
    setBackMs = 3_600_000;
    await dispatch.handle(payload(2, { name: 'probe' }, { id: '1200000000000000099' }));
    expect(routes.calls).toHaveLength(3);
  });

  it('is answered although its id could not be written down', async () => {
    const newest = { newestBefore: null, saveNewest: () => Promise.reject(new Error('full')) };
    const dispatch = dispatchOf(command, newest);
    await dispatch.handle(payload(2, { name: 'probe' }));
    await dispatch.idle();
    expect(routes.calls).toHaveLength(1);
    expect(log.lines).toMatchObject([{ level: 'warn' }]);
  });

  it.each(['18446744073709551615', 'no id'])(
    'is not taken for one because of %s, which nobody made',
    async (before) => {
      const kept: string[] = [];
      const newest = { newestBefore: before, saveNewest: async (id: string) => void kept.push(id) };
      const dispatch = dispatchOf(command, newest);
      await dispatch.handle(payload(2, { name: 'probe' }, { id: '18446744073709551614' }));
      await dispatch.handle(payload(2, { name: 'probe' }));
      await dispatch.idle();
      expect(routes.calls).toHaveLength(2);
      expect(kept).toEqual([caller.id]);
    },
  );
});

describe('stopping', () => {
  it('tells newcomers, and waits for what was begun', async () => {
    let isOver = false;
    const slow: CommandOf<Probe> = {
      ...command,
      run: async () => {
        await clock.wait(500, new AbortController().signal);
        isOver = true;
      },
    };
    const dispatch = dispatchOf(slow);
    const begun = dispatch.handle(payload(2, { name: 'probe' }));
    await settle();
    dispatch.close();
    await dispatch.handle(payload(2, { name: 'probe' }, { id: '1200000000000000099' }));
    expect(lastBody()).toContain('restarting');
    const idle = dispatch.idle();
    await clock.advance(500);
    await idle;
    expect(isOver).toBe(true);
    await begun;
  });
});
