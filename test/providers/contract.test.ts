import { describeProviderContract } from '../contract/provider.ts';
import { makeRunComfyHarness, makeRunningHubHarness } from '../support/http/provider-harnesses.ts';

describeProviderContract('the RunningHub client', makeRunningHubHarness);
describeProviderContract('the RunComfy client', makeRunComfyHarness);
