import { type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { BotError } from '#core/errors.ts';
import { type ChannelId, isSnowflake, type MessageId, messageId } from '#core/ids.ts';
import type { SourceImage } from '#media/media.ts';
import { type OutgoingMessage, toBody, toEdit, toPrivateBody, toSent } from './message.ts';
import { pictureMessageSchema, picturesIn } from './message-pictures.ts';

/** The client's connections, one per way of being limited. @see reference: one timeout holds for a whole REST */
export interface Connections {
  /** First answers: short timeout, no authorisation, not bound to the global limit. */
  readonly acks: REST;
  /** Edits and uploads by interaction token: no authorisation, no global limit. */
  readonly edits: REST;
  /** Everything that the bot token authorises, within Discord's global limit. */
  readonly bot: REST;
}

/** Who may write by token. */
export interface TokenHolder {
  readonly applicationId: string;
  readonly token: string;
}

/** Where a message is. */
interface MessagePlace {
  readonly channelId: ChannelId;
  readonly messageId: MessageId;
}

/** The calls that Easel makes about messages. Each is made once: repeating is the caller's decision. */
export interface MessageRoutes {
  /** Resolves with the id of the message it made, where Discord tells. */
  callback(id: string, token: string, body: object, signal: AbortSignal): Promise<MessageId | null>;
  findOriginal(holder: TokenHolder, signal: AbortSignal): Promise<MessageId | null>;
  editOriginal(holder: TokenHolder, message: OutgoingMessage, signal: AbortSignal): Promise<MessageId | null>;
  /** A further message by token, which needs no permission in the channel; the member's alone where the reply is private. */
  createFollowUp(
    holder: TokenHolder & { readonly isPrivate: boolean },
    message: OutgoingMessage,
    signal: AbortSignal,
  ): Promise<MessageId | null>;
  /** One that {@link createFollowUp} has made. */
  editFollowUp(
    holder: TokenHolder & { readonly messageId: MessageId },
    message: OutgoingMessage,
    signal: AbortSignal,
  ): Promise<MessageId | null>;
  editMessage(at: MessagePlace, message: OutgoingMessage, signal: AbortSignal): Promise<MessageId | null>;
  /** A `nonce` of at most 25 characters makes a repeated create return the first one's message. */
  createMessage(
    at: { channelId: ChannelId; nonce: string },
    message: OutgoingMessage,
    signal: AbortSignal,
  ): Promise<MessageId | null>;
  /** Of other people's messages the bot sees none, as long as it may not read what they write. */
  findPictures(at: MessagePlace, signal: AbortSignal): Promise<readonly SourceImage[]>;
  /** The names of all files of a message. */
  findFiles(at: MessagePlace, signal: AbortSignal): Promise<readonly string[]>;
  /** A message of the bot's own with a button whose custom id is `mark`: among the 100 after an id, or with null the latest 100. */
  findMessage(
    where: {
      readonly channelId: ChannelId;
      readonly after: string | null;
      readonly mark: string;
      readonly answerTo?: string;
    },
    signal: AbortSignal,
  ): Promise<MessageId | null>;
  deleteMessage(at: MessagePlace, signal: AbortSignal): Promise<void>;
  findChannel(channelId: ChannelId, signal: AbortSignal): Promise<FoundChannel>;
  deleteOriginal(holder: TokenHolder, signal: AbortSignal): Promise<void>;
}

/** A channel as the bot sees it. */
interface FoundChannel {
  /** Null for direct messages. */
  readonly guildId: string | null;
  readonly isAgeRestricted: boolean;
}

/** The routes over the given connections. */
export function createMessageRoutes({ acks, edits, bot }: Connections): MessageRoutes {
  return {
    async callback(id, token, body, signal) {
      const query = new URLSearchParams({ with_response: 'true' });
      const answer = await acks.post(Routes.interactionCallback(id, token), { auth: false, body, query, signal });
      // It has been taken, whatever the receipt says: the message can be looked up.
      const receipt = callbackSchema.safeParse(answer).data;
      return branded(receipt?.resource?.message?.id ?? receipt?.interaction?.response_message_id);
    },
    async findOriginal({ applicationId, token }, signal) {
      return idOf(await edits.get(Routes.webhookMessage(applicationId, token), { auth: false, signal }));
    },
    async editOriginal({ applicationId, token }, message, signal) {
      const route = Routes.webhookMessage(applicationId, token);
      const sent = { auth: false, ...toSent(toEdit(message), message), signal };
      return idOf(await edits.patch(route, sent));
    },
    async createFollowUp({ applicationId, token, isPrivate }, message, signal) {
      const body = isPrivate ? toPrivateBody(message) : toBody(message);
      const query = new URLSearchParams({ wait: 'true' });
      const sent = { auth: false, ...toSent(body, message), query, signal };
      return idOf(await edits.post(Routes.webhook(applicationId, token), sent));
    },
    async editFollowUp({ applicationId, token, messageId: id }, message, signal) {
      const sent = { auth: false, ...toSent(toEdit(message), message), signal };
      return idOf(await edits.patch(Routes.webhookMessage(applicationId, token, id), sent));
    },
    async editMessage(at, message, signal) {
      const sent = { ...toSent(toEdit(message), message), signal };
      return idOf(await bot.patch(messageAt(at), sent));
    },
    async createMessage(at, message, signal) {
      const body = { ...toBody(message), nonce: at.nonce, enforce_nonce: true };
      return idOf(await bot.post(Routes.channelMessages(at.channelId), { ...toSent(body, message), signal }));
    },
    async findPictures(at, signal) {
      const answer = await bot.get(messageAt(at), { signal });
      return picturesIn(pictureMessageSchema.parse(answer));
    },
    async findFiles(at, signal) {
      return filesSchema.parse(await bot.get(messageAt(at), { signal })).attachments.map(({ filename }) => filename);
    },
    async findMessage({ channelId, after, mark, answerTo }, signal) {
      if (!isSnowflake(channelId) || !isSnowflake(after ?? '0')) {
        throw new BotError('bug', 'an address that holds no id');
      }
      const query = new URLSearchParams({ limit: '100', ...(after && { after }) });
      const answer = await bot.get(Routes.channelMessages(channelId), { query, signal });
      const found = z.array(markedSchema).catch([]).parse(answer);
      // Only messages of its own show the bot their components.
      const isMarked = ({ components }: Marked) => JSON.stringify(components).includes(JSON.stringify(mark));
      const isAnswer = ({ interaction_metadata: asked }: Marked) => answerTo !== undefined && asked?.id === answerTo;
      return branded((found.find(isMarked) ?? found.find(isAnswer))?.id);
    },
    async findChannel(id, signal) {
      if (!isSnowflake(id)) throw new BotError('bug', 'an address that holds no id');
      const { guild_id: guildId, nsfw } = channelSchema.parse(await bot.get(Routes.channel(id), { signal }));
      return { guildId: guildId ?? null, isAgeRestricted: nsfw === true };
    },
    async deleteMessage(at, signal) {
      await bot.delete(messageAt(at), { signal });
    },
    async deleteOriginal({ applicationId, token }, signal) {
      await edits.delete(Routes.webhookMessage(applicationId, token), { auth: false, signal });
    },
  };
}

/**
 * Nothing but an id becomes part of an address that is asked for with the bot's token: discord.js would pass `..` on.
 *
 * @throws {@link BotError} `bug`
 */
function messageAt({ channelId, messageId: id }: MessagePlace): `/${string}` {
  if (!isSnowflake(channelId) || !isSnowflake(id)) throw new BotError('bug', 'an address that holds no id');
  return Routes.channelMessage(channelId, id);
}

function idOf(answer: unknown): MessageId | null {
  const read = messageSchema.safeParse(answer);
  return read.success ? branded(read.data.id) : null;
}

function branded(id: string | null | undefined): MessageId | null {
  return id ? messageId(id) : null;
}

const channelSchema = z.object({ guild_id: z.string().nullish(), nsfw: z.boolean().nullish() });
const messageSchema = z.object({ id: z.string() });
const markedSchema = z.object({
  id: z.string(),
  components: z.unknown(),
  interaction_metadata: z.object({ id: z.string() }).nullish(),
});
type Marked = z.output<typeof markedSchema>;
/** @see https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback-response-object, read 2026-11 */
const callbackSchema = z.object({
  interaction: z.object({ response_message_id: z.string().nullish() }).nullish(),
  resource: z.object({ message: messageSchema.nullish() }).nullish(),
});

const filesSchema = z.object({ attachments: z.array(z.object({ filename: z.string() })) });
