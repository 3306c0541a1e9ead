import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { bytesIn } from '#media/file-bytes.ts';
import { probeAs } from '#media/read-media.ts';
import { openTypedFile } from '../../sandbox/discord/person-files.ts';
import type { Message } from '../../sandbox/discord/wire.ts';
import { hasPicture, speaks, spendableOf, tellsOfMoney } from '../support/house/look.ts';
import { type House, openHouse, startBot } from '../support/house/open-house.ts';
import { readText } from '../support/repository.ts';

const reel = 'sandbox/reference/to-video';

async function probeOf({ attachments: [attachment] }: Message) {
  const answer = await fetch(attachment?.url ?? '');
  return probeAs('video', bytesIn(new Uint8Array(await answer.arrayBuffer())));
}

const bodiesTo = ({ runcomfy }: House, path: RegExp) =>
  runcomfy.requests.filter((request) => request.method === 'POST' && path.test(request.path)).map(({ body }) => body);

test('a video of RunComfy’s catalogue is switched on, made and charged as the service says, and made again', async () => {
  const house = await openHouse({ isCalledBack: true, environment: { DEFAULT_ALLOWANCE: '10000' } });
  await startBot(house);
  await house.untilLogged('RunComfy lists videos and sounds that Easel cannot run');
  const chief = house.guild.member({ name: 'Chief', permissions: ['ManageGuild'] });
  const alice = house.guild.member({ name: 'Alice' });
  await chief.slash('/setup kinds kind:video action:on').until(speaks);
  const enabled = await chief.slash(`/setup models action:enable model:${reel}`).until(speaks);
  expect(enabled.content).toContain('It costs up to 600 credits with default options');
  const before = await spendableOf(alice);
  const line = `/video prompt:a hare model:${reel} duration:4 resolution:480p sound:false seed:7 image:sample`;
  const posted = await alice.slash(line, { image: openTypedFile('image', 'sample') }).until(hasPicture);
  expect(await probeOf(posted)).toMatchObject({ durationMs: 4000, heightPx: 480 });
  // 4 s at 0.03 USD each; the cheapest choice is held as it is.
  expect(await spendableOf(alice)).toBe(before - 120);
  const question = await alice.press(posted, 'Again').until(speaks);
  await alice.press(question, 'Same seed').until(hasPicture);
  const bodies = bodiesTo(house, /^\/v1\/models\//u);
  expect(bodies[1]).toEqual(bodies[0]);
  expect(bodies[0]).toEqual({
    prompt: 'a hare',
    images: [expect.stringMatching(/^data:image\/png;base64,/u)],
    resolution: '480p',
    duration: 4,
    aspect_ratio: 'adaptive',
    generate_audio: false,
    seed: 7,
  });
  const afterTwo = await spendableOf(alice);
  // Held are 2 times 2 times 0.03 USD a second; the service takes less for a finer one with sound.
  const dearer = alice.slash(`/video prompt:a hare model:${reel} duration:4 resolution:720p sound:true`);
  await dearer.until(hasPicture);
  expect(await spendableOf(alice)).toBe(afterTwo - Math.ceil(4 * 30 * 1.5 * 1.2));
  const odd = await alice.slash(`/video prompt:a hare model:${reel} duration:99`).until(tellsOfMoney);
  expect(odd.content).toContain('from 4 to 15');
});

test('a deployment at RunComfy is a workflow: charged at most what the file says, told when it is not there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'easel-deployments-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { workflows } = JSON.parse(readText('sandbox/workflows.json')) as { workflows: { id: string }[] };
  const loop = workflows.find(({ id }) => id === 'fox-loop');
  const input = { type: 'prompt', node: '99', field: 'text', required: true };
  const catalog = {
    workflows: [
      { ...loop, price: { currency: 'USD', amount: 0.005 } },
      { ...loop, id: 'gone', title: 'Gone', remoteId: 'not-there' },
      { ...loop, id: 'other-node', title: 'Other node', inputs: [input] },
    ],
  };
  await writeFile(join(folder, 'catalog.json'), JSON.stringify(catalog));
  const environment = { DEFAULT_ALLOWANCE: '10000', CATALOG_FILE: join(folder, 'catalog.json') };
  const house = await openHouse({ isCalledBack: true, environment });
  await startBot(house);
  const alice = house.guild.member({ name: 'Alice' });
  const before = await spendableOf(alice);
  const posted = await alice.slash('/run workflow:fox-loop prompt:a fox').until(hasPicture);
  expect(await probeOf(posted)).toMatchObject({ durationMs: 2000 });
  expect(bodiesTo(house, /\/inference\?webhook=/u)).toEqual([
    {
      overrides: {
        3: { inputs: { seed: 7 } },
        6: { inputs: { text: 'a fox' } },
        12: { inputs: { seconds: '2' } },
      },
    },
  ]);
  const after = await spendableOf(alice);
  expect(after).toBe(before - 5);
  for (const line of [
    '/run workflow:gone prompt:a fox',
    '/run workflow:other-node prompt:a fox',
    '/run workflow:fox-loop prompt:a failing-sample',
  ]) {
    expect((await alice.slash(line).until(tellsOfMoney)).content).toContain("You weren't charged");
    expect(await spendableOf(alice)).toBe(after);
  }
});
