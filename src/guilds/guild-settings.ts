import { z } from 'zod';
import type { Task } from '#catalog/form.ts';
import { guildWorkflowSchema, mostGuildWorkflows } from '#catalog/guild-workflow.ts';
import { isFarAhead } from '#core/clock.ts';
import { channelId, roleId, userId } from '#core/ids.ts';
import { readSystemReason } from '#core/system-reason.ts';
import { type Allowance, type CreditPolicy, periods } from '#credits/credits.ts';
import { guildLoraSchema, mostGuildLoras } from '#loras/guild-lora.ts';

const credits = z.int().min(0).max(1_000_000_000);
const period = z.enum(periods);
const channel = z.string().transform(channelId);
const role = z.string().transform(roleId);
const name = z.string().max(100);

/** What a guild switches on and off as a whole: everything but pictures. */
export const kinds = ['upscale', 'video', 'speech', 'music', 'model3d', 'run'] as const satisfies readonly Task[];
/** @see kinds */
export type Kind = (typeof kinds)[number];

const kindRuleSchema = z.object({
  isOn: z.boolean(),
  /** Only here; empty is everywhere where pictures can be made. */
  channelIds: z.array(channel).max(50),
  /** A request that costs more is refused; null has no bound. */
  mostCredits: z.int().min(1).max(1_000_000).nullable(),
});
/** What holds for one kind. */
export type KindRule = Readonly<z.output<typeof kindRuleSchema>>;

/** A guild that has decided nothing makes no videos: one costs as much as dozens of pictures. */
export function defaultKindRule(kind: Kind): KindRule {
  return { isOn: kind !== 'video', channelIds: [], mostCredits: null };
}

/**
 * What the operators of a guild have decided. Every field has a default, so that a guild without a row has decided nothing,
 * and a new field needs no migration. Each field is stored as a part of its own.
 */
export const guildSettingsSchema = z.object({
  /** `roleId` null is everyone. A member gets the best of the rows that fit. Empty: the installation's default. */
  allowances: z.array(z.object({ roleId: role.nullable(), credits, period })).default([]),
  /** Fills the pool up to this at the start of each period. */
  refill: z.object({ credits, period }).nullable().default(null),
  channels: z
    .object({
      mode: z.enum(['everywhere', 'only', 'except']).default('everywhere'),
      ids: z.array(channel).default([]),
      /** Age-restricted channels in which adult content is allowed; null is every age-restricted channel. */
      adultIds: z.array(channel).nullable().default(null),
      /** Results here are behind a spoiler. */
      spoilerIds: z.array(channel).default([]),
    })
    .prefault({}),
  models: z
    .object({
      denied: z.array(name).default([]),
      /** Ids of optional models that the guild has switched on. */
      enabled: z.array(name).default([]),
      /** By model id: only these roles may use it. */
      roles: z.record(z.string(), z.array(role)).default({}),
      /** By model id: credits of a picture, whatever its settings. */
      prices: z.record(z.string(), z.int().min(1).max(1_000_000)).default({}),
    })
    .prefault({}),
  /** Kinds that are not as {@link defaultKindRule} has them. */
  kinds: z.partialRecord(z.enum(kinds), kindRuleSchema).default({}),
  /** The guild's own library, in the order in which it grew. */
  loras: z.array(guildLoraSchema).max(mostGuildLoras).default([]),
  /** The guild's own workflows, in the order in which they were added. */
  workflows: z.array(guildWorkflowSchema).max(mostGuildWorkflows).default([]),
  /** Every request goes through one of these roles; empty is everyone. */
  memberRoles: z.array(role).default([]),
  logChannelId: channel.nullable().default(null),
  approvals: z
    .object({
      /** Requests above this price need an approval; null needs none. */
      threshold: credits.nullable().default(null),
      channelId: channel.nullable().default(null),
    })
    .prefault({}),
  defaults: z
    .object({
      model: name.nullable().default(null),
      size: name.nullable().default(null),
      /** Results tell in their own file how they were made. */
      settingsInFile: z.boolean().default(true),
    })
    .prefault({}),
  /** At `count` strikes that are not forgiven the member is suspended for `hours`; ascending by count. */
  strikes: z
    .array(
      z.object({
        count: z.int().min(1).max(100),
        hours: z
          .int()
          .min(1)
          .max(24 * 365),
      }),
    )
    .default([
      { count: 3, hours: 24 },
      { count: 5, hours: 24 * 7 },
    ]),
  words: z
    .object({
      profanity: z.boolean().default(false),
      blocked: z.array(name).max(500).default([]),
      allowed: z.array(name).max(500).default([]),
    })
    .prefault({}),
  newcomers: z
    .object({
      /** Days since joining the guild. */
      minMemberDays: z.int().min(0).max(365).default(0),
      /** Days since the account was made. */
      minAccountDays: z.int().min(0).max(3650).default(0),
    })
    .prefault({}),
  /** A price above this share of what the member can spend is confirmed first; 100 never asks. */
  confirmPercent: z.int().min(1).max(100).default(100),
  limits: z
    .object({
      perMember: z.int().min(1).max(1000).nullable().default(null),
      perGuild: z.int().min(1).max(10_000).nullable().default(null),
    })
    .prefault({}),
});

