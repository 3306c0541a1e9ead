import { describe, expect, it } from 'vitest';
import { providerNames } from '#providers/registry.ts';
import { describeProviderContract } from '../contract/provider.ts';
import {
  makeRunComfyDeploymentHarness,
  makeRunComfyHarness,
  makeRunningHubHarness,
} from '../support/http/provider-harnesses.ts';

/** One client per service of the registry, by the service's name. */
const harnesses = { runninghub: makeRunningHubHarness, runcomfy: makeRunComfyHarness };

for (const [name, makeHarness] of Object.entries(harnesses)) {
  describeProviderContract(`the client of ${name}`, makeHarness);
}
describeProviderContract('the RunComfy client with a deployment', makeRunComfyDeploymentHarness);

describe('the provider contract', () => {
  it('is played with each service of the registry', () => {
    expect(Object.keys(harnesses).sort()).toEqual([...providerNames].sort());
  });
});
