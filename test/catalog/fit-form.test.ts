import { describe, expect, it } from 'vitest';
import { defaultValues, fitForm } from '#catalog/fit-form.ts';
import { parseForm } from '#catalog/models/form-row.ts';
import { type GenerationRequest, noOptions, type RequestOptions } from '#catalog/request.ts';
import type { SourceImage } from '#media/media.ts';
import { requestOf } from '../support/requests.ts';

const file: SourceImage = {
  ...{ url: 'https://cdn.discordapp.com/x', name: 'x', mediaType: 'image/png', bytes: 1000 },
  ...{ widthPx: null, heightPx: null },
};
type Wish = Partial<Omit<GenerationRequest, 'options'>> & { readonly options?: Partial<RequestOptions> };

function fitted(form: string, { options, ...wish }: Wish = {}) {
  const request = requestOf({ prompt: 'a fox', ...wish, options: { ...noOptions, ...options } });
  const found = fitForm(parseForm(form), request);
  return found.ok ? found.settings : found.problem;
}

describe('a request in the terms of a form', () => {
  it.each<[string, string, Wish, object]>([
    ['a prompt where none is taken', 'image @10', { images: [file] }, { option: 'prompt' }],
    ['no prompt', 'prompt* <5', { prompt: ' ' }, { option: 'prompt', allowed: { most: 5, has: 0 } }],
    ['a long prompt', 'prompt* <4', {}, { option: 'prompt', allowed: { most: 4, has: 5 } }],
    ['no picture', 'prompt <9; image* @10', {}, { option: 'image', allowed: { what: 'needsImage' } }],
    ['a picture for words', 'prompt <9', { images: [file] }, { option: 'image', allowed: { what: 'noSuchOption' } }],
    ['two for one', 'prompt <9; image @10', { images: [file, file] }, { option: 'image', value: '2' }],
    [
      'a heavy file',
      'prompt <9; video @1',
      { media: { video: { ...file, mediaType: null, bytes: 2_200_000 } } },
      { option: 'video', value: '2.1 MB', allowed: { of: 'fileMegabytes', most: 1 } },
    ],
    [
      'a sound for a video',
      'prompt <9; video @1',
      { media: { video: { ...file, mediaType: 'audio/mpeg' } } },
      { option: 'video', value: 'audio', allowed: { what: 'needsVideo' } },
    ],
    ['a file without a place', 'prompt <9', { media: { audio: file } }, { option: 'audio' }],
    [
      'neither yes nor no',
      'prompt <9; sound flag',
      { options: { form: { sound: 'maybe' } } },
      { option: 'sound', value: 'maybe', allowed: { names: ['yes', 'no'] } },
    ],
    ['long lyrics', 'prompt <9; lyrics <3', { options: { form: { lyrics: 'la la' } } }, { option: 'lyrics' }],
    ['no lyrics', 'prompt <9; lyrics* <3', {}, { option: 'lyrics', allowed: { what: 'visibleText' } }],
    [
      'a number outside',
      'prompt <9; speed ~0.5..2',
      { options: { form: { speed: '3' } } },
      { option: 'speed', allowed: { of: 'number', min: 0.5, max: 2 } },
    ],
    [
      'half a number',
      'prompt <9; duration 2..9',
      { options: { form: { duration: '2.5' } } },
      { option: 'duration', allowed: { of: 'wholeNumber' } },
    ],
    ['no resolution here', 'prompt <9', { options: { resolution: '720p' } }, { option: 'resolution' }],
    [
      'no such ratio',
      'prompt <9; ratio {16:9,9:16}',
      { options: { size: '4:3' } },
      { option: 'size', allowed: { names: ['16:9', '9:16'] } },
    ],
    ['no ratio at all', 'prompt <9; ratio {16:9}', { options: { size: 'weird' } }, { option: 'size' }],
    [
      'no such size',
      'prompt <9; size {1280*720,720*1280} =1280*720',
      { options: { size: '4:3' } },
      { option: 'size', allowed: { names: ['1280x720', '720x1280'] } },
    ],
    ['no size at all', 'prompt <9; size {1280*720}', { options: { size: 'auto' } }, { option: 'size' }],
    [
      'no such resolution of a size',
      'prompt <9; size {1280*720,1920*1080}',
      { options: { size: '16:9', resolution: '480p' } },
      { option: 'resolution', value: '480p', allowed: { names: ['720p', '1080p'] } },
    ],
  ])('%s is told', (_, form, wish, problem) => {
    expect(fitted(form, wish)).toMatchObject(problem);
  });

  it.each<[string, Wish, object]>([
    ['ratio {16:9,adaptive}', { options: { size: 'auto' } }, { ratio: 'adaptive' }],
    ['ratio {16:9,auto}', { options: { size: 'auto' } }, { ratio: 'auto' }],
    ['ratio {16:9,9:16,odd}', { options: { size: '1366x768' } }, { ratio: '16:9' }],
    ['ratio {1024x1024,16:9}', { options: { size: '1920x1080' } }, { ratio: '16:9' }],
    ['size {720*1280,1280*720,1920*1080} =1280*720', {}, { size: '1280*720' }],
    ['size {720*1280,1280*720}', {}, { size: '720*1280' }],
    ['size {1280*720,1920*1080} =1280*720', { options: { size: '16:9', resolution: '1080p' } }, { size: '1920*1080' }],
    ['size {1280*720,1920*1080} =1280*720', { options: { size: '1920x1080' } }, { size: '1920*1080' }],
    ['scale {2x,4x}', { options: { form: { scale: '4' } } }, { scale: '4x' }],
    ['sound {yes,no}', { options: { form: { sound: true } } }, { sound: 'yes' }],
    ['sound flag =true', { options: { form: { sound: false } } }, { sound: false }],
    ['sound flag', {}, {}],
    ['sound flag', { options: { form: { sound: ' No ' } } }, { sound: false }],
    ['sound flag', { options: { form: { sound: 'on' } } }, { sound: true }],
    ['seed 0..9', { options: { form: { seed: '7' } } }, { seed: 7 }],
    ['style <9 =calm', {}, { style: 'calm' }],
  ])('%s: takes what was chosen, else the usual', (form, wish, values) => {
    expect(fitted(`prompt <9; ${form}`, wish)).toMatchObject({ form: values });
  });

  it('has usual values for a price', () => {
    expect(defaultValues(parseForm('prompt* <9; duration* {5,10} =5; seed 0..9; image @1'))).toEqual({ duration: '5' });
  });
});
