import { describe, expect, it } from 'vitest';
import { fitRoute } from '#catalog/fit-route.ts';
import type { LoraRule, Route } from '#catalog/model.ts';
import type { GenerationRequest, RequestOptions } from '#catalog/request.ts';
import { requestWith, routeOf } from '../support/requests.ts';
import { problemIn, said } from '../support/said.ts';

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

function problemOf(route: Route, request: GenerationRequest) {
  return problemIn(fitRoute(route, request));
}

function settingsOf(route: Route, options: Partial<RequestOptions>) {
  const fit = fitRoute(route, requestWith(options));
  if (!fit.ok) throw new Error(`${fit.problem.option} does not fit: ${said(fit.problem).allowed}`);
  return fit.settings;
}

describe('the name of a LoRA', () => {
  it.each([
    ['Chinese', 'F.1-复古勾线插画_v1.safetensors'],
    ['decomposed Unicode', 'cafe\u0301.safetensors'],
    ['composed Unicode', 'caf\u00e9.safetensors'],
    ['spaces at both ends', '  ink wash .safetensors '],
    ['brackets and quotes', '[style] (v2) {a} "b" <c>.safetensors'],
    ['200 characters', '墨'.repeat(200)],
  ])('with %s stays as it is, byte for byte', (_what, lora) => {
    const sent = settingsOf(rich, { lora }).loras[0];
    expect(sent).toEqual({ file: lora, strength: 0.8 });
    expect(Buffer.from(sent?.file ?? '')).toEqual(Buffer.from(lora));
  });

  it.each(['', '   ', 'a\nb', 'a\u0000b', 'a\u007fb', 'a\u0085b', 'x'.repeat(201), 'x'.repeat(300)])(
    '%j is refused',
    (lora) => {
      expect(problemOf(rich, requestWith({ lora }))).toEqual({
        option: 'lora',
        value: lora,
        allowed: 'a LoRA file name of 1–200 characters',
      });
    },
  );

  it('may be the title of one that Easel offers, exactly', () => {
    expect(settingsOf(rich, { lora: 'Ink', loraStrength: -100 }).loras[0]).toEqual({
      file: 'ink_v1.safetensors',
      strength: -100,
    });
    expect(settingsOf(rich, { lora: 'ink' }).loras[0]?.file).toBe('ink');
  });

  it('keeps both ends of the strength, and hundredths in spite of binary fractions', () => {
    for (const loraStrength of [-100, 100, 0.29, 1.15, -0.07, 0]) {
      expect(settingsOf(rich, { lora: 'Ink', loraStrength }).loras[0]?.strength).toBe(loraStrength);
    }
  });
});

describe('words', () => {
  it('are taken in upper and lower case and sent as the catalogue spells them', () => {
    expect(settingsOf(rich, { quality: ' hd ', resolution: '2K' })).toMatchObject({ quality: 'HD', resolution: '2k' });
  });

  it('have defaults where the route has them', () => {
    expect(settingsOf(rich, {})).toMatchObject({
      quality: 'low',
      resolution: '1k',
      steps: 25,
      format: 'png',
      loras: [],
      images: [],
      count: 1,
    });
    expect(settingsOf(routeOf(), {})).toMatchObject({
      quality: null,
      resolution: null,
      steps: null,
      format: null,
      loras: [],
      images: [],
      count: 1,
    });
  });

  it('jpg is jpeg, and a known format that this route lacks is refused', () => {
    expect(settingsOf(rich, { format: ' JPG ' }).format).toBe('jpeg');
    expect(problemOf(rich, requestWith({ format: 'webp' }))).toEqual({
      option: 'format',
      value: 'webp',
      allowed: 'png, jpeg',
    });
  });

  it('whole steps are passed on', () => {
    expect(settingsOf(rich, { steps: 100 }).steps).toBe(100);
  });
});
