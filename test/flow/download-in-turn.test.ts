import { describe, expect, it } from 'vitest';
import { BotError } from '../../src/domain/errors.ts';
import type { ImageFile } from '../../src/domain/job.ts';
import type { Download } from '../../src/domain/ports.ts';
import { createSlots } from '../../src/domain/slots.ts';
import { downloadInTurn } from '../../src/flow/download-in-turn.ts';
import { settle } from '../discord/support/clock.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { createGate, type Gate } from '../support/gate.ts';
import { requestOf, startMs } from '../support/requests.ts';
import { fourPictures, madeBy } from '../support/several.ts';
import { createWorld, picture } from '../support/world.ts';

/** A download of which each picture waits to be let through, and the addresses in the order in which they were begun. */
function createHeld() {
  const begun: string[] = [];
  const gates = new Map<string, Gate<ImageFile>>();
  const download: Download = ({ url }) => {
    const gate = createGate<ImageFile>();
    begun.push(url);
    gates.set(url, gate);
    return gate.promise;
  };
  return { begun, download, letThrough: (url: string) => gates.get(url)?.resolve(picture) };
}

describe('downloads in turn', () => {
  it('fetch two pictures at once and the others in order', async () => {
    const held = createHeld();
    const download = downloadInTurn(held.download, createSlots(2));
    const { signal } = new AbortController();
    const all = ['a', 'b', 'c'].map((url) => download({ url }, 'runninghub', signal));
    await settle();
    expect(held.begun).toEqual(['a', 'b']);
    held.letThrough('b');
    await settle();
    expect(held.begun).toEqual(['a', 'b', 'c']);
    for (const url of held.begun) held.letThrough(url);
    expect(await Promise.all(all)).toEqual([picture, picture, picture]);
  });

  it('end at once with one that is stopped while it waits, and never begin it', async () => {
    const held = createHeld();
    const download = downloadInTurn(held.download, createSlots(1));
    const stop = new AbortController();
    const first = download({ url: 'a' }, 'runninghub', new AbortController().signal);
    const second = download({ url: 'b' }, 'runninghub', stop.signal);
    const reason = new BotError('cancelled.shutdown', 'stop');
    stop.abort(reason);
    await expect(second).rejects.toBe(reason);
    held.letThrough('a');
    expect(await first).toEqual(picture);
    expect(held.begun).toEqual(['a']);
  });

  it('bring all pictures of a job', async () => {
    let running = 0;
    let most = 0;
    const clock = createFakeClock(startMs);
    const fetching: Download = async (_image, _provider, signal) => {
      running += 1;
      most = Math.max(most, running);
      await clock.wait(1_000, signal);
      running -= 1;
      return picture;
    };
    const download = downloadInTurn(fetching, createSlots(2));
    const world = createWorld({ clock, plan: fourPictures(), download, runninghub: { checkOf: (id) => madeBy(id) } });
    await world.generate(requestOf());
    expect(world.reply.delivered).toMatchObject([{ job: { came: 4 } }]);
    expect(most).toBe(2);
  });
});
