import { expect, it } from 'vitest';
import { classByWords } from '#providers/failures.ts';

it.each([
  ['API Key不存在', 'auth'],
  ['Invalid API-Key', 'auth'],
  ['the api_key is expired', 'auth'],
  ['Unauthorized', 'auth'],
  ['UserAccountError', 'auth'],
  ['Insufficient account balance', 'balance'],
  ['not enough coins', 'balance'],
  ['账户余额不足', 'balance'],
  ['the prompt violates the content policy', 'filter'],
  ['customWidth must be at most 1536', null],
  ['', null],
] as const)('%s is %s', (reason, failureClass) => {
  expect(classByWords(reason, ['a red fox'])).toBe(failureClass);
});

it.each(['insufficient balance', 'unauthorized', 'nsfw', '余额不足'])('%s says nothing where it was typed', (typed) => {
  expect(classByWords(`cannot draw "${typed}"`, [`a poster that says ${typed}`])).toBeNull();
});
