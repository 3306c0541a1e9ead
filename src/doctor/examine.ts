import { createCatalog } from '#catalog/catalog.ts';
import type { Model } from '#catalog/model.ts';
import { type Config, readConfig, secretsOf, WrongConfiguration } from '#config/config.ts';
import { readCatalogFile } from '#config/read-catalog-file.ts';
import { type Finding, fine, note, wrong } from '#core/finding.ts';
import type { Log } from '#core/log.ts';
import { frontDoorOf } from '#front-door.ts';
import type { Send } from '#http/send.ts';
import { examineAccount } from '#providers/examine-account.ts';
import type { ProviderEntry } from '#providers/provider.ts';
import { providerEntries } from '#providers/registry.ts';
import { examineDiscord } from './discord.ts';
import {
  examineBounds,
  examineImageHosts,
  examineLargeFiles,
  examinePort,
  examineProxy,
  examineRows,
  examineStore,
  examineWebhooks,
} from './local.ts';

/** What the examination takes. */
interface DoctorTools {
  readonly send: Send;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** What a process says and how it ends: 0 nothing is wrong, 1 something is, 78 (`EX_CONFIG`) the configuration is. */
interface Diagnosis {
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
    const { everyModel } = createCatalog(changes, new Set(Object.keys(config.providers)));
    const services: (readonly Finding[])[] = [];
    for (const entry of providerEntries) services.push(await examineProvider(entry, config, everyModel, tools));
    const findings = [
      fine('Configuration', 'every variable can be read'),
      ...(await examineDiscord({ ...tools, discord: config.discord, door: frontDoorOf(config) })),
      ...services.flat(),
      ...(await examineStore(config, tools.log)),
      await examinePort(config),
      ...examineProxy(config),
      examineBounds(config),
      examineImageHosts(config),
      examineWebhooks(config),
      await examineLargeFiles(config),
      examineRows(everyModel),
    ];
    const isWrong = findings.some(({ mark }) => mark === 'wrong');
    return { report: formatReport(findings, secretsOf(config)), exitCode: isWrong ? 1 : 0 };
  } catch (error) {
    if (error instanceof WrongConfiguration) return misconfigured(error.problems);
    throw error;
  }
}

/** A service whose key is refused would refuse everything else too: one complaint is enough. */
export async function examineProvider(
  entry: ProviderEntry,
  { providers }: Pick<Config, 'providers'>,
  models: readonly Model[],
  tools: DoctorTools,
): Promise<readonly Finding[]> {
  const settings = providers[entry.name];
  if (settings === undefined) return [note(entry.title, `no ${entry.keyVariable}: its routes are off`)];
  const account = await examineAccount(entry.create(settings, tools), entry, tools.signal);
  if (entry.examination === undefined) return [account.finding];
  const { subject, examine } = entry.examination;
  if (!account.isAnswered) return [account.finding, note(subject, 'not asked for')];
  return [account.finding, ...(await examine(settings, models, tools))];
}

/** What is said where nothing can be asked: the configuration comes first. */
export function misconfigured(problems: readonly string[]): Diagnosis {
  const findings = problems.map((problem) => wrong('Configuration', problem, 'see .env.example'));
  return { report: formatReport(findings, []), exitCode: 78 };
}

const marks = { fine: '✓', wrong: '✗', note: '–' } as const satisfies Record<Finding['mark'], string>;

/** The findings, one line each, with a sum at the end. None of `secrets` is in it, whoever repeated one. */
export function formatReport(findings: readonly Finding[], secrets: readonly string[]): string {
  const lines = findings.map(
    ({ mark, subject, detail, advice }) =>
      `${marks[mark]} ${subject}: ${detail}${advice === null ? '' : ` → ${advice}`}`,
  );
  const count = findings.filter(({ mark }) => mark === 'wrong').length;
  const sum = count === 0 ? 'Nothing is wrong.' : `${count} ${count === 1 ? 'thing is' : 'things are'} wrong.`;
  const text = [...lines.map(onOneLine), '', sum, ''].join('\n');
  return secrets
    .filter((secret) => secret !== '')
    .reduce((shown, secret) => shown.replaceAll(secret, '[secret]'), text);
}

/** Texts of a service can hold anything. */
function onOneLine(line: string): string {
  return line.replace(/\p{Cc}+/gu, ' ');
}
