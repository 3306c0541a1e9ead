import { describe, expect, it } from 'vitest';
import { readInputs } from '#providers/runcomfy/catalogue.ts';
import { inputOf } from '../../support/listed-models.ts';

const one = (property: unknown, required: unknown = []) => readInputs({ properties: { x: property }, required })?.[0];

describe('the inputs of a schema', () => {
  it('are its properties, with their bounds', () => {
    const schema = {
      type: 'object',
      required: ['prompt'],
      properties: {
        prompt: { type: 'string', maxLength: 500, default: 'a fox' },
        width: { type: 'integer', minimum: 64, maximum: '2048', multipleOf: 8, default: 1024 },
        strength: { type: 'number', minimum: 0, maximum: 1 },
        safe: { type: 'boolean', default: true },
        ratio: { type: 'string', enum: ['1:1', '16:9', '1:1', 4] },
        images: { type: 'array', items: { type: 'string' }, default: [] },
      },
    };
    expect(readInputs(schema)).toEqual([
      inputOf('prompt', { isRequired: true, maxLength: 500, fallback: 'a fox' }),
      inputOf('width', { kind: 'whole', minimum: 64, maximum: 2048, multipleOf: 8, fallback: 1024 }),
      inputOf('strength', { kind: 'number', minimum: 0, maximum: 1 }),
      inputOf('safe', { kind: 'flag', fallback: true }),
      inputOf('ratio', { words: ['1:1', '16:9'] }),
      inputOf('images', { kind: 'other' }),
    ]);
  });

  it('may be lists of objects, whose keys are read', () => {
    const items = {
      type: 'object',
      properties: { path: { type: 'string' }, scale: { type: 'number', minimum: 0, maximum: '4' }, odd: 7 },
    };
    const free = { minimum: null, maximum: null };
    expect(one({ type: 'array', items, maxItems: 3 })?.entries).toEqual({
      most: 3,
      keys: [
        { name: 'path', ...free },
        { name: 'scale', minimum: 0, maximum: 4 },
        { name: 'odd', ...free },
      ],
    });
    expect(one({ type: 'array', items })?.entries?.most).toBeNull();
    expect(one({ type: 'array', items: { type: 'string' } })?.entries).toBeNull();
  });

  it('may be wrapped', () => {
    const schema = { properties: { prompt: { type: 'string' } } };
    for (const wrapped of [{ input: schema }, { input_schema: schema }, { inputSchema: schema }]) {
      expect(readInputs(wrapped)).toEqual([inputOf('prompt')]);
    }
    expect(readInputs({ properties: { input: schema } })?.map(({ name }) => name)).toEqual(['input']);
  });

  it.each([null, 'text', [], {}, { properties: [] }, { properties: {} }, { input: 7 }])(
    'are unknown in %j',
    (schema) => {
      expect(readInputs(schema)).toBeNull();
    },
  );

  it('are read through alternatives, nothing being one of them', () => {
    const words = { anyOf: [{ type: 'object' }, { enum: ['square', 'portrait_4_3'] }], default: 'square' };
    expect(one(words)).toEqual(inputOf('x', { words: ['square', 'portrait_4_3'], fallback: 'square' }));
    expect(one({ anyOf: [{ type: 'null' }, { type: 'integer', minimum: 1 }, 7] })).toEqual(
      inputOf('x', { kind: 'whole', minimum: 1 }),
    );
    expect(one({ type: ['null', 'number'] })).toEqual(inputOf('x', { kind: 'number' }));
  });

  it('are of another kind where they cannot be read', () => {
    for (const property of [7, null, { $ref: '#/a' }, { type: 'file' }]) {
      expect(one(property)).toEqual(inputOf('x', { kind: 'other' }));
    }
    expect(one({ type: 'integer', minimum: 'low', multipleOf: 0, default: {} })).toEqual(
      inputOf('x', { kind: 'whole' }),
    );
  });

  it('are numbers by the service’s own word for them, in any letters', () => {
    for (const type of ['float', 'Float', 'double', ['null', 'float']]) {
      expect(one({ type, minimum: 0, maximum: 1, default: 0.5 })).toEqual(
        inputOf('x', { kind: 'number', minimum: 0, maximum: 1, fallback: 0.5 }),
      );
    }
    expect([one({ type: 'int' })?.kind, one({ type: 'bool' })?.kind]).toEqual(['whole', 'flag']);
  });

  it.each([
    ['image_uri', 'image', false],
    ['image_uris', 'image', true],
    ['video_uri', 'video', false],
    ['video_uris', 'video', true],
    ['audio_uri', 'audio', false],
    ['AUDIO_URIS', 'audio', true],
  ] as const)('that are media (%s) are no text, and their example is no default', (format, kind, isList) => {
    const example = 'https://example.com/cat.png';
    const media = { kind, isList, least: null, most: null };
    expect(one({ type: 'string', format, default: example }, ['x'])).toEqual(
      inputOf('x', { kind: 'other', isRequired: true, media }),
    );
    expect(one({ anyOf: [{ type: 'string', format, default: example }, { type: 'null' }] })).toEqual(
      inputOf('x', { kind: 'other', media }),
    );
  });

  it('that are lists of media say how many there may be, whichever level names the kind', () => {
    const bounds = { type: 'array', minItems: 1, maxItems: '9' };
    const media = { kind: 'image', isList: true, least: 1, most: 9 };
    expect(one({ ...bounds, format: 'image_uris' })?.media).toEqual(media);
    expect(one({ ...bounds, items: { type: 'string', format: 'image_uri' } })?.media).toEqual(media);
    expect(one({ type: 'string', format: 'uri' })?.media).toBeNull();
  });

  it('may be one of a few numbers, or of a few words', () => {
    expect(one({ type: 'integer', enum: [5, 10, 5], default: 5 })).toEqual(
      inputOf('x', { kind: 'whole', numbers: [5, 10], fallback: 5 }),
    );
    expect(one({ enum: ['5', 10] })).toEqual(inputOf('x', { words: ['5'] }));
    expect(one({ enum: [] })?.numbers).toBeNull();
  });

  it('say themselves that they are required, or are listed as such', () => {
    expect(one({ type: 'string', required: true })?.isRequired).toBe(true);
    expect(one({ type: 'string' }, ['x'])?.isRequired).toBe(true);
    expect(one({ type: 'string' }, 'x')?.isRequired).toBe(false);
  });

  it('are bounded in number and length', () => {
    const many = Array.from({ length: 300 }, (_, at) => `w${at}`);
    expect(one({ enum: [...many, 'x'.repeat(201)] })?.words).toHaveLength(100);
    const properties = Object.fromEntries([...many, 'x'.repeat(201)].map((name) => [name, {}]));
    expect(readInputs({ properties })).toHaveLength(100);
  });
});