/** @see guildSettingsSchema */
export type GuildSettings = Readonly<z.output<typeof guildSettingsSchema>>;

/** The rule of a kind. */
export function kindRuleOf(settings: Pick<GuildSettings, 'kinds'>, kind: Kind): KindRule {
  return settings.kinds[kind] ?? defaultKindRule(kind);
}

/** A guild that has decided nothing. */
export const defaultGuildSettings: GuildSettings = deepFreeze(guildSettingsSchema.parse({}));

/** A member's record with the moderators: strikes and a suspension. */
export const memberRecordSchema = z.object({
  /** Unix milliseconds; null when not suspended. `forever` is far enough in the future. */
  suspendedUntilMs: z.number().nullable(),
  suspensionReason: z.string().max(500),
  suspendedBy: z.string().transform(userId).nullable(),
  /** The oldest first. */
  strikes: z.array(
    z.object({
      /** The act's id: an interaction's, or `job:` and a job's. */
      id: z.string(),
      atMs: z.number(),
      reason: z.string().max(500),
      /** Null for an automatic one. */
      byUserId: z.string().transform(userId).nullable(),
      isForgiven: z.boolean(),
    }),
  ),
});

/** How many reports of a member are remembered. */
export const mostReportsKept = 500;

/** @see memberRecordSchema */
export type MemberRecord = Readonly<z.output<typeof memberRecordSchema>>;

/**
 * When the suspension that is in force ends; null without one. One that Easel gave for a strike that a clock far ahead has
 * dated is over: its end would be as far away.
 */
export function suspensionEndsAtMs(
  { suspendedUntilMs, suspensionReason, strikes }: MemberRecord,
  nowMs: number,
): number | null {
  if (suspendedUntilMs === null || suspendedUntilMs <= nowMs) return null;
  const isByStrikes = readSystemReason(suspensionReason)?.what === 'strikes';
  const isWrong = isByStrikes && strikes.some(({ atMs }) => isFarAhead(atMs, nowMs) && atMs <= suspendedUntilMs);
  return isWrong ? null : suspendedUntilMs;
}

/** A member of whom nothing is held. */
export const blankMemberRecord: MemberRecord = {
  suspendedUntilMs: null,
  suspensionReason: '',
  suspendedBy: null,
  strikes: [],
};

/** The rules of money for a member: the best allowance of their roles (the one with most credits per day), and the guild's refill. */
export function creditPolicyFor(
  settings: GuildSettings,
  roleIds: readonly string[],
  defaults: CreditPolicy,
): CreditPolicy {
  const fitting = settings.allowances.filter((row) => row.roleId === null || roleIds.includes(row.roleId));
  const best = fitting.reduce<Allowance | null>(
    (found, row) =>
      found === null || perDay(row) > perDay(found) ? { credits: row.credits, period: row.period } : found,
    null,
  );
  return { ...defaults, allowance: best ?? defaults.allowance, refill: settings.refill };
}

function perDay(allowance: Allowance): number {
  const days = { day: 1, week: 7, month: 30 } as const;
  return allowance.credits / days[allowance.period];
}

/** The same value, of which no part can be changed in place: for what many requests share. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
  return value;
}
