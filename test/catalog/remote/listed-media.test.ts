import { describe, expect, it } from 'vitest';
import { fitForm } from '#catalog/fit-form.ts';
import type { FormWord } from '#catalog/form.ts';
import type { Route } from '#catalog/model.ts';
import { creditsFor, creditsPerSecond } from '#catalog/price.ts';
import { optionalModelsOf, unusableMediaOf } from '#catalog/remote/optional-models.ts';
import type { RemoteInput, RemoteModel } from '#catalog/remote/remote-catalogue.ts';
import { noOptions } from '#catalog/request.ts';
import { inputOf, listedModel, listingOf, promptInput, wholeOf, wordsOf } from '../../support/listed-models.ts';
import { requestOf } from '../../support/requests.ts';

const film = (changes: Partial<RemoteModel> = {}) =>
  listedModel({
    modelId: 'maker/reel',
    title: 'Reel',
    categories: ['text-to-video'],
    inputs: [promptInput],
    ...changes,
  });
const sound = (inputs: RemoteInput[], changes: Partial<RemoteModel> = {}) =>
  film({ categories: ['text-to-audio'], inputs, ...changes });
const modelOf = (listed: RemoteModel) => optionalModelsOf(listingOf(listed), [])[0];
const filmWith = (...inputs: RemoteInput[]) => modelOf(film({ inputs: [promptInput, ...inputs] }));
const routeWith = (...inputs: RemoteInput[]) => filmWith(...inputs)?.routes[0];
const inputWith = (word: FormWord, ...inputs: RemoteInput[]) =>
  routeWith(...inputs)?.form?.find((input) => input.word === word);
const reasonFor = (listed: RemoteModel) => unusableMediaOf([listed])[0]?.reason;
const needed = { isRequired: true } as const;
const file = (
  name: string,
  kind: 'image' | 'video' | 'audio',
  changes: Partial<RemoteInput> = {},
  list: { isList?: boolean; least?: number; most?: number } = {},
) => inputOf(name, { kind: 'other', media: { kind, isList: false, least: null, most: null, ...list }, ...changes });

describe('a listed model that makes videos or sounds', () => {
  it('is a model with a form, by what is listed', () => {
    expect(modelOf(film({ title: 'Reel\n2' }))).toMatchObject({
      id: 'maker/reel',
      title: 'Reel 2',
      description: 'From words.',
      task: 'video',
      adult: false,
      routes: [
        {
          provider: 'runcomfy',
          endpoint: 'maker/reel',
          price: { currency: 'USD', amount: 0.03, estimated: false, meter: { unit: 'run', by: [], amounts: {} } },
          form: [{ word: 'prompt', key: 'prompt', isRequired: true, kind: 'text', maxCharacters: 6000, default: null }],
          promptMaxCharacters: 6000,
          source: "RunComfy's catalogue, read 1970-01-01",
        },
      ],
    });
  });

  it.each([
    ['the only kind of its categories', ['text-to-video', 'Image-To-Video'], [promptInput], 'video'],
    ['its category', ['text-to-music-audio'], [inputOf('text'), inputOf('voice')], 'music'],
    ['its category', ['speech-audio'], [promptInput, inputOf('lyrics')], 'speech'],
    ['lyrics', ['text-to-audio'], [promptInput, inputOf('lyrics')], 'music'],
    ['a voice', ['text-to-audio'], [promptInput, inputOf('voice_id')], 'speech'],
    ['what it reads', ['text-to-audio'], [inputOf('text')], 'speech'],
    ['nothing', ['text-to-audio'], [promptInput], 'music'],
  ] as const)('is of one command, by %s: %j', (_name, categories, inputs, task) => {
    expect(modelOf(film({ categories: [...categories], inputs: [...inputs] }))?.task).toBe(task);
  });

  it('is of one command by its name, where nothing else says it', () => {
    expect(modelOf(sound([promptInput], { title: 'Voice 2' }))?.task).toBe('speech');
    expect(modelOf(sound([inputOf('text')], { modelId: 'maker/song' }))?.task).toBe('music');
  });

  it.each([
    ['without a price', film({ priceUsd: null }), 'no price'],
    ['of a path in capitals', film({ modelId: 'Maker/Reel' }), 'cannot be typed'],
    ['without a schema', film({ inputs: null }), 'no schema'],
    ['of unknown inputs', film({ inputs: [inputOf('odd', { kind: 'other' })] }), 'none of its inputs'],
    [
      'of several kinds',
      film({ categories: ['text-to-video', 'text-to-audio'] }),
      'several kinds: text-to-video, text-to-audio',
    ],
    [
      'that needs an object',
      film({ inputs: [promptInput, inputOf('shots', { kind: 'other', ...needed })] }),
      'shots is required',
    ],
    [
      'that needs a text without a word',
      film({ inputs: [promptInput, inputOf('story', { fallback: 'a fox', ...needed })] }),
      'story is required',
    ],
    [
      'that needs two videos',
      film({ inputs: [file('videos', 'video', needed, { isList: true, least: 2 })] }),
      'videos is required',
    ],
    [
      'that needs a second picture',
      film({ inputs: [file('image', 'image', needed), file('mask', 'image', needed)] }),
      'mask is required',
    ],
    ['of sounds that needs a file', sound([promptInput, file('audio', 'audio', needed)]), 'audio is required'],
    ['that makes several', film({ inputs: [promptInput, wholeOf('num_videos', 2, 4)] }), 'num_videos cannot be 1'],
    [
      'that makes several',
      film({ inputs: [promptInput, inputOf('num_outputs', { kind: 'whole', numbers: [2, 4] })] }),
      'num_outputs cannot be 1',
    ],
    [
      'of many resolutions',
      film({ inputs: [promptInput, wordsOf('resolution', ['a', 'b', 'c', 'd', 'e', 'f'])] }),
      'too many resolutions',
    ],
    [
      'of sounds by the second, of any length',
      sound([promptInput], { priceUsd: null, priceUsdPerSecond: 0.01 }),
      'how long',
    ],
  ])('%s is none, and why is told', (_name, listed, reason) => {
    expect(modelOf(listed)).toBeUndefined();
    expect(reasonFor(listed)).toContain(reason);
  });

  it('is told as unusable only where it is, and pictures are never', () => {
    expect(unusableMediaOf([film(), listedModel(), listedModel({ inputs: null })])).toEqual([]);
  });
});

