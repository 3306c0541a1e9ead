import type { Config } from '../config.ts';
import type { Store } from '../db/open-store.ts';
import type { Favourites } from '../domain/favourite.ts';
import type { ChannelId, GuildId, UserId } from '../domain/ids.ts';
import type { Delivery, Job, ReplyAddress } from '../domain/job.ts';
import type { KeptPictures } from '../domain/kept-picture.ts';
import type { LastChoices } from '../domain/last-choice.ts';
import type { LocateChannel } from '../domain/located-channel.ts';
import type { LoraPreviews } from '../domain/lora-preview.ts';
import type { UploadBook } from '../domain/lora-upload.ts';
import type { GuildSettingsStore, MemberRecords, Usage } from '../domain/moderation.ts';
import type { Audit, Notices } from '../domain/notices.ts';
import type { FindPictures } from '../domain/picked-pictures.ts';
import type { Bookings, Clock, Ledger, Log, Reply } from '../domain/ports.ts';
import type { Presets } from '../domain/preset.ts';
import type { GenerationRequest } from '../domain/request.ts';
import type { Wire } from '../http/agent.ts';
import type { AddressRules } from '../http/guarded-agent.ts';
import type { HttpProxy } from '../http/proxy.ts';
import type { Metrics } from '../operations/metrics.ts';
import type { StoredJobs } from '../store/jobs.ts';
import type { StoredKeptPictures } from '../store/kept-pictures.ts';
import type { StoredParkedRequests } from '../store/parked-requests.ts';
import type { StoredPicks } from '../store/picks.ts';
import type { Privacy } from '../store/privacy.ts';

/** What the parts are made from: one of each in a process. */
export interface Materials {
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
  readonly voiceFor: (knowledge: VoiceKnowledge) => Voice;
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

/** @see Materials.voiceFor */
export interface VoiceKnowledge {
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
  readonly parked: StoredParkedRequests;
  readonly picks: StoredPicks;
  readonly kept: StoredKeptPictures;
  readonly presets: Presets;
  readonly favourites: Favourites;
  readonly choices: LastChoices;
  readonly usage: Usage;
  readonly privacy: Privacy;
}
