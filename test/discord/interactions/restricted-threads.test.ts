import { describe, expect, test } from 'vitest';
import { channelId } from '#core/ids.ts';
import { createThreadMarks } from '#discord/interactions/restricted-threads.ts';
import { createFakeClock } from '../support/clock.ts';
import { discordError } from '../support/errors.ts';
import { createRecordingLog } from '../support/log.ts';
import { caller } from '../support/samples.ts';
import { createScriptedRoutes } from '../support/scripted-routes.ts';

const parentChannelId = channelId('1200000000000000031');
const inThread = { ...caller, parentChannelId };

function openMarks() {
  const clock = createFakeClock();
  const routes = createScriptedRoutes();
  const log = createRecordingLog();
  const marks = createThreadMarks({ routes, retryDeps: { clock, random: () => 0 }, log });
  return { clock, routes, log, marks };
}

describe('a thread', () => {
  test('is age-restricted as its channel is, which is asked for once', async () => {
    const { clock, routes, marks } = openMarks();
    const all = await Promise.all([marks(inThread), marks(inThread), marks(inThread)]);
    expect(all.map(({ isAgeRestricted }) => isAgeRestricted)).toEqual([true, true, true]);
    await marks(inThread);
    expect(routes.calls).toHaveLength(1);
    await clock.advance(5 * 60_000);
    await marks(inThread);
    expect(routes.calls).toHaveLength(2);
  });

  test('is not while its channel cannot be read, which is tried again', async () => {
    const { clock, routes, log, marks } = openMarks();
    routes.script('findChannel', discordError(50001, 403), 'hang');
    expect((await marks(inThread)).isAgeRestricted).toBe(false);
    const slow = marks(inThread);
    await clock.advance(1000);
    expect((await slow).isAgeRestricted).toBe(false);
    expect((await marks(inThread)).isAgeRestricted).toBe(true);
    expect(log.lines).toHaveLength(2);
  });

  test('is not asked about where it is a channel, or says so itself', async () => {
    const { routes, marks } = openMarks();
    expect(await marks(caller)).toBe(caller);
    await marks({ ...inThread, isAgeRestricted: true });
    expect(routes.calls).toEqual([]);
  });

  test('makes room for others', async () => {
    const { routes, marks } = openMarks();
    for (let count = 0; count <= 1000; count += 1)
      await marks({ ...caller, parentChannelId: channelId(String(1_200_000_000_000 + count)) });
    await marks({ ...caller, parentChannelId: channelId('1200000000000') });
    expect(routes.calls).toHaveLength(1002);
  });
});
