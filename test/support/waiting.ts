import type { Decision } from '#approvals/steps.ts';
import { guildId, type UserId } from '#core/ids.ts';
import type { PendingReason } from '#moderation/pending-requests.ts';
import { approvers, type CommunityOptions, createCommunity, moderator } from './community.ts';
import { guild, member, requestOf } from './requests.ts';

/** Somebody's word, in the stories' guild. */
export function wordOf(byUserId: UserId, reason = ''): Decision {
  return { guildId: guild, byUserId, reason };
}

/** The words of the stories. */
export const mods = wordOf(moderator, 'nice idea');
/** @see mods */
export const members = wordOf(member);
/** @see mods */
export const strangers: Decision = { ...mods, guildId: guildId('900000000000000002') };

/** The one request of these stories. */
export const requestId = requestOf().id;

/** Settings of a guild that has approvers and this price for a picture. */
export function approving(price = 7, more: object = {}): object {
  return { approvals: { threshold: 5, channelId: approvers }, models: { prices: { 'some-model': price } }, ...more };
}

/** A community in which the request waits for an approval. */
export async function waitingCommunity({
  price = 7,
  reason = 'threshold',
  ...options
}: CommunityOptions & { price?: number; reason?: PendingReason } = {}) {
  const community = await createCommunity({ settings: approving(price), ...options });
  await community.approvals.ask(requestOf(), reason, price);
  return community;
}

/** Lets the approver say yes, and the picture come. */
export async function approveIn(community: Awaited<ReturnType<typeof waitingCommunity>>): Promise<unknown> {
  const outcome = await community.clock.advanceUntil(community.approvals.approve(requestId, mods));
  await community.clock.advance(60_000);
  return outcome;
}
