import type { Model, Route } from '#catalog/model.ts';
import { boundRoute } from '#catalog/remote/bound-route.ts';
import { optionalModelsOf } from '#catalog/remote/optional-models.ts';
import type { RemoteModel } from '#catalog/remote/remote-catalogue.ts';
import { asBotError, type BotError } from '#core/errors.ts';
import type { ProviderName } from '#core/ids.ts';
import type { AccountStatus, Provider } from '#providers/provider.ts';
import type { ReadCatalogue } from '#providers/runcomfy/catalogue.ts';
import { type Comparison, type ComparisonTools, compareRoute } from '#providers/runninghub/price-preview.ts';
import { type Finding, fine, note, wrong } from './report.ts';

/** A service as a person reads it. */
const serviceTitles = { runninghub: 'RunningHub', runcomfy: 'RunComfy' } as const satisfies Record<
  ProviderName,
  string
>;
const keyVariables = { runninghub: 'RUNNINGHUB_API_KEY', runcomfy: 'RUNCOMFY_API_TOKEN' } as const satisfies Record<
  ProviderName,
  string
>;

/** @see examineAccount */
export interface ExaminedAccount {
  readonly finding: Finding;
  /** False where it makes no sense to ask the service for more. */
  readonly isAnswered: boolean;
}

/** Asks the service for the account of the key. */
export async function examineAccount(provider: Provider, signal: AbortSignal): Promise<ExaminedAccount> {
  const subject = `${serviceTitles[provider.name]} account`;
  try {
    const status = await provider.account(signal);
    const isEmpty = status.balance !== null && status.balance <= 0;
    const described = describe(status);
    const finding = isEmpty ? wrong(subject, described, 'pay into the account') : fine(subject, described);
    return { finding, isAnswered: true };
  } catch (error) {
    return { finding: complaintOf(subject, provider.name, asBotError(error)), isAnswered: false };
  }
}

/** What a call that failed means to the operator. */
export function complaintOf(subject: string, name: ProviderName, { message, facts }: BotError): Finding {
  if (facts.reason === 'auth' || facts.httpStatus === 401) {
    return wrong(subject, 'the key is refused', `check ${keyVariables[name]}`);
  }
  if (facts.reason === 'balance') return wrong(subject, 'it is empty', 'pay into the account');
  return wrong(subject, message, 'look at the network, the base URL and the state of the service, then try again');
}

function describe({ balance, currency, running, queued, concurrencyLimit }: AccountStatus): string {
  const money = balance === null ? 'the balance is not told' : `balance ${balance}${currency ? ` ${currency}` : ''}`;
  const queue = [
    ...(concurrencyLimit === null ? [] : [`${concurrencyLimit} at once`]),
    ...(running === null ? [] : [`${running} running`]),
    ...(queued === null ? [] : [`${queued} queued`]),
  ];
  return [money, ...queue].join(', ');
}

/** Looks every RunComfy route up in RunComfy's own catalogue: is it there, does it take what Easel sends, and what does it cost? */
export async function examineCatalogue(
  models: readonly Model[],
  read: ReadCatalogue,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  try {
    const listed = await read(signal);
    const entries = new Map(listed.map((entry) => [entry.modelId, entry]));
    const routes = models.flatMap(({ id, routes: all }) =>
      all
        .filter(({ provider }) => provider === 'runcomfy')
        .map((route) => findingOf(`${id} at ${route.endpoint}`, route, entries.get(route.endpoint))),
    );
    return [...routes, furtherFinding(listed, models)];
  } catch (error) {
    return [complaintOf('RunComfy catalogue', 'runcomfy', asBotError(error))];
  }
}

function findingOf(subject: string, route: Route, entry: RemoteModel | undefined): Finding {
  if (entry === undefined) {
    const advice = 'give the model another route or another endpoint in CATALOG_FILE, see docs/catalog.md';
    return wrong(subject, 'is not in RunComfy’s catalogue', advice);
  }
  const bounded = boundRoute(route, entry.inputs ?? []);
  if (!bounded.ok) {
    const detail = `RunComfy lists other inputs than Easel sends (${bounded.reasons.join('; ')})`;
    return wrong(
      subject,
      `${detail}: a route of Easel’s own is off`,
      'correct the route in CATALOG_FILE, see docs/catalog.md',
    );
  }
  if (entry.priceUsd === null) return note(subject, 'no price per picture is stated: the list’s own price holds');
  return fine(subject, `from ${entry.priceUsd} USD by RunComfy’s catalogue`);
}

function furtherFinding(models: readonly RemoteModel[], known: readonly Model[]): Finding {
  const count = optionalModelsOf({ models, prices: new Map(), readAtMs: 0 }, known).length;
  const advice = count === 0 ? null : '/setup models action:enable switches one on for a server';
  return note('RunComfy catalogue', `${count} of ${models.length} models could be used besides`, advice);
}

/** Asks for the price of every RunningHub route, in both forms where it has two. Free; starts no job. One after another. */
export async function examinePreviews(models: readonly Model[], tools: ComparisonTools): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { id, routes } of models) {
    for (const route of routes.filter(({ provider }) => provider === 'runninghub')) {
      const subject = `${id} at ${route.endpoint}`;
      const finding = await compareRoute(route, tools).then(
        (comparison) => judge(subject, comparison),
        (error: unknown) => complaintOf(subject, 'runninghub', asBotError(error)),
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
