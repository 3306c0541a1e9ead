import { expect, it } from 'vitest';
import { withFlags } from '#catalog/prompt-flags.ts';
import { requestWith } from '../support/requests.ts';

const flag = { text: '--ar 16:9', options: { size: '16:9' } };

it.each([
  [null, '16:9', []],
  ['1:1', '1:1', ['--ar 16:9']],
  [' 16:9 ', ' 16:9 ', []],
])('a flag goes after what the member chose (%s), and is told where it says something else', (size, kept, told) => {
  const { request, overruled } = withFlags(requestWith({ size }), 'a fox', [flag]);
  expect([request.prompt, request.options.size, overruled]).toEqual(['a fox', kept, told]);
});

it('LoRAs of several flags become a list', () => {
  const flags = ['Ink:0.8', 'Wash'].map((lora) => ({ text: `<lora:${lora}>`, options: { lora } }));
  expect(withFlags(requestWith({}), 'a fox', flags).request.options.lora).toBe('Ink:0.8, Wash');
});

it('a seed of a flag stands beside what else is said, and goes after the seed that the member chose', () => {
  const seed = { text: '--seed 7', options: { form: { seed: 7 } } };
  const chosen = (form: object) => withFlags(requestWith({ form }), 'a fox', [seed]);
  expect(chosen({ negative: 'rain' }).request.options.form).toEqual({ negative: 'rain', seed: 7 });
  expect(chosen({ seed: 5 })).toMatchObject({ request: { options: { form: { seed: 5 } } }, overruled: ['--seed 7'] });
  expect(chosen({ seed: 7 }).overruled).toEqual([]);
  expect(withFlags(requestWith({}), 'a fox', [seed, flag]).request.options).toMatchObject({
    ...{ size: '16:9', form: { seed: 7 } },
  });
});
