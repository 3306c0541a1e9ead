import type { Decision } from '#approvals/steps.ts';
import type { GenerationRequest } from '#catalog/request.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import type { Moderator } from '#moderation/acts.ts';

/** The part of a request that no option changes: the member, the place and the time. */
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

/** The caller, for the journal: the interaction's id is the act's id. */
export function actorOf({ id, guildId, userId }: Caller, reason: string): Moderator {
  return { id, guildId, userId, reason };
}

/** The caller's decision about a pending request. */
export function decisionOf({ guildId, userId }: Caller, reason: string): Decision {
  return { guildId, byUserId: userId, reason };
}
