import type { BotError } from '#core/errors.ts';
import { messageId } from '#core/ids.ts';
import type { Delivery, Job, MoneyOutcome, Progress, Reply, ReplyAddress } from '#jobs/job.ts';
import { replyAddress } from './requests.ts';

/** What a reply can be told to do instead of working. */
export interface ReplyScript {
  readonly accept?: () => Promise<ReplyAddress>;
  readonly deliver?: () => Promise<null>;
  /** Holds the last message back. */
  readonly fail?: () => Promise<void>;
}

/** A reply that remembers what the member was told. */
export interface RecordingReply extends Reply {
  readonly accepted: () => number;
  readonly shown: readonly { readonly job: Job; readonly progress: Progress }[];
  /** How much had been shown when it was told to rest, each time. */
  readonly rests: readonly number[];
  readonly delivered: readonly Delivery[];
  readonly failed: readonly { readonly error: BotError; readonly money: MoneyOutcome }[];
}

/** @see RecordingReply */
export function createRecordingReply(script: ReplyScript = {}): RecordingReply {
  let accepted = 0;
  const shown: { job: Job; progress: Progress }[] = [];
  const rests: number[] = [];
  const delivered: Delivery[] = [];
  const failed: { error: BotError; money: MoneyOutcome }[] = [];
  return {
    accepted: () => accepted,
    shown,
    rests,
    delivered,
    failed,
    address: () => replyAddress,
    async accept() {
      accepted += 1;
      return script.accept ? script.accept() : replyAddress;
    },
    show: (job, progress) => void shown.push({ job, progress }),
    async rest() {
      rests.push(shown.length);
    },
    async deliver(delivery) {
      delivered.push(delivery);
      return script.deliver
        ? script.deliver()
        : { channelId: replyAddress.channelId, messageId: messageId('600000000000000009') };
    },
    async fail(error, money) {
      failed.push({ error, money });
      await script.fail?.();
    },
  };
}