describe('an input', () => {
  it.each([
    [
      'negative',
      inputOf('negative_prompt', { maxLength: 500, fallback: 'blurry' }),
      { kind: 'text', maxCharacters: 500, default: null },
    ],
    ['ratio', wordsOf('aspect_ratio', ['16:9', 'auto']), { kind: 'choice', values: ['16:9', 'auto'], default: '16:9' }],
    ['size', wordsOf('size', ['1280*720', 'auto', '720*1280']), { kind: 'choice', values: ['1280*720', '720*1280'] }],
    ['resolution', wordsOf('resolution', ['720p', '1080p'], { fallback: '4k' }), { kind: 'choice', default: null }],
    ['sound', inputOf('generate_audio', { kind: 'flag', fallback: true }), { kind: 'flag', default: true }],
    ['sound', inputOf('enable_audio', { kind: 'flag', ...needed }), { kind: 'flag', default: false }],
    ['sound', inputOf('with_audio', { kind: 'flag' }), { kind: 'flag', default: null }],
    [
      'seed',
      inputOf('seed', { kind: 'whole', fallback: 42 }),
      { kind: 'number', min: 0, max: 2_147_483_647, default: null },
    ],
    ['seed', wholeOf('seed', -1, 99, needed), { min: -1, max: 99, default: -1 }],
    [
      'duration',
      wholeOf('duration', 4, 15, { fallback: 5 }),
      { kind: 'number', min: 4, max: 15, isWhole: true, default: 5 },
    ],
    ['duration', wholeOf('duration', -1, 15), { min: 1, default: 1 }],
    ['duration', wholeOf('duration', 4, 15, { fallback: 99 }), { default: 4 }],
    ['duration', wordsOf('duration', ['5', '10'], { fallback: '10' }), { kind: 'choice', default: '10' }],
    [
      'duration',
      inputOf('seconds', { kind: 'whole', numbers: [6, 8] }),
      { kind: 'choice', values: ['6', '8'], default: '6', isNumber: true },
    ],
    [
      'duration',
      inputOf('duration', { kind: 'number', fallback: 6 }),
      { kind: 'choice', values: ['6'], default: '6', isNumber: true },
    ],
    [
      'image',
      file('start_image_url', 'image'),
      { kind: 'media', media: 'image', most: null, maxBytes: 50 * 1_048_576 },
    ],
    ['lastImage', file('end_image_url', 'image'), { key: 'end_image_url', media: 'image' }],
    ['images', file('images', 'image', {}, { isList: true, least: 1, most: 9 }), { most: 9 }],
    ['video', file('videos', 'video', {}, { isList: true }), { media: 'video', most: 1, maxBytes: 100 * 1_048_576 }],
    ['audio', file('voice', 'audio', needed), { key: 'voice', isRequired: true, maxBytes: 16 * 1_048_576 }],
  ] as const)('with the word %s: %o', (word, input, expected) => {
    expect(inputWith(word, input)).toMatchObject(expected);
  });

  it.each([
    ['resolution', inputOf('resolution')],
    ['ratio', wordsOf('aspect_ratio', ['wide', 'tall'])],
    ['size', wordsOf('size', ['small'])],
    ['size', inputOf('size')],
    ['ratio', inputOf('ratio')],
    ['duration', wordsOf('duration', ['5s', '10s'])],
    ['duration', inputOf('duration', { kind: 'whole' })],
    ['duration', inputOf('duration', { kind: 'whole', fallback: 0 })],
    ['duration', inputOf('duration')],
    ['seed', inputOf('seed')],
    ['seed', wholeOf('seed', -9, -1)],
    ['seed', wholeOf('seed', 9, 1)],
    ['seed', wholeOf('seed', 3_000_000_000, 4_000_000_000)],
    ['sound', inputOf('sound')],
    ['negative', inputOf('negative_prompt', { kind: 'flag' })],
    ['images', file('images', 'image', {}, { isList: true, most: 0 })],
    ['voice', inputOf('voice')],
    ['lyrics', inputOf('lyrics')],
  ] as const)('is left out where it is no %s: %o', (word, input) => {
    expect(filmWith(input)).toBeDefined();
    expect(inputWith(word, input)).toBeUndefined();
  });

  it('has a word once: what is required goes first, and a list of pictures is a picture', () => {
    const form = routeWith(
      file('style_image', 'image'),
      file('image', 'image', needed),
      file('images', 'image', {}, { isList: true, most: 4 }),
      wordsOf('aspect_ratio', ['16:9']),
      wordsOf('video_size', ['1280x720']),
    )?.form;
    expect(form?.map(({ word, key }) => `${word} ${key}`)).toEqual([
      'prompt prompt',
      'image image',
      'ratio aspect_ratio',
    ]);
  });

  it('of a sound is one of its command', () => {
    const speech = sound([
      inputOf('text', { ...needed, maxLength: 500 }),
      inputOf('voice', { fallback: 'Ada' }),
      wordsOf('emotion', ['calm', 'glad'], { fallback: null }),
      inputOf('speed', { kind: 'number', minimum: 0.5, maximum: 2, fallback: 1 }),
    ]);
    expect(modelOf(speech)?.routes[0]?.form).toMatchObject([
      { word: 'prompt', key: 'text', maxCharacters: 500 },
      { word: 'voice', kind: 'text', default: 'Ada' },
      { word: 'emotion', kind: 'choice', default: null },
      { word: 'speed', kind: 'number', isWhole: false, min: 0.5, max: 2, default: 1 },
    ]);
    const named = modelOf(
      sound([inputOf('text', needed), wordsOf('voice', ['Ada', 'Ben'], { ...needed, fallback: null })]),
    );
    expect(named?.routes[0]?.form).toMatchObject([{}, { word: 'voice', kind: 'choice', default: 'Ada' }]);
    const slow = modelOf(
      sound([inputOf('text', needed), inputOf('speed', { kind: 'number', minimum: 1, maximum: 2 })]),
    );
    expect(slow?.routes[0]?.form).toMatchObject([{}, { word: 'speed', default: null }]);
    const odd = sound([inputOf('text', needed), inputOf('speed', { kind: 'number', minimum: 2, maximum: 1 })]);
    expect(modelOf(odd)?.routes[0]?.form).toHaveLength(1);
    const nameless = modelOf(sound([inputOf('text', needed), inputOf('voice')]));
    expect(nameless?.routes[0]?.form).toMatchObject([{}, { word: 'voice', kind: 'text', default: null }]);
    const song = modelOf(sound([inputOf('tags', needed), inputOf('lyrics'), wordsOf('style', ['folk'])]));
    expect(song?.routes[0]?.form?.map(({ word, key }) => `${word} ${key}`)).toEqual(['style tags', 'lyrics lyrics']);
    const styled = modelOf(sound([promptInput, inputOf('lyrics'), wordsOf('style', ['folk', 'jazz'])]));
    expect(styled?.routes[0]?.form).toMatchObject([{}, {}, { word: 'style', kind: 'choice', default: 'folk' }]);
  });

  it('without a word goes out with its listed default where it is required', () => {
    const route = routeWith(
      wordsOf('mode', ['fast', 'pro'], needed),
      wholeOf('fps', 8, 30, { fallback: 24, ...needed }),
      inputOf('watermark', { kind: 'flag', fallback: false, ...needed }),
      inputOf('tier', { kind: 'whole', numbers: [1, 2], fallback: 2, ...needed }),
      wholeOf('steps', 1, 50, { fallback: 30 }),
      wholeOf('batch_size', 1, 4, { fallback: 2 }),
      inputOf('n', { kind: 'whole', numbers: [1, 2] }),
      inputOf('num_clips', { kind: 'number' }),
    );
    expect(route?.constants).toEqual({
      mode: 'fast',
      fps: 24,
      watermark: false,
      tier: 2,
      batch_size: 1,
      n: 1,
      num_clips: 1,
    });
    expect(routeWith()?.constants).toBeUndefined();
  });
});

