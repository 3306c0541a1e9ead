import { expect, test } from 'vitest';
import { hasPicture, speaks, submitsTo } from '../support/house/look.ts';
import { openHouse, startBot } from '../support/house/open-house.ts';

async function openGallery() {
  const house = await openHouse({ isCalledBack: true, environment: { DEFAULT_ALLOWANCE: '1000' } });
  await startBot(house);
  const sent = () => house.runninghub.requests.findLast(({ path }) => path.includes('/rhart-image'))?.body;
  const submits = () => submitsTo(house, 'runninghub') + submitsTo(house, 'runcomfy');
  const olga = house.guild.member({ name: 'Olga', permissions: ['ManageGuild'] });
  return { house, ada: house.guild.member({ name: 'Ada' }), olga, sent, submits };
}

test('flags that are options here are used, without a question', async () => {
  const { ada, sent } = await openGallery();
  const { content } = await ada.slash('/imagine prompt:a fox \u2014ar 16:9').until(hasPicture);
  expect(content).toContain('1360×768');
  expect(JSON.stringify(sent())).toContain('"a fox"');
});

test('flags that have no option here are told before anything is sent, and left out after a yes', async () => {
  const { ada, sent, submits } = await openGallery();
  const line = '/imagine prompt:a (red:1.2) fox --ar 16:9 --v 6 --no people private:true';
  const question = await ada.slash(line).until(speaks);
  for (const flag of ['`--v 6`', '`--no people`', '`(red:1.2)`']) expect(question.content).toContain(flag);
  expect(question.content).toContain('Used as an option: `--ar 16:9`');
  expect(submits()).toBe(0);
  await ada.press(question, 'Make it').until(hasPicture);
  expect(JSON.stringify(sent())).toContain('"a red fox"');
});

test('an option goes before a flag, and a flag that the model does not take is told', async () => {
  const { ada, submits } = await openGallery();
  const first = await ada.slash('/imagine prompt:a fox --ar 16:9 size:1:1').until(speaks);
  expect(first.content).toContain('no option for `--ar 16:9` here');
  const second = await ada.slash('/imagine prompt:a fox <lora:ink:0.8> model:gpt-image-2').until(speaks);
  expect(second.content).toContain('no option for `<lora:ink:0.8>` here');
  expect(submits()).toBe(0);
  await ada.slash('/imagine prompt:a fox --ar 1:1 size:1:1').until(hasPicture);
});

test('flags stay flags behind the words of a preset', async () => {
  const { ada } = await openGallery();
  await ada.slash('/preset save name:Ink style:ink wash').until(speaks);
  const question = await ada.slash('/preset use name:Ink prompt:a fox --no people').until(speaks);
  expect(question.content).toContain('`--no people`');
  expect(question.content).toContain('The prompt: a fox, ink wash');
});

test.each([['\u200b\u2060\u3164'], ['\u2800\u{e0041}\ufe0f']])(
  'a prompt of which nothing can be seen is refused as empty',
  async (prompt) => {
    const { ada, submits } = await openGallery();
    const { content } = await ada.slash(`/imagine prompt:${prompt}`).until(speaks);
    expect(content).toContain('`prompt` is empty');
    expect(submits()).toBe(0);
  },
);

test.each([
  ['square', 1],
  ['Landscape', 3 / 2],
  ['portrait', 2 / 3],
  ['16/9', 16 / 9],
  ['16x9', 16 / 9],
  ['16\uff1a9', 16 / 9],
  ['１６∶９', 16 / 9],
  ['1024✕768', 4 / 3],
  ['1920х1080', 16 / 9],
])('a size is read as people type it: %s', async (typed, shown) => {
  const { ada } = await openGallery();
  const { content } = await ada.slash(`/imagine prompt:a fox size:${typed}`).until(hasPicture);
  const [, width, height] = /(\d+)×(\d+)/u.exec(content) ?? [];
  expect(Number(width) / Number(height)).toBeCloseTo(shown, 1);
});

