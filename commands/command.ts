import type { CommandOf } from '../src/discord/calls.ts';
import type { CancelResult } from '../src/discord/wording/answers.ts';
import type { Catalog } from '../src/domain/catalog.ts';
import type { Balance } from '../src/domain/credits.ts';
import type { GuildId, JobId, RoleId, UserId } from '../src/domain/ids.ts';
import type { Job } from '../src/domain/job.ts';
import type { Model } from '../src/domain/model.ts';
import type { Progress, Reply } from '../src/domain/ports.ts';
import type { GenerationRequest } from '../src/domain/request.ts';

/** One thing that members can type. */
export type Command = CommandOf<Bot>;

/** All that commands may use. */
export interface Bot {
  readonly catalog: Catalog;
  /**
   * Admits the request and makes the picture. What goes wrong after it was accepted is told through `reply`.
   *
   * @throws {@link BotError} before acceptance: `refused.*`, `store.unavailable`, `delivery.expired`
   */
  generate(request: GenerationRequest, reply: Reply): Promise<void>;
  /** Asks to stop a job, if that person may; a job of another server is not found. @throws {@link BotError} `store.unavailable` */
  cancel(id: JobId, by: Canceller): Promise<CancelResult>;
  /** Any job that is written down, open or ended. @throws {@link BotError} `store.unavailable` */
  findJob(id: JobId): Promise<Job | null>;
  /** A member's jobs that are not over, oldest first; from memory. */
  openJobsOf(guildId: GuildId, userId: UserId): readonly OpenJob[];
  /** @throws {@link BotError} `store.unavailable` */
  balance(guildId: GuildId, userId: UserId, roleIds: readonly RoleId[]): Promise<Balance>;
  /** Credits for one picture with default settings. */
  priceOf(model: Model): number;
}

/** Who asks to stop a job, with the powers of the server they ask in. */
export interface Canceller {
  readonly guildId: GuildId;
  readonly userId: UserId;
  readonly isModerator: boolean;
}

/** @see Bot.openJobsOf */
export interface OpenJob {
  readonly job: Job;
  readonly progress: Progress;
}
