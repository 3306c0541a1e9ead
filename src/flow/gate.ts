import type { Dearer } from '../domain/dearer.ts';
import { BotError } from '../domain/errors.ts';
import type { Ledger } from '../domain/ports.ts';
import type { GenerationRequest } from '../domain/request.ts';
import { isWorthAsking, type Told } from '../domain/told.ts';
import { admitFlags } from './admit-flags.ts';
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
 * @throws {@link BotError} `refused.*` (also `refused.quota`, where nobody can be asked), `store.unavailable`
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

async function kindOf(request: GenerationRequest, admission: Admission, told: Told, ledger: Ledger): Promise<GateKind> {
  const { credits } = admission.plan;
  const threshold = thresholdAbove(admission);
  if (threshold !== null) return { kind: 'approval', credits, threshold };
  return byBalance(request, admission, told, ledger);
}

/** The guild's threshold, where the request is above it and needs an approval; null where it needs none. */
export function thresholdAbove({ plan, settings }: Pick<Admission, 'plan' | 'settings'>): number | null {
  const { threshold, channelId } = settings.approvals;
  return threshold !== null && channelId !== null && plan.credits > threshold ? threshold : null;
}

async function byBalance(
  request: GenerationRequest,
  admission: Admission,
  told: Told,
  ledger: Ledger,
): Promise<GateKind> {
  const { plan, terms, settings } = admission;
  const { credits } = plan;
  const { spendable, renewsAtMs } = await ledger.balance(request.guildId, request.userId, terms);
  if (credits > spendable) {
    if (settings.approvals.channelId !== null) return { kind: 'short', credits, spendable, renewsAtMs };
    throw new BotError('refused.quota', 'short of credits', { price: credits, left: spendable, renewsAtMs });
  }
  const { dearer } = admission;
  if (dearer !== null) return { kind: 'confirm', credits, spendable, dearer };
  if (isWorthAsking(told)) return { kind: 'confirm', credits, spendable };
  const asksAbove = (spendable * settings.confirmPercent) / 100;
  return credits > asksAbove ? { kind: 'confirm', credits, spendable } : { kind: 'go', admission };
}
