import type { z } from 'zod';
import type { ReadInputs } from '#catalog/found-inputs.ts';
import type { Model } from '#catalog/model.ts';
import type { RouteQuote } from '#catalog/plan.ts';
import type { RemoteModel } from '#catalog/remote/remote-catalogue.ts';
import type { Clock } from '#core/clock.ts';
import type { Finding } from '#core/finding.ts';
import type { ProviderName } from '#core/ids.ts';
import type { Store } from '#db/open-store.ts';
import type { InputFile } from '#media/input.ts';
import type { MediaKind, RemoteMedia, SourceImage, StoredMedia } from '#media/media.ts';
import type { ProviderTools } from './tools.ts';

/** What every service is configured with. */
export interface ProviderSettings {
  readonly apiKey: string;
  /** Without a slash at its end. Its results may come from this host even where it is private. */
  readonly baseUrl: string;
}

/**
 * Everything that Easel knows about one image service. Each method takes the settings that `environment` of the same entry made.
 * What a service does not offer is left out.
 */
export interface ProviderEntry<Settings extends ProviderSettings = ProviderSettings> {
  /** In jobs, addresses of webhooks, metrics and CATALOG_FILE: it never changes. */
  readonly name: ProviderName;
  /** For people. */
  readonly title: string;
  /** Its secret, without which the service is off. */
  readonly keyVariable: string;
  /** Every variable of its own, in the order of `.env.example`, with the text that an unset one has. */
  readonly defaults: Readonly<Record<string, string | null>>;
  /** Makes the settings from those variables; null without a key. */
  readonly environment: z.ZodType<Settings | null>;
  create(settings: Settings, tools: ProviderTools): Provider;
  /** The doctor's checks besides the account. They are free and start no job. */
  readonly examination?: {
    /** What they look at, for people. */
    readonly subject: string;
    examine(settings: Settings, models: readonly Model[], tools: ExamineTools): Promise<readonly Finding[]>;
  };
  /** Reads the service's own catalogue. @see listedProvider */
  readCatalogue?(settings: Settings, tools: ProviderTools): ReadCatalogue;
  /** Compares the prices of its routes with the service's, once. Never rejects. */
  comparePrices?(settings: Settings, deps: ComparePricesDeps): Promise<void>;
  /** Asks for a place for a LoRA. */
  askUploadTicket?(settings: Settings, tools: ProviderTools): AskUploadTicket;
  /** Reads what can be given to somebody's workflow or app. */
  readInputs?(settings: Settings, tools: ProviderTools): ReadInputs;
}

/** What a check of the doctor uses. */
interface ExamineTools extends ProviderTools {
  readonly signal: AbortSignal;
}

/** Reads every model, with its schema. @throws {@link BotError} `provider.*`, and the reason of `signal` */
export type ReadCatalogue = (signal: AbortSignal) => Promise<readonly RemoteModel[]>;

/** @see ProviderEntry.comparePrices */
export interface ComparePricesDeps extends ProviderTools {
  readonly models: () => readonly Model[];
  readonly store: Store;
  readonly clock: Clock;
  readonly metrics: { pricePreviewed(result: PriceResult): void };
  readonly signal: AbortSignal;
  /** Notes a key or an account that is of no use. */
  readonly watchCall: <Result>(name: ProviderName, call: string, work: Promise<Result>) => Promise<Result>;
}

/** What became of comparing one route's price. */
export type PriceResult =
  | 'as_listed'
  | 'dearer'
  | 'cheaper'
  | 'unpriced'
  | 'refused'
  | 'misfit'
  | 'not_asked'
  | 'unanswered';

/** Where a file goes, and what it is called there afterwards. */
export interface UploadTicket {
  readonly file: string;
  readonly url: string;
}

/** Asks the image service for a place. @throws {@link BotError} `provider.*` */
export type AskUploadTicket = (
  wish: { readonly name: string; readonly md5Hex: string },
  signal: AbortSignal,
) => Promise<UploadTicket>;

/** A member's file on its way to a service: fetched and checked, with where it came from. A video or a sound lies on the disk. */
export interface CheckedInput {
  readonly file: InputFile | StoredMedia;
  readonly source: SourceImage;
  /** It is for a node of a workflow, which knows files by name. */
  readonly isForNode?: boolean | undefined;
}

