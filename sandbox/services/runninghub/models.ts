import type { RunningHubModel } from './fields.ts';
import { alibabaModels } from './models-alibaba.ts';
import { googleModels } from './models-google.ts';
import { graphModels } from './models-graph.ts';
import { graphEditModels } from './models-graph-edit.ts';
import { higgsfieldModels } from './models-higgsfield.ts';
import { midjourneyModels } from './models-midjourney.ts';
import { openAiModels } from './models-openai.ts';
import { seedreamModels } from './models-seedream.ts';
import { xAiModels } from './models-xai.ts';

/** The endpoints that make or change pictures. Another endpoint is another row. */
export const runningHubModels: readonly RunningHubModel[] = [
  ...graphModels,
  ...graphEditModels,
  ...openAiModels,
  ...googleModels,
  ...xAiModels,
  ...alibabaModels,
  ...seedreamModels,
  ...midjourneyModels,
  ...higgsfieldModels,
];
