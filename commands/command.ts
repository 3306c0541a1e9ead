import type { APIApplicationCommandSubcommandOption } from 'discord.js';
import type { Approvals } from '#approvals/approvals.ts';
import type { Catalog } from '#catalog/catalog.ts';
import type { ReadOutcome, RemoteWorkflow } from '#catalog/found-inputs.ts';
import type { Model } from '#catalog/model.ts';
import type { GenerationRequest } from '#catalog/request.ts';
import type { GuildId, JobId, RoleId, UserId } from '#core/ids.ts';
import type { Balance, HistoryPage, LedgerEntry, Totals } from '#credits/credits.ts';
import type { SpendToday } from '#credits/spending.ts';
import type { Usage } from '#credits/usage.ts';
import type { CommandCall, CommandOf } from '#discord/interactions/calls.ts';
import type { Frozen } from '#discord/interactions/options.ts';
import type { OwnCommands } from '#discord/interactions/register.ts';
import type { LocateChannel } from '#discord/messages/find.ts';
import type { OutgoingMessage } from '#discord/messages/message.ts';
import type { CommandIds } from '#discord/texts/command-links.ts';
import type { CancelAnswer, Canceller } from '#generation/cancel.ts';
import type { Gate } from '#generation/gate.ts';
import type { GenerateOptions } from '#generation/generate.ts';
import type { GuildSettings, MemberRecord } from '#guilds/guild-settings.ts';
import type { Job, Progress, Reply } from '#jobs/job.ts';
import type { LoraUploads } from '#lora-upload/lora-upload.ts';
import type { LoraPreviews, TakePreview } from '#loras/lora-preview.ts';
import type { Drafts } from '#members/drafts.ts';
import type { Favourites } from '#members/favourites.ts';
import type { KeptPictures } from '#members/kept-pictures.ts';
import type { LastChoices } from '#members/last-choices.ts';
import type { FindPictures, PendingEdits } from '#members/pending-edits.ts';
import type { Presets } from '#members/presets.ts';
import type { Moderation, Moderator } from '#moderation/acts.ts';
import type { WorkflowDraft } from './workflow-draft.ts';

/** One thing that members can type. */
export type Command = CommandOf<Bot>;

/** A subcommand that only the caller gets an answer to. The command checks the permission first. */
export interface Subcommand {
  readonly data: Frozen<APIApplicationCommandSubcommandOption>;
  /** Resolves with the answer; a text is one without buttons. */
  run(call: CommandCall, bot: Bot): Promise<string | OutgoingMessage>;
  readonly complete?: NonNullable<Command['complete']>;
}

