import { z } from 'zod';
import type { Model } from '#catalog/model.ts';
import { asBotError } from '#core/errors.ts';
import { type Finding, fine, note, wrong } from '#core/finding.ts';
import { baseUrl, oneOf, secretText } from '#core/variable-rules.ts';
import { complaintOf } from '../examine-account.ts';
import type { ProviderEntry } from '../provider.ts';
import { type Comparison, type ComparisonTools, compareRoute, createPricePreview } from './price-preview.ts';
import { createReadInputs } from './read-inputs.ts';
import { createAskUploadTicket, createRunningHub, type RunningHubSettings } from './runninghub.ts';
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
  examination: {
    subject: 'RunningHub routes',
    examine: ({ bodyForm, ...settings }, models, tools) =>
      examinePreviews(models, { preview: createPricePreview(settings, tools), bodyForm, signal: tools.signal }),
  },
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
  readInputs: createReadInputs,
};

/** Asks for the price of every RunningHub route, in both forms where it has two. Free; starts no job. One after another. */
export async function examinePreviews(models: readonly Model[], tools: ComparisonTools): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { id, routes } of models) {
    // What has a form has no preview.
    for (const route of routes.filter(({ provider, form }) => provider === 'runninghub' && form === undefined)) {
      const subject = `${id} at ${route.endpoint}`;
      const finding = await compareRoute(route, tools).then(
        (comparison) => judge(subject, comparison),
        (error: unknown) => complaintOf(subject, 'RUNNINGHUB_API_KEY', asBotError(error)),
      );
      findings.push(finding);
    }
  }
  return findings;
}

const catalogAdvice = 'correct the route in CATALOG_FILE, see docs/catalog.md';

function judge(subject: string, comparison: Comparison): Finding {
  switch (comparison.kind) {
    case 'not_asked':
      return note(subject, 'not asked: it runs with a LoRA or a picture only');
    case 'misfit':
      return wrong(subject, `does not take a plain request (${comparison.option})`, catalogAdvice);
    case 'refused': {
      const advice = 'set RUNNINGHUB_BODY_FORM to the form that is taken';
      return wrong(subject, comparison.forms, comparison.isOtherFormTaken ? advice : catalogAdvice);
    }
    case 'unpriced': {
      const { amount, currency } = comparison.listed;
      return note(`${subject}: ${comparison.forms}`, `no price is stated, the list says ${amount} ${currency}`);
    }
    case 'priced':
      return judgePrice(`${subject}: ${comparison.forms}`, comparison);
  }
}

/** More than the list says is paid by nobody; less may be what the operator wants. */
function judgePrice(
  subject: string,
  { stated, listed, overUsd }: Extract<Comparison, { readonly kind: 'priced' }>,
): Finding {
  const said = `${stated.amount} ${stated.currency}`;
  if (overUsd === 0) return fine(subject, `${said}, as in the list`);
  const detail = `states ${said}, the list says ${listed.amount} ${listed.currency}`;
  return overUsd > 0
    ? wrong(subject, detail, 'put the stated price into CATALOG_FILE, see docs/catalog.md')
    : note(subject, `${detail}: members pay more than it costs`);
}
