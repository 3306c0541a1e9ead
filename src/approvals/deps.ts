import type { GuildId, JobId, UserId } from '#core/ids.ts';
import type { KeyedMutex } from '#core/lock.ts';
import type { Flow } from '#generation/flow.ts';
import type { GuildSettingsStore } from '#guilds/settings-store.ts';
import type { Audit, Notices } from '#moderation/notices.ts';
import type { PendingRequests } from '#moderation/pending-requests.ts';

/** What approvals are made of. */
export interface ApprovalDeps {
  readonly flow: Flow;
  readonly pending: PendingRequests;
  readonly settings: Pick<GuildSettingsStore, 'get'>;
  readonly notices: Notices;
  readonly audit: Audit;
}

/** With what this process is doing about the requests, by id. */
export interface OpenApprovalDeps extends ApprovalDeps {
  /** Requests that run. */
  readonly running: Map<JobId, Promise<void>>;
  /** Puts to the approvers, shows and tells one after the other for each request. What waits reads the request again. */
  readonly inTurn: KeyedMutex;
}

/** An approver's or a member's word. A request of another guild does not exist for them. */
export interface Decision {
  readonly guildId: GuildId;
  readonly byUserId: UserId;
  readonly reason: string;
}

/** `decided` somebody was faster, or it is over; `gone` there is no such request here. */
export type DecisionOutcome = 'done' | 'decided' | 'gone' | 'not_yours';
/** `threshold` it costs more than a member may say yes to: nothing is decided. */
export type PriceOutcome = DecisionOutcome | 'threshold';
/** `waits` it begins when there is room for it. */
export type ApprovalOutcome = DecisionOutcome | 'waits';
