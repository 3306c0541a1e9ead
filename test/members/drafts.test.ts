import { expect, it } from 'vitest';
import { guildId, jobId, userId } from '#core/ids.ts';
import { createDrafts, draftForMs, mostDrafts } from '#members/drafts.ts';
import { requestOf } from '../support/requests.ts';

const { guildId: guild, userId: member } = requestOf();
const idAt = (index: number) => jobId(String(1_300_000_000_000_000_000n + BigInt(index)));
const draft = (index: number, of = member) => ({ ...requestOf(), id: idAt(index), userId: of });

it('a draft is its member’s alone, in its server, for an hour', async () => {
  let nowMs = 1_000;
  const drafts = createDrafts(() => nowMs);
  drafts.keep(draft(1));
  const owner = { id: idAt(1), guildId: guild, userId: member };
  expect(await drafts.find(owner)).toEqual(draft(1));
  expect(await drafts.find({ ...owner, userId: userId('9') })).toBeNull();
  expect(await drafts.find({ ...owner, guildId: guildId('9') })).toBeNull();
  expect(await drafts.find({ ...owner, id: idAt(2) })).toBeNull();
  nowMs += draftForMs;
  expect(await drafts.find(owner)).toBeNull();
  drafts.keep(draft(2));
  nowMs -= draftForMs;
  expect(await drafts.find(owner)).toBeNull();
});

it('a draft that was written by a clock far ahead is gone, one of a clock a little ahead is there', async () => {
  const startMs = Date.UTC(2026, 10, 4);
  let nowMs = startMs + 10 * 60_000;
  const drafts = createDrafts(() => nowMs);
  const isThere = async (index: number) =>
    (await drafts.find({ id: idAt(index), guildId: guild, userId: member })) !== null;
  drafts.keep(draft(1));
  nowMs = Date.UTC(2046, 0, 1);
  drafts.keep(draft(2));
  nowMs = startMs;
  expect([await isThere(1), await isThere(2)]).toEqual([false, false]);
  drafts.keep(draft(3));
  nowMs -= 10 * 60_000;
  expect(await isThere(3)).toBe(true);
  nowMs = 1_000;
  expect(await isThere(3)).toBe(true);
});

it('a member has a few, all together have a bound, and those of a deleted member are gone', async () => {
  const drafts = createDrafts(() => 0);
  const isThere = async (index: number, of = member) =>
    (await drafts.find({ id: idAt(index), guildId: guild, userId: of })) !== null;
  for (let index = 0; index <= mostDrafts.ofMember; index += 1) drafts.keep(draft(index));
  expect([await isThere(0), await isThere(1), await isThere(mostDrafts.ofMember)]).toEqual([false, true, true]);
  drafts.forget(guild, member);
  expect(await isThere(mostDrafts.ofMember)).toBe(false);
  const others = Array.from({ length: mostDrafts.ofAll + 1 }, (_, index) => userId(String(5_000 + index)));
  for (const [index, other] of others.entries()) drafts.keep(draft(100 + index, other));
  expect([await isThere(100, others[0]), await isThere(101, others[1])]).toEqual([false, true]);
});
