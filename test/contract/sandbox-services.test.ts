import { makeRunComfyStandIn, makeRunningHubStandIn } from '../support/house/sandbox-harnesses.ts';
import { describeProviderContract } from './provider.ts';

describeProviderContract('the RunningHub client before its stand-in', makeRunningHubStandIn);
describeProviderContract('the RunComfy client before its stand-in', makeRunComfyStandIn);
