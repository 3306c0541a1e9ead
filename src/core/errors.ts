import type { Phrase } from './phrase.ts';

/** Everything that can end a request, as `<who>.<what>`. The list is closed: a new code does not compile until every table knows it. */
export const errorCodes = [
  'refused.options',
  'refused.model',
  'refused.prompt',
  'refused.image',
  'refused.rules',
  'refused.suspended',
  'refused.quota',
  'refused.busy',
  'provider.unavailable',
  'provider.unfunded',
  'provider.rejected',
  'provider.unsure',
  'provider.malformed',
  'provider.failed',
  'provider.timeout',
  'media.unfetchable',
  'delivery.too_large',
  'delivery.expired',
  'delivery.forbidden',
  'store.unavailable',
  'cancelled.user',
  'cancelled.moderator',
  'cancelled.shutdown',
  'bug',
] as const;

/** @see errorCodes */
export type ErrorCode = (typeof errorCodes)[number];

/**
 * What happens to the held credits: `none` nothing was held; `refund` the hold is released; `hold` it stays until the
 * end is known or the hold expires; `charge` it is spent, since the provider was paid.
 */
export type MoneyRule = 'none' | 'refund' | 'hold' | 'charge';

/** Whether the same thing may be tried again, and by whom: `next_route` and `bounded` by Easel itself, `later` by the member. */
export type RetryRule = 'never' | 'later' | 'next_route' | 'bounded' | 'resume';

/** A pino level; `error` is what an operator should look at. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Money, retry and log level per error code. @see docs/errors.md */
export const errorRules = {
  'refused.options': { money: 'none', retry: 'never', level: 'debug' },
  'refused.model': { money: 'none', retry: 'never', level: 'debug' },
  'refused.prompt': { money: 'none', retry: 'never', level: 'debug' },
  'refused.image': { money: 'none', retry: 'never', level: 'debug' },
  'refused.rules': { money: 'none', retry: 'never', level: 'info' },
  'refused.suspended': { money: 'none', retry: 'never', level: 'info' },
  'refused.quota': { money: 'none', retry: 'later', level: 'info' },
  'refused.busy': { money: 'none', retry: 'later', level: 'info' },
  'provider.unavailable': { money: 'refund', retry: 'next_route', level: 'warn' },
  // The operator is warned when it begins, and not again for every job.
  'provider.unfunded': { money: 'refund', retry: 'next_route', level: 'info' },
  'provider.rejected': { money: 'refund', retry: 'never', level: 'info' },
  'provider.unsure': { money: 'hold', retry: 'never', level: 'error' },
  'provider.malformed': { money: 'hold', retry: 'bounded', level: 'error' },
  'provider.failed': { money: 'refund', retry: 'never', level: 'warn' },
  'provider.timeout': { money: 'hold', retry: 'never', level: 'warn' },
  'media.unfetchable': { money: 'refund', retry: 'bounded', level: 'warn' },
  'delivery.too_large': { money: 'charge', retry: 'bounded', level: 'warn' },
  'delivery.expired': { money: 'charge', retry: 'bounded', level: 'warn' },
  'delivery.forbidden': { money: 'charge', retry: 'bounded', level: 'warn' },
  'store.unavailable': { money: 'hold', retry: 'never', level: 'error' },
  'cancelled.user': { money: 'refund', retry: 'never', level: 'info' },
  'cancelled.moderator': { money: 'refund', retry: 'never', level: 'info' },
  'cancelled.shutdown': { money: 'hold', retry: 'resume', level: 'info' },
  bug: { money: 'hold', retry: 'never', level: 'error' },
} as const satisfies Record<ErrorCode, { money: MoneyRule; retry: RetryRule; level: LogLevel }>;

/** What a text about the error may name. Nothing here is a secret, and nothing here is a whole prompt. */
export interface ErrorFacts {
  /** The slash command's option that was wrong, as typed by the member. */
  readonly option?: string;
  readonly value?: string;
  /** The wrong input where it wasn't typed, such as a number of pictures. */
  readonly brought?: Phrase;
  /** What would have been right. */
  readonly allowed?: Phrase;
  /** What may have been meant: at most five names. */
  readonly nearest?: readonly string[];
  readonly model?: string;
  /** The command whose model it is, where it is another one. @see Task */
  readonly task?: string;
  /** True for a model that the guild has switched on and that is not listed any more. */
  readonly isGone?: boolean;
  /** Which of several pictures to edit, from 1; left out where there is only one. `reason` says what is wrong with it. @see inputProblems */
  readonly picture?: number;
  /** What that picture's file is called; never for the log. */
  readonly file?: string;
  /** The rule that refused, for `refused.rules`: `channel`, `role`, `blocklist`, … */
  readonly rule?: string;
  /** The roles of which one is needed, and the channels in which it would be allowed, where the server has named some. */
  readonly roleIds?: readonly string[];
  readonly channelIds?: readonly string[];
  /** Options that the model has, but not together: two or more. */
  readonly together?: readonly string[];
  /** Pictures in the making, of the member or of the whole server. */
  readonly pictures?: number;
  /** The word list that was hit: `always`, `profanity` or `guild`. */
  readonly list?: string;
  /** True where the list was hit by words that often mean something else: refused, but no strike. */
  readonly isDoubtful?: boolean;
  /** The words that hit it, as the member typed them; never for the log. */
  readonly matched?: string;
  /** Strikes that count against the member now, and the suspension that they led to. */
  readonly strikes?: number;
  readonly suspendedUntilMs?: number;
  /** The preset that asked for what was refused. */
  readonly preset?: string;
  readonly provider?: string;
  /** The provider's own code, for the log and the curious. */
  readonly providerCode?: string;
  readonly httpStatus?: number;
  readonly price?: number;
  readonly left?: number;
  readonly renewsAtMs?: number;
  readonly limit?: number;
  readonly untilMs?: number;
  readonly reason?: string;
  /** True where it is certain that the provider has no job: only then may the next route be tried. */
  readonly nothingStarted?: boolean;
  /** True where it is certain that the job will bring no picture any more, so that nothing needs to be held. */
  readonly endKnown?: boolean;
  /** True where what was typed is known for a while under the interaction's id, so that a form can offer it again. */
  readonly isDrafted?: boolean;
  /** True where the picture that could not be posted is kept for the member to fetch. */
  readonly isKept?: boolean;
  /** Wait at least this long before the same host is asked again. */
  readonly retryAfterMs?: number;
  /** True where a job was stopped and its provider takes money for it all the same. */
  readonly isBilled?: boolean;
  /** True when the provider's content filter refused the prompt or the picture. */
  readonly contentFilter?: boolean;
}

/** The one error class of Easel. `detail` is for the log only; what a member reads comes from `code` and `facts`. */
export class BotError extends Error {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  constructor(code: ErrorCode, detail: string, facts: ErrorFacts = {}, cause?: unknown) {
    super(detail, cause === undefined ? undefined : { cause });
    this.name = 'BotError';
    this.code = code;
    this.facts = facts;
  }
}

/** What happens to the money after this very error: a hold is only kept while a job may exist at the provider. */
export function moneyAfter(error: BotError): MoneyRule {
  const rule = errorRules[error.code].money;
  const nothingToPay = error.facts.nothingStarted === true || error.facts.endKnown === true;
  return rule === 'hold' && nothingToPay ? 'refund' : rule;
}

/** Turns whatever was thrown into a BotError; what is not one already is a bug. */
export function asBotError(thrown: unknown): BotError {
  if (thrown instanceof BotError) return thrown;
  const detail = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return new BotError('bug', detail, {}, thrown);
}
