import type { AppDeps, OutboundSources } from '#deps.ts';
import { type ChannelAudit, createAudit } from '#discord/log-channel/audit.ts';
import { createNotices } from '#discord/log-channel/notices.ts';
import { createFindPictures } from '#discord/messages/find-pictures.ts';
import { createLocateChannel } from '#discord/messages/locate-channel.ts';
import { createKeepPictures } from '#discord/replies/keep-pictures.ts';
import { resumeReply } from '#discord/replies/reply.ts';
import type { ReplyDeps } from '#discord/replies/reply-message.ts';

/** The voice of a bot, and the audit that must have spoken before the process ends. */
export interface OpenOutbound {
  readonly outboundFor: AppDeps['outboundFor'];
  /** Resolves when everything that was to be told has been told. */
  idle(): Promise<void>;
}

/** What Easel says outside the answer to an interaction. `applicationId` is known once the bot has logged in. */
export function openOutbound(replies: ReplyDeps, applicationId: () => string): OpenOutbound {
  const audits: ChannelAudit[] = [];
  return {
    outboundFor({ logChannelOf, modelTitleOf, kept }: OutboundSources) {
      const { routes, retryDeps, log } = replies;
      const audit = createAudit({ routes, logChannelOf, retryDeps, log });
      audits.push(audit);
      return {
        audit,
        notices: createNotices({ replies, applicationId, modelTitleOf }),
        findPictures: createFindPictures(routes, retryDeps),
        locateChannel: createLocateChannel(routes, retryDeps),
        keep: createKeepPictures({ kept, log }),
        replyAt: (_address, job) => resumeReply(replies, job),
      };
    },
    async idle() {
      await Promise.all(audits.map((audit) => audit.idle()));
    },
  };
}
