import { type MessageId, messageId } from '#core/ids.ts';
import type { Job, Reply, ReplyAddress } from '#jobs/job.ts';
import type { Audit, AuditEntry, AuditedAct, Notices } from '#moderation/notices.ts';
import type { PendingRequest } from '#moderation/pending-requests.ts';

/** A log channel that remembers. */
export interface RecordingAudit extends Audit {
  readonly entries: readonly AuditEntry[];
  readonly acts: () => readonly AuditedAct[];
}

/** @see RecordingAudit */
export function createRecordingAudit(): RecordingAudit {
  const entries: AuditEntry[] = [];
  const acts = () => entries.flatMap((entry) => (entry.kind === 'act' ? [entry.act] : []));
  return { entries, acts, write: (entry) => void entries.push(entry) };
}

/** What the notices can be told to do instead of working. */
export interface NoticesScript {
  readonly askApprovers?: () => Promise<MessageId>;
  readonly findNotice?: () => Promise<MessageId | null>;
  /** Whether what is shown and told reaches anybody now. */
  readonly reaches?: () => boolean | Promise<boolean>;
  readonly removePicture?: () => Promise<boolean>;
}

/** Notices that remember what was posted, and where. */
export interface RecordingNotices extends Notices {
  readonly asked: readonly { readonly pending: PendingRequest; readonly channelId: string }[];
  readonly shown: readonly PendingRequest[];
  readonly told: readonly PendingRequest[];
  readonly removed: readonly Job[];
  /** Where private replies were taken up. */
  readonly resumed: readonly ReplyAddress[];
}

/** What the approvers' message is called. */
export const approversMessage = messageId('600000000000000077');

/** @see RecordingNotices */
export function createRecordingNotices(reply: () => Reply, script: NoticesScript = {}): RecordingNotices {
  const asked: { pending: PendingRequest; channelId: string }[] = [];
  const shown: PendingRequest[] = [];
  const told: PendingRequest[] = [];
  const removed: Job[] = [];
  const resumed: ReplyAddress[] = [];
  return {
    asked,
    shown,
    told,
    removed,
    resumed,
    async askApprovers(pending, channelId) {
      asked.push({ pending, channelId });
      return script.askApprovers ? script.askApprovers() : approversMessage;
    },
    findNotice: async () => (script.findNotice ? script.findNotice() : null),
    async showDecision(pending) {
      shown.push(pending);
      return (await script.reaches?.()) ?? true;
    },
    async tellMember(pending) {
      told.push(pending);
      return (await script.reaches?.()) ?? true;
    },
    async removePicture(job) {
      removed.push(job);
      return script.removePicture ? script.removePicture() : true;
    },
    replyInChannel: reply,
    replyInPrivate: (_request, address) => {
      resumed.push(address);
      return reply();
    },
  };
}
