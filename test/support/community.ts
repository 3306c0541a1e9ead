import { createApprovals } from '#approvals/approvals.ts';
import type { Catalog } from '#catalog/catalog.ts';
import type { Model } from '#catalog/model.ts';
import { channelId, type GuildId, jobId, type UserId, userId } from '#core/ids.ts';
import { type AdmissionDeps, createAdmission, createMemory } from '#generation/admission.ts';
import type { Flow, Paused } from '#generation/flow.ts';
import { type GuildSettings, guildSettingsSchema } from '#guilds/guild-settings.ts';
import { createGuildSettings } from '#guilds/settings-store.ts';
import type { LastChoices } from '#members/last-choices.ts';
import { createLastChoices } from '#members/last-choices.ts';
import { createModeration, type Moderator } from '#moderation/acts.ts';
import type { MemberRecords } from '#moderation/member-records.ts';
import { createMemberRecords } from '#moderation/member-records.ts';
import type { PendingRequests } from '#moderation/pending-requests.ts';
import { createPendingRequests } from '#moderation/pending-requests.ts';
import { createStrike } from '#moderation/strikes.ts';
import { createWordsOf } from '#moderation/word-filter/word-filter.ts';
import { createFakeClock } from './fake-clock.ts';
import { createRecordingAudit, createRecordingNotices, type NoticesScript } from './recording-notices.ts';
import { guild, member, modelOf, policy, routeOf, startMs } from './requests.ts';
import { createMemoryStore } from './store/memory-store.ts';
import { createRecordingLog } from './store/recording-log.ts';
import { createWorld, type World, type WorldOptions } from './world.ts';

/** What differs from a community in which everything works and nothing is set. */
export interface CommunityOptions extends WorldOptions {
  /** As an operator would have written them. */
  readonly settings?: object;
  readonly models?: readonly Model[];
  /** In place of one of these models. */
  readonly catalog?: Catalog;
  readonly notices?: NoticesScript;
  /** What is put around the real store. */
  readonly choices?: (choices: LastChoices) => LastChoices;
  readonly members?: (members: MemberRecords) => MemberRecords;
  readonly pending?: (pending: PendingRequests) => PendingRequests;
  /** The installation's upper bounds. */
  readonly highestLimits?: AdmissionDeps['highestLimits'];
  /** True for a route of this provider that is in trouble. */
  readonly isTroubled?: (provider: string) => boolean;
  /** What the operator has paused. */
  readonly paused?: Paused;
  /** The operator's limits of a day; none when left out. */
  readonly spending?: AdmissionDeps['spending'];
}

/** The moderator of the stories. */
export const moderator = userId('100000000000000077');
/** Where approvers are asked. */
export const approvers = channelId('800000000000000077');

/** A model at two providers, for 7 credits and 15. */
export const twoRoutes: Model = modelOf(
  routeOf(),
  routeOf({ provider: 'runcomfy', price: { currency: 'USD', amount: 0.015, grid: null, estimated: false } }),
);

/** The catalogue of these models; the first is the default. */
export function catalogOf(models: readonly Model[]): Catalog {
  const find = (name: string) => models.find(({ id }) => id === name) ?? null;
  const catalog: Catalog = {
    models,
    task: 'image',
    providers: new Set(['runninghub', 'runcomfy']),
    optionalModels: [],
    defaultModelId: models[0]?.id ?? '',
    everyModel: models,
    find,
    forTask: () => catalog,
  };
  return catalog;
}

/** Settings with these differences from a guild that has set nothing. */
export function settingsOf(changes: object = {}): GuildSettings {
  return guildSettingsSchema.parse(changes);
}

/** An act of the moderator. */
export function actBy(id: string, reason = 'because', guildId: GuildId = guild): Moderator {
  return { id: jobId(id), guildId, userId: moderator, reason };
}

/** A whole moderated guild: the world with the guild's rules, strikes, approvals and moderation on the real store. */
export async function createCommunity(options: CommunityOptions = {}) {
  const { spending = { check: () => undefined } } = options;
  const clock = options.clock ?? createFakeClock(startMs);
  const rows = options.rows ?? new Map<string, string>();
  const log = createRecordingLog();
  const store = createMemoryStore(rows, log);
  const settings = createGuildSettings(store);
  const storedMembers = createMemberRecords(store);
  const members = options.members?.(storedMembers) ?? storedMembers;
  const storedChoices = createLastChoices(store);
  const choices = options.choices?.(storedChoices) ?? storedChoices;
  const catalog = options.catalog ?? catalogOf(options.models ?? [twoRoutes]);
  const memory = createMemory({ choices, settings, catalog, log });
  const storedParked = createPendingRequests({ store, now: clock.now, log });
  const pending = options.pending?.(storedParked) ?? storedParked;
  const audit = createRecordingAudit();
  const note: Flow['ledger']['note'] = (line) => world.flow.ledger.note(line);
  const paused = options.paused ?? { notice: () => null, isService: () => false };
  const admit = createAdmission({
    context: {
      catalog,
      isTroubled: ({ provider }) => options.isTroubled?.(provider) ?? false,
    },
    settings,
    members,
    memory,
    wordsOf: createWordsOf(),
    defaultPolicy: policy,
    spending,
    paused,
    highestLimits: options.highestLimits ?? { perMember: 2, perGuild: 3 },
    now: clock.now,
  });
  const strike = createStrike({ settings, members, ledger: { note }, audit, clock, log });
  const world: World = createWorld({ ...options, clock, rows, flow: { admit, strike, paused, ...options.flow } });
  const notices = createRecordingNotices(() => world.reply, options.notices);
  const { flow, jobs, totals } = world;
  if (options.settings) await settings.change(guild, () => settingsOf(options.settings));
  const { ledger } = flow;
  return {
    ...world,
    log,
    worldLog: world.log,
    settings,
    members,
    memory,
    choices,
    pending,
    audit,
    notices,
    totals,
    approvals: createApprovals({ flow, pending, settings, notices, audit }),
    moderation: createModeration({
      ledger,
      jobs,
      settings,
      members,
      notices,
      audit,
      clock,
      log,
      defaultPolicy: policy,
    }),
    /** Changes what the operators have set. */
    set: (changes: object) => settings.change(guild, () => settingsOf(changes)),
    /** The journal, oldest first, of kinds that people cause. */
    journal: async (of: UserId | null = null) => {
      const lines = await world.ledger.history(guild, of, { beforeSeq: null, limit: 100 });
      return lines.toReversed().filter(({ kind }) => !['open', 'reserve', 'settle', 'release'].includes(kind));
    },
    balance: (of: UserId = member) => world.ledger.balance(guild, of, policy),
  };
}
