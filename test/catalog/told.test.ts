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
