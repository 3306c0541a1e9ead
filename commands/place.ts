import type { Decision } from '#approvals/steps.ts';
import type { GenerationRequest } from '#catalog/request.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import type { Moderator } from '#moderation/acts.ts';

/** Who asks, where and when: the part of a request that no option changes. */
export function placeOf(
  caller: Caller,
): Omit<GenerationRequest, 'model' | 'prompt' | 'options' | 'images' | 'isPrivate'> {
  const { id, guildId, guildLocale, channelId, parentChannelId, isAgeRestricted } = caller;
  const { fallbackChannelId, userId, roleIds, joinedAtMs, accountMadeAtMs, askedAtMs } = caller;
  return {
    id,
    guildId,
    guildLocale,
    channelId,
    parentChannelId,
    ...(fallbackChannelId && { fallbackChannelId }),
    isAgeRestricted,
    userId,
    roleIds,
    joinedAtMs,
    accountMadeAtMs,
    askedAtMs,
  };
}

/** Who acts, for the journal: the interaction's id names the act. */
export function actorOf({ id, guildId, userId }: Caller, reason: string): Moderator {
  return { id, guildId, userId, reason };
}

/** Whose word it is, for a request that waits. */
export function decisionOf({ guildId, userId }: Caller, reason: string): Decision {
  return { guildId, byUserId: userId, reason };
}
