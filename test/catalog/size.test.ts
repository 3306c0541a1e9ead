import { describe, expect, it } from 'vitest';
import { builtInModels } from '#catalog/models/index.ts';
import { defaultSize, fitNearest, fitSize, nearestSize, parseSize, sizeLabel } from '#catalog/size.ts';
import type { SizeRule } from '#core/phrase.ts';

const free = (minPx: number, maxPx: number, stepPx = 1): SizeRule => ({
  kind: 'pixels',
  range: { minPx, maxPx, stepPx },
  defaultRatio: '1:1',
});
const named = (...ratios: string[]): SizeRule => ({ kind: 'ratios', ratios, custom: null, defaultRatio: '1:1' });

function labelOf(rule: SizeRule, text: string): string | null {
  const asked = parseSize(text);
  const size = asked && fitSize(rule, asked);
  return size && sizeLabel(size);
}

describe('reading a size', () => {
  it.each(['1024x768', '1024X768', '1024×768', '1024*768', ' 1024 x 768 '])('%s is pixels', (text) => {
    expect(parseSize(text)).toEqual({ kind: 'pixels', widthPx: 1024, heightPx: 768 });
  });

  it.each([
    ['4k', 3840, 2160],
    ['Full HD', 1920, 1080],
    ['1024px', 1024, 1024],
  ])('%s is pixels by its name', (text, widthPx, heightPx) => {
    expect(parseSize(text)).toEqual({ kind: 'pixels', widthPx, heightPx });
  });

  it.each(['16:9', ' 16 : 9 '])('%s is a ratio', (text) => {
    expect(parseSize(text)).toEqual({ kind: 'ratio', across: 16, down: 9 });
  });

  it.each(['auto', ' AUTO '])('%s is the shape of the picture', (text) => {
    expect(parseSize(text)).toEqual({ kind: 'auto' });
  });

  const nonsense = ['', 'big', '16:', ':9', '0:1', '1:0', '0x512', '-1:1', '16:9:1', '1e3x512', '123456x1'];
  it.each([...nonsense, '2.5x512', '1024x768x3', '１６:', 'squarish'])('"%s" is no size', (text) => {
    expect(parseSize(text)).toBeNull();
  });
});

describe('the shape of the picture', () => {
  it('is taken where the endpoint lists it, and nowhere else', () => {
    expect(labelOf(named('auto', '1:1'), 'auto')).toBe('auto');
    expect(labelOf(named('1:1'), 'auto')).toBeNull();
    expect(labelOf(free(512, 1536), 'auto')).toBeNull();
    expect(labelOf({ kind: 'list', sizes: ['512x512'], separator: 'x', defaultRatio: '1:1' }, 'auto')).toBeNull();
    expect(labelOf(named('auto', '1:1'), '16:9')).toBeNull();
  });

  it('can be a default', () => {
    const rule: SizeRule = { ...named('auto', '1:1'), defaultRatio: 'auto' };
    expect(defaultSize(rule)).toEqual({ kind: 'ratio', ratio: 'auto' });
  });
});

describe('a ratio on an endpoint with free pixels', () => {
  it.each([
    ['1:1', '1024x1024'],
    ['16:9', '1280x720'],
    ['9:16', '720x1280'],
    ['4:3', '1152x864'],
    ['3:4', '864x1152'],
    ['3:2', '1248x832'],
    ['2:3', '832x1248'],
    ['21:9', '1456x624'],
    ['5:4', '1120x896'],
  ])('%s becomes %s: the exact ratio, multiples of 16, about one megapixel', (ratio, size) => {
    expect(labelOf(free(256, 1536), ratio)).toBe(size);
  });

  it('a ratio of large numbers is met within two percent', () => {
    const size = fitSize(free(256, 1536), { kind: 'ratio', across: 239, down: 100 });
    expect(size?.kind).toBe('pixels');
    if (size?.kind !== 'pixels') return;
    expect(Math.abs(size.widthPx / size.heightPx / 2.39 - 1)).toBeLessThanOrEqual(0.02);
    expect([size.widthPx % 16, size.heightPx % 16]).toEqual([0, 0]);
  });

  it('a ratio that is too wide for the range is refused instead of bent', () => {
    expect(labelOf(free(256, 1536), '6:1')).toBe('1536x256');
    expect(labelOf(free(256, 1536), '7:1')).toBeNull();
    expect(labelOf(free(256, 1536), '1:7')).toBeNull();
  });

  it('a range that does not begin with a multiple of 16 is kept to', () => {
    expect(labelOf(free(500, 520), '1:1')).toBe('512x512');
    expect(labelOf(free(513, 520), '1:1')).toBeNull();
  });
});

