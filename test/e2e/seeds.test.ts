import { describe, expect, test } from 'vitest';
import { allComponents, type Message } from '../../sandbox/discord/wire.ts';
import { hasPicture, speaks, tellsOfMoney } from '../support/house/look.ts';
import { type House, openHouse, startBot } from '../support/house/open-house.ts';

const plain = (text: string) => text.replaceAll('\\', '');
const seedIn = ({ content }: Message) => /seed (\d+)/u.exec(plain(content))?.[1];
const labelsOf = ({ components }: Message) => allComponents(components).flatMap(({ label }) => label ?? []);

async function openWithBot() {
  const house = await openHouse({ isCalledBack: true, environment: { DEFAULT_ALLOWANCE: '10000' } });
  await startBot(house);
  return { house, alice: house.guild.member({ name: 'Alice' }) };
}

const bodiesTo = ({ runninghub }: House, path: RegExp) =>
  runninghub.requests
    .filter((request) => request.method === 'POST' && path.test(request.path))
    .map(({ body }) => body as Record<string, unknown>);

describe('a seed', () => {
  test('is sent, shown, and kept or drawn anew by Again, as the member says', async () => {
    const { house, alice } = await openWithBot();
    const line = '/imagine prompt:a fox model:wan-2.5-preview seed:77 negative:rain';
    const posted = await alice.slash(line).until(hasPicture);
    expect(plain(posted.content)).toContain('without rain · seed 77');
    const ask = () => alice.press(posted, 'Again').until(speaks);
    const question = await ask();
    expect(question.content).toContain('the seed 77');
    const same = await alice.press(question, 'Same seed').until(hasPicture);
    expect(seedIn(same)).toBe('77');
    const other = await alice.press(await ask(), 'New seed').until(hasPicture);
    expect(seedIn(other)).not.toBe('77');
    const sent = bodiesTo(house, /wan-2\.5-preview\/text-to-image/u);
    expect(sent.map(({ seed }) => String(seed))).toEqual(['77', '77', seedIn(other)]);
    expect(sent.map(({ negativePrompt }) => negativePrompt)).toEqual(['rain', 'rain', 'rain']);
  });

  test('that nobody typed is drawn and shown, and can be changed or emptied in the form', async () => {
    const { house, alice } = await openWithBot();
    const posted = await alice.slash('/imagine prompt:a fox model:wan-2.5-preview').until(hasPicture);
    const drawn = seedIn(posted);
    const open = async () => {
      const change = alice.press(posted, 'Change');
      await change.firstAnswer();
      if (change.modal === null) throw new Error('no form');
      return change.modal;
    };
    const values = { prompt: 'an owl', size: '1:1', negative: 'night' };
    const changed = await alice.submitModal(await open(), { ...values, seed: drawn ?? '' }).until(hasPicture);
    const emptied = await alice.submitModal(await open(), { ...values, seed: '' }).until(hasPicture);
    expect(seedIn(changed)).toBe(drawn);
    expect(seedIn(emptied)).not.toBe(drawn);
    expect(bodiesTo(house, /wan-2\.5-preview/u).map(({ negativePrompt }) => negativePrompt)).toEqual([
      undefined,
      'night',
      'night',
    ]);
  });

  test('is refused where the model takes none, and so are words that the filter knows', async () => {
    const { house, alice } = await openWithBot();
    const chief = house.guild.member({ name: 'Chief', permissions: ['ModerateMembers'] });
    const none = await alice.slash('/imagine prompt:a fox model:flux-2-klein-9b seed:1').until(tellsOfMoney);
    expect(none.content).toContain("doesn't support `seed`");
    await chief.slash('/mod block phrase:rain reason:weather').until(speaks);
    const blocked = await alice.slash('/imagine prompt:a fox model:wan-2.5-preview negative:rain').until(tellsOfMoney);
    expect(blocked.content).toContain("You weren't charged");
    expect(bodiesTo(house, /text-to-image/u)).toEqual([]);
  });
});

describe('Vary', () => {
  test('makes another picture that keeps to the one that is picked, closely or less', async () => {
    const { house, alice } = await openWithBot();
    const posted = await alice.slash('/imagine prompt:a fox model:midjourney-v7 count:2').until(hasPicture);
    expect(labelsOf(posted)).toContain('Vary');
    const which = await alice.press(posted, 'Vary').until(speaks);
    const open = async (picture: string) => {
      const asked = alice.press(which, picture);
      await asked.firstAnswer();
      if (asked.modal === null) throw new Error('no form');
      return asked.modal;
    };
    const form = await open('Picture 2');
    expect(JSON.stringify(form)).toContain('a fox');
    await alice.submitModal(form, { variation: 'subtle', prompt: 'a fox', model: 'midjourney-v7' }).until(hasPicture);
    const loose = { variation: 'Strong', prompt: 'a fox', model: 'niji-7' };
    await alice.submitModal(await open('Picture 1'), loose).until(hasPicture);
    const wrong = { ...loose, variation: 'wild' };
    const refused = await alice.submitModal(await open('Picture 1'), wrong).until(tellsOfMoney);
    expect(refused.content).toContain('subtle');
    const sent = bodiesTo(house, /youchuan\/text-to-image/u).slice(2);
    expect(sent.map(({ iw }) => iw)).toEqual([3, 1]);
    expect(sent.every(({ imageUrl }) => typeof imageUrl === 'string')).toBe(true);
  });

  test('is not offered by a model that cannot, and Animate only where videos are on', async () => {
    const { house, alice } = await openWithBot();
    const chief = house.guild.member({ name: 'Chief', permissions: ['ManageGuild'] });
    const before = await alice.slash('/imagine prompt:a fox').until(hasPicture);
    await chief.slash('/setup kinds kind:video action:on').until(speaks);
    const after = await alice.slash('/imagine prompt:a fox').until(hasPicture);
    expect([labelsOf(before), labelsOf(after)].map((labels) => labels.includes('Animate'))).toEqual([false, true]);
    expect(labelsOf(after)).not.toContain('Vary');
    expect(labelsOf(after)).toContain('Upscale');
  });
});
