import type { Materials, VoiceKnowledge } from '#deps.ts';
import { type ChannelAudit, createAudit } from '#discord/log-channel/audit.ts';
import { createNotices } from '#discord/log-channel/notices.ts';
import { createFindPictures } from '#discord/messages/find-pictures.ts';
import { createLocateChannel } from '#discord/messages/locate-channel.ts';
import { createKeepPictures } from '#discord/replies/keep-pictures.ts';
import { resumeReply } from '#discord/replies/reply.ts';
import type { ReplyParts } from '#discord/replies/reply-message.ts';

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
