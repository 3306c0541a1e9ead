import { describe, expect, it } from 'vitest';
import { type Charge, whyDearer } from '#catalog/plan.ts';
import { type GenerationRequest, noOptions } from '#catalog/request.ts';
import { sourceOf } from '../support/inputs.ts';
import { requestOf, requestWith } from '../support/requests.ts';

const [front, back] = [sourceOf({ name: 'front.png' }), sourceOf({ name: 'back.png' })];
const chosen = requestOf({
  images: [front, back],
  options: {
    ...noOptions,
    ...{ lora: 'Ink', loraStrength: 0.5, size: '16:9', quality: 'high', resolution: '4k', steps: 9, format: 'png' },
    form: { duration: 8, seed: 3 },
  },
});
const everyName = ['lora', 'size', 'quality', 'resolution', 'steps', 'format', 'image2', 'duration', 'seed'];

/** 15 credits where 7 were shown; `isCheap` says which requests cost 7. */
function reasonOf(
  request: GenerationRequest,
  isCheap: (request: GenerationRequest) => boolean,
  changes: Partial<Charge> = {},
) {
  const charge = { request, recalled: request, model: 'Some Model', credits: 15, shown: 7, modelShown: 7 };
  const why = whyDearer({ ...charge, isModelOfLora: false, ...changes }, (other) => (isCheap(other) ? 7 : 15));
  return why && [why.reason, ...why.options];
}
const always = () => true;
const never = () => false;

describe('a price above the one that was read', () => {
  it('begins a credit above it', () => {
    expect(reasonOf(requestOf(), always, { credits: 7 })).toBeNull();
    expect(reasonOf(requestOf(), always, { credits: 8 })).toEqual(['route']);
  });

  it('says what was read, and for which model', () => {
    const charge = { request: requestOf(), recalled: requestOf(), model: 'Some Model', credits: 15, shown: 7 };
    expect(whyDearer({ ...charge, modelShown: 7, isModelOfLora: false }, () => null)).toEqual({
      ...{ reason: 'options', options: [], shown: 7, model: 'Some Model' },
    });
  });

  it('is that of another route where the request itself would cost what was read', () => {
    expect(reasonOf(chosen, always)).toEqual(['route']);
    expect(reasonOf(chosen, (other) => other === chosen)).toEqual(['route']);
  });

  it.each<[string, (request: GenerationRequest) => boolean]>([
    ['lora', ({ options }) => options.lora === null && options.loraStrength === null],
    ['size', ({ options }) => options.size === null],
    ['quality', ({ options }) => options.quality === null],
    ['resolution', ({ options }) => options.resolution === null],
    ['steps', ({ options }) => options.steps === null],
    ['format', ({ options }) => options.format === null],
    ['image2', ({ images }) => images.length === 1 && images[0] === front],
    ['duration', ({ options }) => options.form?.duration === undefined && options.form?.seed === 3],
    ['seed', ({ options }) => options.form?.seed === undefined && options.form?.duration === 8],
  ])('is that of %s where it would be cheap without', (name, isCheap) => {
    expect(reasonOf(chosen, isCheap)).toEqual(['options', name]);
  });

  it('is that of everything that was chosen where nothing does it alone, and of nothing else', () => {
    expect(reasonOf(chosen, never)).toEqual(['options', ...everyName]);
    expect(reasonOf(requestWith({ steps: 4 }), never)).toEqual(['options', 'steps']);
    expect(reasonOf(requestOf({ images: [front] }), never)).toEqual(['options']);
  });

  it('is that of the picture that is made again, unless one option does it', () => {
    const again = { ...chosen, shownCredits: 7 };
    expect(reasonOf(again, never)).toEqual(['repeat']);
    expect(reasonOf(again, ({ options }) => options.steps === null)).toEqual(['options', 'steps']);
  });

  it('is that of the last choice where its model is dearer, or its size', () => {
    const recalled = requestOf({ model: 'other' });
    expect(reasonOf(requestOf(), never, { recalled, modelShown: 8 })).toEqual(['last_choice']);
    expect(reasonOf(requestOf(), always, { recalled, modelShown: 7 })).toEqual(['route']);
    expect(reasonOf(requestOf(), never, { modelShown: 8 })).toEqual(['options']);
    const sized = requestWith({ size: '16:9' });
    const ofSize = ({ options }: GenerationRequest) => options.size === null;
    expect(reasonOf(requestOf(), ofSize, { recalled: sized })).toEqual(['last_choice']);
    expect(reasonOf(requestOf(), never, { recalled: sized })).toEqual(['options', 'size']);
  });

  it('is that of the LoRA where the model stands in for it', () => {
    const recalled = requestOf({ model: 'other' });
    expect(reasonOf(requestOf(), always, { recalled, isModelOfLora: true })).toEqual(['options', 'lora']);
    expect(reasonOf(requestOf(), always, { isModelOfLora: true })).toEqual(['route']);
  });
});