test('a size that changes much is asked about, and one of another shape is refused with the nearest', async () => {
  const { ada, submits } = await openGallery();
  const question = await ada.slash('/imagine prompt:a fox size:4k').until(speaks);
  expect(question.content).toContain("can't make `3840x2160`. The nearest is `1536x864`.");
  const refusal = await ada.slash('/imagine prompt:a fox model:gpt-image-2 size:9:1').until(speaks);
  expect(refusal.content).toContain("GPT Image 2 can't make `9:1`. The nearest is `21:9`.");
  const none = await ada.slash('/imagine prompt:a fox size:huge').until(speaks);
  expect(none.content).toContain("`huge` isn't a size. Type a ratio such as `16:9`");
  expect(submits()).toBe(0);
});

test('4k is the resolution where the model has one, at its price', async () => {
  const { ada } = await openGallery();
  const question = await ada.slash('/imagine prompt:a fox model:gpt-image-2 size:4K').until(speaks);
  expect(question.content).toMatch(/\*\*193 credits\*\*.*Without `size`/su);
});

test('options that exclude each other are named, and so is what would do', async () => {
  const { ada, house } = await openGallery();
  const say = async (line: string) => (await ada.slash(line).until(speaks)).content;
  expect(await say('/imagine prompt:x format:webp steps:30')).toContain(
    "FLUX\\.2 klein 9B can't combine `format` and `steps`. Leave one of them out.",
  );
  expect(await say('/imagine prompt:x steps:30 lora:ink.safetensors')).toContain("can't combine `steps` and `lora`");
  expect(await say('/imagine prompt:x model:gpt-image-2 lora:x')).toContain(
    "GPT Image 2 doesn't support `lora`. Leave it out.",
  );
  expect(await say('/imagine prompt:x model:gpt-image-2 quality:ultra')).toContain(
    "`quality` can't be `ultra` with GPT Image 2. Try `low`, `medium`, `high`.",
  );
  expect(await say('/imagine prompt:x model:flux-2-kein-9b')).toContain('Did you mean `flux-2-klein-9b`');
  expect(await say('/imagine prompt:x model:flux-1-kontext-dev')).toContain(
    'only edits. Use `/edit` and attach a picture.',
  );
  expect(submitsTo(house, 'runninghub')).toBe(0);
});

test('what a member cannot use is not offered, and a role that is needed is named', async () => {
  const { ada, olga, house } = await openGallery();
  const patrons = house.guild.addRole({ name: 'Patrons' });
  await olga.slash('/setup models action:deny model:gpt-image-2').until(speaks);
  await olga.slash(`/setup models action:role model:nano-banana-2 role:<@&${patrons.id}>`).until(speaks);

  const offered = async (line: string) => (await ada.autocomplete(line, 'model')).map(({ value }) => value);
  for (const command of ['/imagine prompt:x', '/edit prompt:x', '/models', '/loras']) {
    const values = await offered(`${command} model:`);
    expect(values).not.toContain('gpt-image-2');
    expect(values).not.toContain('nano-banana-2');
  }
  const list = (await ada.slash('/models').until(speaks)).content;
  expect(list).not.toContain('`gpt-image-2`');
  expect((await ada.slash('/models model:nano-banana-2').until(speaks)).content).toContain(`Needs <@&${patrons.id}>`);
  expect((await ada.slash('/models model:gpt-image-2').until(speaks)).content).toContain("isn't available");
  expect((await ada.slash('/imagine prompt:x model:nano-banana-2').until(speaks)).content).toContain(
    `You need <@&${patrons.id}> to use Nano Banana 2 here.`,
  );
  expect(await offered('/loras model:')).not.toContain('seedream-4');
});

test('a LoRA of another model is offered where no model is named, and its model makes the picture once it was asked', async () => {
  const { ada, olga } = await openGallery();
  await olga
    .slash('/setup loras add title:Ink Wash file:ink.safetensors model:flux-2-dev-lora')
    .until(({ content }) => content.includes('Changed'));
  const [first] = await ada.autocomplete('/imagine prompt:x lora:ink', 'lora');
  expect(first).toMatchObject({ value: 'Ink Wash' });
  expect(first?.name).toContain('24 credits');
  const question = await ada.slash('/imagine prompt:a fox lora:INK  WASH').until(speaks);
  expect(question.content).toMatch(/\*\*24 credits\*\*/u);
  const unknown = await ada.slash('/imagine prompt:a fox model:flux-2-dev-lora lora:Ink Wahs').until(speaks);
  expect(unknown.content).toContain('Did you mean `Ink Wash`?');
});
