import { z } from 'zod';
import { baseUrl, oneOf, secretText } from '#core/variable-rules.ts';
import type { ProviderEntry } from '../provider.ts';
import { examinePreviews } from './doctor.ts';
import { createAskUploadTicket } from './lora-ticket.ts';
import { createPricePreview } from './price-preview.ts';
import { createRunningHub, type RunningHubSettings } from './runninghub.ts';
import { createPreviewMemory, previewPrices } from './watch-prices.ts';

/** RunningHub, which tells prices in advance and keeps LoRAs. */
export const runningHub: ProviderEntry<RunningHubSettings> = {
  name: 'runninghub',
  title: 'RunningHub',
  keyVariable: 'RUNNINGHUB_API_KEY',
  defaults: {
    RUNNINGHUB_API_KEY: null,
    RUNNINGHUB_BASE_URL: 'https://www.runninghub.ai',
    RUNNINGHUB_BODY_FORM: 'auto',
  },
  environment: z
    .object({
      RUNNINGHUB_API_KEY: secretText().nullable(),
      RUNNINGHUB_BASE_URL: baseUrl(),
      RUNNINGHUB_BODY_FORM: oneOf(['auto', 'nodes', 'flat']),
    })
    .transform(({ RUNNINGHUB_API_KEY: apiKey, RUNNINGHUB_BASE_URL, RUNNINGHUB_BODY_FORM }) =>
      apiKey === null ? null : { apiKey, baseUrl: RUNNINGHUB_BASE_URL, bodyForm: RUNNINGHUB_BODY_FORM },
    ),
  create: createRunningHub,
  examined: 'RunningHub routes',
  examine: ({ bodyForm, ...settings }, models, tools) =>
    examinePreviews(models, { preview: createPricePreview(settings, tools), bodyForm, signal: tools.signal }),
  comparePrices({ bodyForm, ...settings }, { watchCall, store, ...deps }) {
    const preview = createPricePreview(settings, deps);
    return previewPrices({
      ...deps,
      bodyForm,
      memory: createPreviewMemory(store),
      preview: (...asked) => watchCall('runninghub', 'preview', preview(...asked)),
    });
  },
  askUploadTicket: createAskUploadTicket,
};
