import { ApplicationCommandType, InteractionType } from 'discord.js';
import { messageId } from '../domain/ids.ts';
import type { SourceImage } from '../domain/request.ts';
import type { Deed, ResolvedAttachment, ResolvedChannel, ResolvedUser } from './interaction.ts';
import type { FormPart, RawCommand, RawInteraction } from './interaction-schema.ts';
import { hasOnlyDrawnStickers, type PictureMessage, picturesIn } from './message-pictures.ts';

/** What was done, as the payload tells it. */
export function readDeed(raw: RawInteraction): Deed {
  switch (raw.type) {
    case InteractionType.ApplicationCommand:
      return messageCommandOf(raw.data) ?? { kind: 'command', ...typedIn(raw.data) };
    case InteractionType.ApplicationCommandAutocomplete:
      return { kind: 'completion', ...typedIn(raw.data) };
    case InteractionType.MessageComponent:
      return { kind: 'press', customId: raw.data.custom_id, pictures: picturesOf(raw.message) };
    case InteractionType.ModalSubmit: {
      const { custom_id: customId, components } = raw.data;
      return { kind: 'form', customId, fields: fieldsOf(components), pictures: picturesOf(raw.message) };
    }
  }
}

function messageCommandOf({ type, name, target_id: target = '', resolved }: RawCommand): Deed | null {
  if (type !== ApplicationCommandType.Message) return null;
  const message = resolved?.messages?.[target];
  const isDrawn = message !== undefined && hasOnlyDrawnStickers(message);
  return { kind: 'message_command', name, messageId: messageId(target), pictures: picturesOf(message), isDrawn };
}

function picturesOf(message: PictureMessage | undefined): readonly SourceImage[] {
  return message === undefined ? [] : picturesIn(message);
}

function typedIn(data: RawCommand) {
  const { name, options } = data;
  const resolvedRoles = new Set(Object.keys(data.resolved?.roles ?? {}));
  const resolved = { resolvedUsers: usersOf(data), resolvedRoles, resolvedChannels: channelsOf(data) };
  return { name, options, ...resolved, resolvedAttachments: attachmentsOf(data) };
}

function usersOf({ resolved }: RawCommand): ReadonlyMap<string, ResolvedUser> {
  const isMember = (id: string) => Object.hasOwn(resolved?.members ?? {}, id);
  return new Map(
    Object.entries(resolved?.users ?? {}).map(([id, { bot }]) => [id, { isBot: bot, isMember: isMember(id) }]),
  );
}

function channelsOf({ resolved }: RawCommand): ReadonlyMap<string, ResolvedChannel> {
  const rows = Object.entries(resolved?.channels ?? {});
  return new Map(
    rows.map(([id, { type, guild_id: guildId, app_permissions: appPermissions }]) => [
      id,
      { type, guildId: guildId ?? null, appPermissions: appPermissions ?? null },
    ]),
  );
}

function attachmentsOf({ resolved }: RawCommand): ReadonlyMap<string, ResolvedAttachment> {
  const rows = Object.values(resolved?.attachments ?? {}).map(
    ({ id, filename, size, url, content_type: mediaType, width, height }): ResolvedAttachment => ({
      id,
      filename,
      sizeBytes: size,
      url,
      mediaType: mediaType ?? null,
      widthPx: width ?? null,
      heightPx: height ?? null,
    }),
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** A form's fields lie in rows (older) or in labels (newer). */
function fieldsOf(parts: readonly FormPart[]): ReadonlyMap<string, string> {
  const inputs = parts.flatMap(({ component, components }) => [
    ...(component ? [component] : []),
    ...(components ?? []),
  ]);
  return new Map(inputs.map(({ custom_id, value }) => [custom_id, value ?? '']));
}
