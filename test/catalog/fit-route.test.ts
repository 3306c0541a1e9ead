import { describe, expect, it } from 'vitest';
import { createCatalog, noChanges } from '#catalog/catalog.ts';
import { fitRoute } from '#catalog/fit-route.ts';
import type { LoraRule, Route } from '#catalog/model.ts';
import { admit } from '#catalog/plan.ts';
import type { GenerationRequest, RequestOptions } from '#catalog/request.ts';
import type { ProviderName } from '#core/ids.ts';
import { requestOf, requestWith, routeOf } from '../support/requests.ts';
import { problemIn, refusedWith } from '../support/said.ts';

const catalog = createCatalog(noChanges, new Set<ProviderName>(['runninghub', 'runcomfy']));
const loras: LoraRule = {
  known: [{ title: 'Ink', file: 'ink_v1.safetensors' }],
  minStrength: -100,
  maxStrength: 100,
  defaultStrength: 0.8,
};
const rich = routeOf({
  steps: { min: 1, max: 100, default: 25 },
  qualities: { values: ['low', 'HD'], default: 'low' },
  resolutions: { values: ['1k', '2k'], default: '1k' },
  formats: ['png', 'jpeg'],
  loras,
});
const missing = "nothing: this model doesn't have that option";

function problemOf(route: Route, request: GenerationRequest) {
  return problemIn(fitRoute(route, request));
}

describe('what a member types wrong is refused with option, value and what is allowed', () => {
  const strengths = '-100 to 100 in steps of 0.01';
  const style = { lora: 'x.safetensors' };
  it.each<[string, string | null, Partial<RequestOptions>, object]>([
    [
      'a size outside the range',
      'flux-2-klein-4b',
      { size: '9000x10' },
      { option: 'size', value: '9000x10', nearest: ['2048x64', '1536x256'] },
    ],
    ['a size that is none', null, { size: 'huge' }, { option: 'size', value: 'huge' }],
    ['no picture at all', null, { count: 0 }, { option: 'count', value: '0', allowed: 'a whole number from 1 to 4' }],
    ['five pictures', null, { count: 5 }, { option: 'count', value: '5', allowed: 'a whole number from 1 to 4' }],
    ['half a picture', null, { count: 1.5 }, { option: 'count', value: '1.5' }],
    [
      'a strength above 100',
      'flux-2-dev-lora',
      { ...style, loraStrength: 100.01 },
      { option: 'lora_strength', value: '100.01', allowed: strengths },
    ],
    [
      'a strength below -100',
      'flux-2-dev-lora',
      { ...style, loraStrength: -101 },
      { option: 'lora_strength', value: '-101', allowed: strengths },
    ],
    [
      'a strength in thousandths',
      'flux-2-dev-lora',
      { ...style, loraStrength: 0.805 },
      { option: 'lora_strength', value: '0.805', allowed: strengths },
    ],
    [
      'a strength that is no number',
      'flux-2-dev-lora',
      { ...style, loraStrength: Number.NaN },
      { option: 'lora_strength', value: 'NaN', allowed: strengths },
    ],
    ['a LoRA where there are none', 'gpt-image-2', style, { option: 'lora', value: 'x.safetensors', allowed: missing }],
    [
      'a strength where there are no LoRAs',
      'gpt-image-2',
      { loraStrength: 1 },
      { option: 'lora_strength', value: '1', allowed: missing },
    ],
    [
      'a strength without a LoRA',
      'flux-2-dev-lora',
      { loraStrength: 1 },
      { option: 'lora_strength', value: '1', allowed: 'only together with lora' },
    ],
    ['steps where there are none', 'gpt-image-2', { steps: 20 }, { option: 'steps', value: '20', allowed: missing }],
    [
      'an unknown quality',
      'gpt-image-2',
      { quality: 'ultra' },
      { option: 'quality', value: 'ultra', allowed: 'low, medium, high' },
    ],
    [
      'a quality where there is none',
      'flux-2-dev-lora',
      { quality: 'low' },
      { option: 'quality', value: 'low', allowed: missing },
    ],
    [
      'an unknown resolution',
      'gpt-image-2',
      { resolution: '8k' },
      { option: 'resolution', value: '8k', allowed: '1k, 2k, 4k' },
    ],
    [
      'an unknown format',
      'flux-2-dev-lora',
      { format: 'gif' },
      { option: 'format', value: 'gif', allowed: 'png, jpeg, webp' },
    ],
    [
      'a format where there is none',
      'wan-2.7',
      { format: 'png' },
      { option: 'format', value: 'png', allowed: missing },
    ],
  ])('%s', (_what, model, options, facts) => {
    const run = () => admit(requestWith(options, model), { catalog, isTroubled: () => false });
    expect(refusedWith(run)).toMatchObject({ code: 'refused.options', facts });
  });

  it.each([0, 101, 2.5, -1])('%d steps where 1 to 100 are allowed', (steps) => {
    expect(problemOf(rich, requestWith({ steps }))).toEqual({
      option: 'steps',
      value: String(steps),
      allowed: 'a whole number from 1 to 100',
    });
  });
});

describe('the prompt', () => {
  const refusal = (prompt: string) =>
    refusedWith(() => admit(requestOf({ prompt }), { catalog, isTroubled: () => false }));

  it.each(['', '   ', '\n\t'])('%j is empty', (prompt) => {
    expect(refusal(prompt)).toMatchObject({
      code: 'refused.prompt',
      facts: { option: 'prompt', allowed: '1–6000 characters (this one has 0)' },
    });
  });

  it('is refused above the limit, and is not repeated in the facts', () => {
    const error = refusal('x'.repeat(6001));
    expect(error).toMatchObject({
      code: 'refused.prompt',
      facts: { option: 'prompt', allowed: '1–6000 characters (this one has 6001)' },
    });
    expect(JSON.stringify(error)).not.toContain('xxx');
  });

  it('is counted in characters as people see them, up to and with the limit', () => {
    expect(refusal('x'.repeat(6000))).toBeNull();
    expect(refusal('🦊'.repeat(6000))).toBeNull();
  });

  it('is passed on as typed', () => {
    const fit = fitRoute(rich, requestOf({ prompt: '  two  spaces\n' }));
    expect(fit).toMatchObject({ ok: true, settings: { prompt: '  two  spaces\n' } });
  });
});
