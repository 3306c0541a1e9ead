import { PermissionFlagsBits } from 'discord-api-types/v10';
import { ApiError } from '../api-error.ts';
import { readMessageBody } from '../message-body.ts';
import { deleteMessage, editMessage, findMessage, postMessage } from '../messages.ts';
import { checkOldEdit } from '../old-edits.ts';
import { channelPayload } from '../payloads.ts';
import { hasPermission } from '../permissions.ts';
import type { ChannelRecord, StoredMessage } from '../records.ts';
import { renderMessage } from '../render-message.ts';
import { json, noContent, type Route, type RouteContext } from '../routing.ts';
import type { Message } from '../wire.ts';

const bucket = { kind: 'channel', by: 'channel' } as const;
const messages = '/channels/:channel/messages';

/** Channels and their messages, as the bot's token sees them: ephemeral messages do not exist here. */
export const channelRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/channels/:channel',
    auth: 'bot',
    bucket,
    run: (context) => json(channelPayload(channelOf(context))),
  },
  {
    method: 'GET',
    path: messages,
    auth: 'bot',
    bucket,
    run: (context) => {
      const { id } = channelOf(context, PermissionFlagsBits.ReadMessageHistory);
      const limit = Number(context.query.get('limit') ?? 50);
      const found = [...context.world.messages.values()].filter(
        (each) => each.channelId === id && each.viewerId === null,
      );
      const after = context.query.get('after');
      const wanted =
        after === null ? found.slice(-limit) : found.filter(({ id }) => BigInt(id) > BigInt(after)).slice(0, limit);
      return json(wanted.reverse().map((each) => asSeenByBot(context, each)));
    },
  },
  { method: 'POST', path: messages, auth: 'bot', bucket, run: create },
  {
    /** In a guild Discord asks for View Channel and Read Message History. @see https://docs.discord.com/developers/resources/message#get-channel-message */
    method: 'GET',
    path: `${messages}/:message`,
    auth: 'bot',
    bucket,
    run: (context) => json(asSeenByBot(context, messageOf(context, PermissionFlagsBits.ReadMessageHistory))),
  },
  {
    method: 'PATCH',
    path: `${messages}/:message`,
    auth: 'bot',
    bucket,
    run: async (context) => {
      const before = messageOf(context);
      if (before.authorId !== context.world.bot.id) throw new ApiError(50005);
      checkOldEdit(context.world, before);
      if (context.files.length > 0) channelOf(context, PermissionFlagsBits.AttachFiles);
      return json(
        renderMessage(context.world, await editMessage(context.world, before.id, context.body, context.files)),
      );
    },
  },
  {
    method: 'DELETE',
    path: `${messages}/:message`,
    auth: 'bot',
    bucket,
    run: (context) => {
      const message = messageOf(context);
      if (message.authorId !== context.world.bot.id) channelOf(context, PermissionFlagsBits.ManageMessages);
      deleteMessage(context.world, message.id);
      return noContent;
    },
  },
];

/**
 * Without the message content intent, which no application here has, other people's messages are empty.
 *
 * @see https://discord.com/developers/docs/events/gateway#message-content-intent read 2026-11-21
 */
function asSeenByBot({ world }: RouteContext, message: StoredMessage): Message {
  const rendered = renderMessage(world, message);
  const isOpen = message.authorId === world.bot.id || message.mentions.userIds.includes(world.bot.id);
  return isOpen ? rendered : { ...rendered, content: '', attachments: [], embeds: [], components: [] };
}

async function create(context: RouteContext) {
  const { world, body, files } = context;
  const channel = channelOf(context, sendPermission(context));
  if (files.length > 0) channelOf(context, PermissionFlagsBits.AttachFiles);
  const checked = readMessageBody(body, { isV2: false, isEdit: false, fileCount: files.length });
  const twin =
    checked.enforce_nonce === true && checked.nonce !== undefined && checked.nonce !== null
      ? findTwin(context, checked.nonce)
      : null;
  if (twin !== null) return json(renderMessage(world, twin));
  const place = {
    id: world.ids.next(),
    channelId: channel.id,
    authorId: world.bot.id,
    viewerId: null,
    interactionId: null,
    flags: 0,
  };
  return json(renderMessage(world, await postMessage(world, place, checked, files)));
}

const nonceLifeMs = 5 * 60_000;

function findTwin({ world, params }: RouteContext, nonce: string | number): StoredMessage | null {
  const since = world.settings.now() - nonceLifeMs;
  const isTwin = (each: StoredMessage) =>
    each.channelId === params.channel &&
    each.nonce === nonce &&
    each.authorId === world.bot.id &&
    each.createdAtMs >= since;
  return [...world.messages.values()].find(isTwin) ?? null;
}

function sendPermission({ world, params }: RouteContext): bigint {
  const channel = world.channels.get(params.channel ?? '');
  const isThread = channel !== undefined && channel.parentId !== null;
  return isThread ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages;
}

function channelOf({ world, params }: RouteContext, permission = 0n): ChannelRecord {
  const channel = world.channels.get(params.channel ?? '');
  if (channel === undefined) throw new ApiError(10003);
  const guild = world.guilds.get(channel.guildId ?? '');
  const canSee = guild?.botIsMember !== false && hasPermission(channel.botPermissions, PermissionFlagsBits.ViewChannel);
  if (!canSee) throw new ApiError(50001);
  if (!hasPermission(channel.botPermissions, permission)) throw new ApiError(50013);
  return channel;
}

function messageOf(context: RouteContext, permission = 0n): StoredMessage {
  const channel = channelOf(context, permission);
  const message = findMessage(context.world, context.params.message ?? '');
  if (message.channelId !== channel.id || message.viewerId !== null) throw new ApiError(10008);
  return message;
}
