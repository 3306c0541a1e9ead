import { describe, expect, it } from 'vitest';
import { guildId, userId } from '#core/ids.ts';
import { type AllowedGuildsParts, createAllowedGuilds } from '#discord/interactions/allowed-guilds.ts';
import { createEntrance, createRate, memberRates } from '#discord/interactions/entrance.ts';
import { createFakeClock } from '../support/clock.ts';
import { discordError, serverError } from '../support/errors.ts';
import { createRecordingLog } from '../support/log.ts';

const here = guildId('900000000000000001');
const user = (id: string) => ({ id });

/** A Discord that knows the application and who is in the server. */
function discordOf(application: object, members: readonly string[], failures: unknown[] = []) {
  const asked: string[] = [];
  const clock = createFakeClock(1_700_000_000_000);
  const log = createRecordingLog();
  const bot: AllowedGuildsParts['bot'] = {
    async get(route) {
      asked.push(route);
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      if (route === '/applications/@me') return application;
      if (members.includes(route.split('/').at(-1) ?? '')) return {};
      throw discordError(10_007, 404);
    },
  };
  return { asked, clock, log, isAllowed: createAllowedGuilds({ allowed: null, bot, clock, log }) };
}

const team = (...states: readonly number[]) => ({
  owner: user('team-user'),
  team: { members: states.map((state, at) => ({ membership_state: state, user: user(`member-${at}`) })) },
});

describe('the servers of an operator', () => {
  it.each([
    ['the owner is in it', { owner: user('owner') }, ['owner'], 'yes'],
    ['the owner is not in it', { owner: user('owner'), team: null }, ['somebody'], 'no'],
    ['a member of the team is in it', team(2, 2), ['member-1'], 'yes'],
    ['only somebody who was invited to the team is in it', team(2, 1), ['member-1'], 'no'],
    ['only the user that stands for the team is in it', team(2), ['team-user'], 'no'],
  ])('%s: %s', async (_title, application, members, answer) => {
    expect(await discordOf(application, members).isAllowed(here)).toBe(answer);
  });

  it.each([10_004, 50_001, 10_013])('a server that the bot is not in is none (%d)', async (code) => {
    const discord = discordOf({ owner: user('owner') }, ['owner']);
    const isAllowed = createAllowedGuilds({
      allowed: null,
      bot: {
        async get(route) {
          if (route === '/applications/@me') return { owner: user('owner') };
          throw discordError(code, 403);
        },
      },
      ...discord,
    });
    expect(await isAllowed(here)).toBe('no');
  });

  it('are asked for once, again when the answer is old, and soon again after a no', async () => {
    const { asked, clock, isAllowed } = discordOf({ owner: user('owner') }, ['owner']);
    expect(await Promise.all([isAllowed(here), isAllowed(here), isAllowed(here)])).toEqual(['yes', 'yes', 'yes']);
    expect(asked).toHaveLength(2);
    await clock.advance(59 * 60_000);
    await isAllowed(here);
    expect(asked).toHaveLength(2);
    await clock.advance(2 * 60_000);
    await isAllowed(here);
    expect(asked).toHaveLength(4);
  });

  it.each([
    ['an error of Discord', serverError()],
    ['an application without owner', null],
  ])('are unknown after %s, which is not remembered', async (_title, failure) => {
    const discord = failure
      ? discordOf({ owner: user('owner') }, ['owner'], [failure])
      : discordOf({ owner: null }, ['owner']);
    expect(await discord.isAllowed(here)).toBe('unknown');
    if (failure) expect(await discord.isAllowed(here)).toBe('yes');
  });

  it('are all of them with *, and those of a list', async () => {
    const { clock, log } = discordOf({}, []);
    const bot = { get: () => Promise.reject(new Error('not asked')) };
    expect(await createAllowedGuilds({ allowed: '*', bot, clock, log })(here)).toBe('yes');
    const ofList = createAllowedGuilds({ allowed: [here], bot, clock, log });
    expect([await ofList(here), await ofList(guildId('900000000000000002'))]).toEqual(['yes', 'no']);
  });
});

describe('the rate of a member', () => {
  it('is a burst, then a pace, and steps of the clock neither lend nor lose any', () => {
    const take = createRate({ burst: 3, perSecond: 1 });
    expect([0, 0, 0, 0].map((ms) => take('ada', ms))).toEqual([true, true, true, false]);
    expect(take('bob', 0)).toBe(true);
    expect([take('ada', 1000), take('ada', 1000)]).toEqual([true, false]);
    expect(take('ada', -5000)).toBe(false);
    expect([take('ada', -4000), take('ada', -4000)]).toEqual([true, false]);
    expect([0, 0, 0, 0].map((ms) => take('ada', 1e9 + ms))).toEqual([true, true, true, false]);
  });

  it('is kept of ten thousand members at most', () => {
    const take = createRate({ burst: 1, perSecond: 0 });
    for (let count = 0; count <= 10_000; count += 1) take(String(count), 0);
    // The one that was quiet for longest is forgotten, the next one is not.
    expect([take('1', 0), take('0', 0)]).toEqual([false, true]);
  });
});

describe('the entrance', () => {
  const ada = { guildId: here, userId: userId('100000000000000001') };

  it('answers before a command runs where the server is not the operator’s, or nobody knows', async () => {
    const answers = new Map([
      ['yes', null],
      ['no', "Easel isn't open to this server. The person who runs this bot decides which servers can use it."],
      [
        'unknown',
        "Easel can't check right now whether this server can use it. Try again in a minute. You weren't charged.",
      ],
    ] as const);
    for (const [answer, text] of answers) {
      const entrance = createEntrance({ isAllowed: async () => answer, now: () => 0 });
      expect(await entrance(ada, 'action')).toBe(text);
    }
  });

  it('counts what a member does and what is suggested to them apart', async () => {
    const entrance = createEntrance({ isAllowed: async () => 'yes', now: () => 0 });
    for (let count = 0; count < memberRates.action.burst; count += 1) expect(await entrance(ada, 'action')).toBeNull();
    expect(await entrance(ada, 'action')).toContain('Wait a few seconds');
    expect(await entrance(ada, 'suggestions')).toBeNull();
    expect(await entrance({ ...ada, userId: userId('100000000000000002') }, 'action')).toBeNull();
  });
});
