import { asBotError, type BotError } from '#core/errors.ts';
import { type Finding, fine, wrong } from '#core/finding.ts';
import type { AccountStatus, Provider, ProviderEntry } from './provider.ts';

interface ExaminedAccount {
  readonly finding: Finding;
  /** False where it makes no sense to ask the service for more. */
  readonly isAnswered: boolean;
}

/** Asks the service for the account of the key. */
export async function examineAccount(
  provider: Pick<Provider, 'account'>,
  { title, keyVariable }: Pick<ProviderEntry, 'title' | 'keyVariable'>,
  signal: AbortSignal,
): Promise<ExaminedAccount> {
  const subject = `${title} account`;
  try {
    const status = await provider.account(signal);
    const isEmpty = status.balance !== null && status.balance <= 0;
    const described = describe(status);
    const finding = isEmpty ? wrong(subject, described, 'pay into the account') : fine(subject, described);
    return { finding, isAnswered: true };
  } catch (error) {
    return { finding: complaintOf(subject, keyVariable, asBotError(error)), isAnswered: false };
  }
}

/** What a call that failed means to the operator. */
export function complaintOf(subject: string, keyVariable: string, { message, facts }: BotError): Finding {
  if (facts.reason === 'auth' || facts.httpStatus === 401) {
    return wrong(subject, 'the key is refused', `check ${keyVariable}`);
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
