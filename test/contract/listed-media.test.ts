import { describe, expect, it } from 'vitest';
import { builtInMediaModels, builtInModels } from '#catalog/models/index.ts';
import { amountFor } from '#catalog/price.ts';
import { optionalModelsOf, unusableMediaOf } from '#catalog/remote/optional-models.ts';
import { listedBesides } from '../../sandbox/services/runcomfy/listed.ts';
import { mediaModels } from '../../sandbox/services/runcomfy/media-models.ts';
import { priceOf } from '../../sandbox/services/runcomfy/requests.ts';
import { validateInput } from '../../sandbox/services/runcomfy/validate-input.ts';
import { bodyOf, requestsFor } from '../support/form-requests.ts';
import { listingOf } from '../support/listed-models.ts';

const listed = listedBesides();
const models = optionalModelsOf(listingOf(...listed), [...builtInModels, ...builtInMediaModels]).filter(
  ({ task }) => task !== undefined,
);
const rows = models.flatMap(({ id, routes }) => routes.map((route) => ({ id, route })));

/** The stand-in's models are written from the reference, apart from what reads their schemas. */
describe('the videos and sounds of RunComfy’s catalogue', () => {
  it('are models of the command that they are for', () => {
    expect(models.map(({ id, task }) => [id, task])).toEqual([
      ['sandbox/avatar/audio-to-video', 'video'],
      ['sandbox/frames/text-to-video', 'video'],
      ['sandbox/keyframes/image-to-video', 'video'],
      ['sandbox/reader/text-to-audio', 'speech'],
      ['sandbox/reference/to-video', 'video'],
      ['sandbox/restyle/video-to-video', 'video'],
      ['sandbox/tune/text-to-audio', 'music'],
      ['wan-ai/wan-2.7/text-to-video', 'video'],
    ]);
  });

  it('are left out with the reason where they cannot be run', () => {
    expect(unusableMediaOf(listed)).toEqual([
      { modelId: 'sandbox/storyboard/text-to-video', reason: 'shots is required' },
      { modelId: 'sandbox/anything/text-to-any', reason: expect.stringContaining('several kinds') },
    ]);
  });

  it.each(rows)('$id: the service takes every body, whatever is chosen, for no more than is held', ({ route }) => {
    const model = mediaModels.find(({ modelId }) => modelId === route.endpoint);
    if (model === undefined) throw new Error('not listed');
    for (const request of requestsFor(route.form ?? [])) {
      const { settings, body } = bodyOf(route, request);
      const verdict = validateInput(model, body);
      if ('problems' in verdict) throw new Error(JSON.stringify([body, verdict.problems]));
      expect(amountFor(route.price, settings)).toBeGreaterThanOrEqual(priceOf(model, verdict.inputs, 1));
    }
  });
});
