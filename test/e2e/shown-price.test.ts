import { expect, test } from 'vitest';
import type { Person } from '../../sandbox/discord/person.ts';
import { hasPicture, speaks, spendableOf, submitsTo } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';

const submit = /f-2-klein-9b|flux-2-klein/u;

async function openGallery() {
  const house = await openHouse({ isCalledBack: true, environment: { DEFAULT_ALLOWANCE: '1000' } });
  await startBot(house);
  const olga = house.guild.member({ name: 'Olga', permissions: ['ManageGuild'] });
  return { house, ada: house.guild.member({ name: 'Ada' }), olga };
}

async function openCircuit({ house, ada }: { house: Awaited<ReturnType<typeof openHouse>>; ada: Person }) {
  for (let at = 0; at < 3; at += 1) {
    house.runninghub.faults.add({ path: submit, kind: 'html', status: 503 });
    await ada.slash('/imagine prompt:a fox').until(hasPicture);
  }
}

const asks = ({ content }: { readonly content: string }) => content.includes('Do you want it?');
const allSubmits = (house: Awaited<ReturnType<typeof openHouse>>) =>
  submitsTo(house, 'runcomfy') + submitsTo(house, 'runninghub');

test('once the cheaper service is in trouble, the dearer price is asked first, with the reason', async () => {
  const { house, ada } = await openGallery();
  await openCircuit({ house, ada });
  expect(await spendableOf(ada)).toBe(979);
  const sent = allSubmits(house);

  const question = await ada.slash('/imagine prompt:a fox private:true').until(speaks);

  expect(question.content).toMatch(/\*\*15 credits\*\*.*usual price is 7 credits.*trouble/su);
  expect([allSubmits(house), await spendableOf(ada)]).toEqual([sent, 979]);
  await ada.press(question, 'Make it').until(hasPicture);
  expect(await spendableOf(ada)).toBe(964);
});

test('Again stays within the price that the picture before has cost', async () => {
  const { house, ada } = await openGallery();
  const first = await ada.slash('/imagine prompt:a fox').until(hasPicture);
  await openCircuit({ house, ada });
  const sent = allSubmits(house);
  const { content } = await ada.press(first, 'Again').until(hasPicture);
  expect(content).toContain('7 credits');
  expect(allSubmits(house)).toBe(sent + 1);
});

test.each([
  ['prompt:a fox steps:30', '15 credits', 'steps'],
  ['prompt:a fox model:gpt-image-2 format:jpeg', '160 credits', 'format'],
  ['prompt:a fox model:gpt-image-2 quality:high', '413 credits', 'quality'],
  ['prompt:a fox model:gpt-image-2 resolution:4k count:2', '386 credits', 'resolution'],
  ['prompt:a fox lora:ink.safetensors', '9 credits', 'lora'],
])('an option that costs more is asked about first: %s', async (typed, price, option) => {
  const { house, ada } = await openGallery();
  const question = await ada.slash(`/imagine ${typed}`).until(speaks);
  expect(question.content).toContain(`**${price}**`);
  expect(question.content).toContain(`\`${option}\``);
  expect(allSubmits(house)).toBe(0);
});

test('an option that costs less is not asked about', async () => {
  const { ada } = await openGallery();
  const reply = await ada.slash('/imagine prompt:a fox model:gpt-image-2 quality:low').until(hasPicture);
  expect(reply.content).toContain('46 credits');
});

test('a last choice that is dearer than the default is asked about, and a confirmed price holds', async () => {
  const { ada, house } = await openGallery();
  await ada.slash('/imagine prompt:a fox model:gpt-image-2').until(hasPicture);
  const question = await ada.slash('/imagine prompt:an owl private:true').until(speaks);
  expect(question.content).toMatch(/\*\*130 credits\*\*.*default costs 7 credits.*last choice is used: GPT Image 2/su);
  expect(allSubmits(house)).toBe(1);
  await ada.press(question, 'Make it').until(hasPicture);
  expect(await spendableOf(ada)).toBe(740);
});

test('a price that changes after a picture was made is asked about under it, and shown wherever a model is offered', async () => {
  const { ada, olga } = await openGallery();
  const first = await ada.slash('/imagine prompt:a fox').until(hasPicture);
  await olga.slash('/setup models action:price model:flux-2-klein-9b credits:20').until(speaks);

  const question = await ada.press(first, 'Again').until(asks);
  expect(question.content).toMatch(/\*\*20 credits\*\*.*cost 7 credits before/su);
  const offered = await ada.autocomplete('/imagine prompt:x model:flux-2-klein-9b', 'model');
  expect(offered[0]?.name).toContain('20 credits');
  const editing = await ada.autocomplete('/edit prompt:x model:flux-2-klein-9b', 'model');
  expect(editing[0]?.name).toContain('20 credits');
});

test('/models has one truth: what a picture costs as it stands, and the least that one can cost', async () => {
  const { ada } = await openGallery();
  const { content } = await ada.slash('/models model:gpt-image-2').until(speaks);
  expect(content).toContain('from 41 credits, 130 credits at default settings');
  const [, costs = ''] = /Credits: (.*)/u.exec(content) ?? [];
  const least = Math.min(...[...costs.matchAll(/(\d+) at/gu)].map(([, credits]) => Number(credits)));
  expect(least).toBe(41);
});
