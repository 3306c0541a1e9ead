import fc from 'fast-check';
import { jobId, userId } from '#core/ids.ts';
import type { LedgerEntry } from '#credits/credits.ts';
import type { Bank } from './bank.ts';
import { actOf, guild, holdOf, moderator, refillTermsOf } from './money.ts';

/** Twenty members of one guild. */
export const members = Array.from({ length: 20 }, (_, index) => userId(`2000000000000000${10 + index}`));
const policy = refillTermsOf(150, 100, 'day');
const unlimited = { ...policy, refill: null };

/** Something that somebody does. */
export interface BankStep {
  readonly kind: keyof typeof deeds;
  readonly name: number;
  readonly member: number;
  readonly credits: number;
}

/** What happens at the same time, on one day, until the process ends at write `crashAt` (or does not). */
export interface Burst {
  readonly steps: readonly BankStep[];
  readonly crashAt: number;
  readonly hasLanded: boolean;
  readonly isLaterDay: boolean;
}

const memberAt = (index: number) => members[index % members.length] ?? moderator;
const actBy = ({ kind, name, credits, member }: BankStep) => actOf(`${kind}${name}`, credits, policy, memberAt(member));

const deeds = {
  reserve: ({ ledger }: Bank, { name, credits, member }: BankStep) =>
    ledger.reserve(holdOf(`j${name}`, credits, policy, memberAt(member))),
  approved: ({ ledger }: Bank, { name, credits, member }: BankStep) =>
    ledger.reserve({
      ...holdOf(`j${name}`, credits + 140, policy, memberAt(member)),
      approval: { byUserId: moderator, reason: '' },
    }),
  settle: ({ ledger }: Bank, { name, credits }: BankStep) =>
    ledger.settle(guild, jobId(`j${name}`), credits, 1 + (credits % 4)),
  release: ({ ledger }: Bank, { name }: BankStep) => ledger.release(guild, jobId(`j${name}`)),
  refund: ({ ledger }: Bank, { name }: BankStep) =>
    ledger.refund({ guildId: guild, jobId: jobId(`j${name}`), byUserId: moderator, reason: '' }),
  gone: ({ ledger }: Bank, { name, credits }: BankStep) =>
    ledger.refund({ guildId: guild, jobId: jobId(`j${name}`), byUserId: null, reason: '', keep: credits }),
  grant: ({ ledger }: Bank, step: BankStep) => ledger.grant(actBy(step)),
  revoke: ({ ledger }: Bank, step: BankStep) => ledger.revoke(actBy(step)),
  give: ({ ledger }: Bank, step: BankStep) => ledger.give({ ...actBy(step), byUserId: memberAt(step.member + 1) }),
  add: ({ ledger }: Bank, step: BankStep) => ledger.addToPool(actBy(step)),
  remove: ({ ledger }: Bank, step: BankStep) => ledger.removeFromPool(actBy(step)),
  mode: ({ ledger }: Bank, step: BankStep) =>
    ledger.setPoolMode({ ...actBy(step), policy: unlimited }, step.credits % 2 === 0 ? 'limited' : 'unlimited'),
  balance: ({ ledger }: Bank, { member }: BankStep) => ledger.balance(guild, memberAt(member), policy),
  note: ({ ledger }: Bank, step: BankStep) => ledger.note({ ...actBy(step), kind: 'strike' }),
  erase: ({ privacy }: Bank, { member }: BankStep) => privacy.eraseMember(guild, memberAt(member)),
} as const;

/** Does it; throws what the bank throws. */
export async function runStep(bank: Bank, step: BankStep): Promise<void> {
  await deeds[step.kind](bank, step);
}

const stepOf: fc.Arbitrary<BankStep> = fc.record({
  kind: fc.constantFrom(
    ...(['reserve', 'reserve', 'reserve', 'reserve', 'settle', 'settle', 'release', 'refund'] as const),
    ...(['approved', 'approved', 'gone'] as const),
    ...(['grant', 'grant', 'revoke', 'give', 'give', 'add', 'remove', 'mode', 'balance', 'note', 'erase'] as const),
  ),
  // Few names, so that steps meet: the same job settled and released at once, the same act twice.
  name: fc.integer({ min: 1, max: 10 }),
  member: fc.integer({ min: 0, max: members.length - 1 }),
  credits: fc.integer({ min: 1, max: 40 }),
});

/** Some bursts; about every other one ends with a crash. */
export const burstsOf: fc.Arbitrary<Burst[]> = fc.array(
  fc.record({
    steps: fc.array(stepOf, { minLength: 1, maxLength: 16, size: 'max' }),
    crashAt: fc.integer({ min: 1, max: 160 }),
    hasLanded: fc.boolean(),
    isLaterDay: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8, size: 'max' },
);

/** The whole history of the guild, oldest first. */
export async function journalOf({ ledger }: Bank): Promise<LedgerEntry[]> {
  const lines: LedgerEntry[] = [];
  for (let beforeSeq: number | null = null; ; ) {
    const page: readonly LedgerEntry[] = await ledger.history(guild, null, { beforeSeq, limit: 100 });
    lines.unshift(...page.toReversed());
    beforeSeq = page.at(99)?.seq ?? null;
    if (beforeSeq === null || beforeSeq === 1) return lines;
  }
}
