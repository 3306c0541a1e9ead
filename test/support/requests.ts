import type { Model, Route, Settings } from '#catalog/model.ts';
import type { Plan, RouteQuote } from '#catalog/plan.ts';
import { type GenerationRequest, noOptions, type RequestOptions } from '#catalog/request.ts';
import { channelId, guildId, type JobId, jobId, messageId, userId } from '#core/ids.ts';
import type { CreditPolicy } from '#credits/credits.ts';
import type { Admission } from '#generation/flow.ts';
import { defaultGuildSettings } from '#guilds/guild-settings.ts';
import type { Job, ReplyAddress } from '#jobs/job.ts';

/** Saturday, 2026-11-21, 12:00 UTC: when every story begins unless told. */
export const startMs = Date.UTC(2026, 10, 21, 12);
/** The guild and members of the stories. */
export const guild = guildId('900000000000000001');
/** @see guild */
export const member = userId('100000000000000001');
/** @see guild */
export const otherMember = userId('100000000000000002');

/** An id as Discord makes it at this moment; `number` (0..4 million) tells apart what was made in the same millisecond. */
export function snowflakeAt(atMs: number, number = 0): JobId {
  return jobId(String((BigInt(atMs - 1_420_070_400_000) << 22n) + BigInt(number)));
}

/** What only the rules look at: an old member in an ordinary channel. */
const ordinary = {
  guildLocale: null,
  parentChannelId: null,
  isAgeRestricted: false,
  joinedAtMs: null,
  accountMadeAtMs: startMs - 365 * 86_400_000,
};

/** A member's request at {@link startMs}. */
export function requestOf(changes: Partial<GenerationRequest> = {}): GenerationRequest {
  return {
    id: snowflakeAt(startMs),
    guildId: guild,
    channelId: channelId('800000000000000001'),
    userId: member,
    roleIds: [],
    ...ordinary,
    model: null,
    prompt: 'a lighthouse in the rain',
    options: noOptions,
    images: [],
    isPrivate: false,
    askedAtMs: startMs,
    ...changes,
  };
}

/** A request with these options typed. */
export function requestWith(options: Partial<RequestOptions>, model: string | null = null): GenerationRequest {
  return requestOf({ model, options: { ...noOptions, ...options } });
}

/** A route of RunningHub with ratios and nothing else. */
export function routeOf(changes: Partial<Route> = {}): Route {
  return {
    provider: 'runninghub',
    endpoint: 'vendor/model/text-to-image',
    price: { currency: 'USD', amount: 0.007, grid: null, estimated: false },
    fields: { prompt: 'prompt', ratio: 'ratio' },
    nodeFields: null,
    promptMaxCharacters: 100,
    sizes: { kind: 'ratios', ratios: ['1:1', '16:9'], custom: null, defaultRatio: '1:1' },
    steps: null,
    qualities: null,
    resolutions: null,
    formats: [],
    loras: null,
    source: 'test',
    confidence: 'H',
    ...changes,
  };
}

/** A model with the given routes. */
export function modelOf(...routes: readonly Route[]): Model {
  return { id: 'some-model', title: 'Some Model', description: 'For tests.', adult: false, routes };
}

/** What a route would send. */
export const settings: Settings = {
  prompt: 'a lighthouse in the rain',
  size: { kind: 'ratio', ratio: '1:1' },
  steps: null,
  quality: null,
  resolution: null,
  format: null,
  loras: [],
  images: [],
  count: 1,
};

/** An offer of 7 credits at RunningHub unless told. */
export function offerOf(changes: Partial<RouteQuote> = {}): RouteQuote {
  return { route: routeOf(), settings, credits: 7, ...changes };
}

/** An offer at RunComfy. */
export function comfyOfferOf(credits: number): RouteQuote {
  return offerOf({ route: routeOf({ provider: 'runcomfy', endpoint: 'vendor/other/text-to-image' }), credits });
}

/** A plan of these offers; one of 7 credits at RunningHub without any. */
export function planOf(first: RouteQuote = offerOf(), ...rest: readonly RouteQuote[]): Plan {
  return { model: modelOf(first.route), quotes: [first, ...rest], credits: first.credits };
}

/** Of {@link planOf}, in a guild that has set nothing. */
export function admissionOf(changes: Partial<Admission> = {}): Admission {
  const limits = { perMember: 2, perGuild: 3 };
  return {
    plan: planOf(),
    policy,
    limits,
    listCredits: changes.plan?.credits ?? planOf().credits,
    isSpoiler: false,
    settings: defaultGuildSettings,
    recalled: null,
    dearer: null,
    ...changes,
  };
}

/** 100 credits a day out of a pool of 1000. */
export const policy: CreditPolicy = {
  allowance: { credits: 100, period: 'day' },
  initialPool: 1_000,
  ...{ refill: null },
};

/** A public reply whose message is known. */
export const replyAddress: ReplyAddress = {
  applicationId: '700000000000000001',
  channelId: channelId('800000000000000001'),
  messageId: messageId('600000000000000001'),
  sealedToken: 'sealed',
  tokenExpiresAtMs: startMs + 15 * 60_000,
  isPrivate: false,
  locale: null,
  guildLocale: null,
  attachmentLimitBytes: 10_485_760,
  canUseChannel: true,
};

/** A job that was just written down, unless told. */
export function jobOf(changes: Partial<Job> = {}): Job {
  return {
    id: snowflakeAt(startMs),
    guildId: guild,
    channelId: channelId('800000000000000001'),
    userId: member,
    modelId: 'some-model',
    modelTitle: 'Some Model',
    provider: 'runninghub',
    endpoint: 'vendor/model/text-to-image',
    settings,
    credits: 7,
    replyTo: replyAddress,
    isSpoiler: false,
    tickets: [],
    picturesPerTicket: 1,
    state: 'opened',
    openedAtMs: startMs,
    submittedAtMs: null,
    endedAtMs: null,
    cancelledBy: null,
    error: null,
    came: null,
    charged: null,
    ...changes,
  };
}
