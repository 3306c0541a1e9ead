import { channelId, guildId, jobId, userId } from './ids.ts';
import type { GenerationRequest } from './request.ts';

/** A request with nothing chosen, which no one has made. `lora` is for the routes that cannot do without. */
export function plainRequest(lora: string | null): GenerationRequest {
  return {
    id: jobId('plain'),
    guildId: guildId('0'),
    guildLocale: null,
    channelId: channelId('0'),
    parentChannelId: null,
    isAgeRestricted: false,
    userId: userId('0'),
    roleIds: [],
    joinedAtMs: null,
    accountMadeAtMs: 0,
    model: null,
    prompt: 'a red apple on a table',
    images: [],
    options: {
      size: null,
      quality: null,
      resolution: null,
      steps: null,
      lora,
      loraStrength: null,
      format: null,
      count: null,
    },
    isPrivate: true,
    askedAtMs: 0,
  };
}