/** An image service. Every call covers its whole answer with a timeout and ends early when `signal` does. */
export interface Provider {
  readonly name: ProviderName;
  /** Whether it calls the address that the submit has named when this job ends. */
  callsBack(ticket: Ticket): boolean;
  /**
   * Asks for a picture. Never repeated once bytes may have left, except for the one documented change of body form.
   *
   * @param wakeUrl where the provider may call when the job ends, or null; of no use where it does not call back
   * @throws {@link BotError} `provider.rejected` refused for good; `provider.unfunded` the key or the account is of no use
   * (`facts.reason` is `auth` or `balance`, nothing was started); `provider.unavailable` (see `facts.nothingStarted`);
   * `provider.unsure` the answer was lost, `provider.malformed` it could not be read: a job may exist
   */
  submit(quote: RouteQuote, wakeUrl: string | null, signal: AbortSignal): Promise<Ticket>;
  /**
   * Hands over a picture and resolves with the address under which the service finds it, for a job that is asked for at
   * once: it may be good for a day only. Starts no job, may be repeated.
   *
   * @throws {@link BotError} `provider.unavailable`, `provider.unfunded`, and `provider.rejected` where the content filter
   * refused the picture; `bug` where no route of the service takes a file; each with `facts.nothingStarted`
   */
  upload(input: CheckedInput, signal: AbortSignal): Promise<string>;
  /**
   * Asks how the job is. Safe to repeat. A success without a picture is `running` for three checks or more, in case
   * the picture is late, and `provider.failed` after them ({@link createFailureCounter}).
   *
   * @throws {@link BotError} `provider.failed` the job has ended without a picture (final; `facts.providerCode` is `CANCEL`
   * where it was cancelled); `provider.unavailable` and `provider.malformed` say nothing about the job: ask again later
   */
  check(ticket: FollowedTicket, signal: AbortSignal): Promise<JobUpdate>;
  /** Asks to stop the job. @throws {@link BotError} `provider.unavailable`, `provider.malformed` */
  cancel(ticket: Ticket, signal: AbortSignal): Promise<CancelOutcome>;
  /** Asks for the account's balance and queue. @throws {@link BotError} `provider.*` */
  account(signal: AbortSignal): Promise<AccountStatus>;
}

/** A remote job's name, ids only: hosts come from the configuration. */
export interface Ticket {
  readonly provider: ProviderName;
  readonly remoteId: string;
}

/** What one remote job has cost the operator, by the provider's own word. */
export interface ActualCost {
  /** `coins` are RunningHub's own money, whose worth is not published. */
  readonly currency: 'USD' | 'CNY' | 'coins';
  readonly amount: number;
}

/** A remote job that is asked about, with what the client needs besides its name. Neither is stored. */
export interface FollowedTicket extends Ticket {
  /** What its results are to be; pictures when left out. */
  readonly output?: MediaKind | undefined;
  /** What the member typed for it: a provider's reason may repeat it. */
  readonly typed?: readonly string[] | undefined;
  /** Called whenever an answer tells what the remote job has cost. Must not throw. */
  readonly onCost?: ((cost: ActualCost) => void) | undefined;
}

/** What a provider says of a job that has not failed. */
export type JobUpdate =
  | { readonly kind: 'queued'; readonly ahead: number | null }
  /** `fraction` is 0..1, or null where the provider tells none. */
  | { readonly kind: 'running'; readonly fraction: number | null }
  | { readonly kind: 'finished'; readonly media: readonly RemoteMedia[] };

/** What a provider says to a cancel: `cancelled` it never runs and costs nothing; `too_late` it goes on; `unknown` it did not say. */
export type CancelOutcome = 'cancelled' | 'too_late' | 'unknown';

/** The provider account behind the key. */
export interface AccountStatus {
  /** In the account's currency; null where the provider does not say. */
  readonly balance: number | null;
  readonly currency: string | null;
  readonly running: number | null;
  readonly queued: number | null;
  readonly concurrencyLimit: number | null;
}
