import type { GenerationRequest } from '#catalog/request.ts';
import type { Config } from '#config/config.ts';
import type { Clock } from '#core/clock.ts';
import type { ChannelId, GuildId, UserId } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import type { Ledger } from '#credits/credits.ts';
import type { Usage } from '#credits/usage.ts';
import type { Store } from '#db/open-store.ts';
import type { LocateChannel } from '#discord/messages/locate-channel.ts';
import type { GuildSettingsStore } from '#guilds/settings-store.ts';
import type { Wire } from '#http/agent.ts';
import type { AddressRules } from '#http/guarded-agent.ts';
import type { HttpProxy } from '#http/proxy.ts';
import type { Bookings, Delivery, Job, Reply, ReplyAddress } from '#jobs/job.ts';
import type { StoredJobs } from '#jobs/job-store.ts';
import type { UploadBook } from '#lora-upload/upload.ts';
import type { LoraPreviews } from '#loras/lora-preview.ts';
import type { Favourites } from '#members/favourites.ts';
import type { KeptPictures, StoredKeptPictures } from '#members/kept-pictures.ts';
import type { LastChoices } from '#members/last-choices.ts';
import type { FindPictures, StoredPendingEdits } from '#members/pending-edits.ts';
import type { Presets } from '#members/presets.ts';
import type { Privacy } from '#members/privacy.ts';
import type { MemberRecords } from '#moderation/member-records.ts';
import type { Audit, Notices } from '#moderation/notices.ts';
import type { StoredPendingRequests } from '#moderation/pending-requests.ts';
import type { Metrics } from '#operations/metrics.ts';

/** What the parts are made from: one of each in a process. */
export interface AppDeps {
  readonly config: Config;
  readonly store: Store;
  readonly dispatcher: Wire;
  /** For connections that do not go through `dispatcher`; none when left out. */
  readonly proxy?: HttpProxy | null;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Log;
  /** Random, never the same twice: what a member who is erased is called from then on. */
  readonly newPseudonym: () => UserId;
  /** Where files that people name may be fetched from; the open internet when left out. */
  readonly addressRules?: AddressRules;
  /** The mouth of the bot, which needs to know a little of what lies behind it. */
  readonly outboundFor: (knowledge: OutboundSources) => Voice;
}

/** Everything that is said in Discord outside the answer to an interaction. */
export interface Voice {
  readonly audit: Audit;
  readonly notices: Notices;
  readonly findPictures: FindPictures;
  readonly locateChannel: LocateChannel;
  readonly replyAt: (address: ReplyAddress, job: Job) => Reply;
  /** @see Flow.keep */
  readonly keep: (delivery: Delivery) => Promise<boolean>;
}

/** @see AppDeps.voiceFor */
export interface OutboundSources {
  readonly logChannelOf: (guildId: GuildId) => Promise<ChannelId | null>;
  readonly kept: Pick<KeptPictures, 'keep'>;
  /** The model that a request comes to, as a person reads it. */
  readonly modelTitleOf: (request: GenerationRequest) => Promise<string>;
}

/** Everything that survives a restart. */
export interface Stores {
  readonly ledger: Ledger;
  readonly bookings: Bookings;
  readonly jobs: StoredJobs;
  readonly settings: GuildSettingsStore;
  readonly members: MemberRecords;
  readonly loraPreviews: LoraPreviews;
  readonly uploadBook: UploadBook;
  readonly pending: StoredPendingRequests;
  readonly pendingEdits: StoredPendingEdits;
  readonly kept: StoredKeptPictures;
  readonly presets: Presets;
  readonly favourites: Favourites;
  readonly choices: LastChoices;
  readonly usage: Usage;
  readonly privacy: Privacy;
}
