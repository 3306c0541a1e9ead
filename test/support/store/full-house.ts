import { jobId, type UserId } from '#core/ids.ts';
import { blankMemberRecord } from '#guilds/guild-settings.ts';
import type { Job } from '#jobs/job.ts';
import type { Bank } from './bank.ts';
import { jobOf } from './jobs.ts';
import { dumpOf } from './memory-store.ts';
import { actOf, ada, bob, dayMs, guild, holdOf, moderator, termsOf, wednesdayMs } from './money.ts';
import { pendingOf } from './pending.ts';
import { presetOf } from './presets.ts';

/** 50 credits a day out of a pool of 1000. */
export const houseTerms = termsOf(50, 1_000);

/** A picture of 7 credits: held, settled, and its job delivered and written down. */
export async function paint({ ledger, jobs }: Bank, id: string, by: UserId = ada): Promise<void> {
  await ledger.reserve(holdOf(id, 7, houseTerms, by));
  await jobs.save(deliveredOf(id, by));
  await ledger.settle(guild, jobId(id));
}

/** A job with everything that must not stay; Bob's texts are his. */
export function deliveredOf(id: string, by: UserId = ada): Job {
  const { replyTo, settings } = jobOf(id);
  const whose = by === ada ? 'a private' : 'another';
  return jobOf(id, {
    userId: by,
    state: 'delivered',
    endedAtMs: wednesdayMs,
    charged: 7,
    settings: { ...settings, prompt: `${whose} prompt` },
    replyTo: { ...replyTo, sealedToken: `${whose} token` },
  });
}

/** Ada and Bob have done everything that leaves a trace; no job is open. */
export async function fillHouse(bank: Bank): Promise<void> {
  const { ledger, records, pending, presets, favourites, choices } = bank;
  const note = { guildId: guild, userId: ada, reason: 'a private reason' } as const;
  await ledger.grant({ ...actOf('g1', 20, houseTerms), reason: 'a private reason' });
  await paint(bank, 'j1');
  await paint(bank, 'j2', bob);
  await ledger.refund({ guildId: guild, jobId: jobId('j1'), byUserId: moderator, reason: 'a private reason' });
  await ledger.give({ ...actOf('v1', 5, houseTerms, bob), byUserId: ada });
  await ledger.give({ ...actOf('v2', 1, houseTerms, ada), byUserId: bob });
  await paint(bank, 'j3');
  await ledger.reserve(holdOf('j4', 3, houseTerms));
  await ledger.release(guild, jobId('j4'));
  await ledger.note({ ...note, id: 'n1', kind: 'strike', byUserId: moderator });
  await ledger.note({ ...note, id: 'n2', kind: 'report', byUserId: bob });
  await ledger.note({ ...note, id: 'n3', kind: 'report', byUserId: ada, userId: bob });
  const strike = { id: 'n1', atMs: wednesdayMs, reason: 'a private reason', byUserId: moderator, isForgiven: false };
  await records.change(guild, ada, () => ({
    ...blankMemberRecord,
    suspendedUntilMs: wednesdayMs + dayMs,
    suspendedBy: moderator,
    strikes: [strike],
  }));
  await pending.enqueue(pendingOf('p1'));
  await presets.save({ guildId: guild, userId: ada }, presetOf('a private name'));
  await choices.remember(guild, ada, { model: 'a private model', size: null });
  await favourites.toggle(guild, ada, { jobId: jobId('j2'), atMs: wednesdayMs });
  await presets.save({ guildId: guild, userId: null }, presetOf('of the guild'));
}

/** The lines of the store that still name Ada or hold a text of hers. */
export async function tracesIn(rows: Map<string, string>): Promise<string[]> {
  const trace = new RegExp(`${ada}|a private|lighthouse`);
  return (await dumpOf(rows)).filter((row) => trace.test(row));
}

/** What the guild sees, whoever is who: the books, every line of the history without names and texts, and the usage. */
export async function anonymousLook({ ledger, usage }: Bank) {
  const lines = await ledger.history(guild, null, { beforeSeq: null, limit: 100 });
  const rows = await usage.ofPeriod(guild, 'month', wednesdayMs);
  const nameless = (id: string) => id.replace(/^erase:.*/, 'erase');
  return {
    totals: await ledger.totals(guild),
    lines: lines.map(({ seq, kind, atMs, id, credits, poolAfter }) => ({
      ...{ seq, kind, atMs, credits, poolAfter },
      id: nameless(id),
    })),
    usage: rows.map(({ model, pictures, credits }) => `${model} ${pictures} ${credits}`).sort(),
  };
}
