import type { Bot } from '../../commands/command.ts';
import type { Catalog } from '../domain/catalog.ts';
import { defaultGuildSettings, termsFor } from '../domain/guild-settings.ts';
import { shownPrice } from '../domain/price.ts';
import type { ActiveJob } from '../flow/active-jobs.ts';
import { type Approvals, createApprovals } from '../flow/approvals.ts';
import { cancel } from '../flow/cancel.ts';
import { createDrafts } from '../flow/drafts.ts';
import type { Flow } from '../flow/flow.ts';
import { gate } from '../flow/gate.ts';
import { generate } from '../flow/generate.ts';
import { createMemory } from '../flow/memory.ts';
import { createModeration } from '../flow/moderation.ts';
import { ownPermit } from '../flow/permit.ts';
import { noteRefusals } from '../flow/refusals.ts';
import type { Spending } from '../flow/spending.ts';
import { createFetchInput } from '../http/fetch-input.ts';
import { createTakePreview } from '../http/take-preview.ts';
import type { Funding } from '../operations/funding.ts';
import { makeLoraUploads } from './lora-uploads.ts';
import type { Materials, Stores, Voice } from './materials.ts';

/** What the bot is made from, besides the materials. */
export interface BotMaterials extends Materials, Voice {
  readonly flow: Flow;
  readonly catalog: Catalog;
  readonly stores: Stores;
  readonly spending: Spending;
  readonly funding: Funding;
}

/** Everything that commands may use. */
export function makeBot(materials: BotMaterials): Bot {
  const { flow, catalog, stores, config, dispatcher, audit, notices, findPictures, clock, log } = materials;
  const { ledger, settings, members, usage, jobs, presets, favourites, choices } = stores;
  const { defaultTerms } = config;
  const drafts = createDrafts(clock.now);
  const refusing = { strike: flow.strike, audit };
  const approvals = makeApprovals(materials);
  return {
    catalog,
    gate: (request) => noteRefusals(request, gate(request, flow), refusing),
    noteRefusals: (request, work) => noteRefusals(request, work, refusing),
    generate: (request, reply, admission) =>
      noteRefusals(request, generate(request, reply, flow, { ...ownPermit, admission }), refusing),
    approvals,
    moderation: createModeration({ ledger, jobs, settings, members, notices, audit, clock, log, defaultTerms }),
    usage,
    picks: stores.picks,
    findPictures,
    locateChannel: materials.locateChannel,
    drafts,
    retries: {
      claim: (id) => jobs.markRetried(id, true),
      giveBack: async (id) => void (await jobs.markRetried(id, false)),
    },
    kept: stores.kept,
    cancel: (id, by) => cancel(id, by, flow),
    findJob: (id) => jobs.find(id),
    openJobsOf: (guildId, userId) => shown(flow.active.of(guildId, userId)),
    openJobsIn: (guildId) => shown(flow.active.all().filter((active) => active.guildId === guildId)),
    balance: async (guildId, userId, roleIds) =>
      ledger.balance(guildId, userId, termsFor(await settings.get(guildId), roleIds, defaultTerms)),
    totals: (guildId) => ledger.totals(guildId),
    history: (guildId, userId, page) => ledger.history(guildId, userId, page),
    async give({ id, guildId, userId: byUserId, reason }, userId, credits) {
      const terms = termsFor(await settings.get(guildId), [], defaultTerms);
      const balance = await ledger.give({ id, guildId, byUserId, userId, credits, reason, terms });
      audit.write({ kind: 'act', act: { guildId, what: 'give', byUserId, userId, credits, reason } });
      return balance;
    },
    settings: (guildId) => settings.get(guildId),
    presets,
    favourites,
    choices,
    remember: createMemory({ choices, settings, catalog, log }).remember,
    memberRecord: (guildId, userId) => members.get(guildId, userId),
    privacy: {
      exportMember: (guildId, userId) => stores.privacy.exportMember(guildId, userId),
      async eraseMember(guildId, userId) {
        drafts.forget(guildId, userId);
        const isFree = await approvals.withdraw(guildId, userId);
        return isFree ? (await stores.privacy.eraseMember(guildId, userId)).kind : 'busy';
      },
    },
    loraPreviews: {
      ...stores.loraPreviews,
      take: createTakePreview(createFetchInput({ dispatcher, cdnBaseUrl: config.discord.cdnBaseUrl, clock })),
    },
    loraUploads: makeLoraUploads(materials, stores.uploadBook),
    bounds: (guildId) => ({
      spent: materials.spending.today(guildId),
      perMember: config.maxActiveJobsPerMember,
      perGuild: config.maxActiveJobsPerGuild,
    }),
    promptRetentionDays: config.promptRetentionDays,
    priceOf: (model, guild) => shownPrice(model, guild ?? defaultGuildSettings),
    now: clock.now,
  };
}

function makeApprovals({ flow, stores, notices, audit }: BotMaterials): Approvals {
  return createApprovals({ flow, parked: stores.parked, settings: stores.settings, notices, audit });
}

function shown(active: readonly ActiveJob[]) {
  return active.flatMap(({ job, progress }) => (job === null ? [] : [{ job, progress }]));
}