describe('what goes out', () => {
  const sent = (route: Route | undefined, form: Readonly<Record<string, string>>) => {
    const fit = fitForm(route?.form ?? [], requestOf({ prompt: 'a fox', options: { ...noOptions, form } }));
    return fit.ok ? fit.settings.form?.duration : fit.problem.allowed;
  };

  it('is a duration as the service wants it: a number, or a text', () => {
    const numbers = routeWith(inputOf('duration', { kind: 'whole', numbers: [6, 8], fallback: 8 }));
    expect([sent(numbers, {}), sent(numbers, { duration: '6' })]).toEqual([8, 6]);
    expect(sent(numbers, { duration: '7' })).toEqual({ kind: 'names', names: ['6', '8'] });
    const texts = routeWith(wordsOf('duration', ['5', '10']));
    expect([sent(texts, {}), sent(texts, { duration: '10' })]).toEqual(['5', '10']);
    const range = routeWith(wholeOf('duration', 4, 15));
    expect([sent(range, {}), sent(range, { duration: '15' })]).toEqual([4, 15]);
  });
});

describe('the price of a listed video or sound', () => {
  const priced = (...inputs: RemoteInput[]) =>
    modelOf(film({ priceUsd: null, priceUsdPerSecond: 0.01, inputs: [promptInput, ...inputs] }))?.routes[0]?.price;
  const held = (form: Readonly<Record<string, string | number | boolean>>, ...inputs: RemoteInput[]) => {
    const price = priced(...inputs);
    if (price === undefined) throw new Error('no model');
    return creditsFor(price, { quality: null, resolution: null, form });
  };

  it('is by the second, of a length that is said, else of the longest', () => {
    const seconds = wholeOf('duration', 4, 15);
    expect(priced(seconds)).toMatchObject({ amount: 0.01, estimated: false, meter: { unit: 'second', by: [] } });
    expect(held({ duration: 5 }, seconds)).toBe(50);
    expect(held({}, seconds)).toBe(300);
    const auto = wordsOf('duration', ['auto', '5']);
    expect(held({ duration: 'auto' }, auto)).toBe(300);
    const price = priced(auto);
    expect(price && creditsPerSecond(price, { quality: null, resolution: null, form: { duration: 'auto' } })).toBe(10);
    expect(price && creditsPerSecond(price, { quality: null, resolution: null, form: { duration: '5' } })).toBeNull();
  });

  it('doubles with each step of the resolution or the size, and with sound', () => {
    const inputs = [
      wordsOf('resolution', ['1080p', '480p', '720p']),
      inputOf('generate_audio', { kind: 'flag' }),
      wholeOf('duration', 1, 15),
    ];
    const at = (resolution: string, sound: boolean) => held({ duration: 1, resolution, sound }, ...inputs);
    expect([at('480p', false), at('480p', true), at('720p', false), at('1080p', true)]).toEqual([10, 20, 20, 80]);
    expect(priced(...inputs)?.estimated).toBe(true);
    const sized = wordsOf('size', ['832*480', '1280*720']);
    expect(held({ duration: 1, size: '1280*720' }, sized)).toBe(20);
  });

  it('is the dearest where the service chooses', () => {
    const inputs = [wordsOf('resolution', ['480p', '720p'], { fallback: null }), inputOf('sound', { kind: 'flag' })];
    expect(held({ duration: 1 }, ...inputs)).toBe(40);
  });
});