describe('pixels', () => {
  it('both ends of the range belong to it', () => {
    expect(labelOf(free(512, 1536), '512x1536')).toBe('512x1536');
    expect(labelOf(free(512, 1536), '511x1536')).toBeNull();
    expect(labelOf(free(512, 1536), '512x1537')).toBeNull();
  });

  it('a step counts from the smallest side', () => {
    expect(labelOf(free(100, 200, 8), '108x116')).toBe('108x116');
    expect(labelOf(free(100, 200, 8), '104x116')).toBeNull();
  });

  it('an endpoint that only knows ratios takes no pixels', () => {
    expect(labelOf(named('1:1', '16:9'), '1024x1024')).toBeNull();
  });
});

describe('named ratios', () => {
  it('a ratio is sent under the name that the endpoint gives it', () => {
    expect(labelOf(named('1:1', '21:9'), '7:3')).toBe('21:9');
    expect(labelOf(named('1:1', '16:9'), '1920:1080')).toBe('16:9');
  });

  it('a ratio without a name becomes pixels where the endpoint takes them, else it is refused', () => {
    const both: SizeRule = {
      kind: 'ratios',
      ratios: ['1:1'],
      custom: { minPx: 256, maxPx: 1536, stepPx: 1 },
      defaultRatio: '1:1',
    };
    expect(labelOf(both, '5:4')).toBe('1120x896');
    expect(labelOf(named('1:1'), '5:4')).toBeNull();
  });

  it('a name that is no ratio matches nothing', () => {
    expect(labelOf(named('square', '512x512'), '1:1')).toBeNull();
  });
});

describe('a shape by its name', () => {
  it('takes the first of its ratios that the endpoint has, and none where it has none', () => {
    expect(labelOf(named('1:1', '2:3', '9:16'), 'portrait')).toBe('2:3');
    expect(labelOf(named('1:1', '9:16'), 'portrait')).toBe('9:16');
    expect(labelOf(named('1:1', '16:9'), 'portrait')).toBeNull();
  });
});

describe('pixels that an endpoint does not have', () => {
  const nearestOf = (rule: SizeRule, text: string) => {
    const asked = parseSize(text);
    const size = asked && fitNearest(rule, asked);
    return size && sizeLabel(size);
  };

  it('become the ratio of their shape, and no name that is none', () => {
    expect(nearestOf(named('auto', '1:1', '16:9'), '1920x1080')).toBe('16:9');
    expect(nearestOf(named('auto', 'wide'), '1920x1080')).toBeNull();
  });

  it('are told with what is nearest, which is themselves where they fit', () => {
    const asked = { kind: 'pixels', widthPx: 1024, heightPx: 512 } as const;
    expect(sizeLabel(nearestSize(free(512, 1536), asked))).toBe('1024x512');
  });
});

describe('listed sizes', () => {
  const listed = (...sizes: string[]): SizeRule => ({ kind: 'list', sizes, separator: '*', defaultRatio: '1:1' });

  it('pixels must be on the list', () => {
    expect(labelOf(listed('1024x1024', '720x1280'), '720×1280')).toBe('720x1280');
    expect(labelOf(listed('1024x1024', '720x1280'), '1280x720')).toBeNull();
  });

  it('a ratio becomes the size of that ratio that is nearest to one megapixel', () => {
    const rule = listed('1536x1536', '1024x1024', '1280x720', '1920x1080', '1344x576', 'square');
    expect(labelOf(rule, '1:1')).toBe('1024x1024');
    expect(labelOf(rule, '16:9')).toBe('1280x720');
    expect(labelOf(rule, '21:9')).toBe('1344x576');
    expect(labelOf(rule, '9:16')).toBeNull();
  });

  it('a size within two percent of the ratio has that ratio', () => {
    expect(labelOf(listed('960x1696'), '9:16')).toBe('960x1696');
    expect(labelOf(listed('1168x784'), '4:3')).toBeNull();
  });
});

