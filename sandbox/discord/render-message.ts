import { renderAttachment } from './files.ts';
import type { StoredMessage } from './records.ts';
import type { Attachment, Component, Embed, Media, Message, User } from './wire.ts';
import type { World } from './world.ts';

/** The message as Discord answers it now: file addresses are signed afresh, `attachment://` is resolved, components are numbered. */
export function renderMessage(world: World, message: StoredMessage): Message {
  const attachments = message.files.map((file) => renderAttachment(world, file));
  return {
    id: message.id,
    channel_id: message.channelId,
    author: world.users.get(message.authorId) ?? world.bot,
    content: message.content,
    timestamp: new Date(message.createdAtMs).toISOString(),
    edited_timestamp: message.editedAtMs === null ? null : new Date(message.editedAtMs).toISOString(),
    tts: false,
    mention_everyone: message.mentions.everyone,
    mentions: message.mentions.userIds
      .map((id) => world.users.get(id))
      .filter((user): user is User => user !== undefined),
    mention_roles: message.mentions.roleIds,
    attachments,
    embeds: message.embeds.map((embed) => renderEmbed(embed, attachments)),
    components: renderComponents(message.components, attachments),
    pinned: false,
    type: messageType(message),
    flags: message.flags,
    ...(message.nonce === null ? {} : { nonce: message.nonce }),
    ...(message.authorId === world.bot.id ? { application_id: world.settings.applicationId } : {}),
    ...(message.repliesTo === null
      ? {}
      : { message_reference: { type: 0, message_id: message.repliesTo, channel_id: message.channelId } }),
    ...interactionFields(world, message),
  };
}

/** 20 is the answer to a slash command, 19 a reply to another message. */
function messageType(message: StoredMessage): number {
  if (message.repliesTo !== null) return 19;
  return message.interactionId === null ? 0 : 20;
}

function interactionFields(world: World, message: StoredMessage): Partial<Message> {
  if (message.interactionId === null) return {};
  const interaction = world.interactions.get(message.interactionId);
  const user = world.users.get(interaction?.userId ?? '');
  if (interaction === undefined || user === undefined) return {};
  const common = { id: interaction.id, user, authorizing_integration_owners: interaction.owners };
  const metadata = {
    2: { ...common, type: 2 },
    3: { ...common, type: 3, interacted_message_id: interaction.sourceMessageId ?? message.id },
    5: { ...common, type: 5, triggering_interaction_metadata: { ...common, type: 2 } },
  };
  const type = interaction.type === 4 ? 2 : interaction.type;
  return { webhook_id: world.settings.applicationId, interaction_metadata: metadata[type] };
}

function renderEmbed(embed: Embed, attachments: readonly Attachment[]): Embed {
  const media = (value: Media | null | undefined) => (value ? resolve(value, attachments) : undefined);
  const { image, thumbnail, ...rest } = embed;
  return {
    ...withoutNulls(rest),
    type: embed.type ?? 'rich',
    ...(image ? { image: media(image) } : {}),
    ...(thumbnail ? { thumbnail: media(thumbnail) } : {}),
  };
}

function renderComponents(components: readonly Component[], attachments: readonly Attachment[]): Component[] {
  let count = 0;
  const render = (component: Component): Component => {
    count += 1;
    return {
      ...component,
      id: component.id || count,
      ...(component.type === 3 ? { min_values: component.min_values ?? 1, max_values: component.max_values ?? 1 } : {}),
      ...renderMedia(component, attachments),
      ...(component.components ? { components: component.components.map(render) } : {}),
      ...(component.accessory ? { accessory: render(component.accessory) } : {}),
    };
  };
  return components.map(render);
}

function renderMedia({ media, file, items }: Component, attachments: readonly Attachment[]): Partial<Component> {
  return {
    ...(media ? { media: resolve(media, attachments) } : {}),
    ...(file ? { file: resolve(file, attachments) } : {}),
    ...(items ? { items: items.map((item) => ({ ...item, media: resolve(item.media, attachments) })) } : {}),
  };
}

function resolve(media: Media, attachments: readonly Attachment[]): Media {
  const name = /^attachment:\/\/(.+)$/.exec(media.url)?.[1];
  const file = attachments.find((attachment) => attachment.filename === name);
  return file === undefined ? media : { ...media, url: file.url };
}

function withoutNulls<Value extends object>(value: Value): Partial<Value> {
  const kept: Partial<Value> = { ...value };
  for (const key in kept) if (kept[key] === null) delete kept[key];
  return kept;
}
