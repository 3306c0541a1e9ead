import { z } from 'zod';
import { baseUrl, secretText } from '#core/variable-rules.ts';
import type { ProviderEntry } from '../provider.ts';
import { createRunComfyCatalogue } from './catalogue.ts';
import { examineCatalogue } from './doctor.ts';
import { createRunComfy, type RunComfySettings } from './runcomfy.ts';

/** RunComfy, which has a catalogue of its own. */
export const runComfy: ProviderEntry<RunComfySettings> = {
  name: 'runcomfy',
  title: 'RunComfy',
  keyVariable: 'RUNCOMFY_API_TOKEN',
  defaults: {
    RUNCOMFY_API_TOKEN: null,
    RUNCOMFY_BASE_URL: 'https://model-api.runcomfy.net',
    RUNCOMFY_ACCOUNT_BASE_URL: 'https://api.runcomfy.net',
  },
  environment: z
    .object({
      RUNCOMFY_API_TOKEN: secretText().nullable(),
      RUNCOMFY_BASE_URL: baseUrl(),
      RUNCOMFY_ACCOUNT_BASE_URL: baseUrl(),
    })
    .transform(({ RUNCOMFY_API_TOKEN: apiKey, RUNCOMFY_BASE_URL, RUNCOMFY_ACCOUNT_BASE_URL }) =>
      apiKey === null ? null : { apiKey, baseUrl: RUNCOMFY_BASE_URL, accountBaseUrl: RUNCOMFY_ACCOUNT_BASE_URL },
    ),
  create: createRunComfy,
  examined: 'RunComfy catalogue',
  examine: (settings, models, tools) =>
    examineCatalogue(models, createRunComfyCatalogue(settings, tools), tools.signal),
  readCatalogue: createRunComfyCatalogue,
};
