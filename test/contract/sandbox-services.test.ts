import { describe, expect, it } from 'vitest';
import { providerNames } from '#providers/registry.ts';
import { makeRunComfyStandIn, makeRunningHubStandIn } from '../support/house/sandbox-harnesses.ts';
import { describeProviderContract } from './provider.ts';

/** One stand-in per service of the registry, by the service's name. */
const standIns = { runninghub: makeRunningHubStandIn, runcomfy: makeRunComfyStandIn };

for (const [name, makeHarness] of Object.entries(standIns)) {
  describeProviderContract(`the client of ${name} before its stand-in`, makeHarness);
}

describe('the provider contract before a stand-in', () => {
  it('is played with each service of the registry', () => {
    expect(Object.keys(standIns).sort()).toEqual([...providerNames].sort());
  });
});
