import type { Dearer } from '#catalog/plan.ts';
import {
  isWorthAsking,
  optionIn,
  optionNames,
  type PromptFlags,
  type ReadFlag,
  readPromptFlags,
  type Told,
  withFlags,
} from '#catalog/prompt-flags.ts';
import type { GenerationRequest } from '#catalog/request.ts';
import { asBotError, BotError, type ErrorCode } from '#core/errors.ts';
import { systemReason } from '#core/system-reason.ts';
import type { Ledger } from '#credits/credits.ts';
import type { Audit } from '#moderation/notices.ts';
import type { Admission, Flow } from './flow.ts';

/**
 * What a request needs before it may run: nothing; the member's word on the price; an approval, since it is dear; or an
 * approval, since credits are short.
 */
export type Gate = GateKind & {
  /** The request as it goes on, where the member's last choice stands in for something. */
  readonly request?: GenerationRequest;
  /** What the member is told of it before anything is charged. */
  readonly told?: Told;
};

type GateKind =
  | {
      readonly kind: 'go';
      /** What `generate` is handed: at most what the member has read is charged. */
      readonly admission: Admission;
    }
  | {
      readonly kind: 'confirm';
      readonly credits: number;
      readonly spendable: number;
      /** Why it is more than the member has read; left out where it is not. */
      readonly dearer?: Dearer;
    }
  | { readonly kind: 'approval'; readonly credits: number; readonly threshold: number }
  | { readonly kind: 'short'; readonly credits: number; readonly spendable: number; readonly renewsAtMs: number };

/**
 * Admits a request before anything is held. A request that may go is not admitted again; what others may take meanwhile
 * (credits, a place, the operator's limit of the day) is checked where it is taken.
 *
 * @throws {@link BotError} `refused.*` (also `refused.quota`, where the server has no approvers), `store.unavailable`
 */
export async function gate(
  request: GenerationRequest,
  { admit, ledger }: Pick<Flow, 'admit' | 'ledger'>,
): Promise<Gate> {
  const { request: read, admission, told } = await admitFlags(request, admit);
  const kind = await kindOf(read, admission, told, ledger);
  const next = admission.recalled ?? (read === request ? null : read);
  const isTold = told.words !== null || told.resized !== null;
  return { ...kind, ...(next && { request: next }), ...(isTold && { told }) };
}

/** The guild's threshold, where the request is above it and needs an approval; null where it needs none. */
export function thresholdAbove({ plan, settings }: Pick<Admission, 'plan' | 'settings'>): number | null {
  const { threshold, channelId } = settings.approvals;
  return threshold !== null && channelId !== null && plan.credits > threshold ? threshold : null;
}

async function kindOf(
  { guildId, userId }: GenerationRequest,
  admission: Admission,
  told: Told,
  ledger: Ledger,
): Promise<GateKind> {
  const { plan, policy, settings, dearer } = admission;
  const { credits } = plan;
  const threshold = thresholdAbove(admission);
  if (threshold !== null) return { kind: 'approval', credits, threshold };
  const { spendable, renewsAtMs } = await ledger.balance(guildId, userId, policy);
  if (credits > spendable) {
    if (settings.approvals.channelId !== null) return { kind: 'short', credits, spendable, renewsAtMs };
    throw new BotError('refused.quota', 'short of credits', { price: credits, left: spendable, renewsAtMs });
  }
  if (dearer !== null) return { kind: 'confirm', credits, spendable, dearer };
  const isAsked = isWorthAsking(told) || credits > (spendable * settings.confirmPercent) / 100;
  return isAsked ? { kind: 'confirm', credits, spendable } : { kind: 'go', admission };
}

/** An admitted request without the flags of other tools in its prompt. */
interface ReadRequest {
  /** As it was typed, where the prompt has none. */
  readonly request: GenerationRequest;
  readonly admission: Admission;
  readonly told: Told;
}

/**
 * Admits a request with the flags of its prompt as options. A flag that the model does not take is left out and told.
 *
 * @throws {@link BotError} `refused.*`, `store.unavailable`
 */
async function admitFlags(typed: GenerationRequest, admit: Flow['admit']): Promise<ReadRequest> {
  const flags = readPromptFlags(typed.prompt);
  if (flags.read.length + flags.unread.length === 0) {
    const admission = await admit(typed);
    return { request: typed, admission, told: toldOf(null, [], [], admission) };
  }
  return admitWith(typed, flags, flags.read, admit);
}

async function admitWith(
  typed: GenerationRequest,
  flags: PromptFlags,
  used: readonly ReadFlag[],
  admit: Flow['admit'],
): Promise<ReadRequest> {
  const { request, overruled } = withFlags(typed, flags.words, used);
  try {
    const admission = await admit(request);
    const read = used.map(({ text }) => text).filter((text) => !overruled.includes(text));
    const left = flags.read.filter((flag) => !used.includes(flag)).map(({ text }) => text);
    return { request, admission, told: toldOf(flags.words, read, [...flags.unread, ...left, ...overruled], admission) };
  } catch (thrown) {
    const wrong = flagToBlame(thrown, typed, used);
    if (wrong === null) throw thrown;
    return admitWith(
      typed,
      flags,
      used.filter((flag) => flag !== wrong),
      admit,
    );
  }
}

const nameOf: Readonly<Record<string, string>> = { lora_strength: 'lora' };

/** The flag that stands for a refused option; null where the member chose it otherwise. */
function flagToBlame(thrown: unknown, { options }: GenerationRequest, used: readonly ReadFlag[]): ReadFlag | null {
  const { code, facts } = asBotError(thrown);
  if (code !== 'refused.options') return null;
  const names = [facts.option ?? '', ...(facts.together ?? [])].map((name) => nameOf[name] ?? name);
  const isFlags = (name: string) => optionIn(options, name) === null;
  return used.find((flag) => optionNames(flag.options).some((name) => names.includes(name) && isFlags(name))) ?? null;
}

function toldOf(words: string | null, read: readonly string[], unread: readonly string[], { plan }: Admission): Told {
  return { words, read, unread, resized: plan.resized ?? null };
}

/** Refusals that moderators should see; not a mistyped option. */
const audited: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['refused.rules', 'refused.suspended']);

/** What the word filter refuses: in a prompt, and in the words of a preset that a member keeps. */
const ofWords: ReadonlySet<string> = new Set(['blocklist', 'preset_words']);

/**
 * The work's result. A refusal by a rule is told to the moderators first; a hit of the word filter also counts as a strike,
 * which the thrown error names: one per request, however often it is looked at.
 *
 * @throws what the work throws
 */
export async function noteRefusals<T>(
  request: GenerationRequest,
  work: Promise<T>,
  { strike, audit }: { readonly strike: Flow['strike']; readonly audit: Audit },
): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    const refusal = asBotError(thrown);
    if (!audited.has(refusal.code)) throw thrown;
    const { rule, isDoubtful } = refusal.facts;
    const counts = ofWords.has(rule ?? '') && isDoubtful !== true;
    const { id, guildId, userId, guildLocale } = request;
    const reason = systemReason('wordList', refusal.facts.list);
    const told = counts ? await strike({ id, guildId, userId, guildLocale, reason }) : {};
    const error = new BotError(refusal.code, refusal.message, { ...refusal.facts, ...told }, refusal);
    audit.write({ kind: 'refusal', request, error });
    throw error;
  }
}
