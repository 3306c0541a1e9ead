import sharp from 'sharp';
import { channelId, guildId, jobId, messageId, userId } from '#core/ids.ts';
import type { AnswerTarget, Caller, ResolvedEntities } from '#discord/interactions/interaction.ts';
import type { OutgoingMessage } from '#discord/messages/message.ts';
import type { Job, MoneyOutcome, Reply, ReplyAddress } from '#jobs/job.ts';
import type { ImageFile } from '#media/media.ts';

/** An interaction token as no log may show it. */
export const secretToken = 'aW50ZXJhY3Rpb246c2VjcmV0';

/** Somebody without powers. */
export const caller: Caller = {
  id: jobId('1200000000000000001'),
  guildId: guildId('1200000000000000002'),
  channelId: channelId('1200000000000000003'),
  userId: userId('1200000000000000004'),
  roleIds: [],
  parentChannelId: null,
  isAgeRestricted: false,
  joinedAtMs: null,
  accountMadeAtMs: 1_706_172_694_921,
  isModerator: false,
  isManager: false,
  locale: null,
  guildLocale: null,
  askedAtMs: 1_700_000_000_000,
};

/** Of {@link caller}. */
export const target: AnswerTarget = {
  applicationId: '1200000000000000009',
  id: caller.id,
  token: secretToken,
  attachmentLimitBytes: 10 * 1024 * 1024,
  canUseChannel: true,
};

/** A public reply whose token lives. */
export const address: ReplyAddress = {
  applicationId: target.applicationId,
  channelId: caller.channelId,
  messageId: messageId('1200000000000000005'),
  sealedToken: null,
  tokenExpiresAtMs: caller.askedAtMs + 15 * 60_000,
  isPrivate: false,
  locale: null,
  guildLocale: null,
  attachmentLimitBytes: target.attachmentLimitBytes,
  canUseChannel: true,
};

/** A job under way, asked for by {@link caller}. */
export const job: Job = {
  isSpoiler: false,
  id: caller.id,
  guildId: caller.guildId,
  channelId: caller.channelId,
  userId: caller.userId,
  modelId: 'flux-2-klein-9b',
  modelTitle: 'FLUX.2 Klein 9B',
  provider: 'runninghub',
  endpoint: 'somewhere/text-to-image',
  settings: {
    prompt: 'a fox',
    size: { kind: 'pixels', widthPx: 64, heightPx: 48 },
    steps: 8,
    quality: 'high',
    resolution: '1k',
    format: 'png',
    loras: [{ file: 'ink_style.safetensors', strength: 0.8 }],
    images: [],
    count: 1,
  },
  credits: 7,
  replyTo: address,
  tickets: [],
  picturesPerTicket: 1,
  state: 'submitted',
  openedAtMs: caller.askedAtMs,
  submittedAtMs: caller.askedAtMs,
  endedAtMs: null,
  cancelledBy: null,
  error: null,
  came: null,
  charged: null,
};

/** What the options of a command name: nothing. */
export const noEntities: ResolvedEntities = {
  resolvedUsers: new Map(),
  resolvedRoles: new Set(),
  resolvedChannels: new Map(),
  resolvedAttachments: new Map(),
};

/** How a command or a button answers, without Discord in between: `answers` has each message in order. Nothing else may be used. */
export function recordAnswers() {
  const answers: OutgoingMessage[] = [];
  const unexpected = () => Promise.reject(new Error('not asked for'));
  const answering = {
    answer: async (message: OutgoingMessage) => void answers.push(message),
    announce: unexpected,
    update: unexpected,
    show: unexpected,
    openForm: unexpected,
    reply: (): Reply => {
      throw new Error('not asked for');
    },
  };
  return { answers, answering };
}

/** The job's credits came back. */
export const refunded: MoneyOutcome = { charged: 0, returned: 7, held: 0, heldUntilMs: null };

/** A picture that does not compress: three random-looking bytes a pixel, the same each time. */
export async function noisePicture(widthPx: number, heightPx: number): Promise<ImageFile> {
  const pixels = new Uint8Array(widthPx * heightPx * 3);
  let state = 12_345;
  for (let at = 0; at < pixels.length; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    pixels[at] = state >>> 24;
  }
  const raw = { width: widthPx, height: heightPx, channels: 3 } as const;
  const bytes = await sharp(pixels, { raw }).png({ compressionLevel: 1 }).toBuffer();
  return { bytes, format: 'png', widthPx, heightPx };
}
