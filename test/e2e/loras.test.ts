import { expect, test } from 'vitest';
import { textOf } from '../../sandbox/discord/wire.ts';
import { confirm, hasPicture, speaks } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';
import { picture } from '../support/http/pictures.ts';

const file = 'F.2-水墨_v2.safetensors';
const addInk = `/setup loras add title:Ink Wash file:${file} model:flux-2-dev-lora strength:0.7 max_strength:1 trigger_words:ink wash, sumi`;

test("a server's LoRA is offered, sent with its strength and words, shown, and still there after a restart", async () => {
  const house = await openHouse({ isCalledBack: true });
  const first = await startBot(house);
  const olga = house.guild.member({ name: 'Olga', permissions: ['ManageGuild'] });
  const ada = house.guild.member({ name: 'Ada' });
  await olga.slash(addInk).until(({ content }) => content.includes('Changed: **LoRA `Ink Wash`**'));
  await first.stop();
  await startBot(house);

  const choices = await ada.autocomplete('/imagine prompt:x model:flux-2-dev-lora lora:ikwsh', 'lora');
  expect(choices[0]).toEqual({ name: 'Ink Wash', value: file });
  const exchange = ada.slash('/imagine prompt:an ink wash fox model:flux-2-dev-lora lora:Ink Wash');
  const { content } = await exchange.until(hasPicture);

  expect(content).toContain('at 0.7 with “ink wash, sumi”');
  const submit = house.runninghub.requests.find(({ path }) => path.endsWith('/text-to-image-lora'));
  expect(submit?.body).toMatchObject({
    '12##text': 'an ink wash fox, sumi',
    '16##lora_name': file,
    '16##strength_model': 0.7,
  });
  const refusal = await ada.slash(`/imagine prompt:x model:flux-2-dev-lora lora:${file} lora_strength:2`).until(speaks);
  expect(refusal.content).toMatch(/-100 to 1 for this LoRA.*You weren't charged\./su);
});

test('an adult LoRA is made in age-restricted channels only, by file name as by title', async () => {
  const house = await openHouse({ isCalledBack: true });
  await startBot(house);
  const olga = house.guild.member({ name: 'Olga', permissions: ['ManageGuild'] });
  const ada = house.guild.member({ name: 'Ada' });
  const dark = house.guild.addChannel({ name: 'after-dark', nsfw: true });
  await olga.slash(`${addInk} adult:true`).until(({ content }) => content.includes('Changed'));

  for (const lora of ['Ink Wash', file]) {
    const line = `/imagine prompt:a fox model:flux-2-dev-lora lora:${lora}`;
    expect((await ada.slash(line).until(speaks)).content).toContain('for age-restricted channels only');
  }
  expect(house.runninghub.tasks.size).toBe(0);
  expect(textOf(await ada.slash('/loras').until(speaks))).not.toContain('Ink Wash');
  expect(textOf(await ada.in(dark).slash('/loras').until(speaks))).toContain('Ink Wash');
  await ada.in(dark).slash('/imagine prompt:a fox model:flux-2-dev-lora lora:Ink Wash').until(hasPicture);
});

test("a LoRA's picture is shown in /loras, also after a restart, and goes with it", async () => {
  const house = await openHouse();
  const first = await startBot(house);
  const olga = house.guild.member({ name: 'Olga', permissions: ['ManageGuild'] });
  const ada = house.guild.member({ name: 'Ada' });
  const image = { name: 'ink.png', bytes: await picture('png', 640, 480) };
  await olga.slash(addInk, { picture: image }).until(({ content }) => content.includes('Its picture is shown'));
  await first.stop();
  await startBot(house);

  const shown = await ada.slash('/loras').until(hasPicture);
  expect(shown.attachments).toMatchObject([{ filename: '1-ink-wash.webp', description: 'Ink Wash', width: 256 }]);
  const question = await olga.slash('/setup loras remove title:Ink Wash').until(speaks);
  await confirm(olga, question).until(({ content }) => content.includes('Changed'));
  expect((await ada.slash('/loras').until(speaks)).attachments).toEqual([]);
});

test('a LoRA is not fetched from within the own network, whatever the address looks like', async () => {
  const house = await openHouse();
  await startBot(house);
  const olga = house.guild.member({ name: 'Olga', permissions: ['ManageGuild'] });
  const asked = house.runninghub.requests.length;
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '169.254.169.254', '0x7f000001']) {
    const line = `/setup loras upload title:Ink url:https://${host}/ink.safetensors model:flux-2-dev-lora`;
    const { content } = await olga.slash(line).until((message) => message.content.includes('Nothing was changed.'));
    expect(content).toContain("can't fetch the file from there");
  }
  expect(house.runninghub.requests).toHaveLength(asked);
});
