import type { Catalog } from '#catalog/catalog.ts';
import type { Clock } from '#core/clock.ts';
import type { GuildId, JobId, ProviderName } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import type { Reports } from '#credits/reports.ts';
import type { SpendToday } from '#credits/spending.ts';
import type { CancelAnswer, Canceller } from '#generation/cancel.ts';
import type { ActiveJob } from '#generation/flow.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import type { JobList } from '#jobs/job-list.ts';
import type { Moderation } from '#moderation/acts.ts';
import type { DeliveryLag } from '#operations/metrics.ts';
import type { Pauses } from '#operations/pauses.ts';
import type { TroubledRoute } from '#polling/circuit.ts';

/** An image service that this installation has a key for. */
export interface OperatedService {
  readonly name: ProviderName;
  readonly title: string;
  /** How long it is given a rest after too many requests, in milliseconds; 0 where it is not. */
  readonly pausedForMs: () => number;
}

/** Everything that the operator's page shows and does. What reads or writes the store can throw `store.unavailable`. */
export interface OperatorDeps {
  /** What a login has to give. */
  readonly token: string;
  /** How the page is reached from outside; null where it is not. */
  readonly publicUrl: string | null;
  readonly jobs: JobList;
  readonly reports: Reports;
  readonly catalog: Pick<Catalog, 'everyModel' | 'optionalModels'>;
  readonly services: readonly OperatedService[];
  /** The jobs that are under way in this process. */
  readonly active: () => readonly ActiveJob[];
  readonly troubled: () => readonly TroubledRoute[];
  readonly pauses: Pauses;
  readonly spentToday: (guildId: GuildId) => SpendToday;
  readonly deliveryLag: () => Promise<DeliveryLag>;
  readonly settings: (guildId: GuildId) => Promise<GuildSettings>;
  readonly cancel: (id: JobId, by: Canceller) => Promise<CancelAnswer>;
  readonly moderation: Pick<Moderation, 'refund' | 'noteCancel'>;
  readonly promptRetentionDays: number;
  /** @see SessionsDeps.newSecret */
  readonly newSecret: () => string;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly log: Log;
}
