import type { Materials, VoiceKnowledge } from '../assemble/materials.ts';
import { type ChannelAudit, createAudit } from '../discord/audit.ts';
import { createFindPictures } from '../discord/find-pictures.ts';
import { createKeepPictures } from '../discord/keep-pictures.ts';
import { createLocateChannel } from '../discord/locate-channel.ts';
import { createNotices } from '../discord/notices.ts';
import { type ReplyParts, resumeReply } from '../discord/reply.ts';

/** The voice of a bot, and the audit that must have spoken before the process ends. */
export interface OpenVoice {
  readonly voiceFor: Materials['voiceFor'];
  /** Resolves when everything that was to be told has been told. */
  idle(): Promise<void>;
}

/** What Easel says outside the answer to an interaction. `applicationId` is known once the bot has logged in. */
export function openVoice(replies: ReplyParts, applicationId: () => string): OpenVoice {
  const audits: ChannelAudit[] = [];
  return {
    voiceFor({ logChannelOf, modelTitleOf, kept }: VoiceKnowledge) {
      const { routes, patience, log } = replies;
      const audit = createAudit({ routes, logChannelOf, patience, log });
      audits.push(audit);
      return {
        audit,
        notices: createNotices({ replies, applicationId, modelTitleOf }),
        findPictures: createFindPictures(routes, patience),
        locateChannel: createLocateChannel(routes, patience),
        keep: createKeepPictures({ kept, log }),
        replyAt: (_address, job) => resumeReply(replies, job),
      };
    },
    async idle() {
      await Promise.all(audits.map((audit) => audit.idle()));
    },
  };
}
