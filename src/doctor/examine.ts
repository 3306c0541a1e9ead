import { createCatalog } from '#catalog/catalog.ts';
import type { Model } from '#catalog/model.ts';
import { type Config, readConfig, secretsOf, WrongConfiguration } from '#config/config.ts';
import { readCatalogFile } from '#config/read-catalog-file.ts';
import type { ProviderName } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import type { Send } from '#http/send.ts';
import { createRunComfyCatalogue } from '#providers/runcomfy/catalogue.ts';
import { createRunComfy } from '#providers/runcomfy/runcomfy.ts';
import { createPricePreview } from '#providers/runninghub/price-preview.ts';
import { createRunningHub } from '#providers/runninghub/runninghub.ts';
import { examineDiscord } from './discord.ts';
import {
  examineBounds,
  examineImageHosts,
  examinePort,
  examineProxy,
  examineRows,
  examineStore,
  examineWebhooks,
} from './local.ts';
import { fine, formatReport, note, wrong } from './report.ts';
import { examineAccount, examineCatalogue, examinePreviews } from './services.ts';

/** What the examination takes. */
export interface DoctorTools {
  readonly send: Send;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** What a process says and how it ends: 0 nothing is wrong, 1 something is, 78 (`EX_CONFIG`) the configuration is. */
export interface Diagnosis {
  readonly report: string;
  readonly exitCode: 0 | 1 | 78;
}

/** Looks at everything that Easel needs, without spending anything or starting a job. The report holds no secret. */
export async function examine(
  environment: Readonly<Record<string, string | undefined>>,
  tools: DoctorTools,
): Promise<Diagnosis> {
  const result = readConfig(environment);
  if (!result.ok) return misconfigured(result.problems);
  const { config } = result;
  try {
    const changes = await readCatalogFile(config.catalogFile);
    const { models } = createCatalog(changes, new Set(providersOf(config)));
    const findings = [
      fine('Configuration', 'every variable can be read'),
      ...(await examineDiscord({ ...tools, discord: config.discord })),
      ...(await examineRunningHub(config, models, tools)),
      ...(await examineRunComfy(config, models, tools)),
      ...(await examineStore(config, tools.log)),
      await examinePort(config),
      ...examineProxy(config),
      ...examineBounds(config),
      examineImageHosts(config),
      examineWebhooks(config),
      examineRows(models),
    ];
    const isWrong = findings.some(({ mark }) => mark === 'wrong');
    return { report: formatReport(findings, secretsOf(config)), exitCode: isWrong ? 1 : 0 };
  } catch (error) {
    if (error instanceof WrongConfiguration) return misconfigured(error.problems);
    throw error;
  }
}

/** A service whose key is refused would refuse everything else too: one complaint is enough. */
async function examineRunningHub({ runninghub }: Config, models: readonly Model[], tools: DoctorTools) {
  if (runninghub === null) return [note('RunningHub', 'no RUNNINGHUB_API_KEY: its routes are off')];
  const account = await examineAccount(createRunningHub(runninghub, tools), tools.signal);
  if (!account.isAnswered) return [account.finding, note('RunningHub routes', 'not asked for')];
  const preview = createPricePreview(runninghub, tools);
  const { bodyForm } = runninghub;
  return [account.finding, ...(await examinePreviews(models, { preview, bodyForm, signal: tools.signal }))];
}

/** @see examineRunningHub */
async function examineRunComfy({ runcomfy }: Config, models: readonly Model[], tools: DoctorTools) {
  if (runcomfy === null) return [note('RunComfy', 'no RUNCOMFY_API_TOKEN: its routes are off')];
  const account = await examineAccount(createRunComfy(runcomfy, tools), tools.signal);
  if (!account.isAnswered) return [account.finding, note('RunComfy catalogue', 'not asked for')];
  return [account.finding, ...(await examineCatalogue(models, createRunComfyCatalogue(runcomfy, tools), tools.signal))];
}

function providersOf({ runninghub, runcomfy }: Config): ProviderName[] {
  return [...(runninghub ? (['runninghub'] as const) : []), ...(runcomfy ? (['runcomfy'] as const) : [])];
}

/** What is said where nothing can be asked: the configuration comes first. */
export function misconfigured(problems: readonly string[]): Diagnosis {
  const findings = problems.map((problem) => wrong('Configuration', problem, 'see .env.example'));
  return { report: formatReport(findings, []), exitCode: 78 };
}
