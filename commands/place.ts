import type { Caller } from '../src/discord/interaction.ts';
import type { GenerationRequest } from '../src/domain/request.ts';

/** Who asks, where and when: the part of a request that no option changes. */
export function placeOf(caller: Caller): Omit<GenerationRequest, 'model' | 'prompt' | 'options' | 'isPrivate'> {
  const { id, guildId, channelId, parentChannelId, isAgeRestricted } = caller;
  const { userId, roleIds, joinedAtMs, accountMadeAtMs, askedAtMs } = caller;
  return {
    id,
    guildId,
    channelId,
    parentChannelId,
    isAgeRestricted,
    userId,
    roleIds,
    joinedAtMs,
    accountMadeAtMs,
    askedAtMs,
  };
}
