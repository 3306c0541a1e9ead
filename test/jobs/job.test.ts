import { describe, expect, it } from 'vitest';
import { jobStates, openJob, openStates } from '#jobs/job.ts';
import { comfyOfferOf, jobOf, offerOf, planOf, replyAddress, requestOf } from '../support/requests.ts';

describe('a job that is first written down', () => {
  it('is named by the request and stands for the first offer, with nothing sent and nothing spent', () => {
    const job = openJob(requestOf(), planOf(offerOf(), comfyOfferOf(5)), replyAddress, {
      isSpoiler: true,
      isUnlabelled: true,
    });
    expect(job).toEqual(
      jobOf({ isSpoiler: true, isUnlabelled: true, credits: 7, endpoint: 'vendor/model/text-to-image' }),
    );
  });
});

describe('the states', () => {
  it('are open until the job is delivered, failed or cancelled', () => {
    expect(jobStates.filter((state) => !openStates.has(state))).toEqual(['delivered', 'failed', 'cancelled']);
  });
});
