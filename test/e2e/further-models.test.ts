import { expect, test } from 'vitest';
import { hasPicture, speaks, spendableOf } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';

const model = 'qwen/qwen-image-2.1/text-to-image';
const wan = 'wan-ai/wan-2.7/text-to-image';

test('a model of RunComfy’s catalogue is switched on, drawn with, and switched off again', async () => {
  const house = await openHouse({ isCalledBack: true });
  await startBot(house);
  await house.untilLogged('RunComfy states other prices than before');
  const olga = house.guild.member({ name: 'Olga', permissions: ['ManageGuild'] });
  const ada = house.guild.member({ name: 'Ada' });
  const line = `/imagine prompt:a paper boat model:${model} size:16:9 resolution:2k format:webp private:true`;
  expect((await ada.slash(line).until(speaks)).content).toMatch(
    /There's no model `qwen\/qwen-image-2.1\/text-to-image` here.*weren't charged/su,
  );

  const choices = await olga.autocomplete('/setup models action:enable model:qwen', 'model');
  expect(choices).toEqual([{ name: 'Qwen Image 2.1 · 30 credits', value: model }]);
  expect(await olga.autocomplete('/setup models action:enable model:storybook', 'model')).toEqual([]);
  await olga
    .slash(`/setup models action:enable model:${model}`)
    .until(({ content }) => content.includes('switched on'));
  expect((await ada.autocomplete('/imagine prompt:x model:qwen-image-2.1', 'model'))[0]?.value).toBe(model);
  expect((await ada.slash(`/models model:${model}`).until(speaks)).content).toContain('30 at 1K, 60 at 2K');
  const question = await ada.slash(line).until(speaks);
  expect(question.content).toMatch(/\*\*60 credits\*\*.*Without `resolution`, .* 30 credits/su);
  await ada.press(question, 'Make it').until(hasPicture);

  const submit = house.runcomfy.requests.find(({ method }) => method === 'POST');
  expect(submit?.path).toBe('/v1/models/qwen/qwen-image-2.1/text-to-image');
  expect(submit?.body).toEqual({
    seed: expect.any(Number),
    prompt: 'a paper boat',
    aspect_ratio: '16:9',
    resolution: '2K',
    output_format: 'webp',
  });
  expect(await spendableOf(ada)).toBe(40);

  await olga
    .slash(`/setup models action:disable model:${model}`)
    .until(({ content }) => content.includes('switched off'));
  expect((await ada.slash(line).until(speaks)).content).toContain("There's no model");
  expect(house.runcomfy.tasks.size).toBe(1);
});

test("a size is said in the model's own words, and the model is there after a restart without the catalogue", async () => {
  const house = await openHouse({ isCalledBack: true });
  const first = await startBot(house);
  await house.untilLogged('RunComfy states other prices than before');
  const olga = house.guild.member({ name: 'Olga', permissions: ['ManageGuild'] });
  const ada = house.guild.member({ name: 'Ada' });
  const enable = `/setup models action:enable model:${wan}`;
  await olga.slash(enable).until(({ content }) => content.includes('switched on'));
  await first.stop();
  house.runcomfy.faults.add({ kind: 'status', status: 503, path: /\/v1\/models\?/ });
  await startBot(house);

  await ada.slash(`/imagine prompt:a tea house model:${wan} size:16:9`).until(hasPicture);
  const submit = house.runcomfy.requests.find(({ method }) => method === 'POST');
  expect(submit?.body).toEqual({
    seed: expect.any(Number),
    prompt: 'a tea house',
    image_size: 'landscape_16_9',
    max_images: 1,
  });
});