/** All that commands may use. Everything that reads or writes can throw `store.unavailable`. */
export interface Bot {
  readonly catalog: Catalog;
  /**
   * What the request needs before it may run. Notes a refusal by the rules and reports it to the moderators.
   *
   * @throws {@link BotError} `refused.*`
   */
  gate(request: GenerationRequest): Promise<Gate>;
  /** Resolves as the work does. Notes a refusal by the rules and reports it to the moderators, as {@link gate} does. */
  noteRefusals<T>(request: GenerationRequest, work: Promise<T>): Promise<T>;
  /**
   * Makes the picture of a request that the gate has admitted. Failures after the acceptance are shown through `reply`.
   *
   * @throws {@link BotError} before acceptance: `refused.*`, `delivery.expired`
   */
  generate(request: GenerationRequest, reply: Reply, options: GenerateOptions): Promise<void>;
  /** Requests that wait for the member's or an approver's decision. */
  readonly approvals: Approvals;
  /** The acts of moderators and operators; the command has checked the permission. */
  readonly moderation: Moderation;
  /** Who spent what. */
  readonly usage: Usage;
  /** Pictures that members have chosen from a message's menu. */
  readonly pendingEdits: PendingEdits;
  readonly findPictures: FindPictures;
  readonly locateChannel: LocateChannel;
  /** Requests that were refused, for the form that changes them. */
  readonly drafts: Drafts;
  /** Workflows that operators are about to add. */
  readonly workflowDrafts: Drafts<WorkflowDraft>;
  /** Reads what a workflow can be given; null without the key of a service that runs workflows. @throws {@link BotError} `provider.*` */
  readonly readInputs: ((workflow: RemoteWorkflow) => Promise<ReadOutcome>) | null;
  readonly ownCommands: OwnCommands;
  /** Of Easel's commands at Discord; none before they are registered. */
  commandIds(): CommandIds;
  /** Failures that were repeated, so that each is repeated once. */
  readonly retries: Retries;
  /** Paid pictures that could not be posted. */
  readonly kept: Pick<KeptPictures, 'listOf' | 'find'>;
  /** Asks to stop a job, if `by` may. */
  cancel(id: JobId, by: Canceller): Promise<CancelAnswer>;
  /** Any stored job, open or ended. */
  findJob(id: JobId): Promise<Job | null>;
  /** A member's jobs that are not over, oldest first; from memory where one process has them all. @throws {@link BotError} `store.unavailable` */
  openJobsOf(guildId: GuildId, userId: UserId): Promise<readonly OpenJob[]>;
  /** All of the guild's, for moderators. @throws {@link BotError} `store.unavailable` */
  openJobsIn(guildId: GuildId): Promise<readonly OpenJob[]>;
  balance(guildId: GuildId, userId: UserId, roleIds: readonly RoleId[]): Promise<Balance>;
  totals(guildId: GuildId): Promise<Totals>;
  /** Newest first; of one member, or of the whole guild with `userId` null. */
  history(guildId: GuildId, userId: UserId | null, page: HistoryPage): Promise<readonly LedgerEntry[]>;
  /** From the giver's own bonus. `by.reason` may be empty. @throws {@link BotError} `refused.quota` */
  give(by: Moderator, userId: UserId, credits: number): Promise<Balance>;
  settings(guildId: GuildId): Promise<GuildSettings>;
  /** Of members and of guilds; the command has checked the permission. */
  readonly presets: Presets;
  /** The command has checked that the member can see the picture. */
  readonly favourites: Favourites;
  /** The model and the size that members last named. */
  readonly choices: Pick<LastChoices, 'get' | 'forget'>;
  /** Keeps the model and the size that an admitted request names. Never throws. */
  remember(request: GenerationRequest): Promise<void>;
  memberRecord(guildId: GuildId, userId: UserId): Promise<MemberRecord>;
  readonly privacy: MemberPrivacy;
  /** The pictures of the guilds' own LoRAs. */
  readonly loraPreviews: LoraPreviews & { readonly take: TakePreview };
  /** Null where no image service takes uploaded LoRAs. */
  readonly loraUploads: LoraUploads | null;
  /** The operator's limits, and today's cost so far. */
  bounds(guildId: GuildId): OperatorBounds;
  /** How long a picture keeps its prompt after its end. */
  readonly promptRetentionDays: number;
  /** Credits for one picture with default settings; by the guild's own price where it has one. */
  priceOf(model: Model, settings?: GuildSettings): number;
  /** Unix milliseconds. */
  now(): number;
}

/** @see Bot.bounds */
export interface OperatorBounds {
  readonly spent: SpendToday;
  /** Pictures under way at once. */
  readonly perMember: number;
  readonly perGuild: number;
}

interface Retries {
  /** False where it was claimed before. @throws {@link BotError} `store.unavailable` */
  claim(id: JobId): Promise<boolean>;
  /** The repetition did not start. @throws {@link BotError} `store.unavailable` */
  giveBack(id: JobId): Promise<void>;
}

interface OpenJob {
  readonly job: Job;
  readonly progress: Progress;
}

/** A member's own data in one guild. */
export interface MemberPrivacy {
  /** All of it, to be written as JSON. */
  exportMember(guildId: GuildId, userId: UserId): Promise<object>;
  /** `busy` while one of their pictures is still in the making. */
  eraseMember(guildId: GuildId, userId: UserId): Promise<'erased' | 'busy'>;
}