describe('a range with a target of its own', () => {
  const range = { minPx: 1600, maxPx: 4704, stepPx: 8, targetPixels: 2048 * 2048 };
  const sides: SizeRule = {
    kind: 'pixels',
    range: { ...range, height: { minPx: 1344, maxPx: 4096, stepPx: 8 } },
    defaultRatio: '1:1',
  };

  it.each([
    ['1:1', '2048x2048'],
    ['16:9', '2816x1584'],
    ['9:16', '1648x2928'],
    ['21:9', '3136x1344'],
  ])('%s becomes %s', (ratio, size) => {
    expect(labelOf(sides, ratio)).toBe(size);
  });

  it('bounds width and height each by its own', () => {
    expect(labelOf(sides, '1600x1344')).toBe('1600x1344');
    expect(labelOf(sides, '1344x1600')).toBeNull();
    expect(labelOf(sides, '4704x4096')).toBe('4704x4096');
    expect(labelOf(sides, '4096x4104')).toBeNull();
  });
});

describe('the default size', () => {
  it('is the default ratio', () => {
    expect(defaultSize(free(512, 1536))).toEqual({ kind: 'pixels', widthPx: 1024, heightPx: 1024 });
    expect(defaultSize(named('1:1'))).toEqual({ kind: 'ratio', ratio: '1:1' });
  });

  it.each(['16:9', 'square'])(
    'a default of %s that its own rule does not take is a mistake in the catalogue',
    (ratio) => {
      expect(() => defaultSize({ ...named('1:1'), defaultRatio: ratio })).toThrow(RangeError);
    },
  );
});

describe('the seeded endpoints', () => {
  it.each([
    ['rhart-image/f-2-klein-9b/text-to-image', 256, 1536],
    ['rhart-image/f-2-klein-4b/text-to-image', 256, 1536],
    ['rhart-image/f-2-dev/text-to-image-lora', 256, 1536],
    ['blackforestlabs/flux-2-klein/9b/text-to-image', 512, 1536],
    ['blackforestlabs/flux-2-klein/4b/text-to-image', 64, 2048],
  ])('%s takes %i to %i px', (endpoint, minPx, maxPx) => {
    const rule = ruleOf(endpoint);
    expect(labelOf(rule, `${minPx}x${maxPx}`)).toBe(`${minPx}x${maxPx}`);
    expect(labelOf(rule, `${minPx - 1}x${maxPx}`)).toBeNull();
    expect(labelOf(rule, `${minPx}x${maxPx + 1}`)).toBeNull();
  });

  it('gpt-image-2 takes its ten ratios and no pixels', () => {
    const rule = ruleOf('rhart-image-g-2-official/text-to-image');
    for (const ratio of ['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9'])
      expect(labelOf(rule, ratio)).toBe(ratio);
    expect(labelOf(rule, '1:2')).toBeNull();
    expect(labelOf(rule, '1024x1024')).toBeNull();
  });
});

function ruleOf(endpoint: string): SizeRule {
  const route = builtInModels.flatMap(({ routes }) => routes).find((row) => row.endpoint === endpoint);
  if (route === undefined) throw new Error(`no route ${endpoint}`);
  return route.sizes;
}

describe('the nearest size', () => {
  const range = { minPx: 256, maxPx: 1500, stepPx: 64 };
  it.each([
    [{ kind: 'pixels', range, defaultRatio: '1:1' }, '9:1', '1472x256'],
    [{ kind: 'pixels', range, defaultRatio: '1:1' }, '1:9', '256x1472'],
    [
      { kind: 'pixels', range: { ...range, height: { minPx: 512, maxPx: 900, stepPx: 1 } }, defaultRatio: '1:1' },
      '1:9',
      '256x900',
    ],
    [{ kind: 'ratios', ratios: ['1:1'], custom: range, defaultRatio: '1:1' }, '9:1', '1472x256'],
    [{ kind: 'ratios', ratios: ['1:1', '16:9'], custom: null, defaultRatio: '1:1' }, '1900x1000', '16:9'],
    [
      { kind: 'list', sizes: ['1024x1024', '1536x1024'], separator: 'x', defaultRatio: '1:1' },
      '1900x1000',
      '1536x1024',
    ],
  ] as const)('of %j to %s is %s', (rule, typed, nearest) => {
    const asked = parseSize(typed);
    if (asked === null || asked.kind === 'auto') throw new Error('no size');
    expect(sizeLabel(nearestSize(rule, asked))).toBe(nearest);
  });
});
