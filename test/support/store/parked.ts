import { channelId, jobId } from '../../../src/domain/ids.ts';
import type { ParkedRequest } from '../../../src/domain/moderation.ts';
import type { GenerationRequest } from '../../../src/domain/request.ts';
import { ada, dayMs, guild, wednesdayMs } from './money.ts';

/** A request of Ada's unless told. */
export function requestOf(id: string, changes: Partial<GenerationRequest> = {}): GenerationRequest {
  return {
    id: jobId(id),
    guildId: guild,
    guildLocale: null,
    channelId: channelId('800000000000000001'),
    parentChannelId: null,
    isAgeRestricted: false,
    userId: ada,
    roleIds: [],
    joinedAtMs: wednesdayMs - dayMs,
    accountMadeAtMs: 0,
    model: null,
    prompt: 'a lighthouse',
    images: [],
    options: {
      size: '16:9',
      quality: null,
      resolution: null,
      steps: 4,
      lora: null,
      loraStrength: null,
      format: null,
      count: null,
    },
    isPrivate: false,
    askedAtMs: wednesdayMs,
    ...changes,
  };
}

/** A request that waits for an approval until tomorrow, unless told. */
export function parkedOf(id: string, changes: Partial<ParkedRequest> = {}): ParkedRequest {
  return {
    id: jobId(id),
    request: requestOf(id),
    reason: 'threshold',
    credits: 40,
    state: 'waiting',
    expiresAtMs: wednesdayMs + dayMs,
    notice: null,
    decidedBy: null,
    decisionReason: '',
    ...changes,
  };
}
