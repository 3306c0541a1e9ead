import { makeRunComfyStandIn, makeRunningHubStandIn, standInsCannot } from '../support/house/sandbox-harnesses.ts';
import { describeProviderContract } from './provider.ts';

describeProviderContract('the RunningHub client before its stand-in', makeRunningHubStandIn, standInsCannot);
describeProviderContract('the RunComfy client before its stand-in', makeRunComfyStandIn, standInsCannot);
