import { describeProviderContract } from '../contract/provider.ts';
import {
  makeRunComfyDeploymentHarness,
  makeRunComfyHarness,
  makeRunningHubHarness,
} from '../support/http/provider-harnesses.ts';

describeProviderContract('the RunningHub client', makeRunningHubHarness);
describeProviderContract('the RunComfy client', makeRunComfyHarness);
describeProviderContract('the RunComfy client with a deployment', makeRunComfyDeploymentHarness);
