import { describe, expect, it } from 'vitest';
import { onePicture } from '#catalog/remote/optional-models.ts';
import { byName, type RemoteInput } from '#catalog/remote/remote-catalogue.ts';
import { inputOf, promptInput, wholeOf, wordsOf } from '../../support/listed-models.ts';

const sentFor = (...inputs: readonly RemoteInput[]) => onePicture(byName([promptInput, ...inputs]));

describe('one picture', () => {
  it.each([
    ...['num_images', 'numImages', 'number_of_images', 'max_images', 'image_count', 'num_outputs', 'n', 'batch_size'],
    ...['num_samples', 'num_images_per_prompt', 'samples', 'outputs', 'count'],
  ])('is asked for by %s', (key) => {
    expect(sentFor(wholeOf(key, 1, 8, { fallback: 4, isRequired: true }))).toEqual({ [key]: 1 });
    expect(sentFor(inputOf(key, { kind: 'number' }))).toEqual({ [key]: 1 });
  });

  it.each([
    ['a count of two or more', wholeOf('num_images', 2, 4)],
    ['a count of none', wholeOf('num_images', 0, 0)],
    ['a count that is no number', inputOf('n')],
    ['a count in words', wordsOf('num_images', ['4', '1'])],
    ['what sounds like a count', wholeOf('num_pictures', 1, 8, { fallback: 4 })],
    ['what sounds like one of two or more', wholeOf('imagesWanted', 2, 8)],
    ['what sounds like one, in words', wordsOf('variations', ['4', '1'])],
  ])('cannot be had with %s', (_name, input) => {
    expect(sentFor(input)).toBeNull();
  });

  it('is what comes of anything else', () => {
    const steps = wholeOf('num_inference_steps', 1, 50, { fallback: 28 });
    const others = [
      wholeOf('num_faces', 1, 8, { fallback: 1 }),
      wholeOf('count_from', 0, 8),
      wordsOf('number', ['few']),
    ];
    expect(sentFor(steps, wholeOf('seed_number', 0, 99, { fallback: 42 }), ...others)).toEqual({});
  });
});
