import type { Approvals } from '#approvals/approvals.ts';
import { createCatalog, noChanges } from '#catalog/catalog.ts';
import type { GenerationRequest } from '#catalog/request.ts';
import type { Balance, Totals } from '#credits/credits.ts';
import type { Usage } from '#credits/usage.ts';
import { blankMemberRecord, defaultGuildSettings } from '#guilds/guild-settings.ts';
import type { Job, ReplyAddress } from '#jobs/job.ts';
import { createLoraPreviews } from '#loras/lora-preview.ts';
import { createDrafts } from '#members/drafts.ts';
import type { Favourites } from '#members/favourites.ts';
import { noChoice } from '#members/last-choices.ts';
import type { Presets } from '#members/presets.ts';
import type { Moderation } from '#moderation/acts.ts';
import type { Bot, MemberPrivacy } from '../../../commands/command.ts';
import type { WorkflowDraft } from '../../../commands/workflow-draft.ts';
import { admissionOf } from '../../support/requests.ts';
import { createMemoryStore } from '../../support/store/memory-store.ts';
import { job } from './samples.ts';

/** What a test may replace. */
type Scripted<T> = { -readonly [Key in keyof T]: T[Key] };

/** A bot whose answers a test sets. */
export type ScriptedBot = Scripted<
  Omit<Bot, 'approvals' | 'moderation' | 'usage' | 'privacy' | 'presets' | 'favourites' | 'choices'>
> & {
  presets: Scripted<Presets>;
  choices: Scripted<Bot['choices']>;
  favourites: Scripted<Favourites>;
  approvals: Scripted<Approvals>;
  moderation: Scripted<Moderation>;
  usage: Scripted<Usage>;
  privacy: Scripted<MemberPrivacy>;
};

/** What `/credits balance` is answered with. */
export const balance: Balance = {
  allowance: { credits: 100, period: 'day' },
  allowanceLeft: 60,
  renewsAtMs: 1_700_000_000_000,
  bonus: 5,
  held: 7,
  pool: 'unlimited',
  spendable: 65,
};

/** The guild's books as a test finds them. */
export const totals: Totals = { added: 1000, pool: 900, bonuses: 50, held: 7, spent: 43 };

/** Every model, no jobs, nothing waiting; everything that is asked for is done. */
export function createScriptedBot(): ScriptedBot {
  return {
    catalog: createCatalog(noChanges, new Set(['runninghub', 'runcomfy'])),
    gate: () => Promise.resolve({ kind: 'go', admission: admissionOf() }),
    noteRefusals: (_request, work) => work,
    generate: () => Promise.resolve(),
    approvals: approvals(),
    moderation: moderation(),
    usage: { ofPeriod: () => Promise.resolve([]), ofDays: () => Promise.resolve([]) },
    pendingEdits: { keep: () => Promise.resolve(), find: () => Promise.resolve(null) },
    findPictures: () => Promise.resolve([]),
    locateChannel: () => Promise.resolve('here'),
    drafts: createDrafts(() => 1_700_000_000_000),
    workflowDrafts: createDrafts<WorkflowDraft>(() => 1_700_000_000_000),
    readInputs: () => Promise.resolve({ kind: 'unknown', inputs: [] }),
    ownCommands: { set: () => Promise.resolve('done') },
    commandIds: () => new Map(),
    retries: { claim: () => Promise.resolve(true), giveBack: () => Promise.resolve() },
    kept: { listOf: () => Promise.resolve([]), find: () => Promise.resolve(null) },
    cancel: () => Promise.resolve('cancelled'),
    findJob: () => Promise.resolve(null),
    openJobsOf: async () => [],
    openJobsIn: async () => [],
    balance: () => Promise.resolve(balance),
    totals: () => Promise.resolve(totals),
    history: () => Promise.resolve([]),
    give: () => Promise.resolve(balance),
    settings: () => Promise.resolve(defaultGuildSettings),
    presets: presets(),
    choices: { get: async () => noChoice, forget: async () => false },
    remember: () => Promise.resolve(),
    favourites: { list: async () => [], toggle: async () => 'added', drop: async () => undefined },
    memberRecord: () => Promise.resolve(blankMemberRecord),
    privacy: { exportMember: () => Promise.resolve({}), eraseMember: () => Promise.resolve('erased') },
    loraPreviews: {
      ...createLoraPreviews(createMemoryStore()),
      take: () => Promise.resolve({ kind: 'refused', why: 'unreachable' }),
    },
    loraUploads: null,
    bounds: () => ({
      spent: { all: 0, guild: 0, limits: { all: 20_000, perGuild: null }, renewsAtMs: 0 },
      perMember: 2,
      perGuild: 20,
    }),
    promptRetentionDays: 30,
    priceOf: () => 7,
    now: () => 1_700_000_000_000,
  };
}

function approvals(): Approvals {
  return {
    waitForPrice: () => Promise.resolve(),
    confirm: () => Promise.resolve('done'),
    drop: () => Promise.resolve('done'),
    ask: () => Promise.resolve(),
    askInstead: () => Promise.resolve('done'),
    approve: () => Promise.resolve('done'),
    decline: () => Promise.resolve('done'),
    find: () => Promise.resolve(null),
    finishAll: () => Promise.resolve(0),
    withdraw: () => Promise.resolve(true),
    unbegun: () => Promise.resolve(new Set()),
    idle: () => Promise.resolve(),
    expire: () => Promise.resolve(0),
  };
}

function presets(): Presets {
  return { list: async () => [], save: async () => 'saved', remove: async () => true };
}

function moderation(): Moderation {
  return {
    grant: () => Promise.resolve(balance),
    give: () => Promise.resolve(balance),
    revoke: (_by, _userId, credits) => Promise.resolve(credits),
    refund: () => Promise.resolve(7),
    suspend: (_by, _userId, untilMs) => Promise.resolve({ ...blankMemberRecord, suspendedUntilMs: untilMs }),
    unsuspend: () => Promise.resolve(true),
    suspendAbout: ({ userId: byUserId }) => Promise.resolve({ isNew: true, byUserId }),
    strike: ({ userId: byUserId }) => Promise.resolve({ isNew: true, byUserId, strikes: 1, suspendedUntilMs: null }),
    forgive: () => Promise.resolve(1),
    deletePicture: ({ userId: byUserId }) => Promise.resolve({ job, wasThere: true, byUserId }),
    report: () => Promise.resolve('reported'),
    noteCancel: () => Promise.resolve(),
    noteSetup: () => Promise.resolve(),
    addToPool: () => Promise.resolve(totals),
    removeFromPool: () => Promise.resolve(totals),
    setPoolMode: () => Promise.resolve(totals),
    changeSettings: (_by, _kind, change) => Promise.resolve(change(defaultGuildSettings)),
  };
}

/** The job that an accepted request becomes. */
export function jobOf(request: GenerationRequest, replyTo: ReplyAddress): Job {
  const { id, guildId, channelId, userId, prompt } = request;
  return { ...job, id, guildId, channelId, userId, replyTo, settings: { ...job.settings, prompt } };
}
