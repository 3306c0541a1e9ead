import { describe, expect, it } from 'vitest';
import { speaksOfModeration } from '#providers/failures.ts';

const speaks = (reason: string, ...typed: readonly string[]) => speaksOfModeration(reason, typed);

describe('a reason that speaks of moderation', () => {
  it.each([
    'model refused the prompt',
    'Your prompt was rejected.',
    'blocked by our content policy',
    'content_policy_violation',
    'it violates the rules',
    'safety system',
    'moderation',
    'NSFW content detected',
    'Content moderation failed: prohibited content',
    'content verification failed',
    'The image was flagged as inappropriate',
    'the picture shows a real-person',
    '{"code":"content_policy_violation","message":"the prompt violates the content policy"}',
    '内容审核不通过',
    '提示词包含敏感词',
    '图片涉嫌违规',
  ])('is: %s', (reason) => {
    expect(speaks(reason, 'a red fox in the snow')).toBe(true);
  });

  it.each([
    'out of memory',
    'unknown error',
    'a safety poster',
    'thread safety: lock held',
    'explicit cast failed',
    'moderate load on the node',
    'moderation service unavailable',
    'content moderation timed out, try again later',
    'NSFW checker: model not found',
    'failed to load the safety checker',
    'safety checker: CUDA out of memory',
    'access violation reading 0x0000',
    'content filter: connection reset',
    'No module named nsfw_detector',
    'asafetynet',
    '审核服务超时',
    '',
  ])('is not: %s', (reason) => {
    expect(speaks(reason, 'a red fox')).toBe(false);
  });
});

describe('what the member typed is no reason', () => {
  const prompt = 'A safety policy poster: "no violation", nsfw & flagged / moderation';

  it.each([
    ['as it is', prompt],
    ['in small letters', prompt.toLowerCase()],
    ['in capitals', prompt.toUpperCase()],
    ['as JSON', JSON.stringify({ prompt })],
    ['as JSON within JSON', JSON.stringify(JSON.stringify({ prompt }))],
    ['in an address', encodeURIComponent(prompt)],
    ['in a form', new URLSearchParams({ prompt }).toString()],
    ['in an address, twice', encodeURIComponent(encodeURIComponent(prompt))],
    ['in a page', prompt.replaceAll('&', '&amp;').replaceAll('"', '&quot;')],
    ['in a page, by numbers', [...prompt].map((sign) => `&#${sign.codePointAt(0)};`).join('')],
    ['in a page, by hexadecimal numbers', [...prompt].map((sign) => `&#x${sign.charCodeAt(0).toString(16)};`).join('')],
    ['by code units', [...prompt].map((sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')],
    ['cut off', `${prompt.slice(0, 30)}…`],
    ['cut off within a word', 'cannot render: A safety policy poster: "no violati'],
    ['cut off at its beginning', '…olation", nsfw & flagged / moderation'],
    ['in part', 'token 17 (nsfw) is unknown'],
    ['in one word', 'moderation'],
    ['over several lines', prompt.replaceAll(' ', '\n')],
    ['with lines escaped', prompt.replaceAll(' ', '\\n')],
  ])('%s', (_how, echo) => {
    expect(speaks(`sampler crashed on ${echo}`, prompt)).toBe(false);
  });

  it('and the service’s own words count beside it', () => {
    expect(speaks('content policy violation: a safety poster', 'a safety poster')).toBe(true);
    expect(speaks('inappropriate content in "a safety poster"', 'a safety poster')).toBe(true);
  });

  it('also in the names of LoRAs and files', () => {
    const typed = ['a fox', 'nsfw-master_v1.safetensors', 'moderation.png'];
    expect(speaks('lora nsfw-master_v1.safetensors: bad header', ...typed)).toBe(false);
    expect(speaks('cannot decode moderation.png', ...typed)).toBe(false);
    expect(speaks('moderation', 'a fox')).toBe(true);
  });

  it('in Chinese, where words have no gaps', () => {
    expect(speaks('采样失败:安全审核海报', '安全审核海报')).toBe(false);
    expect(speaks('采样失败:安全审核', '安全审核海报')).toBe(false);
    expect(speaks('内容违规:安全审核海报', '安全审核海报')).toBe(true);
    expect(speaks('含敏感词', '词')).toBe(true);
  });
});
