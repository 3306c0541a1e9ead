import { describe, expect, it } from 'vitest';
import type { Route } from '#catalog/model.ts';
import { canEdit } from '#catalog/model.ts';
import { builtInModels } from '#catalog/models/index.ts';
import { fitSize, parseSize } from '#catalog/size.ts';
import { isOfSize, modelCommands } from '../../../sandbox/demo/model-commands.ts';
import { modelOf, routeOf } from '../../support/requests.ts';

const linesOf = (...routes: Route[]) => modelCommands([modelOf(...routes)]).map(({ line }) => line);
const lineOf = (...routes: Route[]) => linesOf(...routes)[0];
const images = {
  keys: { kind: 'list', key: 'imageUrls' },
  nodeKeys: null,
  most: 1,
  maxBytes: 1,
  isRequired: true,
} as const;

describe('the commands that walk all models', () => {
  it('make and edit with every model that can, each of a size that a route of it takes', () => {
    const commands = modelCommands(builtInModels);
    expect([...new Set(commands.map(({ modelId }) => modelId))]).toEqual(builtInModels.map(({ id }) => id));
    expect(commands.filter(({ line }) => line.startsWith('/edit'))).toHaveLength(builtInModels.filter(canEdit).length);
    for (const { modelId, line } of commands) {
      const asked = parseSize(/ size:(\S+)/u.exec(line)?.[1] ?? '');
      const model = builtInModels.find(({ id }) => id === modelId);
      expect(asked && model?.routes.some(({ sizes }) => fitSize(sizes, asked) !== null)).toBe(true);
    }
  });

  it('edit alone where a model does nothing else, and bring a LoRA where it cannot do without', () => {
    const loras = { known: [], minStrength: -1, maxStrength: 1, defaultStrength: 1, isRequired: true };
    expect(lineOf(routeOf())).toMatch(/^\/imagine prompt:.* size:16:9$/u);
    expect(linesOf(routeOf(), routeOf({ images }))).toMatchObject(
      [/^\/imagine /u, /^\/edit /u].map((start) => expect.stringMatching(start)),
    );
    expect(lineOf(routeOf({ images }))).toMatch(/^\/edit image:sample /u);
    expect(lineOf(routeOf({ loras }))).toMatch(/ lora:\S+ lora_strength:0\.8$/u);
    expect(lineOf(routeOf(), routeOf({ loras }))).not.toContain('lora:');
  });

  it('ask for a size of the first route where the routes share none', () => {
    const only = (sizes: string[]) => ({ kind: 'list', sizes, separator: 'x', defaultRatio: '1:1' }) as const;
    expect(lineOf(routeOf({ sizes: only(['512x512']) }), routeOf({ sizes: only(['1024x1024']) }))).toContain('512x512');
    expect(() => lineOf(routeOf({ sizes: only(['512x64']) }))).toThrow('no size fits');
  });
});

describe('a picture', () => {
  it('is of the asked pixels exactly, and of an asked ratio within its steps', () => {
    expect(isOfSize({ kind: 'pixels', widthPx: 640, heightPx: 480 }, 640, 480)).toBe(true);
    expect(isOfSize({ kind: 'pixels', widthPx: 640, heightPx: 480 }, 640, 481)).toBe(false);
    expect(isOfSize({ kind: 'ratio', ratio: '16:9' }, 1360, 768)).toBe(true);
    expect(isOfSize({ kind: 'ratio', ratio: '16:9' }, 1024, 1024)).toBe(false);
    expect(isOfSize({ kind: 'ratio', ratio: 'auto' }, 1, 1)).toBe(true);
    expect(isOfSize({ kind: 'ratio', ratio: 'square' }, 1, 1)).toBe(true);
    expect(isOfSize({ kind: 'ratio', ratio: 'huge' }, 1, 1)).toBe(false);
  });
});
