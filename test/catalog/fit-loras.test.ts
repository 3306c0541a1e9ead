import { describe, expect, it } from 'vitest';
import { fitRoute } from '#catalog/fit-route.ts';
import type { LoraRule } from '#catalog/model.ts';
import { requestWith, routeOf } from '../support/requests.ts';
import { said } from '../support/said.ts';

const several: LoraRule = {
  known: [{ title: 'Ink', file: 'someone/ink' }],
  minStrength: -2,
  maxStrength: 2,
  defaultStrength: 0.8,
  names: 'path',
  most: 3,
  list: { key: 'loras', file: 'path', strength: 'scale' },
};
const one: LoraRule = { known: [], minStrength: -2, maxStrength: 2, defaultStrength: 1 };
const lorasFor = (loras: LoraRule | null, lora: string, loraStrength: number | null = null) => {
  const result = fitRoute(routeOf({ loras }), requestWith({ lora, loraStrength }));
  return result.ok ? result.settings.loras : said(result.problem);
};

describe('several LoRAs', () => {
  it('fit a route that takes several, each at its own strength', () => {
    expect(lorasFor(several, 'Ink:0.5, https://example.com/b.safetensors', 1.5)).toEqual([
      { file: 'someone/ink', strength: 0.5 },
      { file: 'https://example.com/b.safetensors', strength: 1.5 },
    ]);
    expect(lorasFor(several, 'Ink, https://example.com/b')).toMatchObject([{ strength: 0.8 }, { strength: 0.8 }]);
  });

  it('are refused where there are too many of them, or one is there twice', () => {
    const four = ['a', 'b', 'c', 'd'].map((name) => `https://example.com/${name}`).join(', ');
    expect(lorasFor(several, four)).toMatchObject({ option: 'lora', value: four, allowed: 'at most 3 LoRAs' });
    expect(lorasFor(one, 'a.safetensors, b.safetensors')).toMatchObject({ option: 'lora', allowed: 'one LoRA' });
    expect(lorasFor(several, 'Ink, Ink')).toMatchObject({ option: 'lora', allowed: 'each LoRA once' });
  });

  it('are refused where one is there twice in two spellings', () => {
    for (const twice of [
      'https://example.com/a, https://EXAMPLE.com/a?x',
      'Ink, https://huggingface.co/Someone/Ink/resolve/main/ink.safetensors',
    ]) {
      expect(lorasFor(several, twice)).toMatchObject({ option: 'lora', allowed: 'each LoRA once' });
    }
    const files = ['a', 'b'].map((name) => `https://huggingface.co/owner/styles/resolve/main/${name}.st`);
    expect(lorasFor(several, files.join(', '))).toMatchObject(files.map((file) => ({ file })));
  });

  it('are refused by the one that is wrong', () => {
    expect(lorasFor(several, 'Ink, b.safetensors')).toMatchObject({
      option: 'lora',
      value: 'b.safetensors',
      allowed:
        'a repository such as owner/name, or an https address without a user name or #, of at most 500 characters',
    });
    expect(lorasFor(several, 'Ink:0.5, https://example.com/b:2.5')).toMatchObject({
      option: 'lora_strength',
      value: '2.5',
      allowed: '-2 to 2 in steps of 0.01',
    });
    expect(lorasFor(null, 'Ink')).toMatchObject({ option: 'lora', allowed: expect.stringContaining("doesn't have") });
  });
});
